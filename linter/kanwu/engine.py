"""Runs rules over a document. Pure: no I/O, no clock, no state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from kanwu import formats
from kanwu.diagnostic import Diagnostic, Span
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.rule import Rule
from kanwu.suppress import suppress

Sensitivity = Literal["low", "default", "high"]
LEAST_CONFIDENCE: dict[Sensitivity, float] = {"low": 0.9, "default": 0.7, "high": 0.4}


def lint(
    document: Document,
    rules: Sequence[Rule],
    sensitivity: Sensitivity = "default",
) -> tuple[Diagnostic, ...]:
    """What the rules find in the prose of a document, in the order of the text.

    The format follows from the document's path; unknown ones read as text. Raises KanwuError
    where a rule fails, naming it.
    """
    known = formats.of(document.path) or formats.FORMATS[0]
    prose = formats.mark_prose(document, known)
    least = LEAST_CONFIDENCE[sensitivity]
    found = [
        diagnostic
        for rule in rules
        for diagnostic in _run(rule, prose)
        if diagnostic.finding.confidence >= least
    ]
    kept = suppress(document, found, (rule.code for rule in rules), known.comment)
    return tuple(sorted(kept, key=lambda diagnostic: diagnostic.order))


def _run(rule: Rule, document: Document) -> Iterator[Diagnostic]:
    try:
        for finding in rule.check(document):
            if _in_prose(document, finding.span):
                yield Diagnostic(rule.code, rule.name, finding)
    except Exception as error:  # a stranger's code: anything may come out
        what = f"rule {rule.code} failed: {type(error).__name__}: {error}"
        raise KanwuError(document.path, what) from error


def _in_prose(document: Document, span: Span) -> bool:
    inside = 0 <= span.start <= span.end <= len(document.text)
    return inside and span.of(document.prose) == span.of(document.text)
