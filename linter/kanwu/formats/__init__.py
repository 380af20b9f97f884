"""Which parts of a file are prose: one module a format, chosen by suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import NamedTuple

from kanwu.diagnostic import Span
from kanwu.formats import text


class Format(NamedTuple):
    """A way to read files.

    `other` gives the spans of a text that are not prose; `comment` is a regular expression for
    what opens a comment there, in which a suppression mark can stand, or "" for no comments.
    """

    suffixes: tuple[str, ...]
    other: Callable[[str], Iterable[Span]]
    comment: str


FORMATS = (Format((".txt",), text.other, text.COMMENT),)
SUFFIXES = tuple(suffix for known in FORMATS for suffix in known.suffixes)


def of(path: str) -> Format | None:
    """The format of a path, or None for a file that kanwu does not read."""
    suffix = PurePath(path).suffix.lower()
    return next((known for known in FORMATS if suffix in known.suffixes), None)
