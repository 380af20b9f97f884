"""Markdown (CommonMark with tables and strikethrough), as tree-sitter-markdown divides it.

Code, addresses, front matter, HTML and formulas are no prose; the marks of emphasis and of links
are not there for readers, so that a word in which one begins is read whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from kanwu.diagnostic import Span
from kanwu.formats import Wanted
from kanwu.formats.text import addresses
from kanwu.formats.wrapped import line_ends
from kanwu.reading import Piece, around, boundaries, never, places_of_bytes

if TYPE_CHECKING:
    from tree_sitter import Node, Parser, Range

_INLINE = ("inline", "pipe_table_cell")
_BOUNDARIES = {
    *("minus_metadata", "plus_metadata", "fenced_code_block", "indented_code_block", "html_block"),
    *("pipe_table_delimiter_row", "code_span", "latex_block", "uri_autolink", "email_autolink"),
}
_HIDDEN = {
    *("emphasis_delimiter", "link_destination", "link_title", "link_label", "html_tag"),
    *("[", "]", "(", ")", "!"),
}
_LINKS = {
    *("inline_link", "image", "full_reference_link", "collapsed_reference_link", "shortcut_link"),
}
_MOST_MARKS = 3000
_MARKUP = set("`*_~<>[]|\\&#\r\n")


@dataclass(frozen=True)
class Markdown:
    comment: tuple[str, str] = ("<!--", "-->")

    def pieces(self, text: str) -> Iterator[Piece]:
        special = [*_marks(text), *boundaries(addresses(text)), *line_ends(text)]
        return around(Span(0, len(text)), special, _no_markup)


def form(_: str, __: Wanted) -> Markdown:
    return Markdown()


def _no_markup(text: str) -> str | None:
    return None if set(text) & _MARKUP else text


def _marks(text: str) -> Iterator[Piece]:
    """What in a text is no prose, or is there for the markup alone."""
    data = text.encode("utf-8", "surrogatepass")
    place_of = places_of_bytes(data)

    def span(node: Node) -> Span:
        return Span(place_of[node.start_byte], place_of[node.end_byte])

    blocks, inlines = _parsers()
    for node in _nodes(blocks.parse(data).root_node):
        if node.type in _BOUNDARIES and node.end_byte > node.start_byte:
            yield Piece(span(node), prose=False)
        elif node.type == "link_reference_definition":
            yield from _definition(node, span(node), text)
        elif node.type in _INLINE and _has_many_marks(data[node.start_byte : node.end_byte]):
            yield Piece(span(node), prose=False)
        elif node.type in _INLINE and node.end_byte > node.start_byte:
            inlines.included_ranges = _ranges(node)
            for mark in _nodes(inlines.parse(data).root_node):
                if mark.end_byte > mark.start_byte:
                    yield from _inline(mark, span(mark), text)


def _has_many_marks(inline: bytes) -> bool:
    """Whether it is no text, but what the parser takes minutes for."""
    return sum(map(inline.count, (b"*", b"_", b"[", b"`", b"~"))) > _MOST_MARKS


def _definition(node: Node, span: Span, text: str) -> Iterator[Piece]:
    """A footnote is prose after its label, the address of a link is none."""
    if span.of(text).startswith("[^"):
        span = Span(span.start, text.find(":", span.start) + 1)
    yield Piece(span, prose=False)


def _inline(mark: Node, span: Span, text: str) -> Iterator[Piece]:
    parent = mark.parent.type if mark.parent else ""
    if mark.type in _BOUNDARIES:
        yield Piece(span, prose=False)
    elif mark.type == "html_tag" and span.of(text).lower().startswith("<br"):
        yield Piece(span, "\n", prose=False)
    elif mark.type in _HIDDEN and (mark.is_named or parent in _LINKS):
        yield Piece(span, "", prose=False, write=never)
    elif mark.type == "backslash_escape":
        yield Piece(span, span.of(text)[1:], write=_no_markup)
    elif mark.type in ("entity_reference", "numeric_character_reference"):
        yield Piece(span, unescape(span.of(text)), write=_no_markup)


def _nodes(root: Node) -> Iterator[Node]:
    """All nodes, each before those in it; what has no prose is not entered."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        if node.type not in _BOUNDARIES:
            waiting += reversed(node.children)


def _ranges(node: Node) -> list[Range]:
    """An inline node without the marks of its blocks at the heads of lines, such as > ."""
    from tree_sitter import Range  # noqa: PLC0415 - imported by `_parsers`

    ranges = []
    start, point = node.start_byte, node.start_point
    for child in node.children:
        if child.type == "block_continuation":
            if child.start_byte > start:
                ranges.append(Range(point, child.start_point, start, child.start_byte))
            start, point = child.end_byte, child.end_point
    if node.end_byte > start:
        ranges.append(Range(point, node.end_point, start, node.end_byte))
    return ranges


@cache
def _parsers() -> tuple[Parser, Parser]:
    """The parsers of blocks and of what is in them, made when the first file asks for them."""
    import tree_sitter_markdown  # noqa: PLC0415
    from tree_sitter import Language, Parser  # noqa: PLC0415

    languages = tree_sitter_markdown.language(), tree_sitter_markdown.inline_language()
    blocks, inlines = (Parser(Language(language)) for language in languages)
    return blocks, inlines
