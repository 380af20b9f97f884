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

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_TWICE = re.compile(
    r"(?<=[0-9])(?P<unit>[%‰元台吨辆])(?P=unit)+(?![A-Za-z])|(?P<percent>百分之 ?)[0-9.]+%"
    r"|(?<=[0-9])%(?P<point>个?百分点)"
)
_INSIDE = re.compile(
    r"(?<![0-9.])[0-9.]+%(?:[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]{2,4})(?:[万亿台吨]|[美欧港日]?元|美金)"
)
_WHY = Message("單位重複", "the unit is doubled")
_DOUBLED = Message("單位重複", "the unit is written twice")
_LOST = Message("單位夾在數的中間", "a unit inside a number")


class DoubledUnit:
    code, name, status = "Q109", "doubled-unit", "stable"
    doc = __doc__
    examples = (
        Bad("漲幅在百分之50%以上。", fixed="漲幅在50%以上。"),
        Bad("毛利率提升了5%%。", fixed="毛利率提升了5%。"),
        Bad("费用是3000元元。", fixed="费用是3000元。"),
        Bad("按照25%十二元計算。"),
        Good("漲幅50%，百分之五十。"),
        Good("元元超市賣3元，台台都好。"),
        Good("毛利率80%。4月26日公布。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for match in _TWICE.finditer(text):
            extra = next(name for name in ("unit", "percent", "point") if match[name])
            place = Span(*match.span(extra))
            if extra == "point":
                place = Span(match.start(), match.start() + 1)
            elif extra == "unit":
                place = Span(place.end, match.end())
            fix = Fix.replace(place, "", Applicability.UNSAFE, _WHY)
            yield Finding(Span(*match.span()), _DOUBLED, (fix,), confidence=0.9)
        for match in _INSIDE.finditer(text):
            yield Finding(Span(*match.span()), _LOST, confidence=0.7)


rule = DoubledUnit()
