"""How the documents of a run write the names that no list has.

Each document has its own `Names`, small as the index at the end of a book; together they are the
`Corpus`, in whichever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise, takewhile
from operator import attrgetter
from typing import NamedTuple

from kanwu.glossary.own import MOST_OTHER, OFTEN, TIMES, Spelling, beside
from kanwu.glossary.spelling import digits, sound_of
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points

_KEPT = 3
"""Of how many documents that have a spelling is said which they are: two, and the one at hand."""


class Use(NamedTuple):
    """How often a document has a spelling: `letters` are what is compared, Simplified hanzi or
    Latin letters in lower case, and `text` is as it is written first."""

    letters: str
    text: str
    times: int


class Names(NamedTuple):
    """The names of one document that no list has; `apart` are the letters of two that sound alike
    and stand so near each other that they are two names."""

    path: str
    characters: int
    uses: tuple[Use, ...]
    apart: frozenset[frozenset[str]]

    @classmethod
    def of(cls, path: str, characters: int, spellings: Mapping[str, Spelling]) -> Names:
        """The names of a document, given by their letters."""
        uses = (Use(name, each.text, len(each.spans)) for name, each in spellings.items())
        return cls(path, characters, tuple(uses), frozenset(_apart(spellings)))


class Place(NamedTuple):
    """A document that has a spelling, as it writes it first, and how often."""

    path: str
    text: str
    times: int

    @property
    def rank(self) -> tuple[int, str]:
        """Where it is most often first."""
        return -self.times, self.path


class Usage(NamedTuple):
    """How documents use a spelling: how often, in how many of them, and those that have it most."""

    letters: str
    times: int
    documents: int
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The spelling as the document that has it most writes it."""
        return self.places[0].text

    @property
    def rank(self) -> tuple[int, int, str]:
        """The most usual spelling first."""
        return -self.times, -self.documents, self.letters

    def beyond(self, path: str, times: int) -> Usage:
        """The usage in the other documents, if one document has the spelling `times` times."""
        places = tuple(place for place in self.places if place.path != path)
        documents = self.documents - bool(times)
        return Usage(self.letters, self.times - times, documents, places)

    def prevails(self, other: Usage) -> bool:
        """Whether this spelling is right: a document has it again and again, and all documents
        have the other hardly ever."""
        often = self.places[0].times >= OFTEN and self.times >= TIMES * other.times
        return often and other.times <= MOST_OTHER


@dataclass(frozen=True, eq=False)
class Corpus:
    """The spellings that sound like a frequent one, by how they sound, the most usual first."""

    characters: int
    families: Mapping[str, tuple[Usage, ...]]
    apart: frozenset[frozenset[str]]

    @classmethod
    def of(cls, documents: Iterable[Names]) -> Corpus:
        characters = 0
        apart: set[frozenset[str]] = set()
        uses: dict[str, list[Place]] = defaultdict(list)
        for names in documents:
            characters += names.characters
            apart |= names.apart
            for letters, text, times in names.uses:
                uses[letters].append(Place(names.path, text, times))
        return cls(characters, dict(_families(uses)), frozenset(apart))

    def alike(self, letters: str) -> Iterator[tuple[Usage, Usage]]:
        """A spelling, each time with one of the same sound that is more usual and there often."""
        family = self.families.get(said(letters), ())
        place = next((n for n, usage in enumerate(family) if usage.letters == letters), 0)
        for usual in takewhile(lambda usage: usage.times >= OFTEN, family[:place]):
            if frozenset((letters, usual.letters)) not in self.apart:
                yield family[place], usual


def said(letters: str) -> str:
    """How the letters of a name sound. Those of hanzi must agree in all syllables: among documents
    that have nothing else in common, 科里亞 and 科尼亞 are two."""
    if letters.isascii():
        return sound_of(letters) + digits(letters)
    syllables = sound.syllables(code_points(letters)).tolist()
    return " ".join(map(sound.names().__getitem__, syllables))


def _by_sound(names: Iterable[str]) -> dict[str, list[str]]:
    """The letters of names that sound like others among them."""
    found: dict[str, list[str]] = defaultdict(list)
    for letters in names:
        found[said(letters)].append(letters)
    return {sounds: alike for sounds, alike in found.items() if len(alike) > 1}


def _apart(spellings: Mapping[str, Spelling]) -> Iterator[frozenset[str]]:
    for alike in _by_sound(spellings).values():
        places = sorted((span, letters) for letters in alike for span in spellings[letters].spans)
        for (span, letters), (after, others) in pairwise(places):
            if letters != others and beside([span], [after]):
                yield frozenset((letters, others))


def _families(uses: Mapping[str, list[Place]]) -> Iterator[tuple[str, tuple[Usage, ...]]]:
    """The spellings that sound like one that is there often, by sound."""
    often = {said(name) for name, places in uses.items() if _times(places) >= OFTEN}
    for sounds, alike in _by_sound(name for name in uses if said(name) in often).items():
        usages = (_usage(name, uses[name]) for name in alike)
        yield sounds, tuple(sorted(usages, key=attrgetter("rank")))


def _times(places: Iterable[Place]) -> int:
    return sum(place.times for place in places)


def _usage(letters: str, places: list[Place]) -> Usage:
    most = nsmallest(_KEPT, places, key=attrgetter("rank"))
    return Usage(letters, _times(places), len(places), tuple(most))
