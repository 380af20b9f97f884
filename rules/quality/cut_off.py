"""沒有說完的段落

一段話沒有句號，又停在「的、和、因為、例如」這樣不能結尾的詞上，而前後的段落都以句號結尾：後面的文字在複製、
掃描或轉寫時遺失了，也可能一句話被換行從中截斷。

例：「毛利率下滑，主要是因為」後面就是另一段。

字幕與逐行斷開的文字本來就沒有標點，標題、列表、下一行接著列舉或引文的，都不報。

修正是否安全：沒有修正；缺了什麼，要看原文件。

English: a paragraph without a full stop that ends in a word that cannot end one, between paragraphs
that end with a full stop: what followed was lost, or a sentence was broken by a line end. Subtitles
and text with a line end in each row have no such marks and are left alone, and so are headings,
lists, and paragraphs that lists or quotations follow. There is no fix; the source tells the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kanwu import Bad, Document, Finding, Good, Message, Span

_WORD = r"""
    (?: 因为 | 由于 | 如果 | 假如 | 倘若 | 虽然 | 尽管 | 即使 | 不仅 | 不但 | 以及 | 并且
      | 而且 | 或者 | 但是
      | 然而 | 因此 | 于是 | 例如 | 比如 | 譬如 | 诸如 | 关于 | 对于 | 基于 | 鉴于 | 位于
      | 处于 | 属于 | 特别是
      | 尤其是 | 使得 | 为了 | 以便
      | (?<![不也都未均])包括
      | (?<![目标似有好对真别是会无])的
      | (?<![总饱缓温平柔谐亲共讲求中随祥暖掺调附])和
      | (?<![参给授赠干])与
      | (?<![存所潜现内外实自好旨健正])在
      | (?<!非)但
    )
"""
_STOP = re.compile(rf"(?P<word>{_WORD})\Z", re.VERBOSE)
_LONG = re.compile(r"[^\r\n]{20,}")
_FINAL = re.compile(r"[。！？!?…；;：:.][」』”’\"）)】\]]{0,3}\s*\Z|[」』”]\s*\Z")
_CLAUSES = re.compile(r"[，。；：！？,;:!?]")
_HANZI = re.compile(r"[一-龥]")
_WHOLE = re.compile(r"是|有|都|要|会|能|挺|蛮|很|最|应该|可以|得")
_LIST = re.compile(
    r"\s*(?:[-*•·●■▪○◆>|「『“\"《【（(#]|\d{1,2}\s?[.、)）．]|[一二三四五六七八九十①-⑳])"
)
_HEAD = re.compile(r"[ \t]{0,4}[#|>*\-•]")
_ENOUGH, _SHARE, _LEAST, _SIGHT = 4, 0.8, 20, 40
_MESSAGE = Message(
    "段落停在不能結尾的詞上，後面的文字可能遺失", "breaks off: a word that ends no text"
)


class _Line(NamedTuple):
    """A line that is long enough for prose, and whether it ends as a paragraph does."""

    span: Span
    complete: bool


class CutOff:
    code, name, status = "D108", "cut-off", "stable"
    doc = __doc__
    examples = (
        Bad(
            "第一季的出貨量比去年同期多了三成，客戶大多在北美。\n"
            "毛利率比上一季下滑了兩個百分點，主要是因為\n"
            "訂單已經排到年底，新的廠房要到明年春天才會完工。\n"
            "下半年的價格還在談，預計不會有太大的變化。\n"
            "管理層認為，庫存在第三季就會回到正常的水位。\n"
        ),
        Bad(
            "工厂从三月起换了新的压铸机，单班产量比旧机多四成。\n\n"
            "良率也从八成七升到九成二，客户对样品的评价不错。\n\n"
            "下半年还要再换两台，预算已经批下来，设备商也来过。\n\n"
            "客户希望我们在附近再盖一间仓库，租金由双方分摊。\n\n"
            "目前最大的瓶颈是人手，我们正在与附近的学校商量学生实习的"
        ),
        Good(
            "第一季的出貨量比去年同期多了三成，客戶大多在北美。\n"
            "毛利率比上一季下滑了兩個百分點，原因有幾個，例如\n"
            "1. 原材料漲價，而產品的價格是去年就談好的。\n"
            "訂單已經排到年底，新的廠房要到明年春天才會完工。\n"
            "下半年的價格還在談，預計不會有太大的變化。\n"
            "管理層認為，庫存在第三季就會回到正常的水位。\n"
        ),
        Good(
            "今天我們來談一談螺絲的價格，還有螺帽的\n供應鏈為什麼會在去年第三季突然緊張起來，因為\n"
            "去年的原材料漲價了，漲價之後很多工廠就不接單，所以\n客戶都在找新的供應商，而且願意多付一些錢"
        ),
        Good(
            "第一季的出貨量比去年同期多了三成，客戶大多在北美。\n"
            "下半年的價格還在談，預計這個月會談好，應該是可以的\n"
            "訂單已經排到年底，新的廠房要到明年春天才會完工。\n"
            "管理層認為，庫存在第三季就會回到正常的水位。\n"
            "新的廠房可以多做三成，人手也已經找到一半。\n"
        ),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        folded = document.analysis.folded
        lines = [_line(match) for match in _LONG.finditer(folded)]
        complete = sum(line.complete for line in lines)
        if len(lines) <= _ENOUGH or complete < _SHARE * len(lines):
            return
        for number, line in enumerate(lines):
            stop = None if line.complete else _STOP.search(line.span.of(folded).rstrip())
            if stop and _is_cut(folded, lines, number, stop["word"]):
                yield Finding(Span(*stop.span("word")).moved(line.span.start), _MESSAGE, (), 0.7)


def _line(match: re.Match[str]) -> _Line:
    return _Line(Span(*match.span()), _FINAL.search(match[0][-8:]) is not None)


def _is_cut(folded: str, lines: Sequence[_Line], number: int, word: str) -> bool:
    """Whether the long line of that number, which a word ends, is prose among whole paragraphs."""
    span = lines[number].span
    near = (*lines[max(0, number - 1) : number], *lines[number + 1 : number + 2])
    if not all(line.complete for line in near) or _HEAD.match(folded, span.start):
        return False
    *clauses, last = _CLAUSES.split(span.of(folded))
    if not clauses or (word == "的" and _WHOLE.search(last)):
        return False
    following = folded[span.end : span.end + _SIGHT].lstrip()
    return len(_HANZI.findall(span.of(folded))) >= _LEAST and not _LIST.match(following)


rule = CutOff()
