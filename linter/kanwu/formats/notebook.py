"""Jupyter notebooks (nbformat 4): the Markdown cells, each read as Markdown of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import msgspec

from kanwu.diagnostic import Span
from kanwu.formats import Wanted, markdown
from kanwu.formats.jsontext import TEXT, string, values
from kanwu.reading import MalformedError, Piece, Reading, never


class _Cell(msgspec.Struct):
    cell_type: str


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


@dataclass(frozen=True)
class Notebook:
    comment: tuple[str, str] = markdown.Markdown.comment

    def pieces(self, text: str) -> Iterator[Piece]:
        if not TEXT.search(text):
            return
        found = [value for value in values(text, lines=False) if value.path[::2] == _SOURCE]
        try:
            cells = msgspec.json.decode(text, type=_Notebook).cells
        except msgspec.ValidationError as error:
            raise MalformedError(0, f"is no notebook: {error}") from None
        last = 0
        for number, lines in groupby(found, lambda value: int(value.path[1])):
            if cells[number].cell_type == "markdown":
                written = [piece for line in lines for piece in string(text, line.span)]
                source = Reading(text, tuple(written))
                if source.text:
                    between = Span(last, written[0].span.start)
                    yield Piece(between, "\n\n" if last else "", prose=False, write=never)
                    yield from source.within(markdown.Markdown().pieces(source.text))
                    last = written[-1].span.end


_SOURCE = ("cells", "source")


def form(_: str, __: Wanted) -> Notebook:
    return Notebook()
