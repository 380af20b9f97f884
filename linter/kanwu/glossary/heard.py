"""Forms that a term is known to be heard as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.candidate import AS_WORD, Candidate
from kanwu.glossary.mentions import Mentions, Vocabulary, normal, occurrences
from kanwu.search import Texts


@dataclass(frozen=True)
class HeardForms:
    """The listed wrong forms of all terms; `latin` tells which of them, letters or hanzi."""

    vocabulary: Vocabulary
    latin: bool

    def find(self, analysis: Analysis, mentions: Mentions) -> Iterator[Candidate]:
        """Where such a form stands as words of its own."""
        found = [
            (Span(start, end), self._forms[index][1])
            for start, end, index in occurrences(self._texts, analysis.lowered)
        ]
        whole = analysis.divide([span for span, _ in found], [AS_WORD] * len(found)).whole
        for (span, number), alone in zip(found, whole, strict=True):
            if alone and not mentions.inside_right_forms[list(span)].any():
                term = self.vocabulary.terms[number]
                yield Candidate(span, number, term.term, 1.0, heard=True)

    @cached_property
    def _forms(self) -> tuple[tuple[str, int], ...]:
        return tuple(
            (form, number)
            for number, term in enumerate(self.vocabulary.terms)
            for form in normal(term.heard)
            if form.isascii() == self.latin
        )

    @cached_property
    def _texts(self) -> Texts:
        return Texts([form for form, _ in self._forms])
