"""Numbers as they are said and written in hanzi."""

from __future__ import annotations

import re
from contextlib import suppress

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_FIGURE = re.compile(r"[0-9]+")


def digit_by_digit(figure: str) -> str:
    """Arabic digits, each by itself: 50 is 五零."""
    return "".join(_DIGITS[int(digit)] for digit in figure)


def as_number(figure: str) -> str:
    """Arabic digits as one number, up to 9999: 500 is 五百, 101 is 一百零一.

    Raises ValueError for longer ones, and for what no number is written as, such as 007.
    """
    if len(figure) > len(_PLACES) or figure != str(int(figure)):
        raise ValueError(f"{figure} is not from 0 to 9999")
    said = ""
    for place, digit in zip(reversed(_PLACES[: len(figure)]), figure, strict=True):
        said += _DIGITS[0] if digit == "0" else _DIGITS[int(digit)] + place
    said = re.sub("零+", "零", said)
    said = said.rstrip("零") or "零"
    return said[1:] if said.startswith("一十") else said


def readings(text: str) -> tuple[str, ...]:
    """A text with its figures in hanzi, digit by digit and, where they are one, as numbers."""
    found = [_FIGURE.sub(lambda figure: digit_by_digit(figure[0]), text)]
    with suppress(ValueError):
        found.append(_FIGURE.sub(lambda figure: as_number(figure[0]), text))
    return tuple(dict.fromkeys(found))
