"""連在一起的數

語音轉寫漏了數與數之間的停頓：「125、180和260」成了「125180和260」，「16、17年」成了「1617年」，
兩個小數成了「2.352.17億」。

例：「單價是125180和260元」應為「125、180和260元」。

只有旁邊的數能看出怎麼斷，才報：後面並列著位數相同、更大的數，或同一句裡有兩位數的年份。版本號、章節號、
IP 位址不報。

修正是否安全：只供參考，要聽錄音。

English: figures that lost the pause between them. They are found only where a list beside them
shows how they come apart. The fix is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Span

_LIST = re.compile(
    r"(?P<both>[1-9](?<![0-9.,].)[0-9]{3,7})[和与及](?P<third>[1-9][0-9]{1,3})(?![0-9.,:：年月日号])"
)
_YEARS = re.compile(r"(?P<both>[12](?<![0-9].)[0-9][12][0-9])年(?![代级])")
_SHORT_YEAR = re.compile(r"[12](?<![0-9].)[0-9]年(?![代级来间内前后多]|以)")
_OF_ONE, _OF_TWO = r"[0-9]{1,4}\.[0-9]", r"[0-9]{1,4}\.[0-9]{2}"
_DECIMALS = re.compile(
    rf"(?=[0-9](?<![0-9.].))(?:(?P<two>{_OF_TWO})(?={_OF_TWO}[^0-9])|(?P<one>{_OF_ONE})(?={_OF_ONE}[^0-9]))"
    r"[0-9]{1,4}\.[0-9]{1,2}(?=[万亿%吨倍]|美?元)"
)
_THIS_AGE = range(1900, 2100)
_REACH = 60
_WHY = Message("旁邊的數看得出怎麼斷", "the figures beside show where they come apart")
_MESSAGE = Message("幾個數連在一起", "figures run together")


class GluedNumbers:
    code, name, status = "Q108", "glued-numbers", "stable"
    doc = __doc__
    examples = (
        Bad("三種規格分別是125180和260元。", fixed="三種規格分別是125、180和260元。"),
        Bad("1617年是高峰，18年開始下滑。", fixed="16、17年是高峰，18年開始下滑。"),
        Bad("兩季的營收是2.352.17億元。", fixed="兩季的營收是2.35、2.17億元。"),
        Good("1819年英國在新加坡開埠，至今兩百年。"),
        Good("規格是125、180和260元。"),
        Good("版本1.2.3，第2.1.4節，192.168.1.10。"),
        Good("電話是13911和12345。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for match in _LIST.finditer(text):
            first, second = _halves(match["both"])
            same = len(first) == len(second) == len(match["third"])
            if same and int(first) < int(second) < int(match["third"]):
                yield _finding(match.start(), len(first), match.end("both"))
        for match in _YEARS.finditer(text):
            first, second = _halves(match["both"])
            follows = int(second) == int(first) + 1 and int(match["both"]) not in _THIS_AGE
            if follows and _has_short_year(document, Span(*match.span())):
                yield _finding(match.start(), len(first), match.end("both"))
        for match in _DECIMALS.finditer(text):
            yield _finding(match.start(), len(match["two"] or match["one"]), match.end())


def _halves(figures: str) -> tuple[str, str]:
    return figures[: len(figures) // 2], figures[len(figures) // 2 :]


def _finding(start: int, length: int, end: int) -> Finding:
    place = Span(start + length, start + length)
    fix = Fix((Edit(place, "、"),), Applicability.SHOW, _WHY)
    return Finding(Span(start, end), _MESSAGE, (fix,), confidence=0.8)


def _has_short_year(document: Document, span: Span) -> bool:
    """Whether the sentence has a year of two figures besides what stands at a span."""
    text = document.analysis.folded
    start, end = document.analysis.sentence_around(span, _REACH, _REACH)
    return bool(_SHORT_YEAR.search(text[start : span.start] + "，" + text[span.end : end]))


rule = GluedNumbers()
