"""All packs together, with an index for each way in which a term is heard wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.candidate import Candidate
from kanwu.glossary.heard import HeardForms
from kanwu.glossary.latin import LatinNames
from kanwu.glossary.mentions import Mentions, Vocabulary, normal
from kanwu.glossary.pack import Pack
from kanwu.glossary.sound import SoundIndex
from kanwu.hanzi.surnames import SURNAMES

Channel = Literal["sound", "mixed-script", "spelling"]
BESIDE = 12
"""How far, in characters on both sides, words speak against a term."""
_GIVEN_NAME = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate with the evidence for it.

    form     what should be written
    shared   0 to 1; the share of characters that are already the form's
    context  how many different words of the term's domain stand near
    present  the document has a right form of the term elsewhere
    """

    span: Span
    form: str
    similarity: float
    heard: bool
    shared: float
    context: int
    present: bool


@dataclass(frozen=True)
class Glossary:
    packs: tuple[Pack, ...] = ()

    def matches(self, channel: Channel, analysis: Analysis) -> Iterator[Match]:
        """The places of a text that may be garbled terms, by one of the ways to garble them."""
        mentions = analysis.once(self._vocabulary.mentions)
        best: dict[Span, Candidate] = {}
        for candidate in self._candidates(channel, analysis, mentions):
            rival = best.get(candidate.span, candidate)
            best[candidate.span] = max(rival, candidate, key=lambda found: found.rank)
        persons = _persons(analysis, best)
        for span, candidate in best.items():
            if span in persons or self._spoken_against(analysis, candidate):
                continue
            yield Match(
                span,
                candidate.form,
                candidate.similarity,
                candidate.heard,
                _shared(span.of(analysis.lowered), candidate.form),
                mentions.near(span, candidate.number),
                mentions.present(candidate.number),
            )

    def inside_right_forms(self, analysis: Analysis) -> NDArray[np.bool_]:
        """Which places between two characters lie inside a right form, shape (n + 1,)."""
        return analysis.once(self._vocabulary.mentions).inside_right_forms

    def _candidates(
        self, channel: Channel, analysis: Analysis, mentions: Mentions
    ) -> Iterator[Candidate]:
        if channel == "sound":
            yield from self._heard_hanzi.find(analysis, mentions)
            yield from self._sounds.find(analysis, mentions)
        elif channel == "mixed-script":
            yield from self._latin.half_rendered(analysis)
        else:
            yield from self._heard_latin.find(analysis, mentions)
            yield from self._latin.misspelt(analysis)

    def _spoken_against(self, analysis: Analysis, candidate: Candidate) -> bool:
        start, end = candidate.span
        beside = analysis.lowered[max(0, start - BESIDE) : end + BESIDE]
        against = self._vocabulary.terms[candidate.number].against
        return any(word in beside for word in normal(against))

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


def _persons(analysis: Analysis, spans: Collection[Span]) -> set[Span]:
    """The short spans behind a surname, such as 曉鵬 in 王曉鵬: they are people."""
    short = [
        span
        for span in spans
        if span.start > 0 and span.end - span.start <= _GIVEN_NAME
        if analysis.folded[span.start - 1] in SURNAMES
    ]
    alone = analysis.divide([Span(span.start - 1, span.start) for span in short]).whole
    return {span for span, surname in zip(short, alone, strict=True) if surname}


def _shared(written: str, form: str) -> float:
    """The share of characters that stand at the same place in a right form."""
    (right,) = normal((form,))
    if len(right) != len(written):
        return 0.0
    return sum(a == b for a, b in zip(written, right, strict=True)) / len(right)
