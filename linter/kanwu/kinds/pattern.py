"""Regular expressions, of which the group `wrong` is what to mend.

They are matched against Simplified characters, whichever script they and the document are in; the
group must be written as it folds, so that 幹 is no 干. A pattern that begins with a character or a
class of them is many times faster than one that begins with what stands before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated

from msgspec import Meta

from kanwu.diagnostic import Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.hanzi.script import fold
from kanwu.kinds.spec import Spec, TableRule, Trust, expression, should_be, trust
from kanwu.rule import Bad, Good
from kanwu.schema import Table

_LITERAL = re.compile(r"\(\?P<wrong>([\u3400-\u9fff]+)\)")


class Example(Table, frozen=True):
    text: str
    fixed: str


class Pattern(Table, frozen=True):
    match: str
    right: str
    why: str
    why_en: str
    confidence: Annotated[float, Meta(ge=0, le=1)]
    applicability: Trust
    bad: Annotated[tuple[Example, ...], Meta(min_length=1)]
    good: Annotated[tuple[str, ...], Meta(min_length=1)]

    @property
    def literal(self) -> str:
        """The hanzi of the group, folded, without which there is no match; "" if it is more."""
        group = _LITERAL.search(self.match)
        return fold(group[1]) if group else ""

    def __post_init__(self) -> None:
        if "wrong" not in expression(self.match).groupindex:
            raise ValueError(f"“{self.match}” has no group (?P<wrong>…)")


class PatternSpec(Spec, frozen=True, tag="pattern"):
    pattern: Annotated[tuple[Pattern, ...], Meta(min_length=1)]

    def build(self, _: object) -> PatternRule:
        return PatternRule(self)


class PatternRule(TableRule[PatternSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        bad = [Bad(case.text, case.fixed) for row in self.spec.pattern for case in row.bad]
        good = [Good(text) for row in self.spec.pattern for text in row.good]
        return (*bad, *good)

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], str, Pattern], ...]:
        rows = self.spec.pattern
        return tuple((re.compile(fold(row.match)), row.literal, row) for row in rows)

    def check(self, document: Document) -> Iterator[Finding]:
        folded = document.analysis.folded
        for compiled, literal, row in self._compiled:
            for match in compiled.finditer(folded) if literal in folded else ():
                span, wrong = Span(*match.span()), Span(*match.span("wrong"))
                if wrong.of(document.prose) != wrong.of(folded):
                    continue
                right = document.analysis.rewrite(row.right)
                why = Message(row.why, row.why_en)
                fix = Fix.replace(wrong, right, trust(row.applicability), why)
                written = span.of(document.prose)
                message = should_be(written, fix.replacement(document.prose, span), why)
                yield Finding(span, message, (fix,), row.confidence)
