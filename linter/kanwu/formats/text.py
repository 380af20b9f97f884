"""Plain text: all is prose but addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.diagnostic import Span

COMMENT = r"\#"
_OTHER = re.compile(
    r"""
    # addresses, which may hold Chinese, to a blank or a mark that they do not hold
    (?:https?://|www\.)[^\s"'<>，。；：！？、（）「」『』【】《》]+
  | (?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*     # mail
    """,
    re.VERBOSE | re.ASCII,
)


def other(text: str) -> Iterator[Span]:
    for match in _OTHER.finditer(text):
        yield Span(*match.span())
