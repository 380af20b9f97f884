"""The texts of hanzi between edges of words, and which of them may be names that no list has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.glossary import Glossary
from kanwu.glossary.own import Spelling
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points
from kanwu.hanzi.surnames import SURNAMES
from kanwu.language.hashing import Keys, Places, begins, window_keys
from kanwu.language.lattice import Flags
from kanwu.language.ngrams import LONGEST, Floats, words

Codes = NDArray[np.uint32]
_Found = TypeVar("_Found")
SHORTEST = 3
_SHARED = 2
"""Characters that two texts share that differ in more than one."""
_USUAL, _RARE = -6.5, -8.5
"""The log probability from which on a character is a word like 的, and that up to which it is a
part of a name."""
_LEAST_FOREIGN = 4.5
"""The ln odds that characters are those of a foreign name."""
_PERSON = 3
"""Characters of most names of persons."""
_NUMERALS = code_points("〇一二三四五六七八九十百千万亿两")
_ENDINGS = code_points("性型形式")


class Texts(NamedTuple):
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

    def text(self, row: int) -> Text:
        starts = self.starts[self.bounds[row] : self.bounds[row + 1]]
        return Text(self.length, self.keys[row : row + 1], starts)


class Text(NamedTuple):
    """One text of some: its length, its key, shape (1,), and where it stands."""

    length: int
    key: Keys
    starts: Places

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(Span(start, start + self.length) for start in self.starts.tolist())


@dataclass(frozen=True, eq=False)
class HanziTexts:
    """The texts of hanzi of a document, in Simplified characters."""

    analysis: Analysis
    glossary: Glossary

    def of_length(self, length: int) -> Texts:
        """The texts of a length that have no figures."""
        count = max(len(self.codes) - length + 1, 0)
        free = self.edges[:count] & self.edges[length : length + count]
        free &= self._figures[:count] == self._figures[length : length + count]
        starts = np.flatnonzero(free)
        keys = self._keys[length - 1].take(starts)
        order = np.argsort(keys, kind="stable")
        first = np.flatnonzero(begins(keys.take(order)))
        distinct = keys.take(order.take(first))
        bounds = np.append(first, len(keys))
        return Texts(length, distinct, starts.take(order), bounds, self.are_words(distinct))

    def unknown_names(self) -> Iterator[Text]:
        """The texts that may be names and are no words: foreign ones, and those that begin with
        characters that stand alone, as 忠翔科技."""
        for length in range(SHORTEST, LONGEST + 1):
            texts = self.of_length(length)
            may_be = ~texts.are_words & (self.are_foreign(texts) | self._are_unknown(texts))
            yield from map(texts.text, np.flatnonzero(may_be).tolist())

    def are_words(self, keys: Keys) -> Flags:
        """Which texts are words of the language or of the packs."""
        known: Flags = self.glossary.vocabulary.spoken.words.numbers(keys) >= 0
        return known

    def are_foreign(self, texts: Texts) -> Flags:
        return is_foreign(self._columns(texts))

    def _are_unknown(self, texts: Texts) -> Flags:
        """Which texts begin with two characters that stand alone, none of them usual, (texts,)."""
        alone = self._stand_alone.take(texts.firsts + np.arange(texts.length)[:, None])
        rare = weights(self._columns(texts)) <= _RARE
        unknown: Flags = (rare | ~alone).all(axis=0) & alone[0] & alone[1]
        return unknown

    def is_unknown(self, text: Text, changed: Flags) -> bool:
        """Whether the changed characters of a text and others stand alone, as those of a name do
        that is no word, and none of these is a usual word."""
        alone = self.alone(text)
        rare = weights(self.codes_of(text)) <= _RARE
        return bool(rare[alone].all() and alone[changed].all() and alone.sum() > 1)

    def is_person(self, text: Text) -> bool:
        """Whether a text begins with the name of a person: a surname and two characters."""
        alone = self.alone(text)
        three = alone[:_PERSON].all() and not alone[_PERSON : _PERSON + 1].any()
        return bool(three) and self.letters(text)[0] in SURNAMES

    def alone(self, text: Text) -> Flags:
        """Which characters of a text are no parts of words there, (length,)."""
        return self._stand_alone[text.starts[0] :][: text.length]

    def codes_of(self, text: Text) -> Codes:
        return self.codes[text.starts[0] :][: text.length]

    def letters(self, text: Text) -> str:
        """A text in Simplified characters."""
        return text.spans[0].of(self.analysis.folded)

    def spelling(self, text: Text) -> Spelling:
        return Spelling(text.spans[0].of(self.analysis.prose), text.spans)

    @property
    def codes(self) -> Codes:
        return self.analysis.spoken

    @property
    def edges(self) -> Flags:
        return self.glossary.reading(self.analysis).word_edges

    @cached_property
    def said(self) -> list[Keys]:
        """For each length the keys of how all windows sound."""
        said = sound.fuzzy().take(sound.syllables(self.codes))
        return window_keys(said.astype(np.uint32), LONGEST)

    def _columns(self, texts: Texts) -> Codes:
        """The characters of texts, (length, texts)."""
        return self.codes.take(texts.firsts + np.arange(texts.length)[:, None])

    @cached_property
    def _stand_alone(self) -> Flags:
        alone: Flags = self.edges[:-1] & self.edges[1:]
        return alone

    @cached_property
    def _figures(self) -> Places:
        """How many characters before each place are no hanzi, or numerals, shape (n + 1,)."""
        return np.cumsum(np.pad((self.codes == 0) | np.isin(self.codes, _NUMERALS), (1, 0)))

    @cached_property
    def _keys(self) -> list[Keys]:
        return window_keys(self.codes, LONGEST)


def longest(found: Iterable[tuple[Text, _Found]]) -> Iterator[_Found]:
    """What was found of texts, the longest first, and of those within another nothing."""
    taken: set[int] = set()
    for text, each in sorted(found, key=lambda pair: -pair[0].length):
        places = {place for span in text.spans for place in range(*span)}
        if taken.isdisjoint(places):
            taken |= places
            yield each


def may_be_misheard(usual: Codes, other: Codes) -> bool:
    """Whether two texts of one sound share enough, and differ in no words like 的 and 得."""
    changed = usual != other
    few = not 1 < changed.sum() > len(changed) - _SHARED
    return few and not _are_usual(usual[changed], other[changed])


def _are_usual(*characters: Codes) -> bool:
    """Whether some characters are words like 的 and 得, or endings like 型 and 性."""
    endings = np.isin(np.concatenate(characters), _ENDINGS).all()
    return bool(endings) or any(weights(codes).max() > _USUAL for codes in characters)


def weights(codes: Codes) -> Floats:
    """The log probability of each character as a word."""
    return words().weight(codes.astype(np.int64))


def is_foreign(codes: Codes) -> Flags:
    """Whether characters, one after the other along the first axis, are a foreign name."""
    odds = words().names["transliteration"].take(codes) / np.float32(10)
    foreign: Flags = (odds > 0).all(axis=0) & (odds.sum(axis=0) >= _LEAST_FOREIGN)
    return foreign
