"""差了好幾個量級的同一個數

「一段30到40元……也可能要30萬元」：同一個回答裡，數字相同、單位相同，量級差了一千倍以上。多半是
多聽或少聽一個「萬」「千」。

例：「單價約30元，旺季也可能達到30萬元」。

只比較同一段問答、同一種單位、有效數字相同的數，而且後一個數前面要有「也、甚至、還」這樣接著說的詞。

修正是否安全：只供參考，去掉量級是一種可能，要聽錄音。

English: an amount that comes again with the same figures and a magnitude of a thousand
times or more, in one answer, as a continuation (也, 甚至). The fix, without it, is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Quantity, Span

_NO_AMOUNT = frozenset(("", "time", "ratio", "points"))
_GOES_ON = re.compile("(?:也|甚至|还[会是可能要]|仍)[^，。,；;！？\n]{0,10}$")
_REACH, _MOST = 14, 20
_POWERS = frozenset(10**power for power in range(3, 13))
_WHY = Message("前面說的是這個數", "as it was said before")
_MESSAGE = Message(
    "與前面的數字相同，量級差一千倍以上", "the same figures as before, a thousand times or more"
)


class PowerOfTen:
    code, name, status = "C106", "power-of-ten", "stable"
    doc = __doc__
    examples = (
        Bad("Q：費用多少？\nA：一次大約30到40元。如果急件，也可能要30萬元。"),
        Bad("单价约30元，旺季也可能达到30万元。"),
        Bad("上海的門店一天賣200杯，淡季也能賣200萬杯。"),
        Good("Q：費用多少？\nA：一次大約30到40元，一年也可能要2萬元。"),
        Good("一手100股的價值為7萬港元，須付印花稅70港元。"),
        Good("Q：單價？\nA：10元。\nQ：營收？\nA：也有10萬元。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for passage in document.analysis.passages:
            quantities = document.analysis.quantities_in(passage.span)
            inside = [each for each in quantities if each.kind not in _NO_AMOUNT]
            for number, later in enumerate(inside):
                goes_on = _GOES_ON.search(text, max(0, later.start - _REACH), later.start)
                if goes_on and any(
                    _differ(earlier, later) for earlier in inside[max(0, number - _MOST) : number]
                ):
                    yield _finding(later)


def _differ(earlier: Quantity, later: Quantity) -> bool:
    """Whether two quantities have the same figures and are of far different magnitude."""
    if earlier.kind != later.kind or later.is_range or not later.numerals[0].is_exact:
        return False
    ends = {end for end in (earlier.low, earlier.high) if end}
    return any(later.low / end in _POWERS for end in ends)


def _finding(later: Quantity) -> Finding:
    numeral = later.numerals[0]
    place = Span(numeral.end - len(numeral.places), numeral.end)
    fix = Fix((Edit(place, ""),), Applicability.SHOW, _WHY)
    fixes = (fix,) if numeral.places else ()
    return Finding(Span(later.start, later.end), _MESSAGE, fixes, confidence=0.7)


rule = PowerOfTen()
