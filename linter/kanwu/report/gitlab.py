"""A report of GitLab's Code Quality: one JSON array, as docs.gitlab.com/ci/testing/code_quality."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from kanwu.diagnostic import say
from kanwu.report import Context
from kanwu.report.fingerprints import fingerprinted
from kanwu.run import Result

_SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    opening = "[\n"
    for result in results:
        for diagnostic, fingerprint in fingerprinted(result):
            assert result.shown is not None
            line, column = result.shown.line_column(diagnostic.span.start)
            end_line, end_column = result.shown.line_column(diagnostic.span.end)
            entry = {
                "description": say(diagnostic.finding.message, context.lang),
                "check_name": diagnostic.code,
                "fingerprint": fingerprint,
                "severity": _SEVERITY[diagnostic.severity],
                "location": {
                    "path": PurePath(result.path).as_posix(),
                    "positions": {
                        "begin": {"line": line, "column": column},
                        "end": {"line": end_line, "column": end_column},
                    },
                },
            }
            yield opening + json.dumps(entry, ensure_ascii=False)
            opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"
