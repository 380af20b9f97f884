"""Terms in tables and lists: what other programs write, and what they can read.

The columns of a table (CSV, TSV, or the first sheet of an .xlsx file) are the fields of a term,
named in its first row; several words in a cell are divided by one of 、 ; |. A list has the name
of a term on each line, and comments behind #.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from kanwu.errors import KanwuError
from kanwu.glossary.pack import Pack, Term, TermError
from kanwu.schema import read_text

SEPARATORS = {".csv": ",", ".tsv": "\t"}
"""What stands between the cells of a table that is text."""
TABLES = (*SEPARATORS, ".xlsx")
_FIELDS = {field.encode_name: field.name for field in msgspec.structs.fields(Term)}
WORD_LISTS = ("aliases", "heard", "sound", "context", "against", "sisters")
_FLAGS = ("plain-word", "exact-case")
_BETWEEN = re.compile("[、;|]")
_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class Listed(NamedTuple):
    """A term of a table or list, and where it stands: the file with the line or row."""

    place: str
    term: Term


class _Row(NamedTuple):
    place: str
    cells: Sequence[str]


def read_terms(path: Path, column: str = "term", weight: float = 0.0) -> tuple[Listed, ...]:
    """The terms of a table or list; `column` has their names, `weight` is that of those without.

    Raises KanwuError, with the line or row, for what cannot be read as terms.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLES:
        return tuple(list_terms(path, read_text(path), weight))
    rows = _sheet(path) if suffix == ".xlsx" else _text_rows(path, SEPARATORS[suffix])
    filled = (row for row in rows if any(row.cells))
    head = next(filled, None)
    if head is None:
        raise KanwuError(path, "is empty; the first row of a table names its columns")
    columns = _columns(head, column)
    return tuple(Listed(row.place, _term(columns, row, weight)) for row in filled)


def list_terms(path: Path, text: str, weight: float = 0.0) -> Iterator[Listed]:
    """The terms of a list, whose text is given. Raises KanwuError as `read_terms` does."""
    for number, line in enumerate(text.splitlines(), 1):
        name = line.strip()
        if name and not name.startswith("#"):
            place = f"{path}:{number}"
            yield Listed(place, _made(place, {"term": name, "weight": weight}))


def _text_rows(path: Path, separator: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(read_text(path)), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield _Row(f"{path}:{line}", [cell.strip() for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        raise KanwuError(f"{path}:{line}", str(error)) from None


def _sheet(path: Path) -> Iterator[_Row]:
    """The rows of the first sheet of a workbook."""
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - for .xlsx alone

    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise KanwuError(path, str(error)) from None
    for number, cells in enumerate(rows, 1):
        yield _Row(f"{path}:{number}", [_text(cell) for cell in cells])


def _text(cell: object) -> str:
    """A cell as it is shown: numbers in a sheet are all floating ones."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _columns(head: _Row, column: str) -> list[str]:
    """The fields that the columns are for; a column without a name is for none."""
    known = {field: field for field in list(_FIELDS)[1:]} | {column.strip().lower(): "term"}
    columns: list[str] = []
    for name in head.cells:
        field = known.get(name.lower(), "") if name else ""
        if name and not field:
            listed = ", ".join(known)
            raise KanwuError(head.place, f"unknown column “{name}”; a table may have {listed}")
        if field and field in columns:
            raise KanwuError(head.place, f"the column “{name}” is there twice")
        columns.append(field)
    if "term" not in columns:
        raise KanwuError(head.place, f"no column “{column}”, which has the terms")
    return columns


def _term(columns: Sequence[str], row: _Row, weight: float) -> Term:
    values: dict[str, Any] = {"weight": weight}
    for field, cell in zip_longest(columns, row.cells, fillvalue=""):
        if cell and not field:
            raise KanwuError(row.place, f"“{cell}” is in no column that has a name")
        if cell:
            values[_FIELDS[field]] = _value(row.place, field, cell)
    if "term" not in values:
        raise KanwuError(row.place, "has no term")
    return _made(row.place, values)


def _value(place: str, field: str, cell: str) -> object:
    if field in WORD_LISTS:
        return tuple(filter(None, map(str.strip, _BETWEEN.split(cell))))
    if field in _FLAGS:
        if cell.lower() not in _TRUTH:
            raise KanwuError(place, f"{field} is true or false, not “{cell}”")
        return _TRUTH[cell.lower()]
    if field == "weight":
        try:
            return float(cell)
        except ValueError:
            raise KanwuError(place, f"the weight “{cell}” is no number") from None
    return cell


def _made(place: str, values: Mapping[str, Any]) -> Term:
    try:
        return Term(**values)
    except TermError as error:
        raise KanwuError(place, str(error)) from None


def to_table(terms: Iterable[Term], separator: str) -> str:
    """A table with a row for each term. Raises KanwuError for words that no cell can hold."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(_FIELDS)
    writer.writerows(
        [_cell(term, getattr(term, name)) for name in _FIELDS.values()] for term in terms
    )
    return out.getvalue()


def _cell(term: Term, value: object) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, tuple):
        return _literal(value) if value else ""
    for word in value:
        if _BETWEEN.search(word):
            what = f"“{word}” has what divides the words of a cell; a .toml pack can hold it"
            raise KanwuError(f"“{term.term}”", what)
    return "、".join(value)


def to_list(terms: Iterable[Term]) -> str:
    """A line for each term, with its name alone. Raises KanwuError for one that is a comment."""
    names = [term.term for term in terms]
    for name in names:
        check_name(name)
    return "".join(f"{name}\n" for name in names)


def check_name(name: str) -> None:
    """Raise KanwuError for a name that no list can hold."""
    if name.startswith("#"):
        raise KanwuError(f"“{name}”", "would be a comment in a list; a .toml pack can hold it")


def to_toml(pack: Pack) -> str:
    """The text of a pack."""
    lines = [f"domain = {_literal(pack.domain)}"]
    lines += [f"doc = {_literal(pack.doc)}"] * bool(pack.doc)
    lines += [f"context = {_literal(pack.context)}"] * bool(pack.context)
    lines += ["", "term = [", *(f"    {entry(term)}," for term in pack.terms), "]"]
    for case in pack.case:
        lines += ["", "[[case]]", f"text = {_literal(case.text)}"]
        lines += [f"fixed = {_literal(case.fixed)}"] * bool(case.fixed)
    return "\n".join(lines) + "\n"


def entry(term: Term) -> str:
    """A term as an item of the array of a pack."""
    given = fields(term)
    if list(given) == ["term"]:
        return given["term"]
    return "{ " + ", ".join(f"{name} = {value}" for name, value in given.items()) + " }"


def fields(term: Term) -> dict[str, str]:
    """What a term has, as TOML writes it, by the names of the fields."""
    values = ((field, getattr(term, name)) for field, name in _FIELDS.items())
    return {field: _literal(value) for field, value in values if value}


def _literal(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_literal, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
