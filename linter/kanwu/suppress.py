"""Marks in the text that silence findings, and the marks that silence nothing.

`# kanwu: ignore[L101] why` at the end of a line speaks for that line, alone on a line for the
next one; `ignore-start` and `ignore-end` enclose a block, `ignore-file` speaks for the file.
Codes may be prefixes, separated by commas; without brackets all codes are meant. `[sic]` or
（原文如此） right after a place silences what was found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kanwu.diagnostic import Applicability, Diagnostic, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.rule import Bad, Good, Status

_SIC = re.compile(r"[ \t]*(?:\[sic\]|[（(]原文如此[）)])")


@dataclass(frozen=True)
class Mark:
    """A mark at `span`, which silences `codes` (all where empty) within `scope`."""

    span: Span
    scope: Span
    codes: tuple[str, ...]

    def silences(self, diagnostic: Diagnostic) -> bool:
        inside = self.scope.start <= diagnostic.span.start < self.scope.end
        return inside and (not self.codes or diagnostic.code.startswith(self.codes))


@dataclass(frozen=True)
class UnusedSuppression:
    """K001: a mark that silences nothing. The engine finds it, once all other rules are done."""

    code: str = "K001"
    name: str = "unused-suppression"
    status: Status = "stable"
    doc: str = """沒有作用的消音標記

標記所在之處，這些代碼並沒有發現任何問題。留著它，日後真正的錯誤會被一併蓋住。

例：`# kanwu: ignore[Q101]` 之下的一行沒有 Q101 的問題。

修正是否安全：安全。只刪除標記本身；單獨成行的標記連同該行刪除。

English: a suppression mark under which nothing is found. It would hide real errors to come.
The fix deletes the mark, and its line where it stands alone, and is safe.
"""
    examples: tuple[Good | Bad, ...] = (
        Bad("# kanwu: ignore[Q101]\n出貨量為30到35萬隻。\n", "出貨量為30到35萬隻。\n"),
        Bad("出貨量為30到35萬隻。 # kanwu: ignore\n", "出貨量為30到35萬隻。\n"),
        Good("# kanwu: ignore[Q101] 原話\n出貨量為80到660到80萬隻。\n"),
    )

    def check(self, document: Document) -> Iterable[Finding]:
        return ()


UNUSED_SUPPRESSION = UnusedSuppression()


def suppress(
    document: Document, diagnostics: Sequence[Diagnostic], codes: Iterable[str], comment: str
) -> tuple[Diagnostic, ...]:
    """`diagnostics` without the silenced ones, and with those of marks that silence nothing.

    A mark for codes that are not among `codes`, those of the rules that ran, is not judged.
    """
    ran = tuple(codes)
    marks = tuple(find_marks(document, comment)) if "kanwu:" in document.text else ()
    used = {mark for mark in marks for diagnostic in diagnostics if mark.silences(diagnostic)}
    kept = [
        diagnostic
        for diagnostic in diagnostics
        if not any(mark.silences(diagnostic) for mark in marks)
        and not _SIC.match(document.text, diagnostic.span.end)
    ]
    if UNUSED_SUPPRESSION.code in ran:
        kept += (
            _unused(document, mark)
            for mark in marks
            if mark not in used
            and (not mark.codes or any(code.startswith(mark.codes) for code in ran))
        )
    return tuple(kept)


def find_marks(document: Document, comment: str) -> Iterator[Mark]:
    """The marks of a document; `comment` is a regular expression for what opens a comment."""
    expression = re.compile(
        rf"(?<![ \t])[ \t]*{comment}[ \t]*kanwu:[ \t]*ignore(?P<kind>-file|-start|-end)?"
        r"(?![\w-])(?:\[(?P<codes>[^\]\r\n]*)\])?[^\r\n]*"
    )
    found = [
        (match["kind"], Span(*match.span()), _codes(match["codes"]))
        for match in expression.finditer(document.text)
    ]
    for index, (kind, span, codes) in enumerate(found):
        line = document.line_column(span.start)[0]
        alone = span.start == document.line_span(line).start
        whole = Span(span.start, document.line_span(line).end) if alone else span
        if kind == "-file":
            yield Mark(whole, Span(0, len(document.text)), codes)
        elif kind == "-start":
            ends = (s.start for k, s, c in found[index:] if k == "-end" and c == codes)
            yield Mark(whole, Span(span.end, next(ends, len(document.text))), codes)
        elif kind == "-end":
            starts = (k == "-start" and c == codes for k, _, c in found[:index])
            if not any(starts):
                yield Mark(whole, Span(span.end, span.end), codes)
        else:
            last = len(document.line_starts)
            yield Mark(whole, document.line_span(min(line + alone, last)), codes)


def _codes(listed: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in (listed or "").split(",") if code.strip())


def _unused(document: Document, mark: Mark) -> Diagnostic:
    codes = ", ".join(mark.codes)
    message = Message(
        f"消音標記沒有作用{f'（{codes}）' if codes else ''}，可以刪除",
        f"the suppression mark{f' ({codes})' if codes else ''} silences nothing",
    )
    fix = Fix.replace(mark.span, "", Applicability.SAFE)
    finding = Finding(mark.span, message, (fix,))
    return Diagnostic(UNUSED_SUPPRESSION.code, UNUSED_SUPPRESSION.name, finding)
