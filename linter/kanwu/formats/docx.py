"""Word files (.docx): the paragraphs of the text and of its tables, a line each.

A fix changes the characters of runs, so that their formatting stays. What is tracked as inserted
or deleted, comments, notes and fields are left alone. Office Open XML as in ECMA-376, part 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape, unescape
from xml.parsers import expat

from kanwu.diagnostic import Applicability, Edit, Fix, Span, apply_edits
from kanwu.errors import KanwuError
from kanwu.formats import Wanted, archive
from kanwu.formats.text import ELSEWHERE, Lines
from kanwu.reading import Form, Piece, Reading, around, never

_PART = "word/document.xml"
_NAMESPACE = re.compile(
    r"""xmlns:(\w+)=["'](?:http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"""
    r"""|http://purl\.oclc\.org/ooxml/wordprocessingml/main)["']"""
)
_TOKEN = re.compile(
    r"""<!--.*?-->|<\?.*?\?>|<!\[CDATA\[.*?\]\]>"""
    r"""|<(?P<close>/)?(?P<name>[\w:.-]+)(?:[^<>"']|"[^"]*"|'[^']*')*?(?P<empty>/)?>""",
    re.DOTALL,
)
_ENTITY = re.compile(r"&[#\w]{1,10};")
_TRACKED = ("ins", "del", "moveFrom", "moveTo")


def form(_: str, __: Wanted) -> Form:
    return Lines()


@dataclass(frozen=True)
class Docx:
    """A Word file; `xml` is its main part."""

    path: str
    data: bytes
    xml: str

    @classmethod
    def open(cls, path: str, data: bytes) -> Docx:
        """Raises KanwuError for what is no Word file, and for one that is too large."""
        archive.names(path, data)  # which refuses one that unpacks to too much
        part = archive.member(path, data, _PART)
        try:
            _refuse_doctype(part)
            return cls(path, data, part.decode(_encoding(part)))
        except (expat.ExpatError, UnicodeError, ValueError) as error:
            raise KanwuError(path, f"its {_PART} cannot be read: {error}") from None

    @cached_property
    def reading(self) -> Reading:
        return Reading(self.xml, tuple(_pieces(self.xml)))

    @property
    def text(self) -> str:
        return self.reading.text

    def edited(self, edits: Iterable[Edit]) -> Docx:
        """The file with edits of its text made. Raises ValueError for one beyond a paragraph."""
        fix = self.reading.fix(Fix(tuple(edits), Applicability.SAFE))
        if fix is None:
            raise ValueError("an edit goes beyond the paragraphs")
        return replace(self, xml=apply_edits(self.xml, fix.edits))

    def encode(self) -> bytes:
        """The bytes of the file: those that were read if nothing has changed."""
        part = archive.member(self.path, self.data, _PART)
        written = self.xml.encode(_encoding(part))
        return self.data if written == part else archive.with_member(self.data, _PART, written)


def _encoding(part: bytes) -> str:
    """The two that there may be."""
    return "utf-16" if part[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"


def _refuse_doctype(part: bytes) -> None:
    """Raise ExpatError for what is no XML, ValueError for a document type, which has entities."""

    def refuse(*_: object) -> None:
        raise ValueError("it has a document type")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(part, True)


def _pieces(xml: str) -> Iterator[Piece]:
    """What is read of well-formed XML: the text of runs, and where paragraphs end."""
    found = _NAMESPACE.search(xml)
    prefix = f"{found[1]}:" if found else "w:"
    tracked = runs = 0
    in_text: int | None = None
    for token in _TOKEN.finditer(xml):
        name = (token["name"] or "").removeprefix(prefix)
        span, opens = Span(*token.span()), not token["close"] and not token["empty"]
        if name in _TRACKED and not token["empty"]:
            tracked += 1 if opens else -1
            if not opens and not tracked:
                yield Piece(span, ELSEWHERE, prose=False, write=never)
        elif tracked:
            continue
        elif name == "r" and not token["empty"]:
            runs += 1 if opens else -1
        elif name == "t" and opens:
            in_text = span.end
        elif name == "t" and token["close"] and in_text is not None:
            yield from _text(xml, Span(in_text, span.start))
            in_text = None
        elif (name == "p" and not opens) or (name in ("br", "cr") and runs):
            yield Piece(span, "\n", prose=False, write=never)
        elif name == "tab" and runs:
            yield Piece(span, "\t", prose=False, write=never)


def _text(xml: str, span: Span) -> Iterator[Piece]:
    entities = (
        Piece(Span(*match.span()), unescape(match[0]), write=_escape)
        for match in _ENTITY.finditer(xml, *span)
    )
    return around(span, entities, _escape)


def _escape(text: str) -> str | None:
    return None if set(text) & set("\r\n\t") else escape(text, quote=False)
