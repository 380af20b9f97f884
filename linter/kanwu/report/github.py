"""Annotations of GitHub Actions: a workflow command a finding.

GitHub shows ten of each kind for a step; the markdown format, appended to $GITHUB_STEP_SUMMARY,
has them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kanwu.diagnostic import say
from kanwu.report import Context
from kanwu.run import Result

_KIND = {"error": "error", "warning": "warning", "info": "notice"}
_OF_MESSAGES = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_OF_PROPERTIES = {**_OF_MESSAGES, ord(":"): "%3A", ord(","): "%2C"}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    for result in results:
        document = result.shown
        for diagnostic in result.diagnostics if document else ():
            assert document is not None
            line, column = document.line_column(diagnostic.span.start)
            end_line, end_column = document.line_column(diagnostic.span.end)
            properties: dict[str, object] = {
                "file": result.path,
                "line": line,
                "endLine": end_line,
                # columns are of one line; without them all of the lines are marked
                **({"col": column, "endColumn": end_column} if line == end_line else {}),
                "title": f"{diagnostic.code} {diagnostic.rule}",
            }
            shown = ",".join(
                f"{name}={str(value).translate(_OF_PROPERTIES)}"
                for name, value in properties.items()
            )
            message = say(diagnostic.finding.message, context.lang).translate(_OF_MESSAGES)
            yield f"::{_KIND[diagnostic.severity]} {shown}::{message}\n"
