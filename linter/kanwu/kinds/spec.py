"""What the tables of all kinds have in common."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from kanwu.diagnostic import Applicability, Message
from kanwu.document import Document
from kanwu.hanzi.script import fold
from kanwu.rule import Bad, Good, Status
from kanwu.schema import Table

Trust = Literal["show", "unsafe", "safe"]
_MOST_NATS = 23  # beyond some milliards the number says nothing more


class Spec(Table, frozen=True, kw_only=True, tag_field="kind"):
    """The head of a rule file."""

    code: str
    name: str
    doc: str
    status: Status = "stable"


class Example(Table, frozen=True):
    """A text, and what it becomes; `fixed` is empty where nothing is to be found."""

    text: str
    fixed: str = ""

    @property
    def proof(self) -> Good | Bad:
        return Bad(self.text, self.fixed) if self.fixed else Good(self.text)


_SpecOf = TypeVar("_SpecOf", bound=Spec)


@dataclass(frozen=True)
class TableRule(Generic[_SpecOf]):
    """A rule made from a table; a kind adds `examples` and `check`."""

    spec: _SpecOf

    @property
    def code(self) -> str:
        return self.spec.code

    @property
    def name(self) -> str:
        return self.spec.name

    @property
    def doc(self) -> str:
        return self.spec.doc

    @property
    def status(self) -> Status:
        return self.spec.status


def expression(pattern: str) -> re.Pattern[str]:
    """The compiled pattern. Raises ValueError for what is no regular expression."""
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"“{pattern}” is no regular expression: {error}") from None


def trust(name: Trust) -> Applicability:
    return Applicability[name.upper()]


def should_be(written: str, right: str, why: Message) -> Message:
    return Message(
        f"「{written}」應為「{right}」：{why.zh}", f"“{written}” should be “{right}”: {why.en}"
    )


def respell(document: Document, written: str, right: str) -> str:
    """`right`, a form of a table, as it should replace `written` in this document.

    In Traditional text the characters that are already there stay as they are written, so that
    台積店 becomes 台積電 and not 臺積電, whichever of the two a table has.
    """
    right = document.analysis.rewrite(right)
    if len(written) != len(right) or not document.analysis.traditional:
        return right
    pairs = zip(written, right, fold(written), fold(right), strict=True)
    return "".join(old if a == b else new for old, new, a, b in pairs)


def times_likelier(gain: float) -> Message:
    """What a gain in nats says of how much better something fits."""
    times = f"{math.exp(min(gain, _MOST_NATS)):,.0f}"
    return Message(f"在此通順 {times} 倍", f"{times} times likelier here")
