"""All packs together, with an index for each way in which a term is heard wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.heard import HeardForms
from kanwu.glossary.latin import LatinNames
from kanwu.glossary.mentions import Mentions, Vocabulary, normal
from kanwu.glossary.pack import Pack, Term
from kanwu.glossary.sound import SoundIndex

Channel = Literal["sound", "mixed-script", "spelling"]
BESIDE = 12
"""How far, in characters on both sides, words speak against a term."""


@dataclass(frozen=True, slots=True)
class Match:
    """A place that may be a garbled `term`, with the evidence.

    similarity  0 to 1; 1 for the same syllables or letters
    shared      0 to 1; the share of characters that are the term's own
    heard       what is written is listed as a form that the term is heard as
    context     how many different words of the term's domain stand near
    present     the document has the right form elsewhere
    """

    span: Span
    term: Term
    similarity: float
    shared: float
    heard: bool
    context: int
    present: bool


@dataclass(frozen=True)
class Glossary:
    packs: tuple[Pack, ...] = ()

    def matches(self, channel: Channel, analysis: Analysis) -> Iterator[Match]:
        """The places of a text that may be garbled terms, by one of the ways to garble them."""
        mentions = Mentions(self._vocabulary, analysis)
        found: dict[Span, tuple[bool, float, int]] = {}
        for span, number, similarity, heard in self._candidates(channel, analysis, mentions):
            found[span] = max(found.get(span, (False, 0.0, 0)), (heard, similarity, number))
        for span, (heard, similarity, number) in found.items():
            term = self._vocabulary.terms[number]
            beside = analysis.lowered[max(0, span.start - BESIDE) : span.end + BESIDE]
            if any(word in beside for word in normal(term.against)):
                continue
            shared = _shared(span.of(analysis.lowered), self._vocabulary.right[number])
            context, present = mentions.near(span, number), mentions.present(number)
            yield Match(span, term, similarity, shared, heard, context, present)

    def _candidates(
        self, channel: Channel, analysis: Analysis, mentions: Mentions
    ) -> Iterator[tuple[Span, int, float, bool]]:
        """Spans with the number of a term, how like it they are, and whether they are listed."""
        if channel == "sound":
            for span, number in self._heard_hanzi.find(analysis, mentions):
                yield span, number, 1.0, True
            for span, number, likeness in self._sounds.find(analysis, mentions):
                yield span, number, likeness, False
        elif channel == "mixed-script":
            for span, number, likeness in self._latin.half_rendered(analysis):
                yield span, number, likeness, False
        else:
            for span, number in self._heard_latin.find(analysis, mentions):
                yield span, number, 1.0, True
            for span, number, likeness in self._latin.misspelt(analysis):
                yield span, number, likeness, False

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self.packs)

    @cached_property
    def _sounds(self) -> SoundIndex:
        return SoundIndex(self._vocabulary)

    @cached_property
    def _heard_hanzi(self) -> HeardForms:
        return HeardForms(self._vocabulary, latin=False)

    @cached_property
    def _heard_latin(self) -> HeardForms:
        return HeardForms(self._vocabulary, latin=True)

    @cached_property
    def _latin(self) -> LatinNames:
        return LatinNames(self._vocabulary)


def _shared(written: str, right: frozenset[str]) -> float:
    """The share of characters that stand at the same place in one of the right forms."""
    return max(
        (
            sum(a == b for a, b in zip(written, form, strict=True)) / len(form)
            for form in right
            if len(form) == len(written)
        ),
        default=0.0,
    )
