"""What is a word, and where words divide, in Simplified characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kanwu.diagnostic import Span
from kanwu.hanzi.script import code_points
from kanwu.language import runs
from kanwu.language.hashing import window_keys
from kanwu.language.ngrams import LONGEST, words

UNKNOWN = 25.0
"""What a text that is no word costs, nats: a little more than the rarest words."""

_BREAK = 10  # nats; punctuation, digits and letters divide words
_MARGIN = 6  # characters around a span in which words can still move its edges
_ROWS = 1 << 12  # spans divided at once, in some four megabytes


def weights(texts: Sequence[str]) -> NDArray[np.float64]:
    """The log probability of each text as one word, -UNKNOWN if it is none, shape (texts,)."""
    found = np.full(len(texts), -UNKNOWN)
    codes = runs.read(code_points("\n".join(texts)))
    lengths = np.array([len(text) for text in texts], np.intp)
    starts = np.cumsum(lengths + 1) - lengths - 1
    for length, keys in enumerate(window_keys(codes, LONGEST)[1:], 2):
        rows = np.flatnonzero(lengths == length)
        numbers = words().numbers(keys.take(starts[rows]))
        known = numbers >= 0
        found[rows[known]] = words().weight(numbers[known])
    return found


def are_words(texts: Sequence[str]) -> NDArray[np.bool_]:
    """Which texts are known words of two characters or more, shape (texts,)."""
    return weights(texts) > -UNKNOWN


class Division(NamedTuple):
    """How spans lie to the words around them, each an array of shape (spans,).

    whole  both edges are edges of words
    cut    the span shares only a part of a word, such as 隆至 in 基隆至台北

    A span that is neither lies inside one longer word.
    """

    whole: NDArray[np.bool_]
    cut: NDArray[np.bool_]


def divide(
    spoken: NDArray[np.uint32], spans: Sequence[Span], weights: ArrayLike | None = None
) -> Division:
    """How `spans` lie to the words of a text, given as `runs.read` has it.

    The text around each span is divided into the words that are likeliest together by their
    frequency (Viterbi over the lexicon). With `weights` each span is a word of that log
    probability: what it stands for, less the cost of an error.
    """
    if not spans:
        return Division(np.zeros(0, bool), np.zeros(0, bool))
    longest = max(span.end - span.start for span in spans)
    width = longest + 2 * _MARGIN
    ranges = np.array(spans)
    costs = np.full(len(spans), np.inf) if weights is None else -np.asarray(weights)
    parts = [
        _divide(spoken, ranges[rows : rows + _ROWS], costs[rows : rows + _ROWS], width)
        for rows in range(0, len(spans), _ROWS)
    ]
    return Division(*map(np.concatenate, zip(*parts, strict=True)))


def _divide(
    spoken: NDArray[np.uint32],
    ranges: NDArray[np.intp],
    own_costs: NDArray[np.float64],
    width: int,
) -> Division:
    """`divide` for ranges, shape (rows, 2), in windows of `width`; `own_costs`, shape (rows,), are
    theirs as words."""
    lengths = ranges[:, 1] - ranges[:, 0]
    costs = _word_costs(_windows(spoken, ranges[:, 0] - _MARGIN, width))
    short = np.flatnonzero(lengths <= LONGEST)
    as_words = lengths[short] - 1, short, _MARGIN
    costs[as_words] = np.minimum(costs[as_words], own_costs[short])
    edges = _word_edges(costs)
    places, rows, ends = np.arange(width + 1), np.arange(len(ranges)), lengths + _MARGIN
    inside = (places > _MARGIN) & (places < ends[:, None])
    whole = edges[rows, _MARGIN] & edges[rows, ends]
    return Division(whole, ~whole & (edges & inside).any(axis=1))


def _windows(
    spoken: NDArray[np.uint32], starts: NDArray[np.intp], width: int
) -> NDArray[np.uint32]:
    """The text from each start on, shape (starts, width); 0 beyond its ends."""
    places = starts[:, None] + np.arange(width)
    within = (places >= 0) & (places < len(spoken))
    return np.where(within, spoken.take(places, mode="clip"), np.uint32(0))


def _word_edges(words: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where the likeliest words of each window begin and end, shape (rows, width + 1).

    `words` has the cost of each word, shape (LONGEST, rows, width).
    """
    _, rows, width = words.shape
    cost = np.full((rows, width + 1), np.inf)
    cost[:, 0] = 0
    step = np.ones((rows, width + 1), np.intp)
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


def _word_costs(windows: NDArray[np.uint32]) -> NDArray[np.float64]:
    """The cost of the word of n characters at each place, shape (LONGEST, rows, width), nats."""
    rows, width = windows.shape
    costs = np.full((LONGEST, rows, width), np.inf)
    costs[0] = np.where(windows > 0, -words().weight(windows.astype(np.int64)), _BREAK)
    keys = window_keys(windows.ravel(), LONGEST)
    for length in range(2, LONGEST + 1):
        inside = np.arange(rows)[:, None] * width + np.arange(width - length + 1)
        numbers = words().numbers(keys[length - 1].take(inside.ravel())).reshape(inside.shape)
        costs[length - 1, :, : inside.shape[1]] = np.where(
            numbers >= 0, -words().weight(numbers), np.inf
        )
    return costs
