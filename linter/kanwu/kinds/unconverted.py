"""Texts of which so much is in the other script that they must be converted whole."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from kanwu.diagnostic import Finding, Message, Span
from kanwu.document import Document
from kanwu.kinds.spec import Spec, TableRule
from kanwu.rule import Bad, Good

_CONFIDENCE = 0.98


class UnconvertedSpec(Spec, frozen=True, tag="unconverted"):
    good: tuple[str, ...]
    bad: tuple[str, ...]

    def build(self, _: object) -> Unconverted:
        return Unconverted(self)


class Unconverted(TableRule[UnconvertedSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return (*map(Bad, self.spec.bad), *map(Good, self.spec.good))

    def check(self, document: Document) -> Iterator[Finding]:
        sections = document.analysis.sections
        if not len(sections.unconverted):
            return
        place = int(sections.unconverted[0])
        share = round(100 * len(sections.unconverted) / sections.telling)
        zh, en = (
            ("簡體", "Simplified") if document.analysis.traditional else ("繁體", "Traditional")
        )
        config = {"cn": "t2s", "tw": "s2tw", "hk": "s2hk"}[document.analysis.standard]
        message = Message(
            f"能分辨簡繁的字有 {share} % 是{zh}字，宜整篇轉換（如 opencc -c {config}），不必逐字改",
            f"{share} % of the characters that tell a script are {en}: convert the text as a whole "
            f"(opencc -c {config}) instead of mending single characters",
        )
        yield Finding(Span(place, place + 1), message, (), _CONFIDENCE)
