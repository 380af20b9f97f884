"""A table of pairs: a form that is no word, and the word it stands for.

Tables are written in Traditional characters and matched in Simplified ones, where the look-alikes
really look alike (号/亏); the fix is written in the script of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from msgspec import Meta

from kanwu.diagnostic import Finding, Fix, Message, Span, smallest_edit
from kanwu.document import Document
from kanwu.hanzi.script import fold
from kanwu.kinds.spec import (
    Spec,
    TableRule,
    Trust,
    respell,
    should_be,
    trust,
)
from kanwu.language import lexicon
from kanwu.rule import Bad, Good
from kanwu.schema import Table
from kanwu.search import Texts

_ERROR = 4.0
"""The cost of an error, nats: what is listed as wrong is seldom right."""


class Pair(Table, frozen=True):
    """`unless` are longer texts in which `wrong` stands rightly."""

    wrong: Annotated[str, Meta(min_length=2)]
    right: Annotated[str, Meta(min_length=1)]
    bad: Annotated[tuple[str, ...], Meta(min_length=1)]
    good: Annotated[tuple[str, ...], Meta(min_length=1)]
    unless: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.wrong == self.right:
            raise ValueError(f"“{self.wrong}” is its own correction")
        for text in (*self.unless, *self.bad):
            if fold(self.wrong) not in fold(text):
                raise ValueError(f"“{text}” does not contain “{self.wrong}”")

    def excepted(self, folded: str, start: int) -> bool:
        """Whether `wrong` at `start` of a folded text stands in one of the texts of `unless`."""
        wrong = fold(self.wrong)
        for text in map(fold, self.unless):
            first = start - text.index(wrong)
            if first >= 0 and folded.startswith(text, first):
                return True
        return False

    @property
    def examples(self) -> Iterator[Good | Bad]:
        for text in self.bad:
            yield Bad(text, self._mended(text))
        yield from map(Good, self.good)

    def _mended(self, text: str) -> str:
        if self.wrong in text:
            return text.replace(self.wrong, self.right)
        return text.replace(fold(self.wrong), fold(self.right))


class ConfusionSpec(Spec, frozen=True, tag="confusion"):
    """`confidence` is the measured share of matches that are errors; `why` and `why-en` end the
    message of each finding."""

    pair: Annotated[tuple[Pair, ...], Meta(min_length=1)]
    confidence: Annotated[float, Meta(ge=0, le=1)]
    applicability: Trust
    why: str
    why_en: str

    def __post_init__(self) -> None:
        wrong = [fold(pair.wrong) for pair in self.pair]
        if repeated := {form for form in wrong if wrong.count(form) > 1}:
            raise ValueError(f"“{min(repeated)}” is listed twice")
        for pair in self.pair:
            if fold(pair.right) in wrong:
                raise ValueError(f"“{pair.right}” is both a right and a wrong form")

    def build(self, _: object) -> Confusion:
        return Confusion(self)


class Confusion(TableRule[ConfusionSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example for pair in self.spec.pair for example in pair.examples)

    @cached_property
    def _wrong(self) -> Texts:
        return Texts([fold(pair.wrong) for pair in self.spec.pair])

    def check(self, document: Document) -> Iterator[Finding]:
        analysis = document.analysis
        found = [
            (self.spec.pair[number], Span(start, end))
            for number, start, end in self._wrong.apart_in(analysis.folded)
        ]
        weights = lexicon.weights([pair.right for pair, _ in found]) - _ERROR
        cut = analysis.divide([span for _, span in found], weights).cut
        for (pair, span), inside_words in zip(found, cut, strict=True):
            written = span.of(document.prose)
            if inside_words or not _writes(written, pair.wrong):
                continue
            if not pair.excepted(analysis.folded, span.start):
                yield self._finding(document, pair, span)

    def _finding(self, document: Document, pair: Pair, span: Span) -> Finding:
        written = span.of(document.prose)
        right = respell(document, written, pair.right)
        why = Message(self.spec.why, self.spec.why_en)
        fix = Fix((smallest_edit(span, written, right),), trust(self.spec.applicability), why)
        return Finding(span, should_be(written, right, why), (fix,), self.spec.confidence)


def _writes(written: str, wrong: str) -> bool:
    """Whether `written` is `wrong` in one script or the other.

    Folding makes one of several Traditional characters: 由乾 folds as 由干 does, and is none.
    """
    triples = zip(written, wrong, fold(wrong), strict=True)
    return all(char in (traditional, simplified) for char, traditional, simplified in triples)
