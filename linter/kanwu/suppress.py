"""Applies suppression marks, and reports those that do nothing.

Besides marks, `[sic]` or （原文如此） right after a place silences what was found there. Only a
mark that names K001 silences what is said of marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kanwu.diagnostic import Applicability, Diagnostic, Finding, Fix, Message
from kanwu.document import Document
from kanwu.marks import Mark
from kanwu.rule import Bad, Good, Status

_SIC = re.compile(r"""["'”’」』》）)]{0,2}[ \t]*(?:\[sic\]|[（(]原文如此[）)])""")


@dataclass(frozen=True)
class UnusedSuppression:
    """K001: a mark that silences nothing. The engine finds it, once all other rules are done."""

    code: str = "K001"
    name: str = "unused-suppression"
    status: Status = "stable"
    doc: str = """沒有作用的消音標記

標記所在之處，這些代碼並沒有發現任何問題。留著它，日後真正的錯誤會被一併蓋住。
沒有結尾的 `ignore-start`、看不懂的標記、不存在的代碼，也在此報告。

例：`# kanwu: ignore[Q101]` 之下的一行沒有 Q101 的問題。

修正是否安全：須 --unsafe。刪除標記，單獨成行的連同該行；但換了詞表或設定，標記可能又有用處。

English: a suppression mark under which nothing is found, a block that is never closed, a mark that
is not understood, or a code that no rule has. It would hide real errors to come. The fix deletes
the mark, and its line where it stands alone; it needs --unsafe, because with another glossary or
other settings the mark may be of use.
"""
    examples: tuple[Good | Bad, ...] = (
        Bad("# kanwu: ignore[Q101]\n出貨量為30到35萬隻。\n", "出貨量為30到35萬隻。\n"),
        Bad("出貨量為30到35萬隻。 # kanwu: ignore\n", "出貨量為30到35萬隻。\n"),
        Bad("出貨量為30到35萬隻。 # kanwu: ignore(Q101)\n"),
        Good("# kanwu: ignore[Q101] 原話\n出貨量為80到660到80萬隻。\n"),
    )

    def check(self, document: Document) -> Iterable[Finding]:
        return ()


UNUSED_SUPPRESSION = UnusedSuppression()


def suppress(
    document: Document,
    diagnostics: Iterable[Diagnostic],
    marks: Sequence[Mark],
    ran: Sequence[str],
    known: Sequence[str],
) -> Iterator[Diagnostic]:
    """`diagnostics` without the silenced ones, then those of marks that silence nothing.

    A mark for rules that are `known` by their codes, but are not among those that `ran`, is not
    judged.
    """
    silencing = _Lookup(document, marks).silencing
    used: set[Mark] = set()
    for diagnostic in diagnostics:
        by = silencing(diagnostic)
        used |= by
        if not by and not _SIC.match(document.text, diagnostic.span.end):
            yield diagnostic
    own = UNUSED_SUPPRESSION.code
    if own in ran:
        faults = (_judge(mark, mark in used, ran, known) for mark in marks)
        yield from (
            fault
            for fault in faults
            if fault is not None
            if not any(own.startswith(mark.codes or "-") for mark in silencing(fault))
        )


class _Lookup:
    """Marks by the line they speak for, those of more lines apart."""

    def __init__(self, document: Document, marks: Sequence[Mark]) -> None:
        self._document = document
        self._of_line: dict[int, list[Mark]] = {}
        self._wide: list[Mark] = []
        for mark in marks:
            first, last = (document.line_column(place)[0] for place in mark.scope)
            narrow = last - first <= 1
            (self._of_line.setdefault(first, []) if narrow else self._wide).append(mark)

    def silencing(self, diagnostic: Diagnostic) -> set[Mark]:
        """The marks that silence a diagnostic."""
        if not self._wide and not self._of_line:
            return set()
        line, place = self._document.line_column(diagnostic.span.start)[0], diagnostic.span.start
        near = (*self._wide, *self._of_line.get(line, ()), *self._of_line.get(line - 1, ()))
        return {mark for mark in near if mark.silences(diagnostic.code, place)}


def _judge(mark: Mark, used: bool, ran: Sequence[str], known: Sequence[str]) -> Diagnostic | None:
    """What is wrong with a mark, if anything is."""
    codes = ", ".join(mark.codes)
    if mark.fault == "unreadable":
        return _fault(mark, "看不懂這個標記，它沒有消音", "this mark is not understood")
    if mark.fault == "unclosed":
        return _fault(mark, "消音區塊沒有結尾", "this block of suppression is never closed")
    if not all(any(code.startswith(prefix) for code in known) for prefix in mark.codes):
        return _fault(mark, f"沒有這樣的代碼：{codes}", f"no rule has such a code: {codes}")
    own = UNUSED_SUPPRESSION.code
    others = [
        code for code in ran if code != own and (not mark.codes or code.startswith(mark.codes))
    ]
    if used or not others:
        return None
    fix = Fix.replace(mark.span, "", Applicability.UNSAFE)
    names = f"（{codes}）" if codes else ""
    return _fault(mark, f"消音標記沒有作用{names}，可以刪除", "this mark silences nothing", fix)


def _fault(mark: Mark, zh: str, en: str, *fixes: Fix) -> Diagnostic:
    finding = Finding(mark.span, Message(zh, en), fixes)
    return Diagnostic(UNUSED_SUPPRESSION.code, UNUSED_SUPPRESSION.name, finding)
