"""Texts in JSON (RFC 8259) and JSON Lines: the strings that are values, a paragraph each.

A new text is written with escapes where the string has no character outside of ASCII.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kanwu.diagnostic import Span
from kanwu.formats import Wanted
from kanwu.reading import MalformedError, Piece, around, never

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\],:]')
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.")
TEXT = re.compile(r"[\u2e80-\U0003ffff]|\\u[2-9a-fA-F]")


class Value(NamedTuple):
    """A string that is a value, with its quotation marks; `path` is its JSON pointer."""

    span: Span
    path: tuple[str, ...]


@dataclass(frozen=True)
class JsonText:
    """`keys` are JSON pointers (RFC 6901) in which `*` stands for any one part."""

    lines: bool
    keys: tuple[tuple[str, ...], ...]

    @property
    def comment(self) -> tuple[str, str]:
        return "", ""

    def pieces(self, text: str) -> Iterator[Piece]:
        if not TEXT.search(text):  # settings of programs are not always JSON
            return
        last = 0
        between = ""
        for value in values(text, self.lines):
            if self._is_wanted(value.path) and TEXT.search(text, *value.span):
                yield Piece(Span(last, value.span.start + 1), between, prose=False, write=never)
                yield from string(text, value.span)
                last, between = value.span.end - 1, "\t\n"
        yield Piece(Span(last, len(text)), between, prose=False, write=never)

    def _is_wanted(self, path: tuple[str, ...]) -> bool:
        return not self.keys or any(_fits(path, key) for key in self.keys)


def form(name: str, wanted: Wanted) -> JsonText:
    return JsonText(name == "jsonl", tuple(map(_parts, wanted.keys)))


def _parts(pointer: str) -> tuple[str, ...]:
    parts = pointer.split("/")[1:]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def _fits(path: tuple[str, ...], key: tuple[str, ...]) -> bool:
    return len(path) == len(key) and all(
        wanted in ("*", part) for part, wanted in zip(path, key, strict=True)
    )


def values(text: str, lines: bool) -> Iterator[Value]:
    """The strings that are values, in order. Raises MalformedError for what is no JSON."""
    if not lines:
        yield from _values(text, Span(0, len(text)))
        return
    for line in re.finditer(r"[^\r\n]+", text):
        if not line[0].isspace():
            yield from _values(text, Span(*line.span()))


def _values(text: str, span: Span) -> Iterator[Value]:
    try:
        json.loads(span.of(text))
    except ValueError as error:
        place = error.pos if isinstance(error, json.JSONDecodeError) else 0
        what = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        raise MalformedError(
            span.start + min(place, span.end - span.start), f"is no JSON: {what}"
        ) from None
    except RecursionError:
        raise MalformedError(span.start, "is JSON in too many levels") from None
    path: list[str | int] = []
    key = ""
    expects_key = False
    for token in _TOKEN.finditer(text, *span):
        match token[0][0]:
            case "{":
                path.append("")
                expects_key = True
            case "[":
                path.append(0)
                expects_key = False
            case "}" | "]":
                path.pop()
                expects_key = False
            case ",":
                expects_key = isinstance(path[-1], str)
                if not expects_key:
                    path[-1] = int(path[-1]) + 1
            case ":":
                expects_key = False
                path[-1] = key
            case _ if expects_key:
                key = json.loads(token[0])
            case _:
                yield Value(Span(*token.span()), tuple(map(str, path)))


def string(text: str, span: Span) -> Iterator[Piece]:
    """The pieces of a string; an escape is one."""
    content = Span(span.start + 1, span.end - 1)
    ascii_only = content.of(text).isascii()

    def write(new: str) -> str:
        return json.dumps(new, ensure_ascii=ascii_only)[1:-1]

    escapes = (
        Piece(Span(*match.span()), json.loads(f'"{match[0]}"'), write=write)
        for match in _ESCAPE.finditer(text, *content)
    )
    return around(content, escapes, write)
