"""落單的引號與括號

有開頭沒有結尾的引號、括號、書名號，或反過來：另一半在掃描、轉寫或編輯時遺失，也可能打反了方向。

例：「他說毛利率會回升。（第一季是四成」少了「）」；“回升“的第二個引號打反了。

跨幾行、幾段的引文（每段都重新以引號開頭的也算）、編號 1) a)、表情符號、數學區間 [0,1)、
英文的撇號與英吋記號都不報；一種記號在整份文件只用一半的（以 》 作箭頭）是有意的用法，
落單的太多則是一份摘句，開頭與結尾可能截在當中，也不報。

修正是否安全：須 --unsafe。只有打反方向、且只有一種改法的才有修正。

English: a quotation mark or bracket without its other half, which was lost, or typed the wrong
way round. Quotations over several lines or paragraphs, also those that open again in each, 1) and
a), emoticons, intervals, apostrophes and inch marks stay, and so does what a document uses one
half of only; the text may begin and end between two halves. A fix, which needs --unsafe, is
proposed only for a mark that is the wrong way round.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Span

_PAIRS = (
    "（(）)",
    "［[］]",
    "｛{｝}",
    "【【】】",
    "〔〔〕〕",
    "「「」」",
    "『『』』",
    "《《》》",
    "““””",
)
_KIND = {mark: number for number, pair in enumerate(_PAIRS) for mark in pair}
_OPENS = {mark for pair in _PAIRS for mark in pair[:2]}
_OTHER = {
    mark: pair[(index + 2) % 4] for pair in _PAIRS for index, mark in reversed([*enumerate(pair)])
}
_MARK = re.compile("[" + re.escape("".join(_KIND)) + '"\n]')
_NEAR = 30
"""Lines over which a quotation may reach."""
_FEW, _SHARE = 3, 0.01
"""How many may be by themselves, or which part of all: more are a text of extracts, or a habit."""
_SIGHT = 24
_NUMBERED = re.compile(
    r"(?:\A|[^0-9A-Za-z])(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})\Z"
    r"|(?:\A|[\s，。；：、,;:（(])[一二三四五六七八九十]{1,3}\Z"
)
_FACE = re.compile(r"[:;=：；^_xXTД><｀´・ω∀3oO°*]['\-]?\s?\Z")
_FACE_AFTER = re.compile(r"\s?['\-]?[:;=：；^_TД><｀´・ω∀°*]")
_FROM = re.compile(r"\s?[+-]?[\d.∞%]+\s?[,，;；~～-]\s?[+-]?[\d.∞%]*\s?[\])）］]")
_TO = re.compile(r"[\[(（［]\s?[+-]?[\d.∞%]*\s?[,，;；~～-]\s?[+-]?[\d.∞%]+\s?\Z")
_ENDS = re.compile(r"\s*(?:[，。、；：！？,.;:!?…）)」』》】]|\Z)")
_BEGINS = re.compile(r"(?:\A|[，。、；：！？,;:!?…（(「『《【是为说叫称])\s*\Z")
_LOST_END = Message("有開頭，沒有結尾", "opens and is not closed")
_LOST_START = Message("有結尾，沒有開頭", "closes and was not opened")
_STRAIGHT = Message("引號落單", "a quotation mark by itself")
_TURNED = Message("方向相反", "the wrong way round")


@dataclass(frozen=True, slots=True)
class _Mark:
    place: int
    text: str
    line: int
    first: bool
    """Whether it begins its line."""

    @property
    def opens(self) -> bool:
        return self.text in _OPENS


class UnmatchedMark:
    code, name, status = "D106", "unmatched-mark", "stable"
    doc = __doc__
    examples = (
        Bad("毛利率會回升（第一季是四成。\n訂單排到年底。\n"),
        Bad("第一季持平。\n工廠已經復工」，訂單排到年底。"),
        Bad("他说毛利率会“回升“，订单排到年底。", fixed="他说毛利率会“回升”，订单排到年底。"),
        Bad("他說：”毛利率會回升”，就走了。", fixed="他說：“毛利率會回升”，就走了。"),
        Bad('第一季持平。\n他說"毛利率會回升。\n訂單排到年底。'),
        Good("他說：「毛利率會回升（第一季是四成），訂單排到年底。」"),
        Good("他說：“毛利率会回升。\n“订单排到年底。\n“工厂三月复工。”\n"),
        Good("工廠已經復工」，他說：「訂單排到年底。"),
        Good("詳見官網(https://example.com/a)與附件。"),
        Good("1) 出貨 2) 庫存\na）價格；b）交期。包括1)螺絲2)螺帽。"),
        Good("好的:) 謝謝 :( 再見（笑）^_^)"),
        Good("機率落在[0,1)，溫差落在(0,100]。"),
        Good('面板是 55" 的，不是 65"，也不是 75"。'),
        Good("首頁》新聞》財經\n首頁》新聞》產業\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        kinds: defaultdict[int, list[_Mark]] = defaultdict(list)
        straight: list[_Mark] = []
        # a bracket around an address may be taken for the end of it
        text, line, start = document.text, 0, 0
        for match in _MARK.finditer(text):
            place = match.start()
            if match[0] == "\n":
                line, start = line + 1, match.end()
                continue
            first = place - start < 8 and not text[start:place].strip()
            mark = _Mark(place, match[0], line, first)
            (straight if match[0] == '"' else kinds[_KIND[match[0]]]).append(mark)
        last = text.rstrip().count("\n")
        found = [finding for marks in kinds.values() for finding in _of_kind(text, marks, last)]
        odd = [mark for mark in _odd(text, straight) if 0 < mark.line < last]
        for mark in odd if len(odd) <= max(_FEW, len(straight) * _SHARE) else ():
            found.append(Finding(Span(mark.place, mark.place + 1), _STRAIGHT, confidence=0.7))
        yield from (one for one in found if document.analysis.in_chinese(one.span))


def _of_kind(text: str, marks: Sequence[_Mark], last_line: int) -> Iterator[Finding]:
    opens = sum(mark.opens for mark in marks)
    if len(marks) > 3 and opens in (0, len(marks)) and marks[0].text not in "“”":
        return
    alone = [mark for mark in _alone(marks) if not _is_no_half(text, mark)]
    alone = _within(alone, marks, last_line)
    if len(alone) > max(_FEW, len(marks) * _SHARE):
        return
    by_line: defaultdict[int, list[_Mark]] = defaultdict(list)
    for mark in alone:
        by_line[mark.line].append(mark)
    for together in by_line.values():
        turned = _turned(text, together)
        if turned:
            span = Span(turned.place, turned.place + 1)
            fix = Fix((Edit(span, _OTHER[turned.text]),), Applicability.UNSAFE, _TURNED)
            yield Finding(span, _said(turned, _TURNED), (fix,), 0.85)
            continue
        for mark in together:
            says = _said(mark, _LOST_END if mark.opens else _LOST_START)
            yield Finding(Span(mark.place, mark.place + 1), says, confidence=0.75)


def _said(mark: _Mark, what: Message) -> Message:
    return Message(f"「{mark.text}」{what.zh}", f"“{mark.text}” {what.en}")


def _alone(marks: Iterable[_Mark]) -> list[_Mark]:
    """Those without a partner, before or behind, within some lines."""
    opened: list[_Mark] = []
    alone: list[_Mark] = []
    for mark in marks:
        if mark.opens:
            opened.append(mark)
            continue
        if not opened or mark.line - opened[-1].line > _NEAR:
            alone.append(mark)
            continue
        partner = opened.pop()
        # a quotation of several paragraphs opens again in each of them
        while partner.first and opened and 0 < partner.line - opened[-1].line <= _NEAR:
            partner = opened.pop()
    return sorted([*alone, *opened], key=lambda mark: mark.place)


def _within(alone: Sequence[_Mark], marks: Sequence[_Mark], last_line: int) -> list[_Mark]:
    """Those of which the other half cannot stand before or behind the text: it may be an extract.

    Two of the same in one line are another matter.
    """
    if len(alone) == 2 and alone[0].text == alone[1].text and alone[0].line == alone[1].line:
        return list(alone)
    return [
        mark
        for mark in alone
        if not (mark is marks[0] and not mark.opens and mark.line == 0)
        and not (mark is marks[-1] and mark.opens and mark.line == last_line)
    ]


def _is_no_half(text: str, mark: _Mark) -> bool:
    """Whether a mark without a partner needs none."""
    before = text[max(0, mark.place - _SIGHT) : mark.place].rpartition("\n")[2]
    after = text[mark.place + 1 : mark.place + _SIGHT].partition("\n")[0]
    if mark.text in "(（)）[［]］" and (_FROM.match(after) or _TO.search(before)):
        return True
    if mark.text not in "(（)）":
        return False
    if not mark.opens and _NUMBERED.search(before):
        return True
    doubled = mark.text in (before[-1:], after[:1])
    return doubled or bool(_FACE.search(before) or _FACE_AFTER.match(after))


def _turned(text: str, alone: Sequence[_Mark]) -> _Mark | None:
    """The one of two marks in a line that is the wrong way round, if only one can be."""
    if len(alone) != 2 or alone[0].opens != alone[1].opens or alone[0].text != alone[1].text:
        return None
    one, two = alone
    begins = _BEGINS.search(text[max(0, one.place - 8) : one.place].rpartition("\n")[2])
    ends = _ENDS.match(text[two.place + 1 : two.place + 8].partition("\n")[0])
    if one.opens:
        return two if ends else None
    return one if begins else None


def _odd(text: str, marks: Sequence[_Mark]) -> Iterator[_Mark]:
    """Straight quotation marks that are the only one of their line, with none near."""
    lines: defaultdict[int, list[_Mark]] = defaultdict(list)
    for mark in marks:
        lines[mark.line].append(mark)
    odd = [number for number, together in lines.items() if len(together) % 2]
    for index, number in enumerate(odd):
        near = [*odd[max(0, index - 1) : index], *odd[index + 1 : index + 2]]
        mark = lines[number][0]
        if len(lines[number]) > 1 or any(abs(number - other) <= _NEAR for other in near):
            continue
        if not text[max(0, mark.place - 1) : mark.place].isdigit():
            yield mark


rule = UnmatchedMark()
