"""Where a text sounds like a word of a glossary.

What does is found by keys of fuzzy syllables: those of the windows of the text and those of the
terms, each also with one syllable left out. Two that agree so differ by one syllable that is
changed, dropped, added or swapped with its neighbour (symmetric deletion, Garbe 2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.hanzi import sound
from kanwu.language.gain import gains
from kanwu.language.hashing import POWERS, Keys, Places, begins, window_keys
from kanwu.language.lattice import Flags, Paths
from kanwu.language.ngrams import LONGEST, Floats
from kanwu.language.terms import LENGTHS, LONGEST_TERM, SHORT, UNKNOWN, WHOLE, Keyed, Terms

LEAST_GAIN = -6.0
_ROOM = 8.0
"""What any term costs at least, nats."""
CHANGED, DROPPED, ADDED, SWAPPED, HEARD = 1, 2, 3, 4, 5
_PRICES = np.array([0, 2, 4, 12, 8, -6], np.float32)
"""How much more than others a term must gain that is a syllable off, nats; by its change."""


class Hits(NamedTuple):
    """Windows that sound like a way, shape (hits,) each, the shortest first.

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
    return Hits._make(map(np.concatenate, zip(*_found(paths, terms), strict=True)))


def _found(paths: Paths, terms: Terms) -> Iterator[Hits]:
    """What agrees in all syllables or, if enough agree, in all but one."""
    codes = paths.lattice.codes
    said = sound.syllables(codes)
    fuzzy = window_keys(sound.fuzzy().take(said).astype(np.uint32), LONGEST_TERM)
    broad = window_keys(sound.broad().take(said).astype(np.uint32), LONGEST_TERM)
    written = window_keys(codes, SHORT)
    silent = np.cumsum(np.pad(said == 0, (1, 0)))
    for length in LENGTHS:
        starts = np.flatnonzero(_roomy(paths, silent, length))
        yield _matches(terms.fuzzy, fuzzy, starts, length)
        yield _matches(terms.broad, broad, starts, length)
        if length < SHORT:
            yield _matches(terms.shared, written, starts, length)
        keyed, keys = (terms.shared, written) if length == SHORT else (terms.fuzzy, fuzzy)
        for out in range(length) if length >= SHORT else ():
            yield _matches(keyed, keys, starts, length, out)


def _roomy(paths: Paths, silent: Places, length: int) -> Flags:
    """Whether each window of syllables alone has room for a term."""
    room = paths.best_before[:-length] + paths.best_after[length:]
    roomy: Flags = room > np.float32(LEAST_GAIN + _ROOM)
    roomy &= silent[length:] == silent[:-length]
    return roomy


def _matches(
    keyed: Keyed, keys: Sequence[Keys], starts: Places, length: int, out: int = WHOLE
) -> Hits:
    """The ways that windows agree with, whole or without their place `out`."""
    wanted = keys[length - 1].take(starts) if out == WHOLE else _without(keys, starts, length, out)
    owners, rows = keyed.table.rows(wanted)
    return Hits(
        starts.take(owners),
        np.full(len(rows), length),
        keyed.ways.take(rows).astype(np.int64),
        np.full(len(rows), out),
        keyed.left_out.take(rows).astype(np.int64),
    )


def _without(keys: Sequence[Keys], starts: Places, length: int, out: int) -> Keys:
    """The keys of the windows from each start on without their place `out`."""
    rest = length - 1 - out
    found = keys[out - 1].take(starts) * POWERS[rest] if out else POWERS.take([rest] * len(starts))
    if rest:
        found += keys[rest - 1].take(starts + out + 1)
        found -= POWERS[rest]
    return found


def _worth(paths: Paths, terms: Terms, hits: Hits) -> tuple[Hits, Likeness]:
    """The hits that are alike enough, each window and form once, and how alike they are."""
    forms = terms.forms_of(hits.ways)
    likeness = _likeness(paths.lattice.codes, terms, hits, forms)
    sizes = terms.lengths.take(forms)
    off = likeness.half + likeness.other
    own = terms.own_lengths.take(forms)
    enough = (off == 0) & ((own > 2) | (likeness.near == 0) | (likeness.shared >= sizes - 1))
    enough |= (off == 1) & (likeness.near == 0) & (own > 3)
    enough |= (off == 1) & (likeness.shared == sizes - 1) & (sizes >= SHORT)
    enough &= (likeness.other == 0) | (hits.lengths != sizes) | (_changes(hits) == SWAPPED)
    enough &= likeness.shared < sizes
    enough &= ~((_changes(hits) == SWAPPED) & (np.abs(hits.extra - hits.missing) > 1))
    kept = np.flatnonzero(enough)
    grade = 4 * likeness.same + 3 * likeness.fuzzy + 2 * likeness.near + likeness.half
    place = (hits.starts * (LONGEST_TERM + 1) + hits.lengths) * len(terms.forms) + forms
    order = kept[np.lexsort((-grade.take(kept), place.take(kept)))]
    first = begins(place.take(order))
    return hits.take(order[first]), likeness.take(order[first])


def _likeness(codes: NDArray[np.uint32], terms: Terms, hits: Hits, forms: Places) -> Likeness:
    said = sound.syllables(codes)
    counts = np.zeros((5, len(hits.starts)), np.int64)
    shared = np.zeros(len(hits.starts), np.int64)
    sizes = terms.lengths.take(forms)
    skips = (hits.extra >= 0) & (hits.extra != hits.missing)  # a changed one may still be near
    misses = (hits.missing >= 0) & (hits.extra != hits.missing)
    for place in range(LONGEST_TERM):
        rest = slice(int(np.searchsorted(hits.lengths, place, "right")), None)
        in_window = place + (skips[rest] & (place >= hits.extra[rest]))
        in_form = place + (misses[rest] & (place >= hits.missing[rest]))
        there = (in_window < hits.lengths[rest]) & (in_form < sizes[rest])
        at = np.minimum(hits.starts[rest] + in_window, len(codes) - 1)
        grade = sound.grades()[said.take(at), terms.syllables[hits.ways[rest], in_form]]
        for level in range(1, 5):
            counts[level, rest] += there & (grade == level)
        shared[rest] += there & (codes.take(at) == terms.codes[forms[rest], in_form])
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
    edge = paths.word_starts
    begun = np.cumsum(np.pad(edge, (1, 0)), dtype=np.int64)
    inside_first, inside_last = ~edge.take(starts), ~edge.take(ends)
    words = begun.take(ends) - begun.take(starts) + inside_first
    best = paths.best_edge.take(starts)
    one = (lattice.edges.starts.take(best) == starts) & (lattice.edges.ends.take(best) == ends)
    written = np.where(one, lattice.edges.weights.take(best), np.float32(0))
    return inside_first.astype(np.int64) + inside_last, words, written
