"""Applies fixes: a fix whole or not at all, in one order, until nothing is left to do."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanwu.diagnostic import Applicability, Diagnostic, Fix, Span
from kanwu.document import Document
from kanwu.errors import KanwuError

ROUNDS = 10


@dataclass(frozen=True)
class Fixed:
    """A document after its fixes, with what was mended and what remains."""

    document: Document
    applied: tuple[Diagnostic, ...]
    remaining: tuple[Diagnostic, ...]


def fix(
    document: Document,
    lint: Callable[[Document], Sequence[Diagnostic]],
    least: Applicability = Applicability.SAFE,
) -> Fixed:
    """Apply the best fix of each diagnostic that is at least as sure as `least`, and lint again.

    Raises KanwuError where the fixes do not settle within `ROUNDS` rounds.
    """
    applied: list[Diagnostic] = []
    for _ in range(ROUNDS):
        diagnostics = lint(document)
        chosen = choose(diagnostics, least)
        if not chosen:
            return Fixed(document, tuple(applied), tuple(diagnostics))
        document = document.edited(edit for _, proposed in chosen for edit in proposed.edits)
        applied += (diagnostic for diagnostic, _ in chosen)
    codes = ", ".join(sorted({diagnostic.code for diagnostic, _ in chosen}))
    raise KanwuError(
        document.path,
        f"fixes do not settle in {ROUNDS} rounds, the last are of {codes}; nothing was written",
    )


def choose(diagnostics: Sequence[Diagnostic], least: Applicability) -> list[tuple[Diagnostic, Fix]]:
    """The diagnostics to mend at once, and how; where two overlap, the surer one."""
    sure = [
        (diagnostic, diagnostic.fix)
        for diagnostic in diagnostics
        if diagnostic.fix and diagnostic.fix.edits and diagnostic.fix.applicability >= least
    ]
    sure.sort(key=lambda pair: (-pair[1].applicability, -pair[0].finding.confidence, pair[0].order))
    chosen: list[tuple[Span, Diagnostic, Fix]] = []
    for diagnostic, proposed in sure:
        place = bisect_left(chosen, diagnostic.span, key=lambda taken: taken[0])
        beside = chosen[max(0, place - 1) : place + 1]
        if not any(span.overlaps(diagnostic.span) for span, _, _ in beside):
            chosen.insert(place, (diagnostic.span, diagnostic, proposed))
    return [(diagnostic, proposed) for _, diagnostic, proposed in chosen]
