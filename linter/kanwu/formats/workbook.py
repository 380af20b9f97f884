"""Workbooks (.xlsx), through python-calamine: each sheet a text of its own, a row a line.

They are read, not written: line n is row n, and a tab stands between cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kanwu.errors import KanwuError
from kanwu.formats import archive

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_BLANKS = re.compile(r"[\r\n\t]+")


def sheets(path: str, data: bytes) -> Sequence[str]:
    """The names of the sheets. Raises KanwuError for what is no workbook, or too large."""
    return _open(path, data).sheet_names


def text(path: str, data: bytes, sheet: str, columns: Sequence[str]) -> str:
    """A sheet; of its columns those whose name is in the first row, or all if none is named.

    Raises KanwuError for what is no workbook, and for a column that is not there.
    """
    rows = _open(path, data).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    cells = [
        [_BLANKS.sub(" ", cell) if isinstance(cell, str) else "" for cell in row] for row in rows
    ]
    if columns and cells:
        names = cells[0]
        missing = [column for column in columns if column not in names]
        if missing:
            known = ", ".join(filter(None, names))
            raise KanwuError(f"{path}/{sheet}", f"has no column “{missing[0]}”, but {known}")
        wanted = [name in columns for name in names]
        cells = [[cell * keep for cell, keep in zip(row, wanted, strict=True)] for row in cells]
        cells[0] = [""] * len(names)
    return "\n".join("\t".join(row) for row in cells)


def _open(path: str, data: bytes) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - seldom used

    archive.names(path, data)  # which refuses one that unpacks to too much
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError as error:
        raise KanwuError(path, f"is no workbook, or a damaged one: {error}") from None
