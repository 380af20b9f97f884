"""Words in quotation marks that are spoken about: 「號損」這個詞應寫成「虧損」."""

from __future__ import annotations

import re
from functools import lru_cache

from kanwu.diagnostic import Span

_SIGHT = 60
_OPEN, _CLOSE = "「『“‘\"'", "」』”’\"'"
_CHAR = rf"[^{_OPEN}{_CLOSE}，。；！？\r\n]"
_PART = rf"{_CHAR}{{0,12}}"  # a longer quotation is what someone says
_OTHERS = rf"(?:[{_OPEN}]{_PART}[{_CLOSE}](?:[、和与及或跟]|以及)?)*"
_WRONG_CHARACTER = r"(?:[错别误讹]字|错别字|错词|误写|误植|误读|误听|笔误|之误)"

_BEFORE = rf"""
    (?:
        (?:写|打|印|念|读|听|错|拼|输入|识别|转写)[成为作]     # 誤寫為
      | [看认]成 | [误错][为作]
      | (?:应|应该|疑|宜)[为是作]                              # 應為
      | (?:改|更正|修正|订正)[为成作]
      | {_WRONG_CHARACTER}[是如有]?
      | [词字]
    )
    了?[:：]?[ ]?
"""
_AFTER = rf"""
    [ ]?[，,]?[ ]?[（(]?
    (?:
        (?:[一二两三四]|[这那此该][一二两三几]?个?|[两三四几]个)[词字]     # 這個詞
      | 字(?![典号段体幕节符眼面迹])
      | 的写法
      | (?:显然|其实|实际上|明显|可能|恐怕|似乎|大概|[都均皆也疑似])*
        (?:
            (?:应|应当|应该|宜)[写改读念]?[为是作成]                      # 應寫成
          | 被?(?:[误错写改听打]|[误错][写听读打]|误?识别|转写)[为作成]   # 誤寫為
          | [是为系属]?{_CHAR}{{0,6}}{_WRONG_CHARACTER}                   # 是常見的錯字
          | 有误 | [写打拼]?错了 | [写打拼]错 | 不成词 | 不是词
        )
    )
"""
_LEFT = rf"(?P<cue>{_BEFORE})?{_OTHERS}[{_OPEN}]{_PART}\Z"
_RIGHT = rf"{_PART}[{_CLOSE}](?:[、和与及或跟]|以及)?{_OTHERS}(?P<cue>{_AFTER})?"


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a text has quotation marks: that takes longer than most pages."""
    return re.compile(pattern, re.VERBOSE)


def is_spoken_about(folded: str, span: Span) -> bool:
    """Whether a place of a text in Simplified characters stands in quotation marks, and the text
    says of what they hold that it is a word, is wrong, or is what should be written."""
    before = folded[max(0, span.start - _SIGHT) : span.start]
    after = folded[span.end : span.end + _SIGHT]
    if not set(_OPEN) & set(before) or not set(_CLOSE) & set(after):
        return False
    left, right = _compiled(_LEFT).search(before), _compiled(_RIGHT).match(after)
    return bool(left and right and (left["cue"] or right["cue"]))
