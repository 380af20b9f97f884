"""Names of hanzi that a document writes in several ways.

They are texts between edges of words, found by keys as in `language.mishearings`: two are alike
that agree in all syllables, or but for a character that one of them lacks.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.glossary import Glossary
from kanwu.glossary.hanzi_texts import (
    SHORTEST,
    Codes,
    HanziTexts,
    Text,
    Texts,
    is_foreign,
    longest,
    may_be_misheard,
)
from kanwu.glossary.mentions import PASSAGE
from kanwu.glossary.own import MOST_OTHER, OFTEN, TIMES, Likeness, OwnName, Spelling, beside
from kanwu.glossary.respelling import LEAST_GAIN, Respelling, gains
from kanwu.language.hashing import begins, keys_of
from kanwu.language.ngrams import LONGEST

_OFTEN_WHOLE, _MOST_CUT = 5, 1
"""How often a word must be there, and what is left of it less a character may be."""
_MOST_PAIRS = 10_000


def hanzi_names(analysis: Analysis, glossary: Glossary) -> Iterator[OwnName]:
    """The names of hanzi that a document spells in several ways."""
    yield from _Hanzi(analysis, glossary).names()


class _Pair(NamedTuple):
    """A text and one that may be another spelling of it."""

    usual: Text
    other: Text
    likeness: Likeness

    @property
    def times(self) -> int:
        """How often the passage around the first place of the other has the usual one."""
        first = int(self.other.starts[0])
        around = np.searchsorted(self.usual.starts, (first - PASSAGE, first + PASSAGE))
        return int(around[1] - around[0])

    @property
    def settled(self) -> bool:
        """Whether the usual text is right, by how often it is there."""
        cut = self.likeness == "dropped"
        least, most = (_OFTEN_WHOLE, _MOST_CUT) if cut else (OFTEN, MOST_OTHER)
        others = len(self.other.starts)
        return others <= most and self.times >= max(least, TIMES * others)


@dataclass(frozen=True, eq=False)
class _Hanzi:
    """The names of hanzi of a document, in Simplified characters."""

    analysis: Analysis
    glossary: Glossary

    def names(self) -> Iterator[OwnName]:
        by_usual: dict[tuple[Span, Likeness, bool], list[_Pair]] = defaultdict(list)
        for pair in self._likely():
            by_usual[pair.usual.spans[0], pair.likeness, pair.settled].append(pair)
        for (_, likeness, settled), pairs in by_usual.items():
            others = (self._texts.spelling(pair.other) for pair in pairs)
            yield OwnName((self._everywhere(pairs[0].usual), *others), likeness, settled)

    def _likely(self) -> Iterator[_Pair]:
        """The pairs of which the usual text fits better or none is usual; none within another."""
        pairs = list(filter(self._may_be_one, islice(self._pairs(), _MOST_PAIRS)))
        gained = gains(self._texts.codes, [self._respelling(pair) for pair in pairs]).tolist()
        return longest(
            (pair.other, pair)
            for pair, gain in zip(pairs, gained, strict=True)
            if gain >= LEAST_GAIN or not pair.settled
        )

    def _respelling(self, pair: _Pair) -> Respelling:
        rate = pair.times / min(2 * PASSAGE, len(self._texts.codes))
        return Respelling(pair.other, self._texts.codes_of(pair.usual), rate)

    def _pairs(self) -> Iterator[_Pair]:
        by_length = [self._texts.of_length(length) for length in range(SHORTEST - 1, LONGEST + 1)]
        for shorter, texts in pairwise(by_length):
            yield from self._alike(texts)
            yield from self._dropped(texts, shorter)

    def _alike(self, texts: Texts) -> Iterator[_Pair]:
        """Texts that sound alike: each with the most frequent of them."""
        said = self._texts.said[texts.length - 1].take(texts.firsts)
        order = np.lexsort((-texts.counts, said))
        first = begins(said.take(order))
        rows = np.flatnonzero(~first)
        usual, other = order[first].take(np.cumsum(first)[rows] - 1), order.take(rows)
        foreign = self._texts.are_foreign(texts)
        asked = texts.counts.take(usual) >= OFTEN
        asked |= foreign.take(usual) | foreign.take(other)
        asked &= ~texts.are_words.take(other)
        for first, second in zip(usual[asked].tolist(), other[asked].tolist(), strict=True):
            yield _Pair(texts.text(first), texts.text(second), "sound")

    def _dropped(self, texts: Texts, shorter: Texts) -> Iterator[_Pair]:
        """Frequent words, each with what is left of it when a character inside is left out.

        Without their first or last they are cut short on purpose: 台積 for 台積電.
        """
        often = np.flatnonzero(texts.are_words & (texts.counts >= _OFTEN_WHOLE))
        others = np.flatnonzero(~shorter.are_words)
        keys_there = shorter.keys.take(others)
        codes = self._texts.codes
        columns = [codes.take(texts.firsts.take(often) + n) for n in range(texts.length)]
        for out in range(1, texts.length - 1) if len(often) else ():
            keys = keys_of(columns[:out] + columns[out + 1 :])
            _, first, second = np.intersect1d(keys, keys_there, return_indices=True)
            for row, other in zip(often[first].tolist(), others[second].tolist(), strict=True):
                yield _Pair(texts.text(row), shorter.text(other), "dropped")

    def _may_be_one(self, pair: _Pair) -> bool:
        """Whether two texts may be one name, and the rarer a slip or as good as the other."""
        usual, other = self._texts.codes_of(pair.usual), self._texts.codes_of(pair.other)
        if pair.likeness == "dropped":
            return pair.settled and not self._is_clipped(usual, pair.other)
        if not may_be_misheard(usual, other):
            return False
        changed = usual != other
        if self._texts.are_words(pair.usual.key)[0]:
            return pair.settled and bool(self._texts.alone(pair.other)[changed].all())
        if (is_foreign(usual) or is_foreign(other)) and changed.sum() == 1:
            often = pair.times + len(pair.other.starts) >= OFTEN
            return pair.times > 0 and often and not beside(pair.usual.spans, pair.other.spans)
        return pair.settled and self._texts.is_unknown(pair.usual, changed)

    def _is_clipped(self, usual: Codes, other: Text) -> bool:
        """Whether a text is cut short as is usual: at an end, as 阿里巴 for 阿里巴巴, or before a
        whole word, as 私部門 for 私營部門."""
        same = usual[: other.length] == self._texts.codes_of(other)
        gap = int(other.starts[0] + np.argmin(same))
        return bool(same.all()) or not self._texts.edges[gap + 1]

    def _everywhere(self, text: Text) -> Spelling:
        """A spelling wherever it stands, also as a part of words."""
        folded = self.analysis.folded
        found = re.finditer(re.escape(text.spans[0].of(folded)), folded)
        spans = tuple(Span(*match.span()) for match in found)
        return Spelling(text.spans[0].of(self.analysis.prose), spans)

    @cached_property
    def _texts(self) -> HanziTexts:
        return HanziTexts(self.analysis, self.glossary)
