"""重複的段落

一行文字緊接著又來一次，或整段在文件裡再次出現：貼了兩次、掃描重頁、轉寫程式重讀同一段錄音。

例：「第一季的出貨量比去年同期多了三成，毛利率也有改善。」連著出現兩行。

緊接著的一行至少 20 個字（漢字、字母）、隔開的至少 60 個字且以句號結尾才算；副歌、字幕、標題、
發言人、表格的列、免責聲明本來就會重複，都不報。連續幾行一起重複的算一個問題。

修正是否安全：須 --unsafe。刪除後出現的；也可能是有意的重複。

English: a long line right after itself, or a paragraph that stands in the document again: pasted
twice, scanned twice, or heard twice by the recogniser. Short lines such as refrains, subtitles,
headings and labels, rows of tables and disclaimers repeat for good reason. Lines that repeat
together are one finding. The fix deletes the later ones and needs --unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_NEXT, _FAR = 20, 60
_SHOWN = 10
_LINE = re.compile(r"[^\r\n]+")
_LETTER = re.compile(r"[一-龥㐀-䶿A-Za-z]")
_HANZI = re.compile(r"[一-龥]")
_ROW = re.compile(r"\|.*\||(?:\S+[ \u3000]{2,}){3}")
_END = re.compile(r"[。！…!.][」』”’\"）)]{0,2}\Z")
_FORMULA = re.compile(
    "免[責责]|[声聲]明|版[权權]|警[语語]|[風风][險险]提示|[僅仅]供[參参]考|不[構构]成|[轉转][載载]"
    "|[關关]注|[訂订][閱阅]|敬[請请]|公告|感[謝谢][您你]|提[問问]"
)
_WHY = Message("刪除重複的部分", "delete the repetition")


class _Line(NamedTuple):
    span: Span
    text: str


class RepeatedText:
    code, name, status = "D107", "repeated-text", "stable"
    doc = __doc__
    examples = (
        Bad(
            "第一季的出貨量比去年同期多了三成，毛利率也有改善。\n" * 2 + "訂單排到年底。\n",
            fixed="第一季的出貨量比去年同期多了三成，毛利率也有改善。\n訂單排到年底。\n",
        ),
        Bad(
            "工厂从三月起换了新的压铸机，单班产量比旧机多四成，良率也从八成七升到九成二。\n\n" * 3,
            fixed="工厂从三月起换了新的压铸机，单班产量比旧机多四成，良率也从八成七升到九成二。\n\n",
        ),
        Bad(
            "甲：\n工厂从三月起换了新的压铸机，单班产量比旧机多四成，良率也从八成七升到九成二，"
            "下半年还要再换两台，预算已经批下来，设备商也来看过场地。\n乙：\n订单呢？\n"
            "甲：\n工厂从三月起换了新的压铸机，单班产量比旧机多四成，良率也从八成七升到九成二，"
            "下半年还要再换两台，预算已经批下来，设备商也来看过场地。\n乙：\n排到年底。",
            fixed="甲：\n工厂从三月起换了新的压铸机，单班产量比旧机多四成，良率也从八成七升到九成二，"
            "下半年还要再换两台，预算已经批下来，设备商也来看过场地。\n乙：\n订单呢？\n排到年底。",
        ),
        Good("好的，謝謝。\n好的，謝謝。\n主持人：\n下一位。\n主持人：\n下一位。\n"),
        Good("我把心裡的話唱給你聽\n我把心裡的話唱給你聽\n你聽見了沒有\n"),
        Good("螺絲 | 三百箱 | 已經入庫等待出貨檢驗完成 | 臺中倉\n" * 2),
        Good(
            "第一季的出貨量比去年多三成，毛利率改善。\n結論\n第一季的出貨量比去年多三成，毛利率改善。"
        ),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        lines = [
            _Line(Span(*match.span()), text)
            for match in _LINE.finditer(document.text)
            if (text := match[0].strip()) and "\t" not in match[0]
        ]
        first: dict[str, int] = {}
        done = 0
        for number, line in enumerate(lines):
            earlier = first.setdefault(line.text, number)
            if number < done or earlier == number or not _counts(line.text, number - earlier == 1):
                continue
            start, end = _extent(lines, earlier, number, done)
            yield _finding(document, lines, earlier - (number - start), start, end)
            done = end


def _extent(lines: Sequence[_Line], earlier: int, number: int, done: int) -> tuple[int, int]:
    """The range of the lines around `number` that repeat those around `earlier`."""
    start, end, by = number, number + 1, number - earlier
    while start - 1 > max(earlier, done - 1, by - 1) and _same(lines, start - 1, by):
        start -= 1
    while end < len(lines) and _same(lines, end, by):
        end += 1
    return start, end


def _same(lines: Sequence[_Line], number: int, by: int) -> bool:
    return lines[number].text == lines[number - by].text


def _finding(
    document: Document, lines: Sequence[_Line], earlier: int, start: int, end: int
) -> Finding:
    if end < len(lines):
        span = Span(lines[start].span.start, lines[end].span.start)
    else:
        span = Span(lines[start - 1].span.end, lines[end - 1].span.end)
    head = lines[earlier].text[:_SHOWN]
    message = Message(f"重複前面的「{head}…」", f"repeats the text from “{head}…” on")
    return Finding(span, message, (Fix.replace(span, "", Applicability.UNSAFE, _WHY),), 0.9)


def _counts(text: str, next_to: bool) -> bool:
    """Whether a line is long enough, and of a kind, to be no repetition by chance."""
    least = _NEXT if next_to else _FAR
    if len(text) < least or _ROW.search(text):
        return False
    if not next_to and (not _END.search(text) or _FORMULA.search(text)):
        return False
    return len(_HANZI.findall(text)) * 2 >= least and len(_LETTER.findall(text)) >= least


rule = RepeatedText()
