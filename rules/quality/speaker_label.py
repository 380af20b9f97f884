"""同一發言人的幾種寫法

行首的發言人標籤在同一文件裡寫法不一：有的簡體、有的繁體，有的有空格、有的沒有，或少了「人」字。
按發言人統計、分段或檢索時，同一個人成了兩個。

例：「主持人：」八次、「主持：」一次；「張總：」五次、「张总：」一次。

只比較同一個標籤的寫法；「張總」「章總」可能是兩個人，「Q1」「Q2」、「分析師A」「分析師B」是不同的
標籤，只是大小寫不同的英文字（Note、NOTE），都不報。正確的寫法至少出現兩次，且比另一種多。

修正是否安全：須 --unsafe。改成常用的寫法。

English: a speaker's label, at the beginning of lines, that the document writes otherwise
elsewhere: in the other script, with or without a blank, or 主持 for 主持人. Labels
that may be of two persons are left alone. The usual spelling must be there twice or more, and more
often than the other. The fix writes it as usual and needs --unsafe.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_LABEL = re.compile(
    r"""
    ^[ \t\u3000>*_\-]{0,40}
    (?:[\[(（]?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?[\])）]?[ \t]{0,3})?
    (?P<label>[一-龥A-Za-z][一-龥A-Za-z0-9·. ]{0,15})
    [ \t]{0,2}(?:\*\*)?[:：]
    """,
    re.VERBOSE | re.MULTILINE,
)
_BLANK = re.compile(r"[\s·.]+")
_SAME = {  # a verb and who does it; at the head of minutes the verb has a name behind it
    "主持": "主持人",
    "提问": "提问者",
    "提问人": "提问者",
    "发言": "发言人",
    "受访": "受访者",
    "翻译员": "翻译",
}
_WHY = Message("改成這份文件常用的寫法", "as the document usually writes it")


class SpeakerLabel:
    code, name, status = "D111", "speaker-label", "stable"
    doc = __doc__
    examples = (
        Bad(
            "主持人：開始吧。\n張總：好。\n主持人：先談出貨。\n張總：持平。\n主持：毛利率呢？\n張總：四成。\n",
            fixed="主持人：開始吧。\n張總：好。\n主持人：先談出貨。\n張總：持平。\n主持人：毛利率呢？\n張總：四成。\n",
        ),
        Bad(
            "張總：出貨持平。\n張總：毛利率四成。\n张总: 沒有了。\n",
            fixed="張總：出貨持平。\n張總：毛利率四成。\n張總: 沒有了。\n",
        ),
        Bad(
            "Speaker 1: 持平。\nSpeaker 2: 好。\nSpeaker1: 四成。\nSpeaker 1: 沒有了。\n",
            fixed="Speaker 1: 持平。\nSpeaker 2: 好。\nSpeaker 1: 四成。\nSpeaker 1: 沒有了。\n",
        ),
        Bad(
            "分析師A：訂單？\n分析師B：價格？\n分析师A：庫存？\n分析師A：謝謝。\n",
            fixed="分析師A：訂單？\n分析師B：價格？\n分析師A：庫存？\n分析師A：謝謝。\n",
        ),
        Good(
            "張總：好。\n章總：好。\n張總：謝謝。\n分析師A：有。\n分析師B：沒有。\n分析師A：好。\n"
        ),
        Good("Q1: 訂單？\nA1: 三成。\nQ2: 庫存？\nA2: 八週。\nQ: 還有嗎？\nA: 沒有。\n"),
        Good("Note: 持平。\nNote: 三成。\nNOTE: 八週。\n"),
        Good("主持：林小明\n記錄：王大同\n主持人：開始吧。\n主持人：謝謝。\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        labels: defaultdict[str, defaultdict[str, list[Span]]]
        labels = defaultdict(lambda: defaultdict(list))
        folded = document.analysis.folded
        for match in _LABEL.finditer(folded):
            span = Span(*match.span("label"))
            written = span.of(document.prose).rstrip()
            key = _BLANK.sub("", span.of(folded)).lower()
            place = Span(span.start, span.start + len(written))
            labels[_SAME.get(key, key)][written].append(place)
        for spellings in labels.values():
            for finding in _slips(spellings) if len(spellings) > 1 else ():
                if document.analysis.in_chinese(finding.span):
                    yield finding


def _slips(spellings: dict[str, list[Span]]) -> Iterator[Finding]:
    """The rarer spellings of one label."""
    usual = max(spellings, key=lambda spelling: len(spellings[spelling]))
    times = len(spellings[usual])
    for written, spans in spellings.items():
        if written == usual or times < 2 or len(spans) >= times:
            continue
        if written.lower() == usual.lower() and usual.isascii() and usual.isalpha():
            continue
        if _is_other(written, usual) and spans[0] < spellings[usual][0]:
            continue
        message = Message(
            f"標籤「{written}」別處寫「{usual}」（{times} 次，這種 {len(spans)} 次）",
            f"label “{written}” is “{usual}” elsewhere ({times} times, so {len(spans)})",
        )
        for span in spans:
            fix = Fix.replace(span, usual, Applicability.UNSAFE, _WHY)
            yield Finding(span, message, (fix,), 0.85, written)


def _is_other(written: str, usual: str) -> bool:
    """Whether two labels are more than two spellings of one word."""
    return len(_BLANK.sub("", written)) != len(_BLANK.sub("", usual))


rule = SpeakerLabel()
