"""Marks in the text that silence findings, and the marks that silence nothing.

`# kanwu: ignore[L101] why` at the end of a line speaks for that line, alone on a line for the
next one; `ignore-start` and `ignore-end` enclose a block, `ignore-file` speaks for the file.
Codes may be prefixes, separated by commas; without brackets all codes are meant. `[sic]` or
（原文如此） right after a place silences what was found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kanwu.diagnostic import Applicability, Diagnostic, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.rule import Bad, Good, Status

_SIC = re.compile(r"""["'”’」』》）)]{0,2}[ \t]*(?:\[sic\]|[（(]原文如此[）)])""")


@dataclass(frozen=True)
class Mark:
    """A mark at `span`, which silences `codes` (all where empty) within `scope`.

    `unclosed` is a block without an end.
    """

    span: Span
    scope: Span
    codes: tuple[str, ...]
    unclosed: bool = False

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

沒有結尾的 `ignore-start` 也在此報告。

修正是否安全：須 --unsafe。刪除標記，單獨成行的連同該行；但換了詞表或設定，標記可能又有用處。

English: a suppression mark under which nothing is found, or a block that is never closed. It
would hide real errors to come. The fix deletes the mark, and its line where it stands alone; it
needs --unsafe, because with another glossary or other settings the mark may be of use.
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
    document: Document,
    diagnostics: Iterable[Diagnostic],
    marks: Sequence[Mark],
    codes: Sequence[str],
) -> list[Diagnostic]:
    """`diagnostics` without the silenced ones, and with those of marks that silence nothing.

    A mark for codes that are not among `codes`, those of the rules that ran, is not judged.
    """
    of_line: dict[int, list[Mark]] = {}
    wide: list[Mark] = []
    for mark in marks:
        first, last = (document.line_column(place)[0] for place in mark.scope)
        of_lines = of_line.setdefault(first, []) if last - first <= 1 else wide
        of_lines.append(mark)
    kept, used = [], set()
    for diagnostic in diagnostics:
        line = document.line_column(diagnostic.span.start)[0] if marks else 0
        near = (*wide, *of_line.get(line, ()), *of_line.get(line - 1, ()))
        silencing = {mark for mark in near if mark.silences(diagnostic)}
        used |= silencing
        if not silencing and not _SIC.match(document.text, diagnostic.span.end):
            kept.append(diagnostic)
    if UNUSED_SUPPRESSION.code in codes:
        kept += (_never_closed(mark) for mark in marks if mark.unclosed)
        kept += (
            _unused(mark)
            for mark in marks
            if mark not in used
            and (not mark.codes or any(code.startswith(mark.codes) for code in codes))
        )
    return kept


def find_marks(document: Document, comment: str) -> tuple[Mark, ...]:
    """The marks of a document; `comment` is a regular expression for what opens a comment."""
    if not comment or "kanwu:" not in document.text:
        return ()
    expression = re.compile(
        rf"(?<![ \t])[ \t]*{comment}[ \t]*kanwu:[ \t]*ignore(?P<kind>-file|-start|-end)?"
        r"(?![\w-])(?:\[(?P<codes>[^\]\r\n]*)\])?[^\r\n]*"
    )
    marks: list[Mark] = []
    blocks: list[Mark] = []
    for match in expression.finditer(document.text):
        span, codes = Span(*match.span()), _codes(match["codes"])
        line = document.line_column(span.start)[0]
        alone = span.start == document.line_span(line).start
        whole = Span(span.start, document.line_span(line).end) if alone else span
        if match["kind"] == "-file":
            marks.append(Mark(whole, Span(0, len(document.text)), codes))
        elif match["kind"] == "-start":
            blocks.append(Mark(whole, Span(span.end, len(document.text)), codes, unclosed=True))
        elif match["kind"] == "-end":
            closed = _innermost(blocks, codes)
            if closed is None:  # an end without a start silences nothing
                marks.append(Mark(whole, Span(span.end, span.end), codes))
            else:
                blocks.remove(closed)
                scope = Span(closed.scope.start, span.start)
                marks.append(Mark(closed.span, scope, closed.codes))
        else:
            last = len(document.line_starts)
            marks.append(Mark(whole, document.line_span(min(line + alone, last)), codes))
    return (*marks, *blocks)


def _innermost(blocks: Sequence[Mark], codes: tuple[str, ...]) -> Mark | None:
    """The block that an end closes: the last one open, of the same codes if the end has any."""
    fitting = (block for block in reversed(blocks) if not codes or block.codes == codes)
    return next(fitting, None)


def _codes(listed: str | None) -> tuple[str, ...]:
    return tuple(code.strip() for code in (listed or "").split(",") if code.strip())


def _unused(mark: Mark) -> Diagnostic:
    codes = ", ".join(mark.codes)
    message = Message(
        f"消音標記沒有作用{f'（{codes}）' if codes else ''}，可以刪除",
        f"the suppression mark{f' ({codes})' if codes else ''} silences nothing",
    )
    fix = Fix.replace(mark.span, "", Applicability.UNSAFE)
    return _diagnostic(Finding(mark.span, message, (fix,)))


def _never_closed(mark: Mark) -> Diagnostic:
    message = Message("消音區塊沒有結尾，一直到檔案末尾", "the suppression block is never closed")
    return _diagnostic(Finding(mark.span, message))


def _diagnostic(finding: Finding) -> Diagnostic:
    return Diagnostic(UNUSED_SUPPRESSION.code, UNUSED_SUPPRESSION.name, finding)
