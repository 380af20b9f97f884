"""Terms written with other characters of the same sound: 愛安 for 埃安."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.candidate import AS_WORD, Candidate
from kanwu.glossary.mentions import Mentions, Vocabulary
from kanwu.glossary.pack import Term
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points, fold
from kanwu.language import lexicon

_BITS, _LONGEST = 9, 7  # seven syllables of nine bits fit into 64
_HANZI = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True)
class SoundIndex:
    """The terms by their syllables."""

    vocabulary: Vocabulary

    def find(self, analysis: Analysis, mentions: Mentions) -> Iterator[Candidate]:
        """Spans that sound like a term and are something else.

        Ordinary words and right forms are passed over, and spans with an edge inside one.
        """
        alike = [
            (span, way)
            for span, way in self._alike(analysis)
            if self._may_be(span.of(analysis.folded), self.vocabulary.terms[way.number])
        ]
        known = lexicon.are_words([span.of(analysis.folded) for span, _ in alike]).tolist()
        alike = [pair for pair, is_word in zip(alike, known, strict=True) if not is_word]
        whole = analysis.divide([span for span, _ in alike], [AS_WORD] * len(alike)).whole
        for (span, way), alone in zip(alike, whole, strict=True):
            if alone and not mentions.inside_right_forms[list(span)].any():
                said = analysis.syllables[span.start : span.end].tolist()
                same = sum(a == b for a, b in zip(said, way.syllables, strict=True))
                yield Candidate(span, way.number, way.form, same / len(said))

    def _may_be(self, written: str, term: Term) -> bool:
        return not (written in self.vocabulary.all_right or term.plain)

    def _alike(self, analysis: Analysis) -> Iterator[tuple[Span, _Way]]:
        """The spans of the same fuzzy syllables as a term."""
        alike = sound.fuzzy()[analysis.syllables].astype(np.uint64)
        for length, (keys, ways) in self._keys.items():
            windows = _windows(alike, length)
            first = np.searchsorted(keys, windows, "left")
            last = np.searchsorted(keys, windows, "right")
            for start in np.flatnonzero((last > first) & (windows > 0)).tolist():
                for way in ways[first[start] : last[start]]:
                    yield Span(start, start + length), way

    @cached_property
    def _keys(self) -> dict[int, tuple[NDArray[np.uint64], list[_Way]]]:
        """For each number of syllables the fuzzy keys, sorted, and what is said so."""
        alike = sound.fuzzy().tolist()
        rows: dict[int, list[tuple[int, _Way]]] = {}
        for way in _ways_to_say(self.vocabulary.terms):
            key = 0
            for syllable in way.syllables:
                key = key << _BITS | alike[syllable]
            rows.setdefault(len(way.syllables), []).append((key, way))
        tables = {}
        for length, pairs in rows.items():
            pairs.sort()
            keys = np.array([key for key, _ in pairs], np.uint64)
            tables[length] = keys, [way for _, way in pairs]
        return tables


class _Way(NamedTuple):
    """One way to say a right form of a term, as syllable numbers; the term before its aliases."""

    number: int
    order: int
    form: str
    syllables: tuple[int, ...]


def _ways_to_say(terms: Sequence[Term]) -> Iterator[_Way]:
    """As a term gives its sound, and by the usual readings of its and its aliases' characters."""
    numbers = sound.numbers()
    hanzi = [list(filter(_HANZI.fullmatch, term.right_forms)) for term in terms]
    # all at once: a call for each form would cost more than the rest of the start
    read = iter(sound.syllables(code_points(fold("".join(chain(*hanzi))))).tolist())
    for number, (term, forms) in enumerate(zip(terms, hanzi, strict=True)):
        ways = [
            _Way(number, 0, term.term, tuple(numbers[name] for name in said.split()))
            for said in term.sound
        ]
        for order, form in enumerate(forms):
            ways.append(_Way(number, order, form, tuple(islice(read, len(form)))))
        for way in ways:
            if 2 <= len(way.syllables) <= _LONGEST and all(way.syllables):
                yield way


def _windows(alike: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Each run of `length` syllables as one number, shape (n - length + 1,); 0 for a broken run."""
    count = max(0, len(alike) - length + 1)
    keys, whole = np.zeros(count, np.uint64), np.ones(count, bool)
    for offset in range(length):
        part = alike[offset : offset + count]
        keys = keys << np.uint64(_BITS) | part
        whole &= part > 0
    return np.where(whole, keys, np.uint64(0))
