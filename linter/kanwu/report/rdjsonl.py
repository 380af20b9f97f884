"""Reviewdog's diagnostics (rdformat), a JSON object a line; columns are UTF-8 bytes from 1."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kanwu.diagnostic import Span, say
from kanwu.document import Document
from kanwu.report import Context
from kanwu.run import Result

SOURCE = {"name": "kanwu"}
_SEVERITY = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    for entry in diagnostics(results, context.lang):
        yield json.dumps(entry | {"source": SOURCE}, ensure_ascii=False) + "\n"


def diagnostics(results: Iterable[Result], lang: str) -> Iterator[dict[str, Any]]:
    """The findings as objects of the format, with the best fix as a suggestion."""
    for result in results:
        document = result.shown
        for diagnostic in result.diagnostics if document else ():
            assert document is not None
            where = _range(document, diagnostic.span)
            entry: dict[str, Any] = {
                "message": say(diagnostic.finding.message, lang),
                "location": {"path": result.path, "range": where},
                "severity": _SEVERITY[diagnostic.severity],
                "code": {"value": diagnostic.code},
            }
            if diagnostic.fix and diagnostic.fix.edits:
                text = diagnostic.fix.replacement(document.text, diagnostic.span)
                entry["suggestions"] = [{"range": where, "text": text}]
            yield entry


def _range(document: Document, span: Span) -> dict[str, Any]:
    return {"start": _position(document, span.start), "end": _position(document, span.end)}


def _position(document: Document, offset: int) -> dict[str, int]:
    line, column = document.line_column(offset)
    before = document.text[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
