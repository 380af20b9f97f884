"""Numbers in hanzi."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.hanzi.numerals import as_number, digit_by_digit, readings

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_PLACES = {"十": 10, "百": 100, "千": 1000}


@pytest.mark.parametrize(
    ("figure", "said"),
    [("0", "零"), ("10", "十"), ("15", "十五"), ("50", "五十"), ("101", "一百零一"),
     ("110", "一百一十"), ("500", "五百"), ("1005", "一千零五"), ("2000", "二千")],
)  # fmt: skip
def test_numbers_as_they_are_said(figure: str, said: str) -> None:
    assert as_number(figure) == said


@given(st.integers(0, 9999))
def test_a_number_can_be_read_back(number: int) -> None:
    value, digit = 0, 1
    for char in as_number(str(number)):
        if char in _PLACES:
            value, digit = value + digit * _PLACES[char], 0
        else:
            digit = _DIGITS[char]
    assert value + digit * (as_number(str(number))[-1] in _DIGITS) == number


@pytest.mark.parametrize("figure", ["10000", "007"])
def test_what_is_no_such_number_is_refused(figure: str) -> None:
    with pytest.raises(ValueError, match="is not from 0 to 9999"):
        as_number(figure)


def test_readings_of_a_name() -> None:
    assert digit_by_digit("50") == "五零"
    assert readings("科创50") == ("科创五零", "科创五十")
    assert readings("国窖1573") == ("国窖一五七三", "国窖一千五百七十三")
    assert readings("零零007") == ("零零零零七",)
    assert readings("股价") == ("股价",)
