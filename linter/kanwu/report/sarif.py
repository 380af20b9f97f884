"""SARIF 2.1.0 (docs.oasis-open.org/sarif), with fixes and the documentation of the rules.

Columns are Unicode code points, and paths are relative to the working folder where they can be.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kanwu.diagnostic import Diagnostic, Fix, Span, say
from kanwu.document import Document
from kanwu.report import Context
from kanwu.report.fingerprints import fingerprinted
from kanwu.rule import Rule
from kanwu.run import Result
from kanwu.version import __version__

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVEL = {"error": "error", "warning": "warning", "info": "note"}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    numbers: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    for result in results:
        if result.error is not None:
            failures.append({"level": "error", "message": {"text": str(result.error)}})
        for diagnostic, fingerprint in fingerprinted(result):
            number = numbers.setdefault(diagnostic.code, len(numbers))
            found.append(
                _result(result, diagnostic, context.lang)
                | {
                    "ruleIndex": number,
                    "partialFingerprints": {"pathCodeText/v1": fingerprint},
                }
            )
    rules = [_rule(context.rules[code]) for code in numbers]
    invocation = {"executionSuccessful": not failures, "toolExecutionNotifications": failures}
    run = {
        "tool": {"driver": {"name": "kanwu", "version": __version__, "rules": rules}},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": found,
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    yield json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    title, _, text = rule.doc.strip().partition("\n")
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": title},
        "fullDescription": {"text": text.strip() or title},
        "help": {"text": rule.doc.strip()},
    }


def _result(result: Result, diagnostic: Diagnostic, lang: str) -> dict[str, Any]:
    document, artifact = result.shown, {"uri": _uri(result.path)}
    assert document is not None
    region = _region(document, diagnostic.span)
    region["snippet"] = {"text": diagnostic.span.of(document.text)}
    entry: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "level": _LEVEL[diagnostic.severity],
        "message": {"text": say(diagnostic.finding.message, lang)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "rank": round(100 * diagnostic.finding.confidence, 1),
    }
    fixes = [_fix(document, fix, artifact, lang) for fix in diagnostic.finding.fixes if fix.edits]
    return entry | ({"fixes": fixes} if fixes else {})


def _fix(document: Document, fix: Fix, artifact: dict[str, str], lang: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(document, span), "insertedContent": {"text": text}}
        for span, text in fix.edits
    ]
    described = {"description": {"text": say(fix.why, lang)}} if fix.why else {}
    changes = [{"artifactLocation": artifact, "replacements": replacements}]
    return {**described, "artifactChanges": changes}


def _region(document: Document, span: Span) -> dict[str, Any]:
    line, column = document.line_column(span.start)
    end_line, end_column = document.line_column(span.end)
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": span.start,
        "charLength": span.end - span.start,
    }


def _uri(path: str) -> str:
    absolute = Path(path).absolute()
    inside = absolute.is_relative_to(Path.cwd())
    return quote(absolute.relative_to(Path.cwd()).as_posix()) if inside else absolute.as_uri()
