"""Dates as notes write them, from 2024年2月9日 to 去年下半年, and periods between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from kanwu.hanzi.numerals import TO, narrow, numerals

_DIGIT = "一二三四五六七八九"
_HANZI = rf"[一二三]?十[{_DIGIT}]?|[{_DIGIT}]"
_ALONE = "(?<![0-9.])(?<![0-9],)"
_NUMBER = rf"(?:{_ALONE}[0-9]{{1,2}}(?![0-9])|(?<![{_DIGIT}零〇十百千万第])(?:{_HANZI}))"
_YEAR = (
    rf"(?:(?:FY ?)?(?P<year>{_ALONE}[0-9]{{4}}|[一二][零〇{_DIGIT}]{{3}})"
    r"(?:财?年度?|(?=Q[1-4])|(?<=FY[0-9]{4})|(?<=FY [0-9]{4}))|(?P<relative>[今去前明后本当])年度?)"
)
_DAY_TO_DAY = rf"(?={TO}(?:[0-9]{{1,2}}|{_HANZI})[日号])"  # 2月1~14日
_MONTH = rf"(?P<month>{_NUMBER})月(?:份|(?P<day>{_NUMBER})(?:[日号]|{_DAY_TO_DAY}))?"
_QUARTER = (
    rf"(?:第?(?P<quarter>[0-9]|(?<![{_DIGIT}])[{_DIGIT}])季度?(?!节)"
    r"|(?<![A-Za-z])Q(?P<q>[1-4])(?![0-9A-Za-z:：.]))"
)
_HALF = r"(?P<half>[上下])半年(?!来)"
_DAY = rf"(?P<only_day>{_ALONE}[0-9]{{1,2}})日(?![元圆])"
_DATE = re.compile(
    rf"(?=[0-9{_DIGIT}十今去前明后本当第FQ上下])(?:{_YEAR})?(?:{_MONTH}|{_QUARTER}|{_HALF}|{_DAY})?"
)
_BETWEEN = re.compile(TO)


class Date(NamedTuple):
    """A day, month, quarter, half or whole year; what is not said is None.

    `relative` is the character of 去年, 今年 and their like; `half` is 1 or 2.
    """

    start: int
    end: int
    year: int | None = None
    relative: str | None = None
    half: int | None = None
    quarter: int | None = None
    month: int | None = None
    day: int | None = None


class Period(NamedTuple):
    """From one date to another, as they are written."""

    first: Date
    last: Date


def dates(text: str) -> tuple[Date, ...]:
    """The dates in a text of Simplified characters, from left to right."""
    found = (match for match in _DATE.finditer(narrow(text)) if match[0])
    return tuple(_date(match) for match in found)


def periods(text: str, found: tuple[Date, ...]) -> Iterator[Period]:
    """The periods between dates of the text that stand side by side."""
    for first, last in pairwise(found):
        if _BETWEEN.fullmatch(text, first.end, last.start):
            yield Period(first, last)


def _date(match: re.Match[str]) -> Date:
    numbers = {
        name: None if match[name] is None else int(next(numerals(match[name])).low)
        for name in ("year", "quarter", "q", "month", "day", "only_day")
    }
    return Date(
        *match.span(),
        year=numbers["year"],
        relative=match["relative"],
        half="上下".index(match["half"]) + 1 if match["half"] else None,
        quarter=numbers["quarter"] or numbers["q"],
        month=numbers["month"],
        day=numbers["day"] or numbers["only_day"],
    )
