"""重複或夾在中間的單位

「5%%」「百分之50%」「25%十二元」「3元元」：單位說了兩次，或夾在一個數的中間，後面的數不知道是什麼。

例：「漲幅在百分之50%以上」應為「50%以上」。

修正是否安全：重複的單位拿掉一個，須 --unsafe；夾在中間的沒有修正，要聽錄音。

English: a unit that is written twice, or stands inside a number. A doubled one goes with --unsafe;
for the other only the recording tells what was said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Quantity, Span

_SIGNS = frozenset("%‰元台吨辆")
_POINTS = re.compile("个?百分点")
_WHY = Message("單位重複", "the unit is doubled")
_DOUBLED = Message("單位重複", "the unit is written twice")
_LOST = Message("單位夾在數的中間", "a unit inside a number")


class DoubledUnit:
    code, name, status = "Q109", "doubled-unit", "stable"
    doc = __doc__
    examples = (
        Bad("漲幅在百分之50%以上。", fixed="漲幅在50%以上。"),
        Bad("费率下降5%个百分点。", fixed="费率下降5个百分点。"),
        Bad("毛利率提升了5%%。", fixed="毛利率提升了5%。"),
        Bad("费用是3000元元。", fixed="费用是3000元。"),
        Bad("按照25%十二元計算。"),
        Good("漲幅50%，百分之五十。"),
        Good("元元超市賣3元，台台都好。"),
        Good("毛利率80%。4月26日公布。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text, quantities = document.analysis.folded, document.analysis.quantities
        for quantity in quantities:
            extra = _extra(text, quantity)
            if extra:
                fix = Fix.replace(extra, "", Applicability.UNSAFE, _WHY)
                span = Span(quantity.start, max(quantity.end, extra.end))
                yield Finding(span, _DOUBLED, (fix,), confidence=0.9)
        for first, last in pairwise(quantities):
            units = first.unit and first.unit.written, last.unit and last.unit.written
            if first.end == last.start and units[0] == "%" and units[1] not in {None, "%"}:
                yield Finding(Span(first.start, last.end), _LOST, confidence=0.7)


def _extra(text: str, quantity: Quantity) -> Span | None:
    """What says the unit of a quantity once more."""
    unit, end = quantity.unit, quantity.end
    if unit is None or quantity.numerals[-1].style == "hanzi":  # 一台台
        return None
    if not unit.written and text[end : end + 1] == "%":  # 百分之50%
        return Span(quantity.start, quantity.numerals[0].start)
    if unit.written == "%" and _POINTS.match(text, end):
        return Span(end - 1, end)
    if unit.written in _SIGNS and text[end : end + 1] == unit.written:
        return Span(end, end + 1)
    return None


rule = DoubledUnit()
