"""Where a document mentions terms and the words of their domains: the context of a match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.vocabulary import HEAD, Vocabulary
from kanwu.hanzi.script import code_points
from kanwu.language.hashing import Places, Windows, expand
from kanwu.language.ngrams import Floats
from kanwu.search import PIECE, pieces

NEAR = 200
"""How far, in characters on both sides, context words speak for a term."""
PASSAGE = 3000
_BLOCK = 1 << 11
"""Spans whose surroundings are held at once."""


class Bags(NamedTuple):
    """Which words some places have, each once: `keys`, place * size + word, in order, and how
    often; `size` is the number of words there are."""

    keys: Places
    counts: Places
    size: int

    @classmethod
    def of(cls, places: Places, words: Places, size: int) -> Bags:
        keys, counts = np.unique(places * size + words, return_counts=True)
        return cls(keys, counts, size)

    @property
    def places(self) -> Places:
        return self.keys // self.size

    @property
    def words(self) -> Places:
        return self.keys % self.size

    def times(self, places: Places, words: Places) -> Places:
        """How often a place has a word, shape (pairs,)."""
        if not len(self.keys):
            return np.zeros(len(places), np.int64)
        wanted = places * self.size + words
        row = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        there = self.keys.take(row) == wanted
        times: Places = self.counts.take(row) * there
        return times


@dataclass(frozen=True, eq=False)
class Mentions:
    """Words in a text of `size` characters, by place: where each starts and ends, and which."""

    vocabulary: Vocabulary
    size: int
    starts: Places
    ends: Places
    words: Places

    def near(self, starts: Places, ends: Places, terms: Places) -> Floats:
        """How much the words near each span speak for its term: 1 for each that shows its domain.

        What overlaps the span does not count.
        """
        parts: list[Floats] = [np.zeros(0, np.float32)]
        for first in range(0, len(starts), _BLOCK):
            block = slice(first, first + _BLOCK)
            parts.append(self._near(starts[block], ends[block], terms[block]))
        return np.concatenate(parts)

    def around(self, starts: Places, terms: Places) -> tuple[Floats, Places]:
        """How much the words of the passage of each place speak for a term, and how often the
        term's right forms are there.

        A passage is some three times PASSAGE long: what is further away is another subject.
        """
        count = len(self.vocabulary.domains)
        keys: Places = starts // PASSAGE * count + terms
        asked, which = np.unique(keys, return_inverse=True)
        passages, terms = asked // count, asked % count
        kinds, kind = np.unique(self.vocabulary.domains.take(terms), return_inverse=True)
        speak = self._by_passage(kinds)[kind, passages] + self._own(self._passages, passages, terms)
        rows, words = self.vocabulary.right.of(terms)
        times = self._passages.times(passages.take(rows), words)
        present = np.bincount(rows, times, len(terms))
        return speak.take(which), present.take(which)

    def has(self, words: Places) -> NDArray[np.bool_]:
        """Which words the document has."""
        return np.isin(words, self.words)

    def are_right(self, starts: Places, ends: Places) -> NDArray[np.bool_]:
        """Which spans are right forms of a term."""
        return np.isin(self._keys(starts, ends), self._keys(*self._right))

    def divide(self, places: Places) -> NDArray[np.bool_]:
        """Which places lie inside a right form."""
        return self.inside_right_forms.take(places)

    def overlap(self, span: Span) -> bool:
        """Whether a right form shares characters with a span."""
        return bool(self._covered[span.end] > self._covered[span.start])

    @cached_property
    def inside_right_forms(self) -> NDArray[np.bool_]:
        """Which places between two characters lie inside a right form, shape (n + 1,)."""
        starts, ends = self._right
        change = np.zeros(self.size + 2, np.int64)
        np.add.at(change, starts + 1, 1)
        np.add.at(change, ends, -1)
        inside: NDArray[np.bool_] = np.cumsum(change)[:-1] > 0
        return inside

    def _near(self, starts: Places, ends: Places, terms: Places) -> Floats:
        names = self.vocabulary
        first = np.searchsorted(self.starts, starts - NEAR)
        spans, places = expand(first, np.searchsorted(self.starts, ends + NEAR) - first)
        outside = self.ends.take(places) <= starts.take(spans)
        outside |= self.starts.take(places) >= ends.take(spans)
        kept = np.flatnonzero(outside)
        bags = Bags.of(spans.take(kept), self.words.take(places.take(kept)), len(names.shown))
        shown = names.show(bags.words, names.domains.take(terms.take(bags.places)))
        beside = np.bincount(bags.places, shown, len(terms))
        return beside + self._own(bags, np.arange(len(terms)), terms)

    def _own(self, bags: Bags, places: Places, terms: Places) -> Floats:
        """What is to be added where words are a term's own.

        Its right forms say nothing for it, and words that speak for it alone count 1.
        """
        names = self.vocabulary
        rows, words = names.right.of(terms)
        shown = names.show(words, names.domains.take(terms.take(rows)))
        there = bags.times(places.take(rows), words) > 0
        own = np.bincount(rows, shown * there, len(terms))
        rows, words = names.speaking.of(terms)
        there = bags.times(places.take(rows), words) > 0
        spoken: Floats = np.bincount(rows, there, len(terms)).astype(np.float32) - own
        return spoken

    def _by_passage(self, kinds: NDArray[np.uint64]) -> Floats:
        """How much the words of each passage show each set of domains, (kinds, passages)."""
        bags, names = self._passages, self.vocabulary
        shown = np.zeros((len(kinds), self.size // PASSAGE + 1), np.float32)
        places, words = bags.places, bags.words
        for row, kind in zip(shown, kinds, strict=True):
            row[:] = np.bincount(places, names.show(words, kind), len(row))
        return shown

    @cached_property
    def _passages(self) -> Bags:
        """The words of each passage: of PASSAGE characters, and as many on both sides."""
        own, last = self.starts // PASSAGE, self.size // PASSAGE
        passages = np.concatenate([own - 1, own, own + 1])
        inside = np.flatnonzero((passages >= 0) & (passages <= last))
        words = np.tile(self.words, 3)
        return Bags.of(passages.take(inside), words.take(inside), len(self.vocabulary.shown))

    def _keys(self, starts: Places, ends: Places) -> Places:
        return starts * (self.size + 1) + ends

    @cached_property
    def _right(self) -> tuple[Places, Places]:
        """Where right forms start and end."""
        right = self.vocabulary.is_right.take(self.words)
        return self.starts[right], self.ends[right]

    @cached_property
    def _covered(self) -> Places:
        """How many characters before each place belong to a right form, shape (n + 1,)."""
        starts, ends = self._right
        change = np.zeros(self.size + 1, np.int64)
        np.add.at(change, starts, 1)
        np.add.at(change, ends, -1)
        return np.cumsum(np.pad(np.cumsum(change)[:-1] > 0, (1, 0)))


def mentions(vocabulary: Vocabulary, analysis: Analysis) -> Mentions:
    """Where the words of a vocabulary stand in a document, parts of Latin words aside."""
    found = [np.zeros((3, 0), np.int64), *_found(vocabulary, analysis.lowered)]
    starts, ends, words = np.concatenate(found, axis=1)
    order = np.lexsort((ends, starts))
    return Mentions(vocabulary, len(analysis.lowered), starts[order], ends[order], words[order])


def _found(vocabulary: Vocabulary, text: str) -> Iterator[NDArray[np.int64]]:
    """Start, end and number of the words that begin in each piece of a text, shape (3, words)."""
    keys, numbers = vocabulary.by_key
    for first, piece in pieces(text, max(vocabulary.lengths, default=1)):
        codes = code_points(piece)
        windows, joined = Windows(codes), _joined(codes)
        every = np.arange(max(len(codes) - HEAD + 1, 0))
        heads = every[vocabulary.heads.holds(windows.keys(every, HEAD))]
        for length in vocabulary.lengths:
            starts = heads[heads + length <= len(codes)]
            if not len(starts):
                continue
            owners, rows = keys.rows(windows.keys(starts, length))
            starts = starts.take(owners)
            free = ~joined.take(starts) & ~joined.take(starts + length)
            free &= starts < PIECE
            starts = starts[free] + first
            yield np.stack([starts, starts + length, numbers.take(rows[free]).astype(np.int64)])


def _joined(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which places lie between two Latin letters, shape (n + 1,)."""
    lower = codes | 0x20
    letters = (lower >= ord("a")) & (lower <= ord("z"))
    joined = np.zeros(len(codes) + 1, bool)
    joined[1:-1] = letters[:-1] & letters[1:]
    return joined
