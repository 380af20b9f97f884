"""中文句子裡的半形標點

整份文件用全形標點，個別句子的漢字之間卻夾著半形的逗號、分號、冒號、問號、驚嘆號：貼上的文字、
輸入法沒有切換，或轉寫程式混用。同一種標點合為一個問題。

例：「毛利率回升,訂單也多了」，而同一份文件別處都寫「，」。

要報，同一種標點的全形至少是半形的四倍；整份都用半形，或兩種混用，是一種寫法，不是錯。英文、數字旁邊的不報。

修正是否安全：逗號、分號、問號、驚嘆號安全；冒號可能是比分或時刻，須 --unsafe。
這條規則須選用才執行。

English: half-width commas, semicolons, colons, question and exclamation marks between hanzi in a
document that writes the full-width ones elsewhere, at least four times as often; a text with
half-width marks throughout has a style of its own. Those of one sort are one finding. The fix is
safe, but for colons, which need --unsafe. The rule runs only when selected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_TIMES = 4
_HALF = re.compile(r"[,;:?!](?<=[一-龥」』”》）].)(?=[一-龥「『“《（]|[ \t]*$)", re.MULTILINE)


class HalfWidthMark:
    code, name, status = "D104", "half-width-mark", "preview"
    doc = __doc__
    examples = (
        Bad(
            "出貨持平，訂單增加，庫存正常，價格不變，交期八週。毛利率回升,客戶也滿意。",
            fixed="出貨持平，訂單增加，庫存正常，價格不變，交期八週。毛利率回升，客戶也滿意。",
        ),
        Bad(
            "订单？库存？价格？交期？产能怎么样?",
            fixed="订单？库存？价格？交期？产能怎么样？",
        ),
        Good("出貨持平,訂單增加,庫存正常,價格不變。"),
        Good("出貨持平，訂單增加,庫存正常，價格不變。"),
        Good("出貨3,000箱，交期A,B兩種，價格不變，比分3:2，庫存正常，很好。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        found = list(_HALF.finditer(prose))
        for half, full in _FULL.items():
            places = [match.start() for match in found if match[0] == half]
            if not places or prose.count(full) < _TIMES * len(places):
                continue
            trust = Applicability.UNSAFE if half == ":" else Applicability.SAFE
            message = Message(
                f"中文句子裡的半形「{half}」，這份文件別處用「{full}」",
                f"half-width “{half}” among hanzi; the document has “{full}” elsewhere",
            )
            for place in places:
                span = Span(place, place + 1)
                yield Finding(span, message, (Fix.replace(span, full, trust),), 0.97, half)


rule = HalfWidthMark()
