"""Applies fixes: a fix whole or not at all, in one order, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kanwu.diagnostic import Applicability, Diagnostic, Fix, apply_edits
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
        edits = (edit for _, proposed in chosen for edit in proposed.edits)
        document = document.with_text(apply_edits(document.text, edits))
        applied += (diagnostic for diagnostic, _ in chosen)
    codes = ", ".join(sorted({diagnostic.code for diagnostic, _ in chosen}))
    raise KanwuError(
        document.path,
        f"fixes do not settle in {ROUNDS} rounds, the last are of {codes}; nothing was written",
    )


def choose(diagnostics: Sequence[Diagnostic], least: Applicability) -> list[tuple[Diagnostic, Fix]]:
    """The diagnostics to mend at once: sure enough, in order, and none over another's place."""
    chosen: list[tuple[Diagnostic, Fix]] = []
    end = -1
    for diagnostic in sorted(diagnostics, key=lambda diagnostic: diagnostic.order):
        best = diagnostic.fix
        if best and best.edits and best.applicability >= least and diagnostic.span.start >= end:
            chosen.append((diagnostic, best))
            end = diagnostic.span.end
    return chosen
