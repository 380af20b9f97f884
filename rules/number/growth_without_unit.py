"""沒有單位的增減

「錄得三十多的成長」「會員增加四十多」：口語省略了「個點」或「%」。上下文清楚時不算錯，但做成報表、
拿去比對的人需要單位。預設不檢查，以 --select Q110 啟用。

例：「上半年成長十五」宜寫「上半年成長15%」。

修正是否安全：沒有修正，是百分比還是件數要查證。

English: growth by a figure without its unit, as people say it. Off by default: select it where
notes become tables. There is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Bad, Document, Finding, Good, Message, Span

_BEFORE = re.compile(
    "(?:增长|成长|增加|提升|上升|下降|下滑|上涨|下跌|涨|跌)(?:了|约|近|大概|超过)?$"
)
_AFTER = re.compile("的?(?:增长|成长|增幅|降幅|涨幅|跌幅)")
_COUNTED = re.compile("[A-Za-z一-龥%]")
_REACH, _TEN = 6, 10
_MESSAGE = Message("增減的數字沒有單位", "growth by a figure without a unit")


class GrowthWithoutUnit:
    code, name, status = "Q110", "growth-without-unit", "preview"
    doc = __doc__
    examples = (
        Bad("上半年錄得三十多的成長。"),
        Bad("會費收入增長十五，下半年更好。"),
        Good("收入增長十五個點，錄得30%的成長。"),
        Good("連漲三天，增長了兩倍，成長一些。"),
        Good("評分從80下降到75。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for quantity in document.analysis.quantities:
            named = text[max(0, quantity.start - 1)] == "第" or quantity.numerals[-1].places
            if quantity.unit or named or quantity.high < _TEN:
                continue
            before = _BEFORE.search(text, max(0, quantity.start - _REACH), quantity.start)
            after = _AFTER.match(text, quantity.end)
            if after or (before and not _COUNTED.match(text, quantity.end)):
                start = before.start() if before else quantity.start
                end = after.end() if after else quantity.end
                yield Finding(Span(start, end), _MESSAGE, confidence=0.7)


rule = GrowthWithoutUnit()
