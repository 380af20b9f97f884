"""Plain text: all is prose but addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.diagnostic import Span
from kanwu.search import line_around

COMMENT = r"\#"
_CUE = re.compile(r"://|www\.|@")
_OTHER = re.compile(
    r"""
    # addresses, which may hold Chinese, to a blank or a mark that they do not hold
    (?:https?://|www\.)[^\s"'<>，。；：！？、（）「」『』【】《》]+
  | (?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*     # mail
    """,
    re.VERBOSE | re.ASCII,
)


def other(text: str) -> Iterator[Span]:
    """The addresses, looked for only in lines that have a part of one."""
    last = 0
    for cue in _CUE.finditer(text):
        if cue.start() >= last:
            first, last = line_around(text, cue.start())
            for match in _OTHER.finditer(text, first, last):
                yield Span(*match.span())
