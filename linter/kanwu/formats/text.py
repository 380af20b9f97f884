"""Plain text: all is prose but addresses and time stamps; wrapped paragraphs are joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kanwu.diagnostic import Span
from kanwu.formats.wrapped import line_ends
from kanwu.reading import Piece, around, boundaries, never
from kanwu.search import line_around

_CUE = re.compile(r"://|www\.|@")
_ADDRESS = re.compile(
    r"""
    # addresses, which may hold Chinese, to a blank or a mark that they do not hold
    (?:https?://|www\.)[^\s"'<>，。；：！？、（）「」『』【】《》]+
  | (?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*     # mail
    """,
    re.VERBOSE | re.ASCII,
)
_TIME = re.compile(
    r"""
    ^[ \t]*
    (?:[\[(（【]\s?)?
    (?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?
    (?:\s?(?:-->|[-–—~至到])\s?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?)?
    (?:\s?[\])）】]|(?=[ \t]|$))
    """,
    re.VERBOSE | re.MULTILINE | re.ASCII,
)
ELSEWHERE = "\ufffc"
_APART = re.compile(rf"[\n\t{ELSEWHERE}]")


@dataclass(frozen=True)
class Text:
    comment: tuple[str, str] = (r"\#", "")

    def pieces(self, text: str) -> Iterable[Piece]:
        special = [*boundaries(addresses(text)), *boundaries(_times(text))]
        return around(Span(0, len(text)), [*special, *line_ends(text)])


@dataclass(frozen=True)
class Lines:
    """What was taken out of another kind of file, a paragraph or a row a line; line ends, tabs and
    what stands for things that are ELSEWHERE stay."""

    comment: tuple[str, str] = ("", "")

    def pieces(self, text: str) -> Iterable[Piece]:
        stay = (
            Piece(Span(*match.span()), prose=False, write=never) for match in _APART.finditer(text)
        )
        return around(Span(0, len(text)), [*stay, *boundaries(addresses(text))])


def addresses(text: str) -> Iterator[Span]:
    """The addresses, looked for only in lines that have a part of one."""
    last = 0
    for cue in _CUE.finditer(text):
        if cue.start() >= last:
            first, last = line_around(text, cue.start())
            for match in _ADDRESS.finditer(text, first, last):
                yield Span(*match.span())


def _times(text: str) -> Iterator[Span]:
    """The time stamps at the heads of lines."""
    return (Span(*match.span()) for match in _TIME.finditer(text)) if ":" in text else iter(())


def form(_: str, __: object) -> Text:
    return Text()
