"""單價、速度與總額對不上

「一次檢測3元，一天做二十多次，8小時要花400到500元」：單價 × 每天次數 × 時間只有二三十元。多半是時間
單位或量級聽錯：改成一小時二十多次就對了。

例：「每臺2萬元，共100臺，總價2000萬元」，算出來是200萬元。

要報，同一句裡要有單價、數量（或速度與時間）、總額，單位全部對得上，而且差三倍以上。

修正是否安全：只供參考。換一個時間單位就對得上時提出來，哪個數錯了要聽錄音。

English: a price, a rate and a time that do not multiply to the stated amount. All stand in one
sentence, with units that agree, and they are off by three times or more. Where another unit of time
makes them agree it is proposed; the fix is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Quantity, Span

_MONEY = frozenset(("CNY", "USD", "HKD", "TWD", "EUR", "JPY", "GBP", "KRW"))
_TIMES = {"秒钟": 1, "分钟": 60, "小时": 3600, "天": 86400}
_PRICED = re.compile("(?:每一?|一)(?P<kind>[一-龥]{1,2}?)[^，。,；;0-9]{0,8}$")
_PER = re.compile("[^，。,；;0-9]{0,4}$")
_TOTAL = re.compile("(?:总价|总额|合计|共计|一共|总共|总计)[^，。,；;0-9]{0,6}$")
_COSTS = re.compile("(?:消耗|需要|成本|费用|花费|花|要)[^，。,；;0-9]{0,6}$")
_REACH = 14
_MOST = 12
"""Quantities of a sentence; one with more is a list."""
_OFF = 3
_NEAR = Decimal("1.5")
_END = re.compile(r"[。！？!?\n]")
_LONGEST = 150
_WHY = Message("換成這個時間單位就對得上", "with this unit of time the figures agree")


class _Sum(NamedTuple):
    """What figures multiply to, and the amount that is stated; `per` is the time of the rate."""

    least: Decimal
    most: Decimal
    amount: Quantity
    per: Quantity | None = None

    def off(self, times: Decimal | int = 1) -> Decimal:
        """How far the amount is off, as a factor, if the product were so many times larger."""
        least, most = self.least * times, self.most * times
        return max(least / self.amount.high, self.amount.low / most, Decimal(1))


class StatedProduct:
    code, name, status = "C105", "stated-product", "stable"
    doc = __doc__
    examples = (
        Bad(
            "一次檢測的費用是3元，一天做二十多次，8小時要花400到500元。",
            fixed="一次檢測的費用是3元，一小時做二十多次，8小時要花400到500元。",
        ),
        Bad("每臺2萬元，共100臺，總價2000萬元。"),
        Good("一次檢測的費用是3元，一小時做二十多次，8小時要花400到500元。"),
        Good("每臺2萬元，共100臺，總價200萬元。"),
        Good("每臺2萬元，去年賣了100臺，研發費用2000萬元。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for sentence in _with_amounts(document):
            inside = document.analysis.quantities_in(sentence)
            for each in _sums(text, inside) if len(inside) <= _MOST else ():
                if each.off() > _OFF:
                    yield _finding(document, each)


def _with_amounts(document: Document) -> Iterator[Span]:
    """The sentences that have two amounts of money."""
    text, last = document.analysis.folded, 0
    money = [each for each in document.analysis.quantities if each.kind in _MONEY]
    for first, second in pairwise(money):
        if second.end - first.start > _LONGEST or first.start < last:
            continue
        both = Span(first.start, second.end)
        sentence = document.analysis.sentence_around(both, _LONGEST, _LONGEST)
        last = sentence.end
        if not _END.search(text, first.end, second.start):
            yield sentence


def _sums(text: str, found: Sequence[Quantity]) -> Iterator[_Sum]:
    """What the quantities of a sentence multiply to, where they are price, number and amount."""
    money = [each for each in found if each.kind in _MONEY and each.low > 0]
    for price in money:
        priced = _PRICED.search(text, max(0, price.start - _REACH), price.start)
        for number in found if priced else ():
            if number.kind != priced["kind"] or number.low <= 1:
                continue
            amounts = [each for each in money if each.kind == price.kind and each is not price]
            yield from _products(text, found, price, number, amounts)


def _products(
    text: str,
    found: Sequence[Quantity],
    price: Quantity,
    number: Quantity,
    amounts: Sequence[Quantity],
) -> Iterator[_Sum]:
    per = next((t for t in found if t.kind == "time" and _stands_before(text, t, number)), None)
    least, most = price.low * number.low, price.high * number.high
    for amount in amounts:
        before = max(0, amount.start - _REACH)
        if per is None:
            if _TOTAL.search(text, before, amount.start):
                yield _Sum(least, most, amount)
        elif _COSTS.search(text, before, amount.start):
            lasting = [each for each in found if each.kind == "time" and each is not per]
            for time in lasting[:1]:
                yield _Sum(least * time.low / per.low, most * time.high / per.high, amount, per)


def _stands_before(text: str, time: Quantity, number: Quantity) -> bool:
    return time.end <= number.start and bool(_PER.fullmatch(text, time.end, number.start))


def _finding(document: Document, each: _Sum) -> Finding:
    real = document.analysis.rewrite(each.amount.like(each.least, each.most))
    message = Message(
        f"單價、數量與總額對不上：算起來是{real}", f"price and number make {real}, not the amount"
    )
    if each.per is None or each.per.unit is None:
        return Finding(Span(each.amount.start, each.amount.end), message, confidence=0.7)
    place = Span(each.per.numerals[0].end, each.per.end)
    times = {unit: each.per.unit.factor / seconds for unit, seconds in _TIMES.items()}
    fixes = (
        Fix((Edit(place, document.analysis.rewrite(unit)),), Applicability.SHOW, _WHY)
        for unit, factor in times.items()
        if each.off(factor) < _NEAR
    )
    return Finding(Span(each.per.start, each.per.end), message, tuple(fixes), confidence=0.7)


rule = StatedProduct()
