"""Built tables, memory-mapped. `NOTICE` names their sources; `linter/make_data` makes them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from kanwu.data import container
from kanwu.data.container import Tables
from kanwu.errors import DataError

HERE = Path(__file__).parent


@lru_cache
def tables(name: str) -> Tables:
    """The arrays of `NAME.dat`. Raises DataError if the file is missing or damaged."""
    return container.read(HERE / f"{name}.dat")


@lru_cache
def text(name: str) -> str:
    """The text of the data file `name`. Raises DataError if it is missing."""
    path = HERE / name
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise DataError(path, f"is missing or damaged, reinstall kanwu ({error})") from None


def checksum(name: str) -> str:
    """The checksum of `NAME.dat`. Raises DataError if the file is missing or damaged."""
    return container.checksum(HERE / f"{name}.dat")
