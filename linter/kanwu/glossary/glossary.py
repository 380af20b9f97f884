"""All packs together, with an index for each way in which a term is heard wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.latin import LatinNames
from kanwu.glossary.pack import Pack, Term
from kanwu.glossary.sound import SoundIndex
from kanwu.hanzi.script import fold

Channel = Literal["sound", "mixed-script", "spelling"]
NEAR = 200
"""How far, in characters on both sides, context words speak for a term."""
BESIDE = 12
"""How far words speak against a term."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place that may be a garbled `term`, with the evidence.

    similarity  0 to 1; 1 for the same syllables or letters
    heard       what is written is listed as a form that the term is heard as
    context     how many different words of the term's domain stand near
    present     the document has the right form elsewhere
    """

    span: Span
    term: Term
    similarity: float
    heard: bool
    context: int
    present: bool


@dataclass(frozen=True)
class Glossary:
    packs: tuple[Pack, ...] = ()

    def matches(self, channel: Channel, analysis: Analysis) -> Iterator[Match]:
        """The places of a text that may be garbled terms, by one of the ways to garble them."""
        find = {
            "sound": self._sounds.find,
            "mixed-script": self._latin.half_rendered,
            "spelling": self._latin.misspelt,
        }[channel]
        present: dict[int, bool] = {}
        for span, number, similarity in find(analysis):
            if number not in present:
                present[number] = any(form in analysis.lowered for form in self._right[number])
            term = self._terms[number]
            beside = _around(analysis, span, BESIDE)
            if any(word in beside for word in _folded(term.against)):
                continue
            heard = fold(span.of(analysis.prose)) in map(fold, term.heard)
            context = self._context(analysis, span, number)
            yield Match(span, term, similarity, heard, context, present[number])

    def _context(self, analysis: Analysis, span: Span, number: int) -> int:
        return sum(word in _around(analysis, span, NEAR) for word in self._domain_words[number])

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        return tuple(term for pack in self.packs for term in pack.term)

    @cached_property
    def _right(self) -> tuple[frozenset[str], ...]:
        """For each term its right forms, in Simplified characters and lower case."""
        return tuple(_folded(term.right_forms) for term in self._terms)

    @cached_property
    def _domain_words(self) -> tuple[frozenset[str], ...]:
        """For each term the words that speak for it: those of all its packs, itself left out."""
        words: dict[str, set[str]] = {}
        for pack in self.packs:
            shared = _folded((*pack.context, *(f for term in pack.term for f in term.right_forms)))
            for term in pack.term:
                words.setdefault(fold(term.term), set()).update(shared, _folded(term.context))
        return tuple(
            frozenset(words[fold(term.term)] - own)
            for term, own in zip(self._terms, self._right, strict=True)
        )

    @cached_property
    def _sounds(self) -> SoundIndex:
        return SoundIndex(self._terms, frozenset().union(*self._right))

    @cached_property
    def _latin(self) -> LatinNames:
        return LatinNames(self._terms, frozenset().union(*self._right))


def _folded(forms: Iterable[str]) -> frozenset[str]:
    """The forms in Simplified characters and lower case."""
    return frozenset(filter(None, fold("\n".join(forms)).lower().split("\n")))


def _around(analysis: Analysis, span: Span, reach: int) -> str:
    """The text on both sides of a span, folded and in lower case."""
    text = analysis.lowered
    before = text[max(0, span.start - reach) : span.start]
    return f"{before}\0{text[span.end : span.end + reach]}"
