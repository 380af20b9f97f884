"""用錯編碼讀出的亂碼

文字用一種編碼儲存、用另一種編碼讀出，就成了亂碼：「的確」的 UTF-8 當 Latin-1 讀成 çš„ç¢º，
當 GBK 讀成 鐨勭⒑，GBK 的「中文」當 Latin-1 讀成 ÖÐÎÄ。讀不出來的位元組成了替換字元 U+FFFD，
存檔再讀錯一次，就是「锟斤拷」。

例：「ç¬¬ä¸€å­£」應為「第一季」。

人名地名裡的 é、ü（Citroën、naïve）不報；同一行談到亂碼或編碼的不報。

修正是否安全：須 --unsafe。按位元組反推，整段都還原得出常用字的才提議；
替換字元與殘缺的亂碼沒有修正。

English: text written in one encoding and read in another: UTF-8 as Latin-1, Windows-1252 or GBK,
GBK or Big5 as Latin-1; and replacement characters, where bytes were lost. Accented letters of names
stay, and so do lines that speak of encodings. The fix reads the bytes again, is proposed only where
all of them make common characters, and needs --unsafe.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_BYTE_OF = {ord(bytes([byte]).decode("cp1252", "ignore") or "\0"): byte for byte in range(128, 256)}
_WINDOWS = "".join(chr(code) for code in _BYTE_OF if code > 0xFF)
_MARKS = "…“”‘’–—•·"  # ordinary marks of Chinese text, though bytes in Windows-1252
_NEXT = rf"[\x80-\xbf{_WINDOWS}]"
_UTF8 = re.compile(rf"(?:[à-ï]{_NEXT}{{2}}|[ÂÃÅÆË]{_NEXT}|[ð-ô]{_NEXT}{{3}})+")
_HIGH = re.compile(rf"[\x80-\xff{_WINDOWS}]{{2,}}")
_PAIRS = re.compile(r"(?:[\xa1-\xfe][@-~\xa1-\xfe]){2,}")
_LETTERS = re.compile(r"[À-ÖØ-öø-ÿ]")
_STRAY = re.compile(rf"[À-ÖØ-öø-ÿ\x80-\x9f¤¦¨ª¬\xad¯¸º¼½¾{_WINDOWS}](?<![{_MARKS}])")
_LEADS, _NEXTS = (*range(0xE2, 0xEA), 0xEF), range(0x80, 0xC0)
"""First bytes of the hanzi and marks in UTF-8, and those that follow."""
_TEXT = re.compile(
    rf"[\x80-\xff{_WINDOWS}\u2000-\u2bff\u2e80-\u9fff\ufe30-\ufe4f\ufeff\uff01-\uffee"
    r"\U0001f300-\U0001faff]+"
)
_LOST = re.compile(r"\ufffd+|锟斤(?:拷锟斤)*拷?|(?:ï¿½)+|(?:嚙踝蕭)+")
_SURE, _MOSTLY = 12, 0.85
"""From so many bytes on not all characters need be common, only this part."""
_ABOUT = re.compile(
    r"乱码|编码|解码|字符集|字元集|(?i:mojibake|unicode|utf-?8|gbk|big-?5|latin-?1)"
)
_MOJIBAKE = Message("用錯編碼讀出的亂碼", "text read in a wrong encoding")
_REPLACED = Message("替換字元：原來的位元組已經遺失", "replacement characters: the bytes are lost")
_DAMAGED = Message("用錯編碼讀出的亂碼，且有殘缺", "text read in a wrong encoding, and damaged")


class _Run(NamedTuple):
    """A piece of the text that was misread, and what it was by encoding, if that is known."""

    span: Span
    originals: tuple[tuple[str, str], ...] = ()


class MisreadEncoding:
    code, name, status = "D101", "misread-encoding", "stable"
    doc = __doc__
    examples = (
        Bad("ç¬¬ä¸€å­£çš„毛利率。", fixed="第一季的毛利率。"),
        Bad("董事長是JosÃ©，價格是2Â£。", fixed="董事長是José，價格是2£。"),
        Bad("Itâ€™s fine.", fixed="It’s fine."),
        Bad("璇峰弬闃呴檮浠剁殑?"),
        Bad("绗?竴瀛ｇ殑鐕熸敹成長"),
        Bad("鎴戜滑鐨勬瘺鍒╃巼回升", fixed="我们的毛利率回升"),
        Bad("¦æ·s¥¬¤F²Ä¤@¦¸§ó·s", fixed="行新布了第一次更新"),
        Bad("ÖÐÎÄ的公告", fixed="中文的公告"),
        Bad("出貨量為\ufffd\ufffd萬臺。"),
        Bad("备注：锟斤拷锟斤拷"),
        Good("Citroën、Müller與Beyoncé都是naïve的名字，Café……也是。"),
        Good("São Paulo 的氣溫是30°C±2°，面積3.5Å²。"),
        Good("「锟斤拷」是常見的亂碼。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        prose = document.prose
        if prose.isascii():
            return
        for match in _LOST.finditer(document.analysis.folded):
            if not _is_about(document, match.start()):
                yield Finding(Span(*match.span()), _REPLACED, confidence=0.97, group="lost")
        for run in (*_as_latin(prose), *_as_gbk(prose)):
            if not _is_about(document, run.span.start):
                yield _finding(run)


def _finding(run: _Run) -> Finding:
    if not run.originals:
        return Finding(run.span, _DAMAGED, confidence=0.9)
    trust = Applicability.UNSAFE if len(run.originals) == 1 else Applicability.SHOW
    fixes = tuple(
        Fix.replace(run.span, text, trust, Message(f"按 {name} 讀", f"read as {name}"))
        for name, text in run.originals
    )
    return Finding(run.span, _MOJIBAKE, fixes, 0.96)


def _is_about(document: Document, place: int) -> bool:
    """Whether the line speaks of encodings."""
    folded = document.analysis.folded
    start = max(folded.rfind("\n", 0, place) + 1, place - 200)
    end = folded.find("\n", place, place + 200)
    return _ABOUT.search(folded, start, end if end >= 0 else place + 200) is not None


def _as_latin(prose: str) -> Iterator[_Run]:
    """What was read as Latin-1 or Windows-1252."""
    done = 0
    for high in _HIGH.finditer(prose):
        runs = [run for found in _UTF8.finditer(high[0]) if (run := _utf8(found, high.start()))]
        if runs:
            spans = [run.span.moved(-high.start()) for run in runs]
            starts, ends = (
                [0, *(span.end for span in spans)],
                [*(span.start for span in spans), None],
            )
            rest = "".join(high[0][one:two] for one, two in zip(starts, ends, strict=True))
            yield from [_Run(Span(*high.span()))] if _STRAY.search(rest) else runs
        elif high.start() >= done:
            pairs = _PAIRS.match(prose, high.start())
            run = _double_byte(pairs) if pairs else None
            if run:
                done = run.span.end
                yield run


def _utf8(found: re.Match[str], by: int) -> _Run | None:
    written = found[0]
    try:
        original = written.translate(_BYTE_OF).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
    marked = set(written[1:]) <= set(_MARKS) and written != "Â·"
    symbol = len(written) == 2 and written[0] not in "ÂÃ"
    if marked or symbol or not _TEXT.fullmatch(original):
        return None
    original = original.replace("\ufeff", "")
    return _Run(Span(*found.span()).moved(by), (("UTF-8", original),))


def _double_byte(pairs: re.Match[str]) -> _Run | None:
    """GB 2312 or Big5. Few characters must be common ones and letters, of more nearly all."""
    written = pairs[0]
    letters = len(_LETTERS.findall(written))
    few = len(written) < _SURE
    if len(set(written)) < 4 or (few and 2 * letters < len(written)):
        return None
    data = written.encode("latin-1")
    read = [(name.upper(), _common_text(data, name, few)) for name in ("gb2312", "big5")]
    originals = tuple((name, text) for name, text in read if text)
    return _Run(Span(*pairs.span()), originals) if originals else None


def _common_text(data: bytes, encoding: str, few: bool) -> str:
    """What bytes say in an encoding, if that is common hanzi, else ""."""
    try:
        text = data.decode(encoding)
    except UnicodeError:
        return ""
    common = sum(char in _level(encoding) for char in text)
    return text if common >= (1 if few else _MOSTLY) * len(text) else ""


def _as_gbk(prose: str) -> Iterator[_Run]:
    """UTF-8 that was read as GBK: two characters of three bytes became three of two.

    What is damaged in a line is one run from the first to the last of its pieces.
    """
    if not _has_gbk(prose):
        return
    lines: defaultdict[int, list[re.Match[str]]] = defaultdict(list)
    for found in _gbk().finditer(prose):
        if _read_gbk(found["whole"]):
            lines[prose.rfind("\n", 0, found.start())].append(found)
    for pieces in lines.values():
        start, end = pieces[0].start(), pieces[-1].end()
        if any(map(_is_damaged, pieces)):
            yield _Run(Span(start, end))
            continue
        for piece in pieces:
            yield _Run(Span(*piece.span("whole")), (("UTF-8", _read_gbk(piece["whole"])),))


def _read_gbk(written: str) -> str:
    """What it was, if what is written is mostly rare and that is all common, else ""."""
    try:
        data = b"\x80".join(part.encode("gbk") for part in written.split("€"))
        original = data.decode("utf-8")
    except UnicodeError:
        return ""
    rare = sum(char not in _common() for char in written)
    likely = 2 * rare > len(written) and (len(original) > 2 or rare == len(written))
    return original if len(original) > 1 and likely and set(original) <= _common() else ""


def _is_damaged(piece: re.Match[str]) -> bool:
    """Whether bytes are missing at an end of it, or it goes on with what cannot be read."""
    around = piece.string[max(0, piece.start() - 2) : piece.start()]
    around += piece.string[piece.end() : piece.end() + 2]
    hanzi = [char for char in around if "\u4e00" <= char <= "\u9fff"]
    return bool(piece["rest"] or set("?\ufffd") & set(around) or not set(hanzi) <= _common())


def _has_gbk(prose: str) -> bool:
    """Whether there may be some: to look for all that it may be takes longer than most pages."""
    firsts = _gbk_firsts().intersection(prose)
    middle = _of_gbk(_NEXTS, _LEADS)
    return any(
        text[:1] in middle or text[:1] == "€"
        for first in firsts
        for text in prose.split(first)[1:]
        if text
    )


@cache
def _gbk() -> re.Pattern[str]:
    """Windows reads a byte 80 that begins no pair as €."""
    first, middle, last = (
        re.escape(_of_gbk(one, two))
        for one, two in ((_LEADS, _NEXTS), (_NEXTS, _LEADS), (_NEXTS, _NEXTS))
    )
    return re.compile(
        f"(?P<whole>(?:[{first}](?:€|[{middle}](?:€[{middle}])*(?:[{last}]|€€)))+)"
        f"(?P<rest>[{first}][{middle}]?[?\ufffd])?"
    )


def _of_gbk(firsts: Iterable[int], seconds: Iterable[int]) -> str:
    """The characters whose two bytes in GBK are such ones."""
    pairs = (bytes([first, second]) for first in firsts for second in seconds)
    return "".join(pair.decode("gbk", "ignore") for pair in pairs)


@cache
def _gbk_firsts() -> frozenset[str]:
    """What a first byte in UTF-8 and the next make in GBK."""
    return frozenset(_of_gbk(_LEADS, _NEXTS))


@cache
def _common() -> frozenset[str]:
    """The hanzi of the first levels of GB 2312 and Big5, and the marks of both."""
    return _level("gb2312") | _level("big5")


@cache
def _level(encoding: str) -> frozenset[str]:
    """The marks of an encoding and the hanzi of its first level."""
    first, end = (0xB0, 0xD8) if encoding == "gb2312" else (0xA4, 0xC7)
    return frozenset(_of(0xA1, 0xA4, encoding) + _of(first, end, encoding))


def _of(first: int, end: int, encoding: str) -> str:
    """The characters of some rows, whose second bytes are above ASCII or, in Big5, also below."""
    trails = (*(range(0x40, 0x7F) if encoding == "big5" else ()), *range(0xA1, 0xFF))
    pairs = (bytes([lead, trail]) for lead in range(first, end) for trail in trails)
    return "".join(pair.decode(encoding, "ignore") for pair in pairs)


rule = MisreadEncoding()
