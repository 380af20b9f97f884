"""Figures that are glued to a Latin name: 200GEML in a document that writes 200G EML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.glossary import Glossary
from kanwu.kinds.spec import Example, Spec, TableRule, should_be
from kanwu.rule import Bad, Good

_UNIT = "(?:[GM]Hz|[GMT]bps|[GMT]B|[kMG]W|[nm]m|[GTMKV])"
_GLUED = re.compile(
    rf"[0-9](?<![A-Za-z0-9.].)[0-9]*(?:\.[0-9]+)?(?P<unit>{_UNIT})(?P<name>[A-Z][A-Za-z0-9]+)"
    "(?![A-Za-z0-9])"
)
_APART = re.compile(rf"[0-9](?P<unit>{_UNIT}) (?P<name>[A-Z][A-Za-z0-9]+)(?![A-Za-z0-9])")


class GluedSpec(Spec, frozen=True, tag="glued"):
    example: tuple[Example, ...]

    def build(self, glossary: Glossary) -> Glued:
        return Glued(self, glossary)


@dataclass(frozen=True)
class Glued(TableRule[GluedSpec]):
    glossary: Glossary

    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def check(self, document: Document) -> Iterator[Finding]:
        glued = list(_GLUED.finditer(document.prose))
        if not glued:
            return
        apart = Counter(match.group("unit", "name") for match in _APART.finditer(document.prose))
        together = Counter(match.group("unit", "name") for match in glued)
        for match in glued:
            pair = match.group("unit", "name")
            known = self.glossary.has_letters(match["name"].lower())
            if known and together[pair] <= apart[pair]:
                yield _finding(match, apart[pair])


def _finding(match: re.Match[str], times: int) -> Finding:
    place = match.start("name")
    right = f"{match[0][: place - match.start()]} {match['name']}"
    why = Message(f"同一文件分開寫 {times} 次", f"the document has them apart {times} times")
    fix = Fix.replace(Span(place, place), " ", Applicability.UNSAFE, why)
    return Finding(Span(*match.span()), should_be(match[0], right, why), (fix,), confidence=0.85)
