"""HTML: the text nodes, as Python's html.parser finds them; code, scripts and styles are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser

from kanwu.diagnostic import Span
from kanwu.formats import Wanted
from kanwu.formats.text import addresses
from kanwu.reading import MalformedError, Piece, around, boundaries, never

_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "del", "dfn", "em", "font", "i", "ins", "label"),
    *("mark", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"),
    *("var", "wbr"),
}
_SKIPPED = {
    *("code", "kbd", "noscript", "pre", "samp", "script", "style", "svg", "template", "textarea"),
}
_ENTITY = re.compile(r"&#?\w{1,40};?")
_LINE_END = re.compile(r"[\r\n]\s*")


@dataclass(frozen=True)
class Html:
    comment: tuple[str, str] = ("<!--", "-->")

    def pieces(self, text: str) -> Iterator[Piece]:
        parser = _Parser(text)
        unclosed = text.find("<", text.rfind(">") + 1)  # such tags take the parser too long
        try:
            parser.feed(text if unclosed < 0 else text[:unclosed])
            parser.close()
        except AssertionError as error:  # of the parser, which calls a mistake in the file so
            raise MalformedError(parser.place, f"is no HTML: {error}") from None
        return parser.read()


def form(_: str, __: Wanted) -> Html:
    return Html()


class _Parser(HTMLParser):
    """Finds where text is, and whether a tag before it begins something new."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._skipped = 0
        self._anew = True
        self._found: list[tuple[Piece, bool]] = []

    def read(self) -> Iterator[Piece]:
        last = 0
        for piece, anew in self._found:
            if piece.span.start > last:
                between = Span(last, piece.span.start)
                yield Piece(between, "\n" if anew else "", prose=False, write=never)
            yield piece
            last = piece.span.end

    @property
    def place(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _add(self, piece: Piece) -> None:
        if not self._skipped:
            self._found.append((piece, self._anew))
            self._anew = False

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """As in browsers `<![` begins a comment, and is no mistake."""
        return self.parse_bogus_comment(i, report)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._skipped += tag in _SKIPPED
        self._anew |= tag not in _INLINE

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        self._anew |= tag not in _INLINE

    def handle_endtag(self, tag: str) -> None:
        self._skipped = max(0, self._skipped - (tag in _SKIPPED))
        self._anew |= tag not in _INLINE

    def handle_data(self, data: str) -> None:
        span = Span(self.place, self.place + len(data))
        if not data.isspace() or not self._anew:
            special = [*boundaries(_addresses(self._text, span)), *_line_ends(self._text, span)]
            for piece in around(span, special, _escape):
                self._add(piece)

    def handle_entityref(self, name: str) -> None:
        self._entity()

    def handle_charref(self, name: str) -> None:
        self._entity()

    def _entity(self) -> None:
        match = _ENTITY.match(self._text, self.place)
        if match:
            self._add(Piece(Span(*match.span()), unescape(match[0]), write=_escape))


def _addresses(text: str, span: Span) -> Iterator[Span]:
    return (found.moved(span.start) for found in addresses(span.of(text)))


def _line_ends(text: str, span: Span) -> Iterator[Piece]:
    """Line ends in a text node are blanks, which hanzi need none of."""
    for match in _LINE_END.finditer(text, *span):
        beside = text[match.start() - 1 : match.start()] + text[match.end() : match.end() + 1]
        reads = " " if beside.isascii() else ""
        yield Piece(Span(*match.span()), reads, prose=False, write=never)


def _escape(text: str) -> str:
    return escape(text, quote=False)
