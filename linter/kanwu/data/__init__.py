"""Built tables, memory-mapped. `NOTICE` names their sources; `linter/make_data` makes them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanwu.errors import KanwuError

HERE = Path(__file__).parent


@lru_cache
def table(name: str) -> NDArray[Any]:
    """The array of `NAME.npy`, read-only. Raises KanwuError if the file is missing or damaged."""
    path = HERE / f"{name}.npy"
    try:
        mapped: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise KanwuError(path, f"is missing or damaged, reinstall kanwu ({error})") from None
    return mapped.view(np.ndarray)  # the subclass makes every access slower


@lru_cache
def text(name: str) -> str:
    """The text of the data file `name`. Raises KanwuError if it is missing."""
    path = HERE / name
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        raise KanwuError(path, f"is missing or damaged, reinstall kanwu ({error})") from None
