"""Names that a document writes otherwise than the other documents of its run.

Only names that no list has are compared: the words of the language and of the packs are known
wherever they stand, and what is made of them is itself. Names of one sound are many where nothing
else ties documents together, so that hanzi must agree in all syllables, foreign names must be long,
and a document must have both spellings of a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kanwu.analysis import Analysis
from kanwu.glossary import own_latin
from kanwu.glossary.corpus import Corpus, Names, Usage
from kanwu.glossary.glossary import Glossary
from kanwu.glossary.hanzi_texts import HanziTexts, Text, is_foreign, longest, may_be_misheard
from kanwu.glossary.own import OFTEN, Likeness, Spelling
from kanwu.glossary.respelling import LEAST_GAIN, Respelling, gains
from kanwu.hanzi.script import code_points

_LEAST_FOREIGN = 4
"""Characters of foreign names that are one if they sound alike; shorter ones, such as 克拉克 and
克拉科, are often two."""


class Otherwise(NamedTuple):
    """A spelling of a document, how all documents use it, and how the others use the usual one."""

    spelling: Spelling
    usage: Usage
    usual: Usage
    likeness: Likeness

    @property
    def settled(self) -> bool:
        """Whether the usual spelling is right, by how often it is there."""
        return self.usual.prevails(self.usage)


def names(path: str, analysis: Analysis, glossary: Glossary) -> Names:
    """What a document tells the others of its run."""
    own = _Own(path, analysis, glossary)
    hanzi = {letters: own.texts.spelling(text) for letters, text in own.hanzi.items()}
    return Names.of(path, len(analysis.prose), {**hanzi, **own.latin})


def written_otherwise(
    path: str, analysis: Analysis, glossary: Glossary, corpus: Corpus
) -> Iterator[Otherwise]:
    """The names of which the other documents have a more usual spelling."""
    names = _Names(_Own(path, analysis, glossary), corpus)
    yield from names.hanzi()
    yield from names.latin()


@dataclass(frozen=True)
class _Own:
    """The names of one document that no list has, by their letters."""

    path: str
    analysis: Analysis
    glossary: Glossary

    @cached_property
    def texts(self) -> HanziTexts:
        return HanziTexts(self.analysis, self.glossary)

    @cached_property
    def hanzi(self) -> Mapping[str, Text]:
        return {self.texts.letters(text): text for text in self.texts.unknown_names()}

    @cached_property
    def latin(self) -> Mapping[str, Spelling]:
        return own_latin.spellings(self.analysis.prose, self.glossary)

    def times(self, letters: str) -> int:
        """How often the document has a spelling."""
        if letters in self.hanzi:
            return len(self.hanzi[letters].starts)
        return len(self.latin[letters].spans) if letters in self.latin else 0


@dataclass(frozen=True)
class _Names:
    """The names of a document beside those of its run."""

    own: _Own
    corpus: Corpus

    def latin(self) -> Iterator[Otherwise]:
        for letters, spelling in self.own.latin.items():
            for usage, usual in self._more_usual(letters):
                if own_latin.are_alike(letters, usual.letters):
                    yield Otherwise(spelling, usage, usual, "spelling")
                    break

    def hanzi(self) -> Iterator[Otherwise]:
        """Those that the usual spelling fits better or none is right; none within another."""
        texts = self.own.texts
        found = [(text, name) for text in self.own.hanzi.values() for name in self._first(text)]
        respelt = [self._respelling(text, name.usual) for text, name in found]
        gained = gains(texts.codes, respelt).tolist()
        return longest(
            (text, name)
            for (text, name), gain in zip(found, gained, strict=True)
            if gain >= LEAST_GAIN or not name.settled
        )

    def _first(self, text: Text) -> Iterator[Otherwise]:
        """The most usual spelling of which a text may be another, if there is one."""
        texts = self.own.texts
        for usage, usual in self._more_usual(texts.letters(text)):
            name = Otherwise(texts.spelling(text), usage, usual, "sound")
            if self._may_be_one(text, name):
                yield name
                return

    def _more_usual(self, letters: str) -> Iterator[tuple[Usage, Usage]]:
        """How all use a spelling, with each of the same sound that the others use often."""
        for usage, usual in self.corpus.alike(letters):
            others = usual.beyond(self.own.path, self.own.times(usual.letters))
            if others.times >= OFTEN:
                yield usage, others

    def _may_be_one(self, text: Text, name: Otherwise) -> bool:
        """Whether two texts may be one name, and the rarer a slip or as good as the other."""
        texts = self.own.texts
        usual, other = code_points(name.usual.letters), texts.codes_of(text)
        if not may_be_misheard(usual, other):
            return False
        if texts.is_person(text) and not self.own.times(name.usual.letters):
            return False
        changed = usual != other
        if is_foreign(usual) or is_foreign(other):
            return bool(changed.sum() == 1) and len(usual) >= _LEAST_FOREIGN
        return name.settled and bool(texts.alone(text)[changed].all())

    def _respelling(self, text: Text, usual: Usage) -> Respelling:
        return Respelling(text, code_points(usual.letters), usual.times / self.corpus.characters)
