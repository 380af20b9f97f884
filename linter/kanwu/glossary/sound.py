"""Terms written with other characters of the same sound: 愛安 for 埃安."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.mentions import Mentions, Vocabulary
from kanwu.glossary.pack import Term
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points, fold
from kanwu.language.lexicon import is_word

_BITS, _LONGEST = 9, 7  # seven syllables of nine bits fit into 64
_HANZI = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class SoundIndex:
    """The terms by their syllables."""

    vocabulary: Vocabulary

    def find(self, analysis: Analysis, mentions: Mentions) -> Iterator[tuple[Span, int, float]]:
        """Spans that sound like a term, with its number and the share of equal syllables.

        Ordinary words and right forms are passed over, and spans with an edge inside one.
        """
        alike = [
            (span, number)
            for span, number in self._alike(analysis)
            if self._may_be(span.of(analysis.folded), self.vocabulary.terms[number])
        ]
        if not alike:
            return
        whole = analysis.divide([span for span, _ in alike]).whole
        for (span, number), alone in zip(alike, whole, strict=True):
            if alone and not mentions.inside_right_forms[list(span)].any():
                said = tuple(analysis.syllables[span.start : span.end].tolist())
                yield span, number, max(_agreement(said, way) for way in self._ways[number])

    def _may_be(self, written: str, term: Term) -> bool:
        return not (written in self.vocabulary.all_right or term.plain or is_word(written))

    def _alike(self, analysis: Analysis) -> Iterator[tuple[Span, int]]:
        """The spans of the same fuzzy syllables as a term, with the term's number."""
        alike = sound.fuzzy()[analysis.syllables].astype(np.uint64)
        for length, (keys, numbers) in self._keys.items():
            windows = _windows(alike, length)
            first = np.searchsorted(keys, windows, "left")
            last = np.searchsorted(keys, windows, "right")
            for start in np.flatnonzero((last > first) & (windows > 0)).tolist():
                for number in numbers[first[start] : last[start]].tolist():
                    yield Span(start, start + length), number

    @cached_property
    def _keys(self) -> dict[int, tuple[NDArray[np.uint64], NDArray[np.intp]]]:
        """For each number of syllables the fuzzy keys, sorted, and the terms they belong to."""
        alike = sound.fuzzy().tolist()
        rows: dict[int, set[tuple[int, int]]] = {}
        for number, ways in enumerate(self._ways):
            for way in ways:
                if 2 <= len(way) <= _LONGEST:
                    key = 0
                    for syllable in way:
                        key = key << _BITS | alike[syllable]
                    rows.setdefault(len(way), set()).add((key, number))
        tables = {length: np.array(sorted(pairs), np.uint64) for length, pairs in rows.items()}
        return {length: (t[:, 0], t[:, 1].astype(np.intp)) for length, t in tables.items()}

    @cached_property
    def _ways(self) -> tuple[tuple[tuple[int, ...], ...], ...]:
        """For each term the ways to say it, as syllable numbers."""
        return tuple(map(_ways_to_say, self.vocabulary.terms))


def _ways_to_say(term: Term) -> tuple[tuple[int, ...], ...]:
    """As the term gives its sound, and by the usual readings of its and its aliases' characters."""
    numbers = sound.numbers()
    given = [tuple(numbers[name] for name in said.split()) for said in term.sound]
    forms = filter(_HANZI.fullmatch, map(fold, term.right_forms))
    read = (tuple(sound.syllables(code_points(form)).tolist()) for form in forms)
    return (*given, *(way for way in read if all(way)))


def _agreement(said: tuple[int, ...], way: tuple[int, ...]) -> float:
    """The share of syllables that are the same without the merging of near sounds."""
    if len(said) != len(way):
        return 0.0
    return sum(a == b for a, b in zip(said, way, strict=True)) / len(said)


def _windows(alike: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Each run of `length` syllables as one number, shape (n - length + 1,); 0 for a broken run."""
    count = max(0, len(alike) - length + 1)
    keys, whole = np.zeros(count, np.uint64), np.ones(count, bool)
    for offset in range(length):
        part = alike[offset : offset + count]
        keys = keys << np.uint64(_BITS) | part
        whole &= part > 0
    return np.where(whole, keys, np.uint64(0))
