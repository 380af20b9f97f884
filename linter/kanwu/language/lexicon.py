"""The words that exist, in Simplified characters: what is a word, and where words divide.

The tables are built from jieba's dictionary (MIT) by `make_data.lexicon`. Words have two to four
characters, each packed into 64 bits, 16 a character, and sorted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.diagnostic import Span

LONGEST = 4
COST_UNIT = 0.1
"""Costs are negative natural logarithms of relative frequency, in tenths, at most 255."""
UNKNOWN = 255

_MARGIN = 6  # characters around a span in which words can still move its edges
_BMP = 0x10000
_NO_HANZI = 0x20  # not 0, which would vanish at the head of a packed word


def pack(word: str) -> int:
    """A word of at most four BMP characters as one number."""
    key = 0
    for char in word:
        key = key << 16 | ord(char)
    return key


def is_word(folded: str) -> bool:
    """Whether a text in Simplified characters is a known word of two to four characters."""
    if not 2 <= len(folded) <= LONGEST or max(folded) > "\uffff":
        return False
    return bool(_costs_of(np.array([pack(folded)], np.uint64))[0] < np.inf)


class Division(NamedTuple):
    """How spans lie to the words around them, each an array of shape (spans,).

    whole  both edges are edges of words
    cut    the span shares only a part of a word, such as 隆至 in 基隆至台北

    A span that is neither lies inside one longer word.
    """

    whole: NDArray[np.bool_]
    cut: NDArray[np.bool_]


def divide(codes: NDArray[np.uint32], spans: Sequence[Span]) -> Division:
    """How `spans` lie to the words of a text, given as its folded code points.

    The text around each span is divided into the words that are likeliest together by their
    frequency (Viterbi over the lexicon).
    """
    if not spans:
        return Division(np.zeros(0, bool), np.zeros(0, bool))
    longest = max(span.end - span.start for span in spans)
    width = longest + 2 * _MARGIN
    known = np.where(codes < _BMP, codes, _NO_HANZI)
    padded = np.pad(known, (_MARGIN, width), constant_values=_NO_HANZI)
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans]) - starts + _MARGIN
    windows = padded[starts[:, None] + np.arange(width)].astype(np.uint64)
    edges = _word_edges(windows)
    places, rows = np.arange(width + 1), np.arange(len(spans))
    inside = (places > _MARGIN) & (places < ends[:, None])
    whole = edges[rows, _MARGIN] & edges[rows, ends]
    return Division(whole, ~whole & (edges & inside).any(axis=1))


def _word_edges(windows: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Where the likeliest words of each window begin and end, shape (rows, width + 1)."""
    rows, width = windows.shape
    cost = np.full((rows, width + 1), np.inf)
    cost[:, 0] = 0
    step = np.ones((rows, width + 1), np.intp)
    words = _word_costs(windows)
    for end in range(1, width + 1):
        options = np.stack(
            [cost[:, end - n] + words[n - 1, :, end - n] for n in range(1, min(LONGEST, end) + 1)]
        )
        step[:, end] = options.argmin(axis=0) + 1
        cost[:, end] = options.min(axis=0)
    edges = np.zeros((rows, width + 1), bool)
    every, place = np.arange(rows), np.full(rows, width)
    while place.any():
        edges[every, place] = True
        place = np.maximum(place - step[every, place], 0)
    edges[:, 0] = True
    return edges


def _word_costs(windows: NDArray[np.uint64]) -> NDArray[np.float64]:
    """The cost of the word of n characters at each place, shape (LONGEST, rows, width)."""
    rows, width = windows.shape
    costs = np.full((LONGEST, rows, width), np.inf)
    costs[0] = data.table("character_costs")[windows] * COST_UNIT
    keys = windows
    for length in range(2, LONGEST + 1):
        keys = keys[:, :-1] << np.uint64(16) | windows[:, length - 1 :]
        costs[length - 1, :, : keys.shape[1]] = _costs_of(keys)
    return costs


def _costs_of(keys: NDArray[np.uint64]) -> NDArray[np.float64]:
    """The cost of each packed word, infinite for what is none."""
    words = data.table("words")
    places = np.minimum(np.searchsorted(words, keys), len(words) - 1)
    known = words[places] == keys
    return np.where(known, data.table("word_costs")[places] * COST_UNIT, np.inf)
