"""Runs the examples of rules and the cases of packs: the proof that they do what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from kanwu import engine
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.fix import fix
from kanwu.glossary import Glossary, Pack
from kanwu.rule import Bad, Good, Rule
from kanwu.suppress import UNUSED_SUPPRESSION


def failures(rule: Rule, rules: Sequence[Rule]) -> Iterator[str]:
    """What is wrong with the examples of `rule`, a line each; `rules` are all there are."""
    needed = rules if rule is UNUSED_SUPPRESSION else [rule]
    for example in rule.examples:
        problem = _problem(rule, needed, example)
        if problem:
            yield f"{rule.code} {rule.name}: {problem}: {example.text!r}"
    for kind in (Good, Bad):
        if not any(isinstance(example, kind) for example in rule.examples):
            yield f"{rule.code} {rule.name}: has no {kind.__name__.lower()} example"


class Failure(NamedTuple):
    """What is wrong in a pack; `word` is the text or form that it is about, as it is written."""

    word: str
    what: str


def pack_failures(pack: Pack, rules: Sequence[Rule]) -> Iterator[Failure]:
    """The cases of a pack that do not hold, and the listed forms that can never be found."""
    yield from _failing_cases(pack, rules)
    yield from _lost_forms(pack)


def _failing_cases(pack: Pack, rules: Sequence[Rule]) -> Iterator[Failure]:
    names = [rule for rule in rules if rule.code.startswith("N")]
    for case in pack.case:
        document = Document("case.txt", case.text)
        done = fix(document, lambda text: engine.lint(text, names), Applicability.UNSAFE)
        if done.document.text != (case.fixed or case.text):
            yield Failure(case.text, f"fixes {case.text!r} to {done.document.text!r}")
        elif not case.fixed and done.remaining:
            found = done.remaining[0].finding.message
            yield Failure(case.text, f"finds {found} in {case.text!r}")


def _lost_forms(pack: Pack) -> Iterator[Failure]:
    listed = [(term.term, form) for term in pack.terms for form in term.heard]
    if not listed:
        return
    lines = "\n".join(f"「{form}」" for _, form in listed)
    found = Glossary.of([pack]).candidates(Document("forms.txt", lines).analysis)
    starts = set(found.starts[(found["heard"] > 0) | (found["listed"] > 0)].tolist())
    place = 0
    for term, form in listed:
        if place + 1 not in starts:
            yield Failure(form, f"never finds “{form}”, a listed form of “{term}”")
        place += len(form) + 3


def _problem(rule: Rule, rules: Sequence[Rule], example: Good | Bad) -> str | None:
    @cache  # what is found in an example is what is fixed in it
    def lint(document: Document) -> list[Diagnostic]:
        found = engine.lint(document, rules)
        return [diagnostic for diagnostic in found if diagnostic.code == rule.code]

    document = Document("example.txt", example.text)
    try:
        found = lint(document)
    except KanwuError as error:
        return error.what
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
