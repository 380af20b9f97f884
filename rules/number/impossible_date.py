"""不存在的日期，與先結束後開始的期間

「2月30日」「13月5日」「第五季度」沒有這樣的日子；「2024年到2021年」「2月14日至1日」還沒開始就已結束。
多半是聽錯或打錯一個數。

例：「2月30日公布」。

「11月至次年3月」「10月至3月」跨年，不報；財年的第幾季照常報。

修正是否安全：沒有修正，哪個數錯了要查證。

English: a day or quarter that does not exist, or a period that ends before it begins. There is no
fix: which figure is wrong only the source tells.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from kanwu import Bad, Document, Finding, Good, Message, Span

_NO_SUCH = Message("沒有這樣的日期", "there is no such date")
_BACKWARD = Message("期間先結束後開始", "the period ends before it begins")
_MONTHS, _QUARTERS, _LEAP = 12, 4, 2024


class ImpossibleDate:
    code, name, status = "Q106", "impossible-date", "stable"
    doc = __doc__
    examples = (
        Bad("業績在2月30日公布。"),
        Bad("新厂13月5日投产。"),
        Bad("第五季度會回升。"),
        Bad("2023年2月29日簽約。"),
        Bad("預計2024年到2021年持續成長。"),
        Bad("2月14日至1日的订单不多。"),
        Good("2024年2月29日簽約，2月28日-3月1日休市。"),
        Good("11月至次年3月是淡季，10月至3月供暖。"),
        Good("2023年到2028年持續成長，2月1日至14日訂單不多。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for date in document.analysis.dates:
            if not _exists(date.year, date.quarter, date.month, date.day):
                yield Finding(Span(date.start, date.end), _NO_SUCH, confidence=0.9)
        for first, last in document.analysis.periods:
            years = first.year and last.year and first.year > last.year
            days = first.month and first.day and not (last.month or last.year or last.relative)
            if years or (days and last.day and last.day < first.day):
                yield Finding(Span(first.start, last.end), _BACKWARD, confidence=0.8)


def _exists(year: int | None, quarter: int | None, month: int | None, day: int | None) -> bool:
    if quarter is not None and not 1 <= quarter <= _QUARTERS:
        return False
    if month is None:
        return True
    if not 1 <= month <= _MONTHS:
        return False
    return day is None or 1 <= day <= monthrange(year or _LEAP, month)[1]


rule = ImpossibleDate()
