"""What a rule is, and the examples that prove it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from kanwu.diagnostic import Finding
from kanwu.document import Document

Status = Literal["stable", "preview"]


@dataclass(frozen=True, slots=True)
class Good:
    """A text in which the rule finds nothing."""

    text: str


@dataclass(frozen=True, slots=True)
class Bad:
    """A text in which the rule finds something; `fixed` is the text after its best fixes."""

    text: str
    fixed: str | None = None


class Rule(Protocol):
    """One kind of error: how to find it, why it is wrong, and examples that hold.

    `code` is a family's letter and three digits; `doc` says what the rule finds, why it is
    wrong, with an example, and how far its fixes can be trusted. Its first line is the title.
    A `preview` rule runs only when it is selected.
    """

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def doc(self) -> str: ...
    @property
    def status(self) -> Status: ...
    @property
    def examples(self) -> tuple[Good | Bad, ...]: ...

    def check(self, document: Document) -> Iterable[Finding]: ...


def title(rule: Rule) -> str:
    return rule.doc.strip().partition("\n")[0]
