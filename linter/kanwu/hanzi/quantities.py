"""Quantities: what a text counts and measures, with unit, range and hedge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from math import prod
from typing import Literal, NamedTuple, cast

from kanwu.hanzi import units
from kanwu.hanzi.dates import Date
from kanwu.hanzi.numerals import PLACES, TO, Numeral, narrow, numerals
from kanwu.hanzi.units import Unit

_UNIT = re.compile(
    rf" ?(?:个半(?P<halved>月|小时|钟头|星期|季度)|(?P<unit>{units.PATTERN})(?P<more>[多半])?)"
)
_LETTER = re.compile("[A-Za-z]")
_TO = re.compile(TO)
_OF = re.compile("分之 ?")
_WHOLE = Unit("", "ratio", Decimal(1))
_BEFORE = re.compile(
    "(?:(?P<about>大约|大概|约莫|约|近|将近|接近|差不多|估计)|(?P<over>超过|逾|超|至少|不低于|不少于|高于)"
    "|(?P<under>不到|不足|低于|少于|最多|至多|不超过|未到))(?:了|是|为|有)?$"
)
_AFTER = re.compile("(?P<about>左右|上下|前后|附近)|(?P<over>以上|出头)|(?P<under>以下|以内|不到)")
_TRADITIONAL = str.maketrans("万亿", "萬億")
_REACH = 6
_TENTHS = 10
Hedge = Literal["about", "over", "under"]


class Quantity(NamedTuple):
    """A number or a range of numbers, and what it counts.

    numerals    one, or the two ends of a range
    low, high   in base units of the kind, what one number may be or the ends of the range
    step        one in the last place that is written, in base units
    hedge       约, 超过, 不到 and their like
    own_units   whether each end of a range has its unit, as in 47天到75天
    """

    start: int
    end: int
    numerals: tuple[Numeral, ...]
    low: Decimal
    high: Decimal
    step: Decimal
    unit: Unit | None = None
    hedge: Hedge | None = None
    own_units: bool = False

    @property
    def kind(self) -> str:
        return self.unit.kind if self.unit else ""

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """What it may be, rounded as it is; 约 and its like allow for a twentieth."""
        slack = self.step / 2
        if self.hedge:
            slack = max(slack, self.high / 20)
        return self.low - slack, self.high + slack

    def like(self, low: Decimal, high: Decimal) -> str:
        """Another amount, or what it lies between, as this one is written: 5萬套, 3–4億元.

        万 is a character of both scripts, so that the magnitudes are in Traditional ones, for
        `script.rewrite` to tell.
        """
        places = self.numerals[-1].places
        factor = (self.unit.factor if self.unit else Decimal(1)) * _factor(places)
        ends = dict.fromkeys(_plain(end / factor) for end in (low, high))
        return (
            "–".join(ends)
            + places.translate(_TRADITIONAL)
            + (self.unit.written if self.unit else "")
        )

    @property
    def is_range(self) -> bool:
        return len(self.numerals) > 1


class _Amount(NamedTuple):
    """A numeral with its unit."""

    start: int
    end: int
    numeral: Numeral
    unit: Unit | None


def quantities(text: str, dates: Iterable[Date] = ()) -> tuple[Quantity, ...]:
    """The quantities in a text of Simplified characters, from left to right, none in a date.

    Linear in the text, and raises for none.
    """
    plain = narrow(text)
    counted = _outside((n for n in numerals(plain) if not _in_name(plain, n)), dates)
    amounts = [_amount(plain, numeral) for numeral in counted]
    whole = _with_fractions(plain, amounts)
    groups = (group for group in _ranges(plain, whole) if len(group) > 1 or _counts(*group))
    return tuple(_quantity(plain, group) for group in groups)


def _in_name(text: str, numeral: Numeral) -> bool:
    """Whether a letter stands before a number: Q4, M9."""
    return bool(_LETTER.match(text, max(0, numeral.start - 1), numeral.start))


def _outside(found: Iterable[Numeral], dates: Iterable[Date]) -> Iterator[Numeral]:
    others = iter(dates)
    date = next(others, None)
    for numeral in found:
        while date and date.end <= numeral.start:
            date = next(others, None)
        if not date or numeral.end <= date.start:
            yield numeral


def _amount(text: str, numeral: Numeral) -> _Amount:
    match = _UNIT.match(text, numeral.end)
    if not match:
        return _Amount(numeral.start, numeral.end, numeral, None)
    unit = units.unit(match["unit"] or "个" + match["halved"])
    half = Decimal("0.5") if match["halved"] or match["more"] == "半" else Decimal(0)
    more = Decimal(match["more"] == "多")
    if unit.written == "折" and numeral.high > _TENTHS:  # 八五折 is 8.5折
        numeral = numeral._replace(low=numeral.low / _TENTHS, high=numeral.high / _TENTHS)
    numeral = numeral._replace(low=numeral.low + half, high=numeral.high + half + more)
    return _Amount(numeral.start, match.end(), numeral, unit)


def _with_fractions(text: str, amounts: Iterable[_Amount]) -> Iterator[_Amount]:
    """The amounts, 三分之一 and 百分之十二 being one each."""
    parts: _Amount | None = None
    for amount in amounts:
        if parts and parts.numeral.low and _OF.fullmatch(text, parts.end, amount.start):
            of, low, high = parts.numeral.low, amount.numeral.low, amount.numeral.high
            step = amount.numeral.step / of
            numeral = amount.numeral._replace(low=low / of, high=high / of, step=step)
            yield _Amount(parts.start, amount.numeral.end, numeral, _WHOLE)
            parts = None
            continue
        if parts:
            yield parts
        parts = amount
    if parts:
        yield parts


def _ranges(text: str, amounts: Iterable[_Amount]) -> Iterator[tuple[_Amount, ...]]:
    """Amounts that stand alone, and pairs with a sign of a range between them."""
    group: tuple[_Amount, ...] = ()
    for amount in amounts:
        if len(group) == 1 and _are_ends(text, group[0], amount):
            group = (*group, amount)
        else:
            if group:
                yield group
            group = (amount,)
    if group:
        yield group


def _are_ends(text: str, first: _Amount, last: _Amount) -> bool:
    """Whether two amounts are the ends of a range: 跌0.5%至9元 is none."""
    same = not first.unit or (last.unit is not None and last.unit.kind == first.unit.kind)
    return same and bool(_TO.fullmatch(text, first.end, last.start))


def _counts(amount: _Amount) -> bool:
    """Whether an amount that is no end of a range counts something, unlike 一 in 一些."""
    start, end = amount.numeral.start, amount.numeral.end
    return amount.unit is not None or end - start > 1 or amount.numeral.style != "hanzi"


def _quantity(text: str, amounts: Sequence[_Amount]) -> Quantity:
    first, last = amounts[0], amounts[-1]
    unit = last.unit or first.unit
    factor = unit.factor if unit else Decimal(1)
    low, high = first.numeral.low, last.numeral.high
    if first is not last and not (first.numeral.places or first.unit):
        low *= _spread(first.numeral, last.numeral)
    elif first.unit and unit and first.unit.kind == unit.kind:
        low *= first.unit.factor / factor
    step = max(each.numeral.step for each in amounts)
    return Quantity(
        first.start,
        last.end,
        tuple(each.numeral for each in amounts),
        low * factor,
        high * factor,
        step * factor,
        unit,
        _hedge(text, first.start, last.end),
        own_units=first is not last and first.unit is not None,
    )


def _spread(first: Numeral, last: Numeral) -> Decimal:
    """What the places of the last number of a range make of the first: 60到80万."""
    places = _factor(last.places)
    return places if first.low < 2 * last.high / places else Decimal(1)


def _factor(places: str) -> Decimal:
    return prod((PLACES[char] for char in places), start=Decimal(1))


def _plain(value: Decimal) -> str:
    """A value for people to read, with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _hedge(text: str, start: int, end: int) -> Hedge | None:
    match = _BEFORE.search(text, max(0, start - _REACH), start) or _AFTER.match(text, end)
    return cast(Hedge, match.lastgroup) if match else None
