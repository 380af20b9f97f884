"""Numbers, quantities and dates are read as a person reads them, and junk never raises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kanwu.hanzi.dates import dates, periods
from kanwu.hanzi.numerals import as_number, numerals
from kanwu.hanzi.quantities import Quantity, quantities

_GROUPS = ("", "万", "亿")


def read(text: str) -> Quantity:
    (found,) = quantities(text, dates(text))
    assert text[found.start : found.end] == text
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("四万三", "43000"), ("两千零三", "2003"), ("廿五", "25"), ("卅二", "32"), ("一点六", "1.6"),
        ("二零二四", "2024"), ("一百五", "150"), ("三千二", "3200"), ("4万3000", "43000"),
        ("23.5亿", "2350000000"), ("1,234,567.5", "1234567.5"), ("１２．５", "12.5"),
        ("2万亿", "2000000000000"), ("3亿5000万", "350000000"), ("一万零五十", "10050"),
        ("百分之十二", "0.12"), ("百分之3.5", "0.035"), ("四分之三", "0.75"), ("三成半", "0.35"),
        ("八折", "0.8"), ("八五折", "0.85"), ("30%", "0.3"), ("1.5倍", "1.5"), ("0.5个百分点", "0.5"),
        ("14万吨", "140000000"), ("42GW", "42000000000"), ("54元/kg", "54"), ("800美元", "800"),
        ("半年", "15768000"), ("一个半月", "3888000"), ("两年半", "78840000"),
    ],
)  # fmt: skip
def test_values(text: str, value: str) -> None:
    found = read(text)
    assert (found.low, found.high) == (Decimal(value), Decimal(value))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("十几", 11, 19), ("几十万", 100000, 900000), ("四五", 4, 5), ("三五百", 300, 500),
        ("一两", 1, 2), ("三千五百多万", 35000000, 36000000), ("5000多", 5000, 6000),
        ("60到80万", 600000, 800000), ("27-28千", 27000, 28000), ("8000到1万", 8000, 10000),
        ("3万到5万", 30000, 50000), ("9—12元", 9, 12), ("一两", 1, 2),
    ],
)  # fmt: skip
def test_ranges(text: str, low: int, high: int) -> None:
    found = read(text)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "kind", "hedge"),
    [("约12万台", "台", "about"), ("超过30%", "ratio", "over"), ("不到5亿美元", "USD", "under"),
     ("三家公司", "家", None), ("20%以上", "ratio", "over"), ("54元/吨", "CNY/mass", None)],
)  # fmt: skip
def test_kinds_and_hedges(text: str, kind: str, hedge: str | None) -> None:
    (found,) = quantities(text)
    assert (found.kind, found.hedge) == (kind, hedge)


def test_names_are_no_quantities() -> None:
    assert quantities("Q4和M9") == ()


@given(st.integers(0, 10**12 - 1))
def test_a_number_in_any_style_reads_as_itself(number: int) -> None:
    for written in (str(number), f"{number:,}", _in_hanzi(number), _mixed(number)):
        (found,) = numerals(written)
        assert (found.low, found.high) == (number, number), written
        assert (found.start, found.end) == (0, len(written))


@given(st.integers(1, 9999), st.integers(1, 99), st.sampled_from("百千万亿"))
def test_decimals_before_a_place(whole: int, part: int, place: str) -> None:
    (found,) = numerals(f"{whole}.{part:02}{place}")
    factor = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}[place]
    assert found.low == Decimal(f"{whole}.{part:02}") * factor
    assert found.step == Decimal(factor) / 100


@given(
    st.text(
        alphabet="0123456789,.零一二两三十百千万亿点多余几数半分之到至-~年月日个元%Q第", max_size=60
    )
)
@example("9" * 10_000)
@example("一万" * 5_000)
@example("1,2-3到" * 2_000)
@example("1月2" * 3_000)
def test_junk_never_raises(text: str) -> None:
    found = dates(text)
    last = 0
    for quantity in quantities(text, found):
        assert last <= quantity.start < quantity.end <= len(text)
        last = quantity.end
    assert all(text[period.first.start : period.last.end] for period in periods(text, found))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024年2月9日", {"year": 2024, "month": 2, "day": 9}),
        ("去年下半年", {"relative": "去", "half": 2}),
        ("二零二四年第三季度", {"year": 2024, "quarter": 3}),
        ("Q3", {"quarter": 3}), ("FY2024", {"year": 2024}), ("2024Q1", {"year": 2024, "quarter": 1}),
        ("十二月三十一日", {"month": 12, "day": 31}), ("1月1号", {"month": 1, "day": 1}),
    ],
)  # fmt: skip
def test_dates(text: str, parts: dict[str, object]) -> None:
    (found,) = dates(text)
    said = {name: value for name, value in found._asdict().items() if value is not None}
    assert said == {"start": 0, "end": len(text), **parts}


@pytest.mark.parametrize("text", ["三个季度", "3个月", "三四月份", "Q3:", "15号线", "1.2月"])
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == ()


def test_periods() -> None:
    text = "2月1~14日，1月1号至2月17号，2023年到2028年，3月，5月"
    found = [text[p.first.start : p.last.end] for p in periods(text, dates(text))]
    assert found == ["2月1~14日", "1月1号至2月17号", "2023年到2028年"]


def _in_hanzi(number: int) -> str:
    """A number as it is said: groups of four, and 零 where one begins with empty places."""
    groups = [number // 10 ** (4 * place) % 10**4 for place in range(3)]
    said = ""
    for place in (2, 1, 0):
        if groups[place]:
            skipped = said and groups[place] < 1000
            group = as_number(str(groups[place]))
            group = "一" + group if skipped and group.startswith("十") else group
            said += "零" * bool(skipped) + group + _GROUPS[place]
    return said or "零"


def _mixed(number: int) -> str:
    """As 4万3000."""
    high, low = divmod(number, 10**4)
    return f"{high}万{low:04}" if high and low else str(number)
