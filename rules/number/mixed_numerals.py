"""一個數裡混用漢字與阿拉伯數字

「十二到15」「三月19日」「9點四十五分」：語音轉寫把同一個範圍、日期或時刻的一半寫成漢字，一半寫成數字。
《出版物上數字用法》（GB/T 15835）要求同一個數的寫法一致；檢索與比對也會漏掉這樣的數。

例：「交期要八到12周」應為「8到12周」。

「4萬3000」「三千多」這樣的寫法是一致的，不報；「十一月、12月」是兩個日期，也不報。

修正是否安全：數值不變，只換寫法，須 --unsafe。

English: one range, date or time half in hanzi, half in Arabic figures, as speech recognition writes
it. The value stays, only the writing changes; the fix needs --unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Span

_HANZI = re.compile("[一二三四五六七八九十]+(?=(月)|[日号]|$)")
_WHY = Message("同一個數用同一種數字", "one kind of figures in one number")
_MESSAGE = Message("漢字與數字混用", "hanzi and figures mixed")


class MixedNumerals:
    code, name, status = "Q103", "mixed-numerals", "stable"
    doc = __doc__
    examples = (
        Bad("毛利率會落在二十五到30%。", fixed="毛利率會落在25到30%。"),
        Bad("交期要八到12周。", fixed="交期要8到12周。"),
        Bad("三月21日到4月5日停產。", fixed="3月21日到4月5日停產。"),
        Bad("會議在9點四十五分開始。", fixed="會議在9點45分開始。"),
        Good("訂單約4萬3000臺，三千多臺未交。"),
        Good("十一月、12月都是旺季。"),
        Good("三四月份需求會增加，二十到三十家門店會關。"),
        Good("星期一到15日都休息，第一到3名有獎。"),
        Good("這批貨統一到20日再發。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for span, edits in (*_ranges(document), *_dates(document), *_times(document)):
            fix = Fix(edits, Applicability.UNSAFE, _WHY)
            yield Finding(span, _MESSAGE, (fix,), confidence=0.9)


_Mixed = Iterator[tuple[Span, tuple[Edit, ...]]]
"""Where a number is, and what writes all of it in figures."""


def _ranges(document: Document) -> _Mixed:
    text = document.analysis.folded
    for quantity in document.analysis.quantities:
        if not quantity.is_range or not quantity.unit or quantity.own_units:
            continue
        low, high = quantity.numerals
        said, figures = (low, high) if low.style == "hanzi" else (high, low)
        ordinal = text[max(0, quantity.start - 1)] == "第"
        if (said.style, figures.style) == ("hanzi", "arabic") and said.is_exact and not ordinal:
            place = Span(said.start, said.end)
            yield Span(quantity.start, quantity.end), (Edit(place, f"{said.low:f}"),)


def _dates(document: Document) -> _Mixed:
    """Dates of which month or day is in hanzi, and the other in figures."""
    for date in document.analysis.dates:
        span = Span(date.start, date.end)
        written = span.of(document.analysis.folded)
        month, _, day = written.partition("月")
        if date.month and date.day and month[-1].isdecimal() != day[0].isdecimal():
            said = _HANZI.finditer(written)
            edits = (
                Edit(Span(*part.span()).moved(date.start), str(date.month if part[1] else date.day))
                for part in said
            )
            yield span, tuple(edits)


def _times(document: Document) -> _Mixed:
    """Times of day of which the hour or the minute is in hanzi, and the other in figures."""
    text = document.analysis.folded
    for hour, minute in pairwise(document.analysis.quantities):
        between = text[hour.end : minute.start]
        both = (*hour.numerals, *minute.numerals)
        if between not in {"点", "时"} or text[minute.end : minute.end + 1] != "分":
            continue
        if {each.style for each in both} == {"hanzi", "arabic"}:
            edits = (
                Edit(Span(each.start, each.end), f"{each.low:f}")
                for each in both
                if each.style == "hanzi"
            )
            yield Span(hour.start, minute.end + 1), tuple(edits)


rule = MixedNumerals()
