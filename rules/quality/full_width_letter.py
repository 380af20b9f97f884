"""全形的英文字母與數字

同一份文件的英文與數字多用半形，個別地方卻是全形的ＡＢＣ、１２３：搜尋與計算都會漏掉。
字母、數字各合為一個問題。

例：「營收成長１２％」應為「營收成長12%」。

要報，同一類的半形至少是全形的四倍；整份都用全形是一種寫法，不是錯。

修正是否安全：安全，意思不變。這條規則須選用才執行。

English: full-width letters and digits in a document that writes half-width ones elsewhere, at least
four times as often. Searches and sums miss them. Letters are one finding, digits another. The fix
is safe and changes no meaning. The rule runs only when selected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_WIDE = re.compile(
    r"(?P<digits>[０-９]+(?:[．，][０-９]+)*％?)|(?P<letters>[Ａ-Ｚａ-ｚ]+(?:[０-９]+[Ａ-Ｚａ-ｚ]*)*)"
)
_HALF = {"digits": re.compile(r"[0-9]+"), "letters": re.compile(r"[A-Za-z]+")}
_HALVES = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TIMES = 4
_SAYS = {
    "digits": Message("全形的數字，這份文件別處用半形", "full-width digits; others are not"),
    "letters": Message("全形的字母，這份文件別處用半形", "full-width letters; others are not"),
}


class FullWidthLetter:
    code, name, status = "D105", "full-width-letter", "preview"
    doc = __doc__
    examples = (
        Bad(
            "出貨300箱，單價20元，交期8週，庫存60天，營收成長１２．５％。",
            fixed="出貨300箱，單價20元，交期8週，庫存60天，營收成長12.5%。",
        ),
        Bad(
            "AI、GPU、CPU、ASIC 與 ＨＢＭ３ 都缺貨。",
            fixed="AI、GPU、CPU、ASIC 與 HBM3 都缺貨。",
        ),
        Good("出貨３００箱，單價２０元，Ａ廠與Ｂ廠各半。"),
        Good("出貨300箱，單價20元，AI 很熱。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        found = list(_WIDE.finditer(prose))
        for kind, half in _HALF.items():
            places = [match for match in found if match.lastgroup == kind]
            if not places or len(half.findall(prose)) < _TIMES * len(places):
                continue
            for match in places:
                span = Span(*match.span())
                right = match[0].translate(_HALVES)
                fix = Fix.replace(span, right, Applicability.SAFE)
                yield Finding(span, _SAYS[kind], (fix,), 0.97, kind)


rule = FullWidthLetter()
