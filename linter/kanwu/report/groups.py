"""Findings that say the same of one document, put together for people to read."""

from __future__ import annotations

from typing import NamedTuple

from kanwu.diagnostic import Diagnostic
from kanwu.run import Result


class Group(NamedTuple):
    """Diagnostics of one code and group; the first one stands for all."""

    diagnostics: tuple[Diagnostic, ...]

    @property
    def first(self) -> Diagnostic:
        return self.diagnostics[0]

    def places(self, result: Result, most: int) -> str:
        """The first places as line:column, `most` at the most."""
        assert result.shown is not None
        shown = [result.shown.line_column(d.span.start) for d in self.diagnostics[:most]]
        more = ", …" if len(self.diagnostics) > most else ""
        return ", ".join(f"{line}:{column}" for line, column in shown) + more


def grouped(result: Result) -> list[Group]:
    """The groups of a result, in the order of their first places."""
    groups: dict[tuple[str, str, int], list[Diagnostic]] = {}
    for number, diagnostic in enumerate(result.diagnostics):
        # what has no group stands alone, under a number of its own
        group = diagnostic.finding.group
        key = (diagnostic.code, group, -1 if group else number)
        groups.setdefault(key, []).append(diagnostic)
    return [Group(tuple(members)) for members in groups.values()]
