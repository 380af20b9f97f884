"""Which words exist and how likely they follow each other: a back-off trigram model.

The n-grams are libime's (LGPL-2.1+), an input method's model, made to choose among words of the
same sound; the words are its own and the lexicon's. Built by `make_data.ngrams`.

A word is known by its key (`hashing`) and its number: the code point of a single character, or
FIRST_SLOT and the slot of a longer word. All weights are natural logarithms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.language.hashing import Entries, Filter, Keys, Places, Sorted, Table, mix

LONGEST = 6
FIRST_SLOT = 0x10000
PROBABILITY_BITS, BACK_OFF_BITS = 8, 5
PAIR_PRINT_BITS, TRIPLE_PRINT_BITS = 19, 24
STEP = 0.08
"""The unit of the bounds, nats."""

NO_NAME = 40
"""The odds, in tenths of a nat, against a character that is never seen in a name."""

_ROLES = ("surname", "given_first", "given_second", "given_single", "transliteration")
_FIRST, _SECOND = np.uint64(0xE7037ED1A0B428DB), np.uint64(0x8EBC6AF09C88C6E3)
Floats = NDArray[np.float32]


def pair_keys(left: Keys, right: Keys) -> Keys:
    keys = left * _FIRST
    keys += right
    return keys


def triple_keys(first: Keys, second: Keys, third: Keys) -> Keys:
    keys = pair_keys(first, second)
    keys *= _SECOND
    keys += third
    return keys


class Pairs(NamedTuple):
    """What is known of word pairs: shape (pairs,) each.

    `weights` and `back_offs` are 0 where the pair is not known.
    """

    known: NDArray[np.bool_]
    weights: Floats
    back_offs: Floats


@dataclass(frozen=True)
class Words:
    """The words by number, weights in nats."""

    probabilities: Floats
    back_offs: Floats
    best_received: NDArray[np.uint8]
    best_given: NDArray[np.uint8]
    spoken: NDArray[np.uint16]
    fingerprints: NDArray[np.uint32]
    table: Table
    filter: Filter
    names: Mapping[str, NDArray[np.int8]]
    added: Sorted | None = None

    def with_words(self, keys: Keys, weight: float) -> Words:
        """These words and more, numbered on from them in the order of their keys.

        `keys` are sorted, and of none that is a word already; `weight` is the log probability of
        each. The model knows of no word that they stand beside.
        """

        def longer(table: NDArray[Any], value: float) -> NDArray[Any]:
            return np.append(table, np.full(len(keys), value, table.dtype))

        return replace(
            self,
            probabilities=longer(self.probabilities, weight),
            back_offs=longer(self.back_offs, 0),
            best_received=longer(self.best_received, -weight / STEP),
            best_given=longer(self.best_given, 0),
            added=Sorted.of_keys(keys)[0],
        )

    def numbers(self, keys: Keys) -> Places:
        """The number of each word of two characters and more, -1 for what is none."""
        result = self._numbers(keys)
        if self.added is not None:
            owners, rows = self.added.rows(keys)
            result[owners] = rows + FIRST_SLOT + len(self.fingerprints)
        return result

    def _numbers(self, keys: Keys) -> Places:
        hashes = mix(keys)
        result = np.full(len(keys), -1, np.int64)
        maybe = np.flatnonzero(self.filter.may_hold(hashes))
        hashes = hashes.take(maybe)
        slots = self.table.slots(hashes)
        words = self.fingerprints.take(slots) == hashes.astype(np.uint32)
        result[maybe] = np.where(words, slots + FIRST_SLOT, -1)
        return result

    def weight(self, numbers: Places) -> Floats:
        """The log probability of each word by itself."""
        return self.probabilities.take(numbers)

    def back_off(self, numbers: Places) -> Floats:
        """What it costs to follow each word by one that is not known to follow."""
        return self.back_offs.take(numbers)


@dataclass(frozen=True)
class Ngrams:
    pair_entries: Entries
    pair_levels: Floats
    back_off_levels: Floats
    triple_entries: Entries
    triple_levels: Floats

    def pairs(self, left: Keys, right: Keys) -> Pairs:
        known, entries = self.pair_entries.of(mix(pair_keys(left, right)))
        places = np.flatnonzero(known)
        entries = entries.take(places)
        weights, back_offs = np.zeros((2, len(known)), np.float32)
        weights[places] = self.pair_levels.take(entries & np.uint32(0xFF))
        entries >>= np.uint32(PROBABILITY_BITS)
        back_offs[places] = self.back_off_levels.take(entries & np.uint32((1 << BACK_OFF_BITS) - 1))
        return Pairs(known, weights, back_offs)

    def triples(self, first: Keys, second: Keys, third: Keys) -> tuple[Places, Floats]:
        """Which triples are known, and their weights."""
        there, entries = self.triple_entries.of(mix(triple_keys(first, second, third)))
        known = np.flatnonzero(there)
        return known, self.triple_levels.take(entries.take(known) & np.uint32(0xFF))


@lru_cache
def words() -> Words:
    """Raises DataError if the data file is missing or damaged."""
    tables = data.tables("words")
    return Words(
        tables["probabilities"].astype(np.float32),
        tables["back_offs"].astype(np.float32),
        tables["best_received"],
        tables["best_given"],
        tables["spoken"],
        tables["fingerprints"],
        Table(tables["displacements"], len(tables["fingerprints"])),
        Filter(tables["filter"]),
        {role: tables[role] for role in _ROLES},
    )


@lru_cache
def ngrams() -> Ngrams:
    """Raises DataError if the data file is missing or damaged."""
    tables = data.tables("ngrams")
    return Ngrams(
        Entries(tables["pair_displacements"], tables["pairs"], PAIR_PRINT_BITS),
        tables["pair_levels"],
        tables["back_off_levels"],
        Entries(tables["triple_displacements"], tables["triples"], TRIPLE_PRINT_BITS),
        tables["triple_levels"],
    )
