"""Words that stand in some lines much more often than in others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import log

import numpy as np

from kanwu.diagnostic import Span
from kanwu.hanzi.script import code_points, fold
from kanwu.language import lexicon, runs
from kanwu.language.ngrams import LONGEST
from kanwu.search import Texts

_LEAST_LINES = 3
_SURE = 15.13
"""G² that chance exceeds once in ten thousand (chi-squared, one degree of freedom): of the words of
a text thousands are asked."""
_MOST_WORDS = 5


def collocates(near: Mapping[str, Collection[str]], lines: Collection[str]) -> dict[str, list[str]]:
    """For a key of `near` the words that its lines have and the others of `lines` mostly lack.

    The best first, as they are written; a key with too few lines has no entry. Which lines have a
    word is held against which are near by the log-likelihood ratio G² (Dunning, Accurate Methods
    for the Statistics of Surprise and Coincidence, 1993).
    """
    words = {key: _frequent_words(own) for key, own in near.items() if len(own) >= _LEAST_LINES}
    everywhere = _lines_with({word for own in words.values() for word in own}, lines)
    found = {}
    for key, own in words.items():
        here = _lines_with(own, near[key])
        sizes = len(near[key]), len(lines)
        scores = {word: _surprise(here[word], everywhere[word], *sizes) for word in own}
        best = sorted(own, key=lambda word: (-scores[word], word))
        found[key] = [own[word] for word in best if scores[word] > _SURE][:_MOST_WORDS]
    return found


def _surprise(here: int, everywhere: int, near: int, lines: int) -> float:
    """G² of a word that `here` of `near` lines have and `everywhere` of all; 0 if not oftener."""
    if here * lines <= everywhere * near:
        return 0.0
    counted = (here, near - here, everywhere - here, lines - near - everywhere + here)
    rows, columns = (near, lines - near), (everywhere, lines - everywhere)
    expected = [row * column / lines for row in rows for column in columns]
    pairs = zip(counted, expected, strict=True)
    return 2 * sum(times * log(times / chance) for times, chance in pairs if times)


def _frequent_words(lines: Iterable[str]) -> dict[str, str]:
    """The words of several of the lines: in Simplified characters, with how they are written."""
    written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for line in lines:
        own = {fold(word): word for word in _words(line)}
        counts.update(own.keys())
        written = own | written
    return {word: written[word] for word, count in counts.items() if count >= _LEAST_LINES}


def _words(line: str) -> Iterator[str]:
    """The words of two characters and more of a line, those within longer ones aside."""
    spoken = runs.read(code_points(line))
    spans = [
        Span(start, start + length)
        for length in range(2, LONGEST + 1)
        for start in range(len(line) - length + 1)
        if spoken[start : start + length].all()
    ]
    known = lexicon.are_words([span.of(line) for span in spans])
    words = [spans[place] for place in np.flatnonzero(known)]
    whole = lexicon.divide(spoken, words).whole
    return (words[place].of(line) for place in np.flatnonzero(whole))


def _lines_with(words: Collection[str], lines: Iterable[str]) -> Counter[str]:
    """How many lines have each word, given in Simplified characters."""
    known = list(words)
    texts = Texts(known)
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update({known[number] for number, _, _ in texts.all_in(fold(line))})
    return counts
