"""Names of hanzi that a document writes in several ways.

They are texts between edges of words, found by keys as in `language.mishearings`: two are alike
that agree in all syllables, or but for a character that one of them lacks. Whether the usual one
fits better where the other stands is weighed with it as a word of the passage, as likely as it is
there (a cache model, Kuhn and De Mori 1990).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.glossary import Glossary
from kanwu.glossary.mentions import PASSAGE
from kanwu.glossary.own import OFTEN, TIMES, Likeness, OwnName, Spelling, beside
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points
from kanwu.language.hashing import Keys, Places, begins, keys_of, window_keys
from kanwu.language.lattice import Flags, Lattice, Paths
from kanwu.language.ngrams import LONGEST, Floats, words
from kanwu.language.terms import UNKNOWN

Codes = NDArray[np.uint32]
_SHORTEST = 3
_MOST_OTHER = 2
"""How often another spelling may be there; what comes back is meant."""
_OFTEN_WHOLE, _MOST_CUT = 5, 1
"""How often a word must be there, and what is left of it less a character may be."""
_LEAST_GAIN = 10.0
_SIGHT = 12
"""Characters on both sides in which a spelling is weighed."""
_SHARED = 2
"""Characters that two texts share that differ in more than one."""
_USUAL, _RARE = -6.5, -8.5
"""The log probability from which on a character is a word like 的, and that up to which it is a
part of a name."""
_LEAST_FOREIGN = 4.5
"""The ln odds that characters are those of a foreign name."""
_MOST_PAIRS = 10_000
_NUMERALS = code_points("〇一二三四五六七八九十百千万亿两")
_ENDINGS = code_points("性型形式")


def hanzi_names(analysis: Analysis, glossary: Glossary) -> Iterator[OwnName]:
    """The names of hanzi that a document spells in several ways."""
    yield from _Hanzi(analysis, glossary).names()


class _Texts(NamedTuple):
    """The texts of one length between edges of words, each once, by their keys.

    starts, bounds    where all of them stand, by text and place, and where in `starts` those of
                      each text begin, (texts + 1,)
    are_words         which are words of the language or of the packs, (texts,)
    """

    length: int
    keys: Keys
    starts: Places
    bounds: Places
    are_words: Flags

    @property
    def firsts(self) -> Places:
        return self.starts.take(self.bounds[:-1])

    @property
    def counts(self) -> Places:
        return np.diff(self.bounds)

    def text(self, row: int) -> _Text:
        starts = self.starts[self.bounds[row] : self.bounds[row + 1]]
        return _Text(self.length, self.keys[row : row + 1], starts)


class _Text(NamedTuple):
    """One text of some: its length, its key, shape (1,), and where it stands."""

    length: int
    key: Keys
    starts: Places

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(Span(start, start + self.length) for start in self.starts.tolist())


class _Pair(NamedTuple):
    """A text and one that may be another spelling of it."""

    usual: _Text
    other: _Text
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
        least, most = (_OFTEN_WHOLE, _MOST_CUT) if cut else (OFTEN, _MOST_OTHER)
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
            others = (self._spelling(pair.other) for pair in pairs)
            yield OwnName((self._everywhere(pairs[0].usual), *others), likeness, settled)

    def _likely(self) -> Iterator[_Pair]:
        """The pairs of which the usual text fits better or none is usual; none within another."""
        pairs = list(filter(self._may_be_one, islice(self._pairs(), _MOST_PAIRS)))
        gained = zip(pairs, self._gains(pairs).tolist(), strict=True)
        taken: set[int] = set()
        for pair, gain in sorted(gained, key=lambda each: -each[0].other.length):
            places = {place for span in pair.other.spans for place in range(*span)}
            if taken.isdisjoint(places) and (gain >= _LEAST_GAIN or not pair.settled):
                taken |= places
                yield pair

    def _pairs(self) -> Iterator[_Pair]:
        by_length = [self._texts(length) for length in range(_SHORTEST - 1, LONGEST + 1)]
        for shorter, texts in pairwise(by_length):
            yield from self._alike(texts)
            yield from self._dropped(texts, shorter)

    def _texts(self, length: int) -> _Texts:
        """The texts of a length that have no figures."""
        count = max(len(self._codes) - length + 1, 0)
        free = self._edges[:count] & self._edges[length : length + count]
        free &= self._figures[:count] == self._figures[length : length + count]
        starts = np.flatnonzero(free)
        keys = self._keys[length - 1].take(starts)
        order = np.argsort(keys, kind="stable")
        first = np.flatnonzero(begins(keys.take(order)))
        distinct = keys.take(order.take(first))
        bounds = np.append(first, len(keys))
        return _Texts(length, distinct, starts.take(order), bounds, self._are_words(distinct))

    def _alike(self, texts: _Texts) -> Iterator[_Pair]:
        """Texts that sound alike: each with the most frequent of them."""
        said = self._said[texts.length - 1].take(texts.firsts)
        order = np.lexsort((-texts.counts, said))
        first = begins(said.take(order))
        rows = np.flatnonzero(~first)
        usual, other = order[first].take(np.cumsum(first)[rows] - 1), order.take(rows)
        foreign = self._are_foreign(texts)
        asked = texts.counts.take(usual) >= OFTEN
        asked |= foreign.take(usual) | foreign.take(other)
        asked &= ~texts.are_words.take(other)
        for first, second in zip(usual[asked].tolist(), other[asked].tolist(), strict=True):
            yield _Pair(texts.text(first), texts.text(second), "sound")

    def _dropped(self, texts: _Texts, shorter: _Texts) -> Iterator[_Pair]:
        """Frequent words, each with what is left of it when a character inside is left out.

        Without their first or last they are cut short on purpose: 台積 for 台積電.
        """
        often = np.flatnonzero(texts.are_words & (texts.counts >= _OFTEN_WHOLE))
        others = np.flatnonzero(~shorter.are_words)
        keys_there = shorter.keys.take(others)
        columns = [self._codes.take(texts.firsts.take(often) + n) for n in range(texts.length)]
        for out in range(1, texts.length - 1) if len(often) else ():
            keys = keys_of(columns[:out] + columns[out + 1 :])
            _, first, second = np.intersect1d(keys, keys_there, return_indices=True)
            for row, other in zip(often[first].tolist(), others[second].tolist(), strict=True):
                yield _Pair(texts.text(row), shorter.text(other), "dropped")

    def _may_be_one(self, pair: _Pair) -> bool:
        """Whether two texts may be one name, and the rarer a slip or as good as the other."""
        usual, other = self._codes_of(pair.usual), self._codes_of(pair.other)
        if pair.likeness == "dropped":
            return pair.settled and not self._is_clipped(usual, pair.other)
        changed = usual != other
        if 1 < changed.sum() > len(changed) - _SHARED or _are_usual(usual[changed], other[changed]):
            return False
        if self._are_words(pair.usual.key)[0]:
            return pair.settled and bool(self._alone(pair.other)[changed].all())
        if (_is_foreign(usual) or _is_foreign(other)) and changed.sum() == 1:
            often = pair.times + len(pair.other.starts) >= OFTEN
            return pair.times > 0 and often and not beside(pair.usual.spans, pair.other.spans)
        return pair.settled and self._is_unknown(pair.usual, changed)

    def _gains(self, pairs: Sequence[_Pair]) -> Floats:
        """How much better the usual text fits where the other stands first, nats, (pairs,)."""
        if not pairs:
            return np.zeros(0, np.float32)
        rest = np.zeros(1, np.uint32)
        codes = [rest]
        for usual, other, _ in pairs:
            before, after = self._around(other)
            codes += before, self._codes_of(other), after, rest
            codes += before, self._codes_of(usual), after, rest
        keys = np.concatenate([pair.usual.key for pair in pairs])
        known = words().numbers(keys) >= 0
        model = words().with_words(np.unique(keys[~known]), UNKNOWN)
        totals = Paths(Lattice(np.concatenate(codes), model)).totals[:-1].reshape(-1, 2)
        times = np.array([pair.times for pair in pairs]) / min(2 * PASSAGE, len(self._codes))
        bonus = np.log(times) - model.weight(model.numbers(keys))
        gains: Floats = totals[:, 1] - totals[:, 0] + np.maximum(bonus, 0)
        return gains

    def _around(self, text: _Text) -> tuple[Codes, Codes]:
        """What stands before and after a text where it is first, up to a break."""
        ((start, end), *_) = text.spans
        before, after = self._codes[max(0, start - _SIGHT) : start], self._codes[end:][:_SIGHT]
        last = int(np.flatnonzero(before == 0).max(initial=-1)) + 1
        return before[last:], after[: int(np.flatnonzero(after == 0).min(initial=_SIGHT))]

    def _is_clipped(self, usual: Codes, other: _Text) -> bool:
        """Whether a text is cut short as is usual: at an end, as 阿里巴 for 阿里巴巴, or before a
        whole word, as 私部門 for 私營部門."""
        same = usual[: other.length] == self._codes_of(other)
        gap = int(other.starts[0] + np.argmin(same))
        return bool(same.all()) or not self._edges[gap + 1]

    def _alone(self, text: _Text) -> Flags:
        """Which characters of a text are no parts of words there, (length,)."""
        places = int(text.starts[0]) + np.arange(text.length)
        alone: Flags = self._edges.take(places) & self._edges.take(places + 1)
        return alone

    def _is_unknown(self, text: _Text, changed: Flags) -> bool:
        """Whether the changed characters of a text and others stand alone, as those of a name do
        that is no word, and none of these is a usual word."""
        alone = self._alone(text)
        rare = _weights(self._codes_of(text)) <= _RARE
        return bool(rare[alone].all() and alone[changed].all() and alone.sum() > 1)

    def _are_foreign(self, texts: _Texts) -> Flags:
        columns = [self._codes.take(texts.firsts + place) for place in range(texts.length)]
        return _is_foreign(np.array(columns))

    def _are_words(self, keys: Keys) -> Flags:
        """Which texts are words of the language or of the packs."""
        known: Flags = self.glossary.vocabulary.spoken.words.numbers(keys) >= 0
        return known

    def _codes_of(self, text: _Text) -> Codes:
        return self._codes[text.starts[0] :][: text.length]

    def _spelling(self, text: _Text) -> Spelling:
        return Spelling(text.spans[0].of(self.analysis.prose), text.spans)

    def _everywhere(self, text: _Text) -> Spelling:
        """A spelling wherever it stands, also as a part of words."""
        folded = self.analysis.folded
        found = re.finditer(re.escape(text.spans[0].of(folded)), folded)
        spans = tuple(Span(*match.span()) for match in found)
        return Spelling(text.spans[0].of(self.analysis.prose), spans)

    @property
    def _codes(self) -> Codes:
        return self.analysis.spoken

    @property
    def _edges(self) -> Flags:
        return self.glossary.reading(self.analysis).word_edges

    @cached_property
    def _figures(self) -> Places:
        """How many characters before each place are no hanzi, or numerals, shape (n + 1,)."""
        return np.cumsum(np.pad((self._codes == 0) | np.isin(self._codes, _NUMERALS), (1, 0)))

    @cached_property
    def _keys(self) -> list[Keys]:
        return window_keys(self._codes, LONGEST)

    @cached_property
    def _said(self) -> list[Keys]:
        said = sound.fuzzy().take(sound.syllables(self._codes))
        return window_keys(said.astype(np.uint32), LONGEST)


def _are_usual(*characters: Codes) -> bool:
    """Whether some characters are words like 的 and 得, or endings like 型 and 性."""
    endings = np.isin(np.concatenate(characters), _ENDINGS).all()
    return bool(endings) or any(_weights(codes).max() > _USUAL for codes in characters)


def _weights(codes: Codes) -> Floats:
    """The log probability of each character as a word."""
    return words().weight(codes.astype(np.int64))


def _is_foreign(codes: Codes) -> Flags:
    """Whether characters, one after the other along the first axis, are a foreign name."""
    odds = words().names["transliteration"].take(codes) / np.float32(10)
    foreign: Flags = (odds > 0).all(axis=0) & (odds.sum(axis=0) >= _LEAST_FOREIGN)
    return foreign
