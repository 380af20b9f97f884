"""Where a document mentions terms and the words of their domains: the context of a match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.vocabulary import HEAD, Vocabulary
from kanwu.hanzi.script import code_points
from kanwu.language.hashing import Places, Windows
from kanwu.search import PIECE, pieces

NEAR = 200
"""How far, in characters on both sides, context words speak for a term."""
PASSAGE = 3000


@dataclass(frozen=True, eq=False)
class Mentions:
    """Words in a text of `size` characters, by place: where each starts and ends, and which."""

    vocabulary: Vocabulary
    size: int
    starts: Places
    ends: Places
    words: Places

    def near(self, span: Span, term: int) -> float:
        """How much the words near a span speak for a term: 1 for each that shows its domain."""
        first, last = np.searchsorted(self.starts, [span.start - NEAR, span.end + NEAR])
        near = slice(first, last)
        outside = (self.ends[near] <= span.start) | (self.starts[near] >= span.end)
        return self._speak(np.unique(self.words[near][outside]), term)

    def around(self, span: Span, term: int) -> tuple[float, int]:
        """How much the words of the passage speak for a term, and how often its forms are there.

        A passage is some three times PASSAGE long: what is further away is another subject.
        """
        place = term, span.start // PASSAGE
        if place not in self._passages:
            first = place[1] * PASSAGE
            bounds = np.searchsorted(self.starts, [first - PASSAGE, first + 2 * PASSAGE])
            words = self.words[slice(*bounds)]
            times = int(np.isin(words, self.vocabulary.right(term)).sum())
            self._passages[place] = self._speak(np.unique(words), term), times
        return self._passages[place]

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The words that the document has."""
        return frozenset(self.vocabulary.words[word] for word in np.unique(self.words).tolist())

    def is_right(self, span: Span) -> bool:
        """Whether a span is a right form of a term."""
        first, last = np.searchsorted(self._right[0], [span.start, span.start + 1])
        return bool((self._right[1][first:last] == span.end).any())

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

    def _speak(self, words: Places, term: int) -> float:
        names = self.vocabulary
        shown = (names.shown.take(words) & names.domains(term)) > 0
        shown &= ~np.isin(words, names.right(term))
        alone = np.isin(words, names.speaking(term))
        return float(names.specific.take(words[shown]).sum()) + int(alone.sum())

    @cached_property
    def _passages(self) -> dict[tuple[int, int], tuple[float, int]]:
        return {}

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
