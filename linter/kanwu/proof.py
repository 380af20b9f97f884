"""Runs the examples of a rule: the proof that it finds what it says and leaves the rest alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kanwu import engine
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.fix import fix
from kanwu.rule import Bad, Good, Rule


def failures(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """What is wrong with the examples of `rule`, a line each; `rules` are all that run."""
    for example in rule.examples:
        problem = _problem(rule, rules, example)
        if problem:
            yield f"{rule.code} {rule.name}: {problem}: {example.text!r}"
    for kind in (Good, Bad):
        if not any(isinstance(example, kind) for example in rule.examples):
            yield f"{rule.code} {rule.name}: has no {kind.__name__.lower()} example"


def _problem(rule: Rule, rules: Sequence[Rule], example: Good | Bad) -> str | None:
    def lint(document: Document) -> list[Diagnostic]:
        found = engine.lint(document, rules)
        return [diagnostic for diagnostic in found if diagnostic.code == rule.code]

    document = Document("example.txt", example.text)
    found = lint(document)
    if isinstance(example, Good):
        return f"finds {found[0].finding.message}" if found else None
    if not found:
        return "finds nothing"
    if example.fixed is None:
        return None
    try:
        fixed = fix(document, lint, Applicability.SHOW).document.text
    except KanwuError as error:
        return str(error)
    return None if fixed == example.fixed else f"fixes it to {fixed!r}, not {example.fixed!r}"
