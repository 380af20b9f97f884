"""What the language itself shows to be wrong, without any table: one rule a kind of cause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Annotated

from msgspec import Meta

from kanwu.analysis import Analysis
from kanwu.diagnostic import Applicability, Finding, Fix, Message, smallest_edit
from kanwu.document import Document
from kanwu.glossary import Glossary
from kanwu.kinds.quotation import is_spoken_about
from kanwu.kinds.spec import Example, Spec, TableRule, respell, should_be, times_likelier
from kanwu.language.suspicions import Cause, Proposal, Suspicion
from kanwu.rule import Bad, Good

_SAFE, _UNSAFE = 0.97, 0.8
_LEAST = 0.2  # below what any sensitivity shows


class EvidenceSpec(Spec, frozen=True, tag="evidence"):
    """`odds` says how many times as frequent as other errors those of the causes are: who selects
    such a rule expects them.
    """

    causes: tuple[Cause, ...]
    example: tuple[Example, ...]
    odds: Annotated[float, Meta(ge=1)] = 1.0

    def build(self, glossary: Glossary) -> Evidence:
        return Evidence(self, glossary)


@dataclass(frozen=True)
class Evidence(TableRule[EvidenceSpec]):
    """A rule that leaves alone the terms of a glossary, and words that are spoken about."""

    glossary: Glossary

    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def check(self, document: Document) -> Iterator[Finding]:
        for suspicion in self.glossary.reading(document.analysis).suspicions:
            if suspicion.proposals[0].cause not in self.spec.causes:
                continue
            expected = suspicion.at_odds(self.spec.odds)
            if expected.probability < _LEAST:
                continue
            finding = _finding(document, expected)
            if not self._leaves_alone(document.analysis, finding):
                yield finding

    def _leaves_alone(self, analysis: Analysis, finding: Finding) -> bool:
        """Whether a finding would change a term, or what is spoken about."""
        inside = self.glossary.inside_right_forms(analysis)
        edits = (edit for fix in finding.fixes for edit in fix.edits)
        # Terms have two characters or more: one of them is changed beside a place inside.
        in_term = any(inside[edit.span.start : edit.span.end + 1].any() for edit in edits)
        return in_term or is_spoken_about(analysis.folded, finding.span)


def _finding(document: Document, suspicion: Suspicion) -> Finding:
    best = suspicion.proposals[0]
    span = best.word_span
    meant = [_meant(document, proposal) for proposal in suspicion.proposals]
    message = should_be(span.of(document.prose), meant[0], _why(best))
    fixes = map(partial(_fix, document), suspicion.proposals, meant)
    inside = tuple(fix for fix in fixes if all(span.covers(edit.span) for edit in fix.edits))
    return Finding(span, message, inside, suspicion.probability)


def _meant(document: Document, proposal: Proposal) -> str:
    """The word that was meant, as the document writes; proposals are Simplified."""
    if not document.analysis.traditional:
        return proposal.word
    return respell(document, proposal.word_span.of(document.prose), proposal.word)


def _fix(document: Document, proposal: Proposal, right: str) -> Fix:
    written = proposal.word_span.of(document.prose)
    sure = proposal.probability
    trust = (
        Applicability.SAFE
        if sure >= _SAFE
        else Applicability.UNSAFE
        if sure >= _UNSAFE
        else Applicability.SHOW
    )
    return Fix((smallest_edit(proposal.word_span, written, right),), trust, _why(proposal))


def _why(proposal: Proposal) -> Message:
    zh, en = _CAUSES[proposal.cause]
    likelier = times_likelier(proposal.gain)
    return Message(f"{zh}，{likelier.zh}", f"{en}, {likelier.en}")


_CAUSES: dict[Cause, tuple[str, str]] = {
    "sound": ("音同或音近", "of the same or a near sound"),
    "shape": ("字形相近", "of a like shape"),
    "missing": ("漏字", "a character is missing"),
    "extra": ("多字", "a character too many"),
    "stutter": ("重複", "said twice"),
    "swapped": ("字序顛倒", "characters in the wrong order"),
    "de": ("的、得、地之分", "的, 得 or 地"),
    "ta": ("他、她、它之分", "他, 她 or 它"),
    "zai": ("在、再之分", "在 or 再"),
    "ma": ("嗎、嘛之分", "吗 or 嘛"),
}
