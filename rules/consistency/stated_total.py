"""合計與各項對不上

「一月4萬臺，二月3萬臺，兩個月合計9萬臺」：各項加起來是7萬。「甲占50%，乙占40%，其餘占30%」加起來超過全部。

例：「兩家工廠分別是20億元和30億元，兩家合計60億元」。

要報，合計之前要說清楚是幾項（兩個月、三家、兩者），同一段裡正好有這麼多同單位的數；佔比要有「其餘、其他」
把全部說完。四捨五入、「約、左右、多」都算進去仍對不上才報。

修正是否安全：沒有修正，不知道是哪個數錯了。

English: a total that its parts do not add up to, or shares that do not make a whole. How many parts
there are must be said (兩家合計), and shares must name the rest (其餘). Rounding and hedges are
allowed for. There is no fix: nobody knows which figure is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kanwu import Bad, Document, Finding, Good, Message, Quantity, Span

_TOTAL = re.compile(
    "(?P<count>[两二三四五])(?:个月|个季度|季度?|家|者|项|地|款|个|部分|年|天|周|条|座|省|市|厂|部)?[^，。；\n0-9]{0,4}?"
    "(?:合计|共计|总计|总共|一共|加起来|合起来|相加)(?:约|大约|为|是|达到?|有|近|接近|大概){0,3}$"
)
_PARTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_SHARE = re.compile("(?:占比?|份额|比重|比例)(?:约|为|是|达到?|了|有|大概|在|的){0,3}$")
_REST = re.compile("其[余他它]|剩[余下]")
_REACH, _NEAR, _SENTENCE, _RIGHT = 20, 8, 150, 20
_LEAST_SHARES, _MOST = 2, 20


class StatedTotal:
    code, name, status = "C104", "stated-total", "stable"
    doc = __doc__
    examples = (
        Bad("一月訂單4萬臺，二月3萬臺，兩個月合計9萬臺。"),
        Bad("两家工厂分别投了20亿元和30亿元，两家合计60亿元。"),
        Bad("海外占50%，華東占40%，其餘占30%。"),
        Good("一月訂單41,000臺，二月在27,000臺左右，兩個月合計約70,000臺。"),
        Good("两家工厂分别投了20亿元和30亿元，两家合计50亿元。"),
        Good("A占59%，B占37%，其他占5%。"),
        Good("海外占50%，海外的利潤占60%。"),
        Good("三個部門共計120人，其中研發80人。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text, quantities = document.analysis.folded, document.analysis.quantities
        for number, total in enumerate(quantities):
            said = _TOTAL.search(text, max(0, total.start - _REACH), total.start)
            if said and total.unit:
                yield from _unlike(
                    document, quantities[max(0, number - _MOST) : number], said, total
                )
        for rest in _REST.finditer(text):
            yield from _no_whole(document, rest)


def _unlike(
    document: Document, before: Sequence[Quantity], said: re.Match[str], total: Quantity
) -> Iterator[Finding]:
    """The total of as many parts as are said to be, if they cannot make it."""
    count = _PARTS[said["count"]]
    line = document.analysis.folded.rfind("\n", 0, total.start)
    parts = [
        each
        for each in before
        if line < each.start and each.end <= said.start() and each.kind == total.kind
    ][-count:]
    if len(parts) < count or total.hedge in {"over", "under"}:
        return
    low, high = map(sum, zip(*(each.bounds for each in parts), strict=True))
    least, most = total.bounds
    if most < low or high < least:
        real = total.like(sum(each.low for each in parts), sum(each.high for each in parts))
        real = document.analysis.rewrite(real)
        message = Message(
            f"合計與各項對不上：相加是{real}", f"the parts add up to {real}, not to the total"
        )
        yield Finding(Span(said.start(), total.end), message, confidence=0.75)


def _no_whole(document: Document, rest: re.Match[str]) -> Iterator[Finding]:
    """Shares of a sentence, the last of them that of the rest, if they cannot make a whole."""
    text = document.analysis.folded
    sentence = document.analysis.sentence_around(Span(*rest.span()), _SENTENCE, _RIGHT)
    shares = [
        each
        for each in document.analysis.quantities_in(sentence)
        if each.kind == "ratio" and _SHARE.search(text, max(0, each.start - _NEAR), each.start)
    ]
    if len(shares) <= _LEAST_SHARES or not shares[-2].end <= rest.start() < shares[-1].start:
        return
    low, high = map(sum, zip(*(each.bounds for each in shares), strict=True))
    if not low <= 1 <= high:
        real = f"{float(sum(each.low for each in shares)):.0%}"
        message = Message(
            f"各項佔比與其餘相加是 {real}", f"the shares and the rest make {real}, not a whole"
        )
        yield Finding(Span(shares[0].start, shares[-1].end), message, confidence=0.75)


rule = StatedTotal()
