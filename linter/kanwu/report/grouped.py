"""For people: the findings of each file below its name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kanwu.diagnostic import say
from kanwu.errors import printable
from kanwu.report import Context
from kanwu.report.groups import grouped
from kanwu.run import Result


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    for result in results:
        document, groups = result.shown, grouped(result)
        if document is None or not groups:
            continue
        yield f"{printable(result.path)}\n"
        for group in groups:
            line, column = document.line_column(group.first.span.start)
            count = len(group.diagnostics)
            times = f" (×{count})" if count > 1 else ""
            message = say(group.first.finding.message, context.lang)
            yield f"{f'{line}:{column}':>10}  {group.first.code}  {message}{times}\n"
        yield "\n"
