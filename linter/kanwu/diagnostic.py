"""What a rule finds and what it proposes. Immutable, picklable; positions are code points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple


class Span(NamedTuple):
    """The half-open range [start, end) of the decoded text without its BOM."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def within(self, other: Span) -> Span:
        """The part that the other one has too; they must touch."""
        return Span(max(self.start, other.start), min(self.end, other.end))

    def moved(self, by: int) -> Span:
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Message(NamedTuple):
    """One thing said in the two languages of the tool."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh


def say(message: Message | str, lang: str) -> str:
    """The message in the language `lang`; a plain string is the same in all."""
    if isinstance(message, str):
        return message
    return message.en if lang == "en" else message.zh


class Applicability(IntEnum):
    """How far a fix may be trusted."""

    SHOW = 0
    """For a person to decide; never applied."""
    UNSAFE = 1
    """Likely; applied on request."""
    SAFE = 2
    """One candidate, and a measured precision of .97 or better; applied by `kanwu fix`."""


class Edit(NamedTuple):
    span: Span
    text: str


def smallest_edit(span: Span, written: str, right: str) -> Edit:
    """The edit that makes `written` at `span` into `right` and spares what both share."""
    head = 0
    while head < min(len(written), len(right)) and written[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(written), len(right)) - head and written[-1 - tail] == right[-1 - tail]:
        tail += 1
    place = Span(span.start + head, span.end - tail)
    return Edit(place, right[head : len(right) - tail])


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made. They must not overlap."""
    pieces: list[str] = []
    last = 0
    for span, replacement in sorted(edits):
        if span.start < last:
            raise ValueError(f"edits overlap at {span.start}")
        pieces += text[last : span.start], replacement
        last = span.end
    return "".join((*pieces, text[last:]))


def _check_span(span: Span) -> None:
    if not (type(span.start) is type(span.end) is int and 0 <= span.start <= span.end):
        raise ValueError(f"{span} is no span")


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together: all are made, or none."""

    edits: tuple[Edit, ...]
    applicability: Applicability
    why: Message | str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.applicability, Applicability):
            raise ValueError(f"{self.applicability!r} is no Applicability")

    @classmethod
    def replace(
        cls, span: Span, text: str, applicability: Applicability, why: Message | str = ""
    ) -> Fix:
        return cls((Edit(span, text),), applicability, why)

    def replacement(self, text: str, span: Span) -> str:
        """What stands at `span` of `text` once the fix is made."""
        return apply_edits(span.of(text), self.moved(-span.start).edits)

    def moved(self, by: int) -> Fix:
        """The same at another place."""
        return replace(self, edits=tuple(Edit(span.moved(by), text) for span, text in self.edits))


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: a place, why it is wrong, and the fixes, best first.

    `confidence` is the probability, 0 to 1, that the place is wrong. Findings with the same
    `group` say the same thing of one document; reports for people show them once, with a count.
    """

    span: Span
    message: Message | str
    fixes: tuple[Fix, ...] = ()
    confidence: float = 1.0
    group: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for what no report and no fix could handle."""
        if not isinstance(self.message, str | Message):
            raise ValueError(f"the message {self.message!r} is no text")
        if not isinstance(self.confidence, int | float) or not 0 <= self.confidence <= 1:
            raise ValueError(f"the confidence {self.confidence!r} is no number from 0 to 1")
        _check_span(self.span)
        for fix in self.fixes:
            last = self.span.start
            for span, text in sorted(fix.edits):
                _check_span(span)
                if not isinstance(text, str):
                    raise ValueError(f"the replacement {text!r} is no text")
                if span.start < last or not self.span.covers(span):
                    raise ValueError(f"the edits {fix.edits} overlap or reach out of {self.span}")
                last = span.end

    def moved(self, by: int) -> Finding:
        """The same at another place."""
        fixes = tuple(fix.moved(by) for fix in self.fixes)
        return replace(self, span=self.span.moved(by), fixes=fixes)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with the stamp of the rule that made it."""

    code: str
    rule: str
    finding: Finding

    def moved(self, by: int) -> Diagnostic:
        """The same at another place."""
        return replace(self, finding=self.finding.moved(by))

    @property
    def span(self) -> Span:
        return self.finding.span

    @property
    def fix(self) -> Fix | None:
        """The best fix."""
        return self.finding.fixes[0] if self.finding.fixes else None

    @property
    def severity(self) -> str:
        """error from .97 (the precision asked of a safe fix), warning from .8, else info."""
        confidence = self.finding.confidence
        return "error" if confidence >= 0.97 else "warning" if confidence >= 0.8 else "info"

    @property
    def order(self) -> tuple[int, int, str]:
        """The total order of reports and fixes."""
        return (*self.span, self.code)
