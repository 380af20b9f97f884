"""增減與前後的數字對不上

「從77上升到75」方向相反；「從40萬增至60萬，增長20%」算出來是 50%。數字或增減聽錯一個，
同一句裡就會自相矛盾。

例：「庫存從60天升至55天」，不是升，就是數字錯了。

要報，三個數須在同一句、單位可以相比，而且連四捨五入、「約、左右、多」都算進去仍對不上。「同比、環比」
的基數不是句裡的那個數，排名、精度、虧損的升降與數字相反，都不報。

修正是否安全：沒有修正，不知道是哪個數錯了。

English: a change that contradicts its own figures, in direction or in size. All figures stand in
one sentence, can be compared, and disagree beyond rounding and hedges; growth on another base
(同比), ranks, precision and losses are left alone. There is no fix: nobody knows which is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from kanwu import Bad, Document, Finding, Good, Message, Quantity, Span

_UP = "增长|增加|增至|上升|提升|提高|上涨|攀升|上调|扩大|涨|升|增"
_DOWN = "下降|下滑|下跌|减少|降低|下调|缩减|缩短|收窄|回落|降|跌|减|滑"
_FROM = re.compile(r"[从由自][^，。,;；！？\n]{0,12}$")
_TO = re.compile(
    rf"[^，。,;；！？\n]{{0,8}}?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:到|至|为)了?[约近]?"
)
_BY = re.compile(
    rf"[^。；;！？\n]{{0,12}}?(?<!同比)(?<!环比)(?:(?P<up>{_UP}|增幅|涨幅|升幅)|(?P<down>{_DOWN}|降幅|跌幅))"
    "(?:了|约|为|近|达|幅度|大概|大约){0,3}"
)
_REVERSED = re.compile("排名|名次|第|精度|误差|亏|损|负|纳米|制程|汇率|兑|不良率|失业|次品|折")
_OTHER_BASE = re.compile("同比|环比|年化|累计|复合|翻|倍")
_RANGE = re.compile(r"[。；;！？!?\n]")
_REACH = 16
_DIRECTION = Message("增減的方向與前後的數字相反", "the change goes against its figures")


class _Change(NamedTuple):
    """From one quantity to another, and which way that is said to be."""

    first: Quantity
    last: Quantity
    up: bool


class StatedChange:
    code, name, status = "C103", "stated-change", "stable"
    doc = __doc__
    examples = (
        Bad("開工率從77上升到75。"),
        Bad("库存从60天升至55天，压力不小。"),
        Bad("月產能從40萬片增至60萬片，增長20%。"),
        Bad("均價從200元降到150元，下降了30元。"),
        Good("折扣同比去年下滑了兩個點，從77下滑到75。"),
        Good("月產能從40萬片增至60萬片，增長50%。"),
        Good("庫存從60-65天降至57-58天，約減少5-6天。"),
        Good("營收從40億元增至60億元，同比增長20%。"),
        Good("排名從第8上升到第5，精度從0.1毫米提升到0.01毫米。"),
        Good("訂單從2.7萬臺增至4.1萬臺，增加了1萬多臺。"),
        Good("亏损从5亿元扩大到8亿元，毛利率从10%升到12.5%，提升2.5个百分点。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text, quantities = document.analysis.folded, document.analysis.quantities
        for number, (first, last) in enumerate(pairwise(quantities)):
            change = _change(text, first, last)
            if not change:
                continue
            span = Span(first.start, last.end)
            if (last.high < first.low) if change.up else (last.low > first.high):
                yield Finding(span, _DIRECTION, confidence=0.8)
            else:
                for stated in quantities[number + 2 : number + 3]:
                    if _states(text, change, stated):
                        yield from _contradicted(document, change, stated)


def _change(text: str, first: Quantity, last: Quantity) -> _Change | None:
    verb = _TO.fullmatch(text, first.end, last.start)
    if not verb or not _FROM.search(text, max(0, first.start - _REACH), first.start):
        return None
    before = _RANGE.split(text[max(0, first.start - 2 * _REACH) : first.start])[-1]
    if _REVERSED.search(before):
        return None
    if first.kind != last.kind and first.kind:
        return None
    if not first.kind and (last.numerals[-1].places or first.numerals[0].style == "hanzi"):
        return None  # 从8增到1.2万, 从一些到3%: nobody knows 8 of what
    return _Change(first, last, bool(verb["up"]))


def _states(text: str, change: _Change, following: Quantity) -> bool:
    """Whether the quantity after a change says how large it is."""
    by = _BY.fullmatch(text, change.last.end, following.start)
    if not by or _OTHER_BASE.search(text, change.last.end, following.end + 2):
        return False
    return bool(by["up"]) is change.up and not following.hedge


def _contradicted(document: Document, change: _Change, stated: Quantity) -> Iterator[Finding]:
    sizes = tuple(_sizes(change, stated.kind))
    if sizes and not any(
        least - stated.step <= stated.high and stated.low <= most + stated.step
        for least, most in sizes
    ):
        real = document.analysis.rewrite(stated.like(*sizes[0]))
        message = Message(
            f"增減的幅度與前後的數字對不上：算起來是{real}",
            f"the figures make a change of {real}, not the one that is stated",
        )
        yield Finding(Span(change.first.start, stated.end), message, confidence=0.75)


def _sizes(change: _Change, kind: str) -> Iterator[tuple[Decimal, Decimal]]:
    """The least and the largest change that the figures allow, in the unit of a kind."""
    base_low, base_high = change.first.bounds
    last_low, last_high = change.last.bounds
    if change.up:
        least, most = last_low - base_high, last_high - base_low
    else:
        least, most = base_low - last_high, base_high - last_low
    least = max(least, Decimal(0))
    if kind == change.last.kind:
        yield least, most
    if kind == "points":
        factor = 100 if change.last.kind == "ratio" else 1
        yield least * factor, most * factor
    if kind == "ratio" and base_low > 0:
        yield least / base_high, most / base_low


rule = StatedChange()
