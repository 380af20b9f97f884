"""由大到小、或兩端差太遠的範圍

「約30-25萬臺」：範圍的後一個數比前一個小，多半是聽錯一位、漏了單位，或兩個數顛倒。
「9-1.2萬臺」的兩端差一千倍以上，是只有一端有「萬」。

例：「毛利率大概在35-25%」很可能是「25-35%」，或其中一個數聽錯。

「從30萬降到25萬」說的是變化，比分、日期、編號沒有單位，都不報。

修正是否安全：只供參考，哪個數錯了要聽錄音。

English: a range whose second figure is smaller than the first, or a thousand times as large. A
course of events (從30降到25), scores and dates are left alone. The fix is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Span

_SIGN = re.compile(r"[-~—–～\s]+")
_COURSE = re.compile("[从由自]|[降跌减缩下]|变化|走势|依次|分别|比分|大[胜败]")
_WHY = Message("範圍由小到大", "a range rises")
_MESSAGE = Message("範圍的後一個數比前一個小", "the second figure of the range is the smaller one")
_FAR = Message("範圍的兩端差一千倍以上", "the ends of the range are a thousand times apart")
_REACH, _THOUSAND = 8, 1000


class ImpossibleRange:
    code, name, status = "Q105", "impossible-range", "stable"
    doc = __doc__
    examples = (
        Bad("今年的出貨大概在30-25萬臺。", fixed="今年的出貨大概在25-30萬臺。"),
        Bad("毛利率约35%~25%。", fixed="毛利率约25%~35%。"),
        Bad("月產能大概9-1.2萬臺。"),
        Good("今年的出貨大概在25-30萬臺。"),
        Good("價格從30-25元一路下來。"),
        Good("降至30-25元，比分3-2，2月28日-3月1日，見表3-1。"),
        Good("价格在8000到1万元，库存8-10万台。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for quantity in document.analysis.quantities:
            if not quantity.is_range or not quantity.unit:
                continue
            span = Span(quantity.start, quantity.end)
            if 0 < quantity.low * _THOUSAND <= quantity.high and not quantity.own_units:
                yield Finding(span, _FAR, confidence=0.7)
            if quantity.low <= quantity.high:
                continue
            if quantity.kind == "time" or _COURSE.search(
                text, max(0, quantity.start - _REACH), quantity.start
            ):
                continue
            low, high = (Span(n.start, n.end - len(n.places)) for n in quantity.numerals)
            if not _SIGN.search(Span(low.end, high.start).of(text)):
                continue
            edits = Edit(low, high.of(document.prose)), Edit(high, low.of(document.prose))
            fix = Fix(edits, Applicability.SHOW, _WHY)
            yield Finding(span, _MESSAGE, (fix,), confidence=0.8)


rule = ImpossibleRange()
