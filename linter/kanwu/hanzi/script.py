"""Simplified and Traditional: fold, detect, and the way back through a converter.

The tables are built from OpenCC's dictionaries (Apache-2.0) by `make_data.script`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kanwu import data

Standard = Literal["cn", "tw", "hk"]

NEUTRAL, SIMPLIFIED_ONLY, TRADITIONAL_ONLY = 0, 1, 2
_BMP = 0x10000


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of `text`, shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def text(codes: NDArray[np.uint32]) -> str:
    """The text of code points, the inverse of `code_points`."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def fold_codes(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Code points in Simplified characters, one for one, shape (n,)."""
    known = np.minimum(codes, _BMP - 1)
    return np.where(codes < _BMP, data.table("fold")[known], codes).astype(np.uint32)


def fold(string: str) -> str:
    """`string` in Simplified characters, one for one. Text folds the same wherever it stands."""
    return string if string.isascii() else text(fold_codes(code_points(string)))


def classes(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """NEUTRAL, SIMPLIFIED_ONLY or TRADITIONAL_ONLY for each code point, shape (n,)."""
    known = codes < _BMP
    result = np.zeros(len(codes), np.uint8)
    result[known] = data.table("script")[codes[known]]
    return result


def detect(codes: NDArray[np.uint32]) -> Standard:
    """The script that most of the telling characters are of; Traditional counts as Taiwan's."""
    counts = np.bincount(classes(codes), minlength=3)
    return "tw" if counts[TRADITIONAL_ONLY] > counts[SIMPLIFIED_ONLY] else "cn"


def unfold(text: str, standard: Standard) -> str:
    """Simplified `text` as the standard writes it."""
    return text if standard == "cn" else _converter(f"s2{standard}")(text)


def round_trip(text: str) -> str:
    """`text` folded to Simplified and converted back to Traditional, with every offset kept.

    Of OpenCC's configurations the one without regional variants is used: it loads in half the
    time, and variants are not residue. A line whose length it changes is given back as it was.
    """
    there, back = _converter("t2s"), _converter("s2t")
    result = back(there(text))
    if len(result) == len(text):
        return result
    lines = ((line, back(there(line))) for line in text.splitlines(keepends=True))
    return "".join(new if len(new) == len(old) else old for old, new in lines)


@lru_cache
def _converter(config: str) -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - slow, and few documents need it

    converter: Callable[[str], str] = OpenCC(config).convert
    return converter
