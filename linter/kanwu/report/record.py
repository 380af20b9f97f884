"""The machine-readable form of a finding: the contract of the json and jsonl formats.

path                       as given on the command line
line, column               of the first character, from 1, in code points
end_line, end_column       of the place after the last one
start, end                 code points in the file from 0, without a byte order mark; end exclusive
code, rule, severity       the rule; error from confidence .97, warning from .8, else info
message                    in the language of --lang
text                       what is written at [start, end)
confidence                 0 to 1: how likely it is that the place is wrong
replacements               best first: text (replaces [start, end)), applicability, why
occurrences                how many findings of the file say the same; only where people are
                           shown one for all of them
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kanwu.diagnostic import say
from kanwu.run import Result


def records(result: Result, lang: str) -> Iterator[dict[str, Any]]:
    document = result.shown
    if document is None:
        return
    alike = Counter((d.code, d.finding.group) for d in result.diagnostics if d.finding.group)
    for diagnostic in result.diagnostics:
        finding, span = diagnostic.finding, diagnostic.span
        line, column = document.line_column(span.start)
        end_line, end_column = document.line_column(span.end)
        record: dict[str, Any] = {
            "path": result.path,
            "line": line,
            "column": column,
            "end_line": end_line,
            "end_column": end_column,
            "start": span.start,
            "end": span.end,
            "code": diagnostic.code,
            "rule": diagnostic.rule,
            "severity": diagnostic.severity,
            "message": say(finding.message, lang),
            "text": span.of(document.text),
            "confidence": round(finding.confidence, 4),
            "replacements": [
                {
                    "text": fix.replacement(document.text, span),
                    "applicability": fix.applicability.name.lower(),
                    "why": say(fix.why, lang),
                }
                for fix in finding.fixes
            ],
        }
        if finding.group:
            record["occurrences"] = alike[diagnostic.code, finding.group]
        yield record
