"""Text whose errors are known: pairs of sentences, and the marked errors of a document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import msgspec

from kanwu.diagnostic import Span
from kanwu.document import Document
from kanwu.errors import KanwuError

_HEADER = ["source", "target"]


class Pair(NamedTuple):
    """A sentence as it is written, and as it should be; the same twice where it is right."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class MarkedError:
    """An error at `span` of a document; `fix` is what should stand there, None if that is not sure.

    An error that is not `certain` need not be found, and may be.
    """

    span: Span
    fix: str | None
    category: str = ""
    certain: bool = True


class _Line(msgspec.Struct, frozen=True):
    """A line of a file of marked errors. Further keys are for its readers."""

    line: Annotated[int, msgspec.Meta(ge=1)]
    start: Annotated[int, msgspec.Meta(ge=0)]
    end: Annotated[int, msgspec.Meta(ge=0)]
    text: str
    fix: str | None
    category: str = ""
    certainty: Literal["certain", "likely", "possible"] = "certain"


def read_pairs(file: Document) -> tuple[Pair, ...]:
    """The pairs of a TSV file: source and target, then columns that do not matter.

    A first line `source<TAB>target` is a header; nothing is a comment or quoted. Raises KanwuError
    naming the line for one without a tab, and if there are no pairs.
    """
    pairs = []
    for number, line in _lines(file):
        columns = line.split("\t")[:2]
        if len(columns) < 2:
            raise KanwuError(f"{file.path}:{number}", "has no tab between source and target")
        if number > 1 or columns != _HEADER:
            pairs.append(Pair(*columns))
    if not pairs:
        raise KanwuError(file.path, "holds no pairs: source, tab, target on a line")
    return tuple(pairs)


def read_marked(file: Document, document: Document) -> tuple[MarkedError, ...]:
    """The errors of `document`, from a file of JSON Lines.

    line (from 1), start and end (code points in the line, from 0), text (what stands there), fix
    (null where no single one is sure); if wanted, category (any word) and certainty: certain,
    likely or possible. Raises KanwuError naming the line for one that is not so or does not fit
    the document, and if there are none.
    """
    errors = []
    for number, line in _lines(file):
        where = f"{file.path}:{number}"
        try:
            entry = msgspec.json.decode(line, type=_Line)
        except msgspec.DecodeError as error:
            raise KanwuError(where, str(error)) from None
        span = _place(entry, document, where)
        errors.append(MarkedError(span, entry.fix, entry.category, entry.certainty == "certain"))
    if not errors:
        raise KanwuError(file.path, "holds no marked errors: one JSON object on a line")
    return tuple(errors)


def _place(entry: _Line, document: Document, where: str) -> Span:
    """Where in the document an entry is. Raises KanwuError if its text does not stand there."""
    lines = len(document.line_starts)
    if entry.line > lines:
        raise KanwuError(where, f"{document.path} has no line {entry.line}, only {lines}")
    found = document.line(entry.line)[entry.start : entry.end]
    if found != entry.text or entry.end - entry.start != len(entry.text):
        place = f"line {entry.line}, {entry.start} to {entry.end} of {document.path}"
        raise KanwuError(where, f"{place} is “{found}”, not “{entry.text}”")
    start = document.line_starts[entry.line - 1]
    return Span(start + entry.start, start + entry.end)


def _lines(file: Document) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not empty, with their numbers."""
    for number in range(1, len(file.line_starts) + 1):
        line = file.line(number)
        if line:
            yield number, line
