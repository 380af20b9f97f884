"""Python: string literals, docstrings and comments, as libcst finds them.

Only those with hanzi are read, and files that have any. Fixes in strings that are no docstrings
need consent: the program may compare them. Byte strings are left alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kanwu.diagnostic import Span
from kanwu.formats import Wanted
from kanwu.reading import MalformedError, Piece, Writer, around, never, places_of_bytes

if TYPE_CHECKING:
    import libcst

_LITERAL = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<quote>\"\"\"|'''|\"|')")
_ESCAPE = re.compile(
    r"\\(?:N\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|\r\n|[\s\S])"
)
_BRACES = re.compile(r"\{\{|\}\}")
_HANZI = re.compile(r"[\u3400-\u9fff]|\\u[3-9]|\\U000[23]")


class _Literal(NamedTuple):
    """The content of a string, without prefix and quotation marks."""

    span: Span
    prefix: str
    quote: str
    careful: bool


@dataclass(frozen=True)
class Python:
    comment: tuple[str, str] = (r"\#", "")

    def pieces(self, text: str) -> Iterator[Piece]:
        if not _HANZI.search(text):
            return
        last = 0
        for literal in _literals(text):
            if _HANZI.search(text, *literal.span):
                between = Span(last, literal.span.start)
                yield Piece(between, "\t\n" if last else "", prose=False, write=never)
                yield from _pieces(text, literal)
                last = literal.span.end


def form(_: str, __: Wanted) -> Python:
    return Python()


def _pieces(text: str, literal: _Literal) -> Iterator[Piece]:
    write = _writer(literal, literal.span.of(text).isascii())
    special: list[Piece] = []
    if literal.quote and "r" not in literal.prefix:
        for match in _ESCAPE.finditer(text, *literal.span):
            special.append(
                Piece(Span(*match.span()), _meant(match[0]), True, write, literal.careful)
            )
    if "f" in literal.prefix:
        for match in _BRACES.finditer(text, *literal.span):
            special.append(Piece(Span(*match.span()), match[0][0], True, write, literal.careful))
    return around(literal.span, special, write, literal.careful)


def _meant(escape: str) -> str:
    """What an escape stands for; itself where Python knows none."""
    return str(ast.literal_eval(f'"""{escape}"""')) if escape != "\\'" else "'"


def _writer(literal: _Literal, ascii_only: bool) -> Writer:
    """Escapes what the literal cannot hold as it is, and the rest if it has escapes alone."""
    if not literal.quote:
        return lambda text: None if set(text) & set("\r\n") else text

    def write(text: str) -> str | None:
        if "r" in literal.prefix:
            return None if set(text) & set("\"'\\\r\n{}") else text
        written = "".join(
            f"\\{char}"
            if char in "\"'\\"
            else char
            if char.isprintable() and not (ascii_only and char > "~")
            else char.encode("unicode_escape").decode()
            for char in text
        )
        braces = "f" in literal.prefix
        return written.replace("{", "{{").replace("}", "}}") if braces else written

    return write


def _literals(text: str) -> Iterator[_Literal]:
    """The strings and comments, from left to right. Raises MalformedError for what is no Python."""
    import libcst  # noqa: PLC0415 - a second of start-up that only these files pay
    from libcst.metadata import ByteSpanPositionProvider, MetadataWrapper  # noqa: PLC0415

    try:
        ast.parse(text)  # which says where a mistake is, and knows a limit where libcst dies
        module = libcst.parse_module(text)
        spans = MetadataWrapper(module, unsafe_skip_copy=True).resolve(ByteSpanPositionProvider)
    except (SyntaxError, ValueError, libcst.ParserSyntaxError) as error:
        raise MalformedError(_place(text, error), "is no Python; mend the syntax first") from None
    except (RecursionError, MemoryError):
        raise MalformedError(0, "is Python in too many levels") from None
    place_of = places_of_bytes(text.encode("utf-8", "surrogatepass"))

    def span_of(node: libcst.CSTNode) -> Span:
        where = spans[node]
        return Span(place_of[where.start], place_of[where.start + where.length])

    docstrings = _docstrings(spans)
    found: list[_Literal] = []
    for node in spans:
        if isinstance(node, libcst.Comment):
            found.append(_Literal(span_of(node), "", "", careful=False))
        elif isinstance(node, libcst.SimpleString):
            prefix, quote = node.prefix.lower(), node.quote
            outer = span_of(node)
            inner = Span(outer.start + len(prefix) + len(quote), outer.end - len(quote))
            if "b" not in prefix:
                found.append(_Literal(inner, prefix, quote, node not in docstrings))
        elif isinstance(node, libcst.FormattedString):
            prefix = node.start.rstrip("\"'").lower()
            found += (
                _Literal(span_of(part), prefix, node.end, careful=True)
                for part in node.parts
                if isinstance(part, libcst.FormattedStringText)
            )
    yield from sorted(found)


def _place(text: str, error: Exception) -> int:
    """Where a mistake is, as far as it says."""
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
    return min(starts[min(line, len(starts)) - 1] + column - 1, len(text))


def _docstrings(nodes: Iterable[libcst.CSTNode]) -> set[libcst.CSTNode]:
    """The strings that are the first statement of a module, a class or a function."""
    import libcst  # noqa: PLC0415 - as `_literals`

    found: set[libcst.CSTNode] = set()
    for node in nodes:
        first: libcst.CSTNode | None
        if isinstance(node, libcst.Module):
            first = next(iter(node.body), None)
        elif isinstance(node, libcst.ClassDef | libcst.FunctionDef):
            first = next(iter(node.body.body), None)
        else:
            continue
        if isinstance(first, libcst.SimpleStatementLine):
            first = first.body[0]
        if isinstance(first, libcst.Expr):
            found.add(first.value)
    return found
