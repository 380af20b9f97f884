"""One line a finding: path:line:column: CODE message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kanwu.diagnostic import say
from kanwu.errors import printable
from kanwu.report import Context
from kanwu.report.groups import grouped
from kanwu.run import Result


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    for result in results:
        if result.shown is None:
            continue
        for group in grouped(result):
            first, count = group.first, len(group.diagnostics)
            line, column = result.shown.line_column(first.span.start)
            times = f" (×{count})" if count > 1 else ""
            message = say(first.finding.message, context.lang)
            yield f"{printable(result.path)}:{line}:{column}: {first.code} {message}{times}\n"
