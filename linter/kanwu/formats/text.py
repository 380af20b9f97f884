"""Plain text: all is prose but addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.diagnostic import Span

COMMENT = r"\#"
_OTHER = re.compile(
    r"""
    (?:https?://|www\.)[!-~]+            # addresses, with Chinese between their marks
    (?:(?<=[/=_-])[\u3400-\u9fff]+[!-~]*)*
  | (?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*     # mail
    """,
    re.VERBOSE | re.ASCII,
)


def other(text: str) -> Iterator[Span]:
    for match in _OTHER.finditer(text):
        yield Span(*match.span())
