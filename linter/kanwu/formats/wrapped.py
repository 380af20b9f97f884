"""Line ends within paragraphs: pages that a scanner read, mails, text of an old editor.

They cut words in two, and rules that look for words must not see them. A block of lines is wrapped
if most of its lines are equally wide; what begins with a mark, a blank or a label is a line of its
own, and a line that ends a sentence may end the paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from kanwu.diagnostic import Span
from kanwu.reading import Piece

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_FEWEST = 4
_NARROWEST, _WIDEST = 24, 120
_SPREAD = 4
"""Cells by which full lines differ: some marks begin no line, and words are not divided."""
_SHARE, _LONGER = 0.6, 0.05
"""How many lines of a block must be full, and how many may be longer."""
_ENDED = re.compile(r"[。！？!?…；;：:][」』”’\"）)】]{0,2}\Z")
_OF_ITS_OWN = re.compile(
    r"[\s\-*•·●■◆▪○#>|+=~\[【〔]|\d{1,3}[.、)）:：]|[（(][一二三四五六七八九十\d]{1,2}[)）]"
    r"|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百\d]{1,4}[章节節条條]|.{1,12}[:：]"
)
_LATIN = re.compile(r"[A-Za-z0-9]{2}")


class _Line(NamedTuple):
    """A line without the blanks at its end, which begin at `end`; the next begins at `next`."""

    text: str
    end: int
    next: int

    @property
    def width(self) -> int:
        """Cells, two for a character that is no ASCII: near enough."""
        return (
            len(self.text) + (len(self.text.encode("utf-8", "surrogatepass")) - len(self.text)) // 2
        )


def line_ends(text: str) -> Iterator[Piece]:
    """The line ends within paragraphs; between Latin words they read as a blank."""
    for has_text, lines in groupby(_lines(text), lambda line: bool(line.text)):
        if has_text:
            yield from _in_block(list(lines))


def _lines(text: str) -> Iterator[_Line]:
    for match in _LINE.finditer(text):
        line = match[0].rstrip()
        yield _Line(line, match.start() + len(line), match.end())


def _in_block(lines: Sequence[_Line]) -> Iterator[Piece]:
    full = _full_width([line.width for line in lines]) if len(lines) >= _FEWEST else 0
    for line, following in pairwise(lines):
        whole = full and full - _SPREAD <= line.width
        if whole and not _ENDED.search(line.text[-4:]) and not _begins_anew(following.text):
            reads = " " if _LATIN.match(line.text[-1] + following.text[0]) else ""
            yield Piece(Span(line.end, line.next), reads, prose=False)


def _begins_anew(line: str) -> bool:
    return _OF_ITS_OWN.match(line) is not None


def _full_width(widths: Sequence[int]) -> int:
    """How wide the full lines of a block are, in cells; 0 if it is not wrapped."""
    times = Counter(widths)
    full = max(times, key=lambda width: (_around(times, width), width))
    longer = sum(times[width] for width in times if width > full)
    enough = _around(times, full) >= _SHARE * len(widths) and longer <= _LONGER * len(widths)
    return full if enough and _NARROWEST <= full <= _WIDEST else 0


def _around(times: Counter[int], full: int) -> int:
    """How many lines are that wide or a little less."""
    return sum(times[width] for width in range(full - _SPREAD, full + 1))
