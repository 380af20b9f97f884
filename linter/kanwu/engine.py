"""Runs rules over a document. Pure: no I/O, no clock, no state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal

from kanwu.diagnostic import Diagnostic
from kanwu.document import Document
from kanwu.errors import DataError, KanwuError
from kanwu.glossary.corpus import Corpus, Names
from kanwu.ignored import NOTHING, Allowed, outside
from kanwu.kinds.consistency import Consistency
from kanwu.marks import Mark, find_marks
from kanwu.rule import Rule
from kanwu.suppress import suppress

Sensitivity = Literal["low", "default", "high"]
_KNOWN = 1
LEAST_CONFIDENCE: dict[Sensitivity, tuple[float, float]] = {
    "low": (0.9, 0.97),
    "default": (0.55, 0.9),
    "high": (0.2, 0.2),
}
"""From which confidence on is shown what a table or a glossary knows, and what is only weighed."""


def lint(
    document: Document,
    rules: Sequence[Rule],
    sensitivity: Sensitivity = "default",
    known: Sequence[str] = (),
    allowed: Allowed = NOTHING,
) -> tuple[Diagnostic, ...]:
    """What the rules find in the prose of a document, in the order of the text.

    Raises KanwuError where the document is damaged or a rule fails, naming it. `known` are the
    codes of all rules there are, as far as they are more than `rules`: marks for them are not
    judged.
    """
    marks = find_marks(document)
    page = _page(document, marks)
    found = chain.from_iterable(_run(rule, page) for rule in rules)
    in_file = (
        replace(diagnostic, finding=document.reading.finding(diagnostic.finding))
        for diagnostic in outside(found, allowed, page.analysis)
    )
    ran = [rule.code for rule in rules]
    kept = suppress(document, in_file, marks, ran, known or ran)
    known_from, weighed_from = LEAST_CONFIDENCE[sensitivity]
    return settle(
        diagnostic
        for diagnostic in kept
        if diagnostic.finding.confidence
        >= (weighed_from if _tier(diagnostic) > _KNOWN else known_from)
    )


def names(document: Document, rules: Iterable[Rule]) -> Names | None:
    """What a document tells the others of its run for the sake of some rules; none may ask.

    As `lint` sees it: the prose alone counts.
    """
    asking = next((rule for rule in rules if isinstance(rule, Consistency)), None)
    return asking.names(_page(document, find_marks(document))) if asking else None


def within(corpus: Corpus, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules for the documents of a corpus."""
    return tuple(rule.within(corpus) if isinstance(rule, Consistency) else rule for rule in rules)


def settle(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """In the order of the text, and of those that contradict each other only one.

    Of those that make the same edits the first stays. What a table or a glossary knows, codes
    below 200, goes before what is weighed: a fix of the latter that touches the same characters
    goes.
    """
    kept: list[Diagnostic] = []
    edits: set[object] = set()
    taken: set[int] = set()
    for diagnostic in sorted(diagnostics, key=_precedence):
        made = diagnostic.fix.edits if diagnostic.fix else ()
        places = {place for edit in made for place in range(edit.span.start, edit.span.end)}
        weighed = _tier(diagnostic) > _KNOWN
        if (made and made in edits) or (weighed and places & taken):
            continue
        kept.append(diagnostic)
        edits.add(made)
        if not weighed:
            taken |= places
    return tuple(sorted(kept, key=lambda diagnostic: diagnostic.order))


def _precedence(diagnostic: Diagnostic) -> tuple[int, float, tuple[int, int, str]]:
    return _tier(diagnostic), -diagnostic.finding.confidence, diagnostic.order


def _tier(diagnostic: Diagnostic) -> int:
    """The hundreds of the code."""
    return int(diagnostic.code[-3])


def _page(document: Document, marks: Iterable[Mark]) -> Document:
    """What the document reads as, without its marks: what rules see."""
    reading = document.reading
    return document.page.without(place for mark in marks for place in reading.places(mark.span))


def _run(rule: Rule, document: Document) -> Iterator[Diagnostic]:
    try:
        for finding in rule.check(document):
            if not 0 <= finding.span.start <= finding.span.end <= len(document.text):
                raise ValueError(f"{finding.span} is out of the text")
            if finding.span.of(document.prose) == finding.span.of(document.text):
                yield Diagnostic(rule.code, rule.name, finding)
    except DataError:
        raise
    except (Exception, SystemExit) as error:  # a stranger's code: anything may come out
        what = f"rule {rule.code} failed: {type(error).__name__}: {error}"
        raise KanwuError(document.path, what) from error
