"""Numbers as they are said and written in hanzi, and read again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_FIGURE = re.compile(r"[0-9]+")

_HANZI = "零〇一二两三四五六七八九"
_VALUES = {char: value for value, char in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_STEPS = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_MYRIADS = {"万": Decimal(10**4), "亿": Decimal(10**8), "兆": Decimal(10**12)}
PLACES = _STEPS | _MYRIADS
"""What 十, 百, 千, 万, 亿 and 兆 stand for."""
_BIG = "百千万亿兆"
"""After which a last figure alone is of the next place: 四万三 is 43000."""
_MORE = "多余来"
_FIXED = {"几": ("1", "9"), "数": ("2", "9"), "半": ("0.5",)}
_APPROXIMATE = {(1, 2), (3, 5)}
"""Two digits in a row that are a guess, beside neighbours such as 七八."""
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?"
_SAID = rf"[{_HANZI}]+(?:点[{_HANZI}]+(?![十个分时]))?"
_NUMERAL = re.compile(
    rf"(?:{_ARABIC}|{_SAID}|[几数](?=[十百千万亿])|半(?=年|天|个[月小])|[百千万](?=分之)|[十廿卅](?:{_SAID})?)"
    rf"(?:[多余来几]?[十百千万亿兆](?:{_ARABIC}|(?!两){_SAID})?)*(?:(?<=[十百千万亿0])[多余几])?"
)
_PIECE = re.compile(rf"{_ARABIC}|{_SAID}|.")
TO = r"\s*(?:到|至|[-~—–]{1,2}|～)\s*"
"""What stands between the ends of a range or a period."""
_WIDE = re.compile("[０-９．％～－]")
_NARROW = str.maketrans("０１２３４５６７８９．％～－", "0123456789.%~-")
Style = Literal["arabic", "hanzi", "mixed"]
Choose = Callable[[Sequence[Decimal]], Decimal]


class Numeral(NamedTuple):
    """A number in a text.

    low, high   what it may be: 十几 is 11 to 19, 5000多 is 5000 to 6000
    step        one in the last place that is written: 1000 for 4.3万, 100 for 三千五百
    places      what follows its figures: 千 of 27千, 亿 of 23.5亿; empty for 4万3000
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    step: Decimal
    style: Style
    places: str

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers in a text of Simplified characters, from left to right.

    They are found inside words too, as 一 in 一些: what follows decides what they count. Linear
    in the text, and raises for none.
    """
    for match in _NUMERAL.finditer(narrow(text)):
        low, high, step, style, places = _read(match[0])
        yield Numeral(*match.span(), low, high, step, style, places)


def narrow(text: str) -> str:
    """The text with the full-width signs that numbers are made of in half width."""
    return text.translate(_NARROW) if _WIDE.search(text) else text


@lru_cache(maxsize=1 << 12)
def _read(written: str) -> tuple[Decimal, Decimal, Decimal, Style, str]:
    """All of a Numeral but its place; the same few are written again and again."""
    pieces = _pieces(written)
    low, step = _value(pieces, min)
    high, _ = _value(pieces, max)
    rest = written.lstrip("0123456789,.")
    places = rest if len(rest) < len(written) and not rest.strip("十百千万亿兆") else ""
    return low, high, step, _style(written), places


def _style(written: str) -> Style:
    if not re.search("[0-9]", written):
        return "hanzi"
    return "mixed" if re.search(f"[{_HANZI}]", written) else "arabic"


def _pieces(written: str) -> list[str]:
    return _PIECE.findall(written.replace("廿", "二十").replace("卅", "三十"))


def _value(pieces: Sequence[str], choose: Choose) -> tuple[Decimal, Decimal]:
    """The value that is chosen where there is a choice, and the step of the last place."""
    total = section = Decimal(0)
    current: Decimal | None = None
    place = step = greatest = Decimal(1)
    for number, piece in enumerate(pieces):
        if piece in _STEPS:
            place, step = _STEPS[piece], step * _STEPS[piece]
            section += place if current is None else current * place
            current = None
        elif piece in _MYRIADS:
            place, step = _MYRIADS[piece], step * _MYRIADS[piece]
            section, current = section + (current or 0), None
            if place > greatest:
                total, greatest = (total + section) * place, place
            else:
                total += section * place
            section = Decimal(0)
        elif piece in _MORE:
            section += choose((Decimal(0), _last_place(current) if current else step))
        else:
            values, step = _atom(piece)
            section += current or 0
            current = choose(values)
            if len(piece) == 1 and number == len(pieces) - 1 and pieces[number - 1] in _BIG:
                step = place / 10
                current *= step
    return total + section + (current or 0), step


def _last_place(value: Decimal) -> Decimal:
    """One in the last place that is not zero: 1000 for 5000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** exponent if value and isinstance(exponent, int) else Decimal(1)


def _atom(written: str) -> tuple[Sequence[Decimal], Decimal]:
    """What figures without places may be, and the step of the last."""
    if written in _FIXED:
        return [Decimal(value) for value in _FIXED[written]], Decimal(1)
    whole, _, part = written.replace(",", "").replace("点", ".").partition(".")
    step = Decimal(10) ** -len(part)
    digits = [_VALUES.get(char, char) for char in whole]
    if re.fullmatch("[一二两三四五六七八九]{2}", written):
        first, last = map(int, digits)
        if last == first + 1 or (first, last) in _APPROXIMATE:
            return [Decimal(first), Decimal(last)], step
    fraction = "".join(str(_VALUES.get(char, char)) for char in part)
    return [Decimal("".join(map(str, digits)) + "." + fraction)], step


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
