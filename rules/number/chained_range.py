"""連成三段的數字範圍

「80到660到80萬」這樣的範圍有三個數，後一個又不比前一個大：語音轉寫時，說話的人改口或重複，
幾個數被連在一起。真正的範圍只有兩個數。

例：「20到330到30萬隻」很可能是「20到30萬隻」。

「從100到80到120」這樣描述走勢的說法不報：中間的數要比兩旁長，或以最後的數結尾，才像是連在一起的。

修正是否安全：只供參考。數字該是多少，要聽錄音才能確定；提議的是把重複的部分拿掉之後唯一說得通的讀法。

English: a range of three figures that do not rise, left when a speaker repeated or corrected
himself. The proposed reading is for a person to decide: only the recording tells the figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Span

_NUMBER = r"\d{1,12}(?:\.\d{1,6})?"
_FIRST = r"\d(?<![\d.,到至~～].)\d{0,11}(?:\.\d{1,6})?"  # begins as a scan for digits: far faster
_TOS = "到至~～"
_TO = rf"[{_TOS}]"
_CHAIN = re.compile(
    rf"(?P<first>{_FIRST})(?P<to>{_TO})(?P<middle>{_NUMBER}){_TO}"
    rf"(?P<last>{_NUMBER})(?![\d.,:：年月日號号時时點点分]|{_TO})[萬万億亿千百]*"
)
_COURSE = re.compile(r"(?:[從从由自]|走[勢势]|[變变]化|[區区][間间]|依序|分[別别])\D{0,6}$")
_WHY = Message("去掉重複的部分後，唯一遞增的讀法", "the only rising reading without the repetition")
_MESSAGE = Message(
    "三個數連成一個範圍，且不遞增，應是改口或重複", "three figures in one range, and not rising"
)


class ChainedRange:
    code, name, status = "Q101", "chained-range", "stable"
    doc = __doc__
    examples = (
        Bad("備貨量為20到330到30萬隻。", fixed="備貨量為20到30萬隻。"),
        Bad("单月出货40到550到50万只。", fixed="单月出货40到50万只。"),
        Good("備貨量為20到30萬隻。"),
        Good("庫存從100到80到120天。"),
        Good("二月9到15到20日。"),
        Good("出貨量為10到20到30萬隻，逐季上升。"),
        Good("體溫是36到39到37度。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        if not any(to in document.prose for to in _TOS):
            return
        for match in _CHAIN.finditer(document.prose):
            first, middle, last = (float(match[name]) for name in ("first", "middle", "last"))
            if first < middle < last or first > middle > last or not _garbled(match):
                continue
            if _COURSE.search(document.prose, max(0, match.start() - 10), match.start()):
                continue
            readings = set(_readings(match["first"], match["middle"], match["last"]))
            if not readings:
                continue
            span = Span(match.start("first"), match.end())
            place = Span(match.start("first"), match.end("last"))
            fixes = tuple(
                Fix((Edit(place, f"{low}{match['to']}{high}"),), Applicability.SHOW, _WHY)
                for low, high in sorted(readings, key=lambda pair: (len(pair[0]), pair))
            )
            yield Finding(span, _MESSAGE, fixes, confidence=0.9)


def _garbled(match: re.Match[str]) -> bool:
    """Whether the middle figure is longer than its neighbours, or ends with the last one.

    Without that, three figures may as well be a course of events: 體溫從36到39到37度.
    """
    first, middle, last = match["first"], match["middle"], match["last"]
    longer = len(middle) > max(len(first), len(last))
    return longer or (len(middle) > len(last) and middle.endswith(last))


def _readings(first: str, middle: str, last: str) -> Iterator[tuple[str, str]]:
    """The rising ranges that are left when one figure, or the head of the middle one, goes.

    A speaker who starts over leaves the start of the first try before the second: the 6 of
    660 is what remained of “6…60”.
    """
    starts = (first, *(middle[cut:] for cut in range(1, len(middle))))
    for low in starts:
        if low[0] not in "0." and float(low) < float(last) <= 10 * float(low):
            yield low, last


rule = ChainedRange()
