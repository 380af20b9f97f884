"""What is a word, and where words divide, in Simplified characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.diagnostic import Span
from kanwu.hanzi.script import code_points
from kanwu.language import runs
from kanwu.language.hashing import window_keys
from kanwu.language.ngrams import LONGEST, words

UNKNOWN = 25.0
"""What a text that is no word costs, nats: a little more than the rarest words."""

_BREAK = 10  # nats; punctuation, digits and letters divide words
_MARGIN = 6  # characters around a span in which words can still move its edges


def weight(text: str) -> float:
    """The log probability of a text as one word, -UNKNOWN if it is none."""
    codes = runs.read(code_points(text))
    if not 2 <= len(codes) <= LONGEST or not codes.all():
        return -UNKNOWN
    number = words().numbers(window_keys(codes, len(codes))[-1])
    return float(words().weight(number)[0]) if number[0] >= 0 else -UNKNOWN


def is_word(text: str) -> bool:
    """Whether a text is a known word of two characters or more."""
    return weight(text) > -UNKNOWN


class Division(NamedTuple):
    """How spans lie to the words around them, each an array of shape (spans,).

    whole  both edges are edges of words
    cut    the span shares only a part of a word, such as 隆至 in 基隆至台北

    A span that is neither lies inside one longer word.
    """

    whole: NDArray[np.bool_]
    cut: NDArray[np.bool_]


def divide(
    spoken: NDArray[np.uint32], spans: Sequence[Span], weights: Sequence[float] | None = None
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
    padded = np.pad(spoken, (_MARGIN, width))
    starts = np.array([span.start for span in spans])
    ends = np.array([span.end for span in spans]) - starts + _MARGIN
    windows = padded[starts[:, None] + np.arange(width)]
    costs = _word_costs(windows)
    if weights is not None:
        lengths = ends - _MARGIN
        short = np.flatnonzero(lengths <= LONGEST)
        as_words = lengths[short] - 1, short, _MARGIN
        costs[as_words] = np.minimum(costs[as_words], -np.array(weights)[short])
    edges = _word_edges(costs)
    places, rows = np.arange(width + 1), np.arange(len(spans))
    inside = (places > _MARGIN) & (places < ends[:, None])
    whole = edges[rows, _MARGIN] & edges[rows, ends]
    return Division(whole, ~whole & (edges & inside).any(axis=1))


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
