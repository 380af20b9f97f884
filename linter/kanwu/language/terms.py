"""Words of a glossary in the lattice, and their sounds.

The words that the model lacks are added to it with a weight of their own, so that what is written
and what may have been meant are weighed in one lattice. `mishearings` finds by these tables where a
text sounds like one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.data.container import Tables, pack, unpack
from kanwu.hanzi import sound
from kanwu.language.hashing import Keys, Places, Sorted, key_of, keys_of
from kanwu.language.lattice import Flags, Lattice, Paths
from kanwu.language.ngrams import FIRST_SLOT, LONGEST, Floats, Words, words

LONGEST_TERM = 8
UNKNOWN = -15.0
"""The log probability of a term that the model lacks: that of a rare word."""
WHOLE = -1
"""What is left out of a way that is whole."""
SHORT = 3
"""Characters of forms that have all but one of them where a syllable is off; longer ones have
other syllables that sound like theirs."""
LENGTHS = range(2, LONGEST_TERM + 1)
_ENDING, _MANY = 2, 5


class Heard(NamedTuple):
    """A wrong form of 2 to LONGEST Simplified hanzi that a form is known to be written as."""

    form: int
    text: str


class Way(NamedTuple):
    """One way to say a form: its number, and toneless syllables, as many as it has characters."""

    form: int
    syllables: tuple[int, ...]


class Keyed(NamedTuple):
    """Ways by a key of each, many rows a way: its number, and the place left out or WHOLE."""

    table: Sorted
    ways: NDArray[np.int32]
    left_out: NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Terms:
    """Words of a glossary, as `compiled` makes their tables."""

    tables: Tables

    @cached_property
    def forms(self) -> list[str]:
        """The forms, in Simplified characters."""
        return unpack(self.tables["forms"])

    @property
    def keys(self) -> Keys:
        return self.tables["keys"]

    @property
    def lengths(self) -> NDArray[np.int8]:
        return self.tables["lengths"]

    @property
    def own_lengths(self) -> NDArray[np.int8]:
        """The lengths without an ending that many forms share, as 科技 in 立昂科技."""
        return self.tables["own_lengths"]

    @property
    def bonus(self) -> Floats:
        """How much likelier each form is as a word than as the words that it is made of, nats.

        That is 0 for those that the model has. What a form gains for being a term, others that
        are made of words as well as it, such as 經濟領先指標 beside 景氣領先指標, do not.
        """
        return self.tables["bonus"]

    @property
    def codes(self) -> NDArray[np.uint32]:
        """The characters of the forms, (forms, LONGEST_TERM + 1), 0 beyond their ends."""
        return self.tables["codes"]

    @property
    def syllables(self) -> NDArray[np.uint16]:
        """The syllables of the ways to say them, (ways, LONGEST_TERM + 1), 0 beyond their ends."""
        return self.tables["syllables"]

    def forms_of(self, ways: Places) -> Places:
        """The form that each way says."""
        return self.tables["of_way"].take(ways).astype(np.int64)

    @cached_property
    def fuzzy(self) -> Keyed:
        """The ways by fuzzy syllables, whole and, beyond SHORT, with one left out."""
        return self._keyed("fuzzy")

    @cached_property
    def broad(self) -> Keyed:
        """The ways by broad syllables."""
        return self._keyed("broad")

    @cached_property
    def shared(self) -> Keyed:
        """The ways of SHORT characters by those of their forms, with one left out."""
        return self._keyed("shared")

    @cached_property
    def wrong(self) -> tuple[Sorted, NDArray[np.int32]]:
        """The wrong forms by their keys, and the form of each row."""
        return Sorted.named(self.tables, "wrong"), self.tables["wrong_forms"]

    @cached_property
    def words(self) -> Words:
        """The model's words and the forms that it lacks."""
        return words().with_words(np.sort(self.keys[self._lacking]), UNKNOWN)

    @cached_property
    def numbers(self) -> Places:
        """The number of each form among `words`."""
        lacking = self._lacking
        numbers = self._known.copy()
        rank = np.argsort(np.argsort(self.keys[lacking]))
        numbers[lacking] = FIRST_SLOT + len(words().fingerprints) + rank
        return numbers

    @cached_property
    def _known(self) -> Places:
        return known(self.keys, self.lengths)

    @property
    def _lacking(self) -> Flags:
        lacking: Flags = self._known < 0
        return lacking

    def _keyed(self, name: str) -> Keyed:
        return Keyed(
            Sorted.named(self.tables, name),
            self.tables[f"{name}_ways"],
            self.tables[f"{name}_left_out"],
        )


def compiled(forms: Sequence[str], ways: Sequence[Way], heard: Sequence[Heard]) -> Tables:
    """The tables of a glossary's forms, each once, in Simplified characters.

    Those of hanzi alone, LONGEST_TERM at most, have ways to be said; any may be heard as hanzi.
    """
    keys = np.array([key_of(form) for form in forms], np.uint64)
    lengths = np.array([len(form) for form in forms], np.int8)
    codes = _table([[*map(ord, form[:LONGEST_TERM])] for form in forms], np.uint32)
    syllables = _table([way.syllables for way in ways], np.uint16)
    of_way = np.array([way.form for way in ways], np.int32)
    wrong, order = Sorted.of_keys(np.array([key_of(each.text) for each in heard], np.uint64))
    return {
        "forms": pack(forms),
        "keys": keys,
        "lengths": lengths,
        "own_lengths": lengths - _ENDING * _shares_ending(forms),
        "bonus": np.where(known(keys, lengths) < 0, _bonus(forms), np.float32(0)),
        "codes": codes,
        "syllables": syllables,
        "of_way": of_way,
        **_keyed("fuzzy", sound.fuzzy().take(syllables), {n: _outs(n) for n in LENGTHS}),
        **_keyed("broad", sound.broad().take(syllables), dict.fromkeys(LENGTHS, (WHOLE,))),
        **_keyed("shared", codes.take(of_way, axis=0), {SHORT: range(SHORT)}),
        **wrong.tables("wrong"),
        "wrong_forms": np.array([each.form for each in heard], np.int32).take(order),
    }


def known(keys: Keys, lengths: NDArray[np.int8]) -> Places:
    """The number of each form that the model has as a word, -1 for the others."""
    numbers = words().numbers(keys)
    numbers[(lengths > LONGEST) | (lengths < 2)] = -1
    return numbers


def _shares_ending(forms: Sequence[str]) -> NDArray[np.int8]:
    endings = Counter(form[-_ENDING:] for form in forms if len(form) > _ENDING)
    return np.array(
        [len(form) > _ENDING and endings[form[-_ENDING:]] >= _MANY for form in forms], np.int8
    )


def _bonus(forms: Sequence[str]) -> Floats:
    codes = [ord(char) for form in forms for char in ("\0", *form)]
    made = Paths(Lattice(np.array([*codes, 0], np.uint32))).totals[:-1]
    bonus: Floats = np.maximum(np.float32(UNKNOWN) - made, np.float32(0))
    return bonus


def _table(rows: Sequence[Sequence[int]], kind: type[Any]) -> NDArray[Any]:
    table = np.zeros((len(rows), LONGEST_TERM + 1), kind)
    for number, row in enumerate(rows):
        table[number, : len(row)] = row
    return table


def _outs(length: int) -> tuple[int, ...]:
    return (WHOLE, *(range(length) if length > SHORT else ()))


def _keyed(name: str, symbols: NDArray[Any], left_out: Mapping[int, Iterable[int]]) -> Tables:
    """The keys of ways, each a row of symbols, by what is left out of those of each length."""
    lengths = np.count_nonzero(symbols, axis=1)
    keys, ways, without = [np.zeros(0, np.uint64)], [], []
    for length, places in left_out.items():
        rows = np.flatnonzero(lengths == length)
        columns = symbols[rows, :length].T
        for out in places:
            keys.append(keys_of([column for place, column in enumerate(columns) if place != out]))
            ways.append(rows)
            without.append(np.full(len(rows), out))
    table, order = Sorted.of_keys(np.concatenate(keys))
    return {
        **table.tables(name),
        f"{name}_ways": np.concatenate(ways)[order].astype(np.int32),
        f"{name}_left_out": np.concatenate(without)[order].astype(np.int8),
    }
