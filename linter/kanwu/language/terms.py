"""Words of a glossary in the lattice, and where a text sounds like one of them.

The words that the model lacks are added to it with a weight of their own, so that what is written
and what may have been meant are weighed in one lattice. What sounds like a term is found by keys
of fuzzy syllables: those of the windows of the text and those of the terms, each also with one
syllable left out. Two that agree so differ by one syllable that is changed, dropped, added or
swapped with its neighbour (symmetric deletion, Garbe 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.data.container import Tables, pack, unpack
from kanwu.hanzi import sound
from kanwu.language.gain import gains
from kanwu.language.hashing import (
    POWERS,
    Filter,
    Keys,
    Places,
    Sorted,
    key_of,
    keys_of,
    window_keys,
)
from kanwu.language.lattice import Flags, Lattice, Paths
from kanwu.language.ngrams import FIRST_SLOT, LONGEST, Floats, Words, words

LONGEST_TERM = 8
UNKNOWN = -15.0
"""The log probability of a term that the model lacks: that of a rare word."""
LEAST_GAIN = -6.0
_ROOM = 8.0
"""What any term costs at least, nats."""
_WHOLE = -1
_ENDING, _MANY = 2, 5
CHANGED, DROPPED, ADDED, SWAPPED, HEARD = 1, 2, 3, 4, 5
_PRICES = np.array([0, 2, 4, 12, 8, -6], np.float32)
"""How much more than others a term must gain that is a syllable off, nats; by its change."""


class Heard(NamedTuple):
    """A wrong form of 2 to LONGEST Simplified hanzi that a form is known to be written as."""

    form: int
    text: str


class Way(NamedTuple):
    """One way to say a form: its number, and toneless syllables, as many as it has characters."""

    form: int
    syllables: tuple[int, ...]


class SoundKeys(NamedTuple):
    """Ways by their keys, a row for each: its number, and the syllable left out or -1."""

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
    def fuzzy(self) -> SoundKeys:
        """The ways by fuzzy syllables, whole and, from three syllables on, with one left out."""
        return self._sound_keys("fuzzy")

    @cached_property
    def broad(self) -> SoundKeys:
        """The ways by broad syllables."""
        return self._sound_keys("broad")

    @cached_property
    def wrong(self) -> tuple[Sorted, NDArray[np.int32]]:
        """The wrong forms by their keys, and the form of each row."""
        return self._sorted("wrong"), self.tables["wrong_forms"]

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

    def _sound_keys(self, name: str) -> SoundKeys:
        return SoundKeys(
            self._sorted(name), self.tables[f"{name}_ways"], self.tables[f"{name}_left_out"]
        )

    def _sorted(self, name: str) -> Sorted:
        return Sorted(Filter(self.tables[f"{name}_filter"]), self.tables[f"{name}_keys"])


def compiled(forms: Sequence[str], ways: Sequence[Way], heard: Sequence[Heard]) -> Tables:
    """The tables of a glossary's forms, each once, in Simplified characters.

    Those of hanzi alone, LONGEST_TERM at most, have ways to be said; any may be heard as hanzi.
    """
    keys = np.array([key_of(form) for form in forms], np.uint64)
    lengths = np.array([len(form) for form in forms], np.int8)
    syllables = _table([way.syllables for way in ways], np.uint16)
    wrong, order = Sorted.of_keys(np.array([key_of(each.text) for each in heard], np.uint64))
    return {
        "forms": pack(forms),
        "keys": keys,
        "lengths": lengths,
        "own_lengths": lengths - _ENDING * _shares_ending(forms),
        "bonus": np.where(known(keys, lengths) < 0, _bonus(forms), np.float32(0)),
        "codes": _table([[*map(ord, form[:LONGEST_TERM])] for form in forms], np.uint32),
        "syllables": syllables,
        "of_way": np.array([way.form for way in ways], np.int32),
        **_sound_tables("fuzzy", sound.fuzzy().take(syllables), 3),
        **_sound_tables("broad", sound.broad().take(syllables), LONGEST_TERM + 1),
        "wrong_keys": wrong.keys,
        "wrong_filter": wrong.filter.bits,
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


def _sound_tables(name: str, syllables: NDArray[np.uint16], least: int) -> Tables:
    """The keys of ways, and of those of `least` syllables and more with each of them left out."""
    lengths = np.count_nonzero(syllables, axis=1)
    keys, ways, left_out = [], [], []
    for length in range(2, LONGEST_TERM + 1):
        rows = np.flatnonzero(lengths == length)
        columns = syllables[rows, :length].T
        for out in (_WHOLE, *(range(length) if length >= least else ())):
            kept = [column for place, column in enumerate(columns) if place != out]
            keys.append(keys_of(kept))
            ways.append(rows)
            left_out.append(np.full(len(rows), out))
    table, order = Sorted.of_keys(np.concatenate(keys))
    return {
        f"{name}_keys": table.keys,
        f"{name}_filter": table.filter.bits,
        f"{name}_ways": np.concatenate(ways)[order].astype(np.int32),
        f"{name}_left_out": np.concatenate(left_out)[order].astype(np.int8),
    }


class Hits(NamedTuple):
    """Windows that sound like a way, shape (hits,) each.

    starts, lengths    of the window
    ways               the way
    extra, missing     the syllable of the window, and that of the way, which the other has not at
                       this place; -1 for none
    """

    starts: Places
    lengths: Places
    ways: Places
    extra: Places
    missing: Places

    def take(self, chosen: Places) -> Hits:
        return Hits._make(field.take(chosen) for field in self)


class Likeness(NamedTuple):
    """How windows and ways are alike, shape (hits,) each; all but the last make up a whole.

    same, fuzzy, near, half    syllables by the grades of `sound.grades`
    other                      syllables that are unlike, missing or too many
    shared                     characters that are the form's already
    """

    same: Places
    fuzzy: Places
    near: Places
    half: Places
    other: Places
    shared: Places

    def take(self, chosen: Places) -> Likeness:
        return Likeness._make(field.take(chosen) for field in self)


class Edges(NamedTuple):
    """What `gains` weighs, and of which place each is."""

    starts: Places
    ends: Places
    numbers: Places
    keys: Keys
    prices: Floats
    rows: Places

    def take(self, chosen: Places) -> Edges:
        return Edges._make(field.take(chosen) for field in self)


class Mishearings(NamedTuple):
    """Places that may be garbled terms, shape (mishearings,) each.

    starts, ends    places in the runs
    forms           the form that may have been meant
    likeness        how alike the two sound
    common          the log probability of the commonest character that is not the form's
    changes         0 for none, or a syllable is CHANGED, DROPPED, ADDED or SWAPPED,
                    or what is written is a wrong form that the term is HEARD as
    gains           what the form gains, nats
    left, right     how the words beside it receive it, nats
    cuts            edges of the place that lie inside a word of the best path, 0 to 2
    words           how many words of the best path the place has
    written         the log probability of what is written where that is one word, else 0
    """

    starts: Places
    ends: Places
    forms: Places
    likeness: Likeness
    common: Floats
    changes: Places
    gains: Floats
    left: Floats
    right: Floats
    cuts: Places
    words: Places
    written: Floats

    def at(self, places: Places) -> Mishearings:
        """The same at the places of the text where those of the runs stand."""
        starts = places.take(self.starts)
        return self._replace(starts=starts, ends=starts + self.ends - self.starts)


def mishearings(paths: Paths, terms: Terms) -> Mishearings:
    """The places of a chunk that sound like a term and are something else."""
    found = [_alike(paths, terms), _listed(paths, terms)]
    places = _Places._make(map(np.concatenate, zip(*found, strict=True)))
    edges = Edges(
        places.starts,
        places.ends,
        terms.numbers.take(places.forms),
        terms.keys.take(places.forms),
        _PRICES.take(places.changes),
        np.arange(len(places.forms)),
    )
    gained = gains(paths, edges, LEAST_GAIN)
    rows = gained.candidates.rows
    starts, ends = places.starts.take(rows), places.ends.take(rows)
    return Mishearings(
        starts,
        ends,
        places.forms.take(rows),
        Likeness(*places.likeness.take(rows, axis=0).T),
        _commonest(paths, terms, starts, ends, places.forms.take(rows)),
        places.changes.take(rows),
        gained.gains,
        gained.left,
        gained.right,
        *_divided(paths, starts, ends),
    )


class _Places(NamedTuple):
    """As in `Mishearings`; `likeness` has a row for each."""

    starts: Places
    ends: Places
    forms: Places
    changes: Places
    likeness: Places


def _alike(paths: Paths, terms: Terms) -> _Places:
    """The places that sound like a form."""
    hits, likeness = _worth(paths, terms, _hits(paths, terms))
    forms, ends = terms.forms_of(hits.ways), hits.starts + hits.lengths
    return _Places(hits.starts, ends, forms, _changes(hits), np.stack(likeness, axis=1))


def _listed(paths: Paths, terms: Terms) -> _Places:
    """The places where a listed wrong form stands."""
    table, forms = terms.wrong
    rows = [table.rows(keys) for keys in paths.lattice.keys]
    starts, found = map(np.concatenate, zip(*rows, strict=True))
    lengths = np.repeat(np.arange(1, LONGEST + 1), [len(owners) for owners, _ in rows])
    changes = np.full(len(starts), HEARD)
    nothing = np.zeros((len(starts), len(Likeness._fields)), np.int64)
    meant = forms.take(found).astype(np.int64)
    return _Places(starts, starts + lengths, meant, changes, nothing)


def _hits(paths: Paths, terms: Terms) -> Hits:
    codes = paths.lattice.codes
    said = sound.syllables(codes)
    fuzzy = window_keys(sound.fuzzy().take(said).astype(np.uint32), LONGEST_TERM)
    broad = window_keys(sound.broad().take(said).astype(np.uint32), LONGEST_TERM)
    silent = np.cumsum(np.pad(said == 0, (1, 0)))
    found = []
    for length in range(2, LONGEST_TERM + 1):
        starts = np.flatnonzero(_roomy(paths, silent, length))
        parts = [
            _matches(terms.fuzzy, fuzzy[length - 1].take(starts), _WHOLE),
            _matches(terms.broad, broad[length - 1].take(starts), _WHOLE),
        ]
        parts += [
            _matches(terms.fuzzy, _without(fuzzy, starts, length, out), out)
            for out in (range(length) if length > 2 else ())
        ]
        for owners, ways, extra, missing in parts:
            lengths = np.full(len(owners), length)
            found.append(Hits(starts.take(owners), lengths, ways, extra, missing))
    return Hits._make(map(np.concatenate, zip(*found, strict=True)))


def _roomy(paths: Paths, silent: Places, length: int) -> Flags:
    """Whether each window of syllables alone has room for a term."""
    room = paths.best_before[:-length] + paths.best_after[length:]
    roomy: Flags = room > np.float32(LEAST_GAIN + _ROOM)
    roomy &= silent[length:] == silent[:-length]
    return roomy


def _without(keys: Sequence[Keys], starts: Places, length: int, out: int) -> Keys:
    """The keys of the windows from each start on without their syllable `out`."""
    rest = length - 1 - out
    found = keys[out - 1].take(starts) * POWERS[rest] if out else POWERS.take([rest] * len(starts))
    if rest:
        found += keys[rest - 1].take(starts + out + 1)
        found -= POWERS[rest]
    return found


def _matches(table: SoundKeys, keys: Keys, extra: int) -> tuple[Places, Places, Places, Places]:
    """Whose each match is, its way, and the syllables that are extra and missing."""
    owners, rows = table.table.rows(keys)
    ways, missing = (column.take(rows).astype(np.int64) for column in table[1:])
    return owners, ways, np.full(len(rows), extra), missing


def _worth(paths: Paths, terms: Terms, hits: Hits) -> tuple[Hits, Likeness]:
    """The hits that are alike enough, each window and form once, and how alike they are."""
    forms = terms.forms_of(hits.ways)
    likeness = _likeness(paths.lattice.codes, terms, hits, forms)
    sizes = terms.lengths.take(forms)
    off = likeness.half + likeness.other
    own = terms.own_lengths.take(forms)
    enough = (off == 0) & ((own > 2) | (likeness.near == 0) | (likeness.shared >= sizes - 1))
    enough |= (off == 1) & (likeness.near == 0) & (own > 3)
    enough |= (off == 1) & (likeness.shared == 2) & (sizes == 3)
    enough &= (likeness.other == 0) | (hits.lengths != sizes) | (_changes(hits) == SWAPPED)
    enough &= likeness.shared < sizes
    enough &= ~((_changes(hits) == SWAPPED) & (np.abs(hits.extra - hits.missing) > 1))
    kept = np.flatnonzero(enough)
    grade = 4 * likeness.same + 3 * likeness.fuzzy + 2 * likeness.near + likeness.half
    place = (hits.starts * (LONGEST_TERM + 1) + hits.lengths) * len(terms.forms) + forms
    order = kept[np.lexsort((-grade.take(kept), place.take(kept)))]
    first = np.diff(place.take(order), prepend=-1) != 0
    return hits.take(order[first]), likeness.take(order[first])


def _likeness(codes: NDArray[np.uint32], terms: Terms, hits: Hits, forms: Places) -> Likeness:
    said = sound.syllables(codes)
    counts = np.zeros((5, len(hits.starts)), np.int64)
    shared = np.zeros(len(hits.starts), np.int64)
    sizes = terms.lengths.take(forms)
    skips = (hits.extra >= 0) & (hits.extra != hits.missing)  # a changed one may still be near
    misses = (hits.missing >= 0) & (hits.extra != hits.missing)
    for place in range(LONGEST_TERM):
        in_window = place + (skips & (place >= hits.extra))
        in_form = place + (misses & (place >= hits.missing))
        there = (in_window < hits.lengths) & (in_form < sizes)
        at = np.minimum(hits.starts + in_window, len(codes) - 1)
        grade = sound.grades()[said.take(at), terms.syllables[hits.ways, in_form]]
        for level in range(1, 5):
            counts[level] += there & (grade == level)
        shared += there & (codes.take(at) == terms.codes[forms, in_form])
    other = np.maximum(hits.lengths, sizes) - counts.sum(axis=0)
    return Likeness(counts[4], counts[3], counts[2], counts[1], other, shared)


def _changes(hits: Hits) -> Places:
    both = (hits.extra >= 0) & (hits.missing >= 0)
    changed = both & (hits.extra == hits.missing)
    return np.select(
        [changed, both, hits.missing >= 0, hits.extra >= 0], [CHANGED, SWAPPED, DROPPED, ADDED], 0
    )


def _commonest(paths: Paths, terms: Terms, starts: Places, ends: Places, forms: Places) -> Floats:
    codes = paths.lattice.codes
    best = np.full(len(starts), UNKNOWN, np.float32)
    for place in range(LONGEST_TERM):
        at = np.minimum(starts + place, len(codes) - 1)
        other = (starts + place < ends) & (codes.take(at) != terms.codes[forms, place])
        weight = paths.lattice.words.weight(codes.take(at).astype(np.int64))
        best = np.where(other, np.maximum(best, weight), best)
    return best


def _divided(paths: Paths, starts: Places, ends: Places) -> tuple[Places, Places, Floats]:
    """`cuts`, `words` and `written` of places, see `Mishearings`."""
    lattice = paths.lattice
    first = lattice.edges.starts.take(paths.best_edge)
    edge = (first == np.arange(len(first))) | lattice.breaks
    begun = np.cumsum(np.pad(edge, (1, 0)))
    inside_first, inside_last = ~edge.take(starts), ~edge.take(ends)
    words = begun.take(ends) - begun.take(starts) + inside_first
    best = paths.best_edge.take(starts)
    one = (lattice.edges.starts.take(best) == starts) & (lattice.edges.ends.take(best) == ends)
    written = np.where(one, lattice.edges.weights.take(best), np.float32(0))
    return inside_first.astype(np.int64) + inside_last, words, written
