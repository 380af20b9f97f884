"""減少的量超過原來的全部

「下降了兩倍」「降幅為150%」：減少至多減到零，不能超過一倍。多半是把「降到原來的一半」說成倍數，
或把別的數當成了降幅。

例：「價格下降了3倍」，可能是「降到三分之一」。

「降幅是同業的兩倍」比的是兩個降幅；利潤由盈轉虧，可以下降超過 100%：都不報。

修正是否安全：沒有修正，原意要查證。

English: a decrease by more than the whole. Profits that turn into losses may fall by more than
100 %, and one fall may be twice another one: both are left alone. There is no fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Bad, Document, Finding, Good, Message, Span

_FALL = re.compile(
    "(?:下降|减少|降低|下滑|下跌|降幅|跌幅|减幅|降价|缩短|缩小|缩减)(?:幅度|幅)?"
    "(?:了|为|在|约|达到?|超过|高达|接近|是|大概|平均|将近|[:：，,]){0,3}$"
)
_PROFIT = re.compile("利润|净利|盈利|收益|现金流|归母|业绩|每股|EPS")
_COMPARED = re.compile("的|以上的|左右的")
_REACH, _SENTENCE = 12, 24
_MESSAGE = Message("減少的量超過了全部", "a decrease by more than the whole")


class FallInMultiples:
    code, name, status = "Q107", "fall-in-multiples", "stable"
    doc = __doc__
    examples = (
        Bad("組件價格下降了3倍。"),
        Bad("單位成本的降幅達到兩倍以上。"),
        Bad("库存减少了120%。"),
        Good("價格下降了30%，銷量成長兩倍。"),
        Good("跌幅是同業的兩倍，降幅達到平均降幅的1.5倍。"),
        Good("淨利潤同比下降150%，由盈轉虧。"),
        Good("降到原來的三分之一。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for quantity in document.analysis.quantities:
            if quantity.kind != "ratio" or quantity.high <= 1:
                continue
            fall = _FALL.search(text, max(0, quantity.start - _REACH), quantity.start)
            if not fall or _COMPARED.match(text, quantity.end):
                continue
            if _PROFIT.search(text, max(0, fall.start() - _SENTENCE), fall.start()):
                continue
            yield Finding(Span(fall.start(), quantity.end), _MESSAGE, confidence=0.8)


rule = FallInMultiples()
