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
from kanwu.search import PIECE, pieces

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
        folded = analysis.folded
        alike = [
            (span, way)
            for span, way in self._alike(folded)
            if not self.vocabulary.terms[way.number].plain
            and span.of(folded) not in self.vocabulary.all_right
        ]
        known = lexicon.are_words([span.of(folded) for span, _ in alike]).tolist()
        alike = [pair for pair, is_word in zip(alike, known, strict=True) if not is_word]
        whole = analysis.divide([span for span, _ in alike], [AS_WORD] * len(alike)).whole
        for (span, way), alone in zip(alike, whole, strict=True):
            if alone and not mentions.inside_right_forms[list(span)].any():
                said = _said(span.of(folded)).tolist()
                same = sum(a == b for a, b in zip(said, way.syllables, strict=True))
                yield Candidate(span, way.number, way.form, same / len(said))

    def _alike(self, folded: str) -> Iterator[tuple[Span, _Way]]:
        """The spans of the same fuzzy syllables as a term, looked for where the first two fit."""
        for first, piece in pieces(folded, _LONGEST):
            heard = sound.fuzzy()[_said(piece)]
            if not heard.any():
                continue
            pairs = heard[:-1].astype(np.intp) << _BITS | heard[1:]
            heads = np.flatnonzero(self._heads.take(pairs))
            for length, (keys, ways) in self._ways.items():
                starts = heads[heads <= min(PIECE - 1, len(heard) - length)]
                wanted = _keys(heard, starts, length)
                left, right = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, "right")
                for row in np.flatnonzero(right > left).tolist():
                    start = first + int(starts[row])
                    for way in ways[left[row] : right[row]]:
                        yield Span(start, start + length), way

    @cached_property
    def _heads(self) -> NDArray[np.bool_]:
        """Whether some way to say a term begins with two syllables, by their key."""
        heads = np.zeros(1 << 2 * _BITS, bool)
        for length, (keys, _) in self._ways.items():
            heads[keys >> np.uint64(_BITS * (length - 2))] = True
        return heads

    @cached_property
    def _ways(self) -> dict[int, tuple[NDArray[np.uint64], list[_Way]]]:
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
    read = iter(_said(fold("".join(chain(*hanzi)))).tolist())
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


def _said(folded: str) -> NDArray[np.uint16]:
    """The number of each character's usual syllable, shape (n,); 0 for what has none."""
    return sound.syllables(code_points(folded))


def _keys(heard: NDArray[np.uint16], starts: NDArray[np.intp], length: int) -> NDArray[np.uint64]:
    """The `length` syllables from each start on as one number, shape (starts,)."""
    keys = np.zeros(len(starts), np.uint64)
    for offset in range(length):
        keys = keys << np.uint64(_BITS) | heard[starts + offset]
    return keys
