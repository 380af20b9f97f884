"""Tables of text, .csv and .tsv, as Python's csv module reads them: a row a line, cells in tabs.

Only cells with hanzi are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kanwu.diagnostic import Span
from kanwu.formats import Wanted
from kanwu.reading import MalformedError, Piece, Writer, around, never

_DELIMITERS = {"csv": ",;\t", "tsv": "\t"}
_HANZI = re.compile("[\u2e80-\U0003ffff]")
_QUOTE = re.compile('""')
_QUOTED = re.compile('"(?:[^"]|"")*+(?:"|\\Z)')
_HEAD = 100_000


@dataclass(frozen=True)
class Table:
    """The first of the `delimiters` that is in the first line is the one. `columns` are the names
    of those that are read, in the first row; all, and that row too, where there are none."""

    delimiters: str
    columns: tuple[str, ...]

    @property
    def comment(self) -> tuple[str, str]:
        return "", ""

    def pieces(self, text: str) -> Iterator[Piece]:
        if not _HANZI.search(text):
            return
        delimiter = self._delimiter(text)
        last = 0
        between = ""
        for row in self._wanted(text, _rows(text, delimiter)):
            for cell in row:
                if not _HANZI.search(text, *cell):
                    continue
                content = _content(text, cell)
                yield Piece(Span(last, content.start), between, prose=False, write=never)
                yield from _cell(text, content, cell, delimiter)
                last, between = content.end, "\t"
            between = "\t\n"  # a tab in every row tells rules that it is one
        yield Piece(Span(last, len(text)), between, prose=False, write=never)

    def _delimiter(self, text: str) -> str:
        first, *_ = _QUOTED.sub("", text[:_HEAD]).split("\n", 1)
        return next((mark for mark in self.delimiters if mark in first), self.delimiters[0])

    def _wanted(self, text: str, rows: Iterator[Sequence[Span]]) -> Iterable[Sequence[Span]]:
        if not self.columns:
            return rows
        head = next(rows, ())
        names = [_content(text, cell).of(text).replace('""', '"') for cell in head]
        for column in self.columns:
            if column not in names:
                raise MalformedError(0, f"has no column “{column}”, but {', '.join(names)}")
        numbers = [number for number, name in enumerate(names) if name in self.columns]
        return ([row[number] for number in numbers if number < len(row)] for row in rows)


def form(name: str, wanted: Wanted) -> Table:
    return Table(_DELIMITERS[name], wanted.columns)


def _rows(text: str, delimiter: str) -> Iterator[Sequence[Span]]:
    """The rows of cells, with their quotation marks."""
    mark = re.escape(delimiter)
    cell = re.compile(
        rf'(?:"(?:[^"]|"")*+(?P<closed>")?[^{mark}\r\n]*|[^{mark}\r\n]*)(?P<end>{mark}|\r\n|\n|\r|\Z)'
    )
    row: list[Span] = []
    place = 0
    while place < len(text):
        found = cell.match(text, place)
        if found is None or (text[place] == '"' and not found["closed"]):
            raise MalformedError(place, "a quotation mark that opens a cell is never closed")
        row.append(Span(place, found.start("end")))
        place = found.end()
        if found["end"] != delimiter:
            yield row
            row = []
    if row:
        yield row


def _content(text: str, cell: Span) -> Span:
    """A cell without its quotation marks."""
    written = cell.of(text)
    quoted = len(written) > 1 and written[0] == written[-1] == '"'
    return Span(cell.start + 1, cell.end - 1) if quoted else cell


def _cell(text: str, content: Span, cell: Span, delimiter: str) -> Iterator[Piece]:
    if content == cell:
        return around(content, (), _unquoted(delimiter))
    doubled = (Span(*match.span()) for match in _QUOTE.finditer(text, *content))
    return around(content, (Piece(span, '"', write=_quoted) for span in doubled), _quoted)


def _quoted(text: str) -> str:
    return text.replace('"', '""')


def _unquoted(delimiter: str) -> Writer:
    special = {delimiter, '"', "\r", "\n"}
    return lambda text: None if set(text) & special else text
