"""與定義相反的說法

「客群升級，即從高價位向低價位移動」：這是降級。升與降只差一個字，聽錯了整段的意思就反了。

例：「需求升級是指從名牌轉向平價」應為「需求降級」。

要報，同一句裡要有「即、也就是、是指」這樣的定義，而且定義的方向（從高到低、從低到高）與說法相反；同一段問答裡
另有相反的說法時，這一段的都報，否則只報定義的那一句。

修正是否安全：定義所在的一句須 --unsafe，其餘只供參考。

English: a term for going up that is defined as going down, or the reverse. The definition must be
in the sentence; where the opposite term is in the same answer too, all of the answer are found. The
fix of the defined one needs --unsafe, that of the others is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_UP, _DOWN = "升", "降"
_TERM = re.compile(
    "(?P<way>[升降])(?<=[一-龥]{3})级(?P<clause>[^。！？\n]{0,60}?)"
    "(?:即|也就是|就是|是指|指的是|意味着|意思是|而是)[^。！？\n]{0,24}?从(?P<from>[^。，,！？\n]{1,12}?)"
    "[向到往转](?P<to>[^。，,！？\n]{1,8})"
)
_HIGH = re.compile("高|大牌|名牌|奢侈|贵|一线")
_LOW = re.compile("低|平价|便宜|白牌|廉|三线|下沉")
_WHY = Message("定義說的是相反的方向", "the definition says the opposite")
_SAME = Message("同一段裡有相反的說法", "the opposite term is in the same answer")


class OppositeTerms:
    code, name, status = "C107", "opposite-terms", "stable"
    doc = __doc__
    examples = (
        Bad(
            "所謂客群升級，也就是客人從高價位向低價位移動。",
            fixed="所謂客群降級，也就是客人從高價位向低價位移動。",
        ),
        Bad(
            "Q：怎麼看需求升級？\nA：需求升級是指從名牌轉向平價，這種需求降級會持續。",
            fixed="Q：怎麼看需求降級？\nA：需求降級是指從名牌轉向平價，這種需求降級會持續。",
        ),
        Bad(
            "产品降级，就是从低端往高端走。",
            fixed="产品升级，就是从低端往高端走。",
        ),
        Good("消費升級是指從平價轉向名牌，消費降級是指從名牌轉向平價。"),
        Good("有人消費升級，也有人消費降級。"),
        Good("產業升級不是從高端到低端的遷移。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        text = document.analysis.folded
        for match in _TERM.finditer(text) if "级" in text else ():
            way, other = (_UP, _DOWN) if match["way"] == _UP else (_DOWN, _UP)
            if "不" in match["clause"][-2:] or not _goes(match, other):
                continue
            defined = Span(match.start() - 2, match.start("clause"))
            of = text[defined.start : match.start()]
            yield Finding(defined, _WHY, (_fix(defined, other, Applicability.UNSAFE),), 0.85)
            passage = document.analysis.passage_at(defined.start).span
            if f"{of}{other}级" not in passage.of(text):
                continue
            for place in re.finditer(f"{of}{way}级", passage.of(text)):
                span = Span(*place.span()).moved(passage.start)
                if span != defined:
                    yield Finding(span, _SAME, (_fix(span, other, Applicability.SHOW),), 0.7)


def _goes(match: re.Match[str], way: str) -> bool:
    """Whether what a definition says goes that way."""
    first, last = (_HIGH, _LOW) if way == _DOWN else (_LOW, _HIGH)
    return bool(first.search(match["from"]) and last.search(match["to"]))


def _fix(term: Span, way: str, trust: Applicability) -> Fix:
    return Fix.replace(Span(term.end - 2, term.end - 1), way, trust, _WHY)


rule = OppositeTerms()
