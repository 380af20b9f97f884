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


def fold(text: str) -> str:
    """`text` in Simplified characters, one for one. Text folds the same wherever it stands."""
    return text.translate(_fold_map())


@lru_cache
def _fold_map() -> str:
    """Each character of the BMP in Simplified form; `str.translate` leaves all others alone."""
    return data.table("fold").astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


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


def rewrite(text: str, standard: Standard) -> str:
    """`text`, in either script, as the standard writes it.

    By phrases, unlike `fold`: 哪吒 is the same in both scripts, though 吒 alone folds to 咤.
    """
    if standard == "cn":
        return text if text.isascii() else _converter("t2s")(text)
    simplified = (classes(code_points(text)) == SIMPLIFIED_ONLY).any()
    return _converter(f"s2{standard}")(text) if simplified else text


def round_trip(text: str) -> str:
    """`text` folded to Simplified and converted back to Traditional, with every offset kept.

    Of OpenCC's configurations the one without regional variants is used: it loads in half the
    time, and variants are not residue. A line whose length it changes is given back as it was.
    """
    folded, convert = fold(text), _converter("s2t")
    result = convert(folded)
    if len(result) == len(text):
        return result
    pairs = zip(text.split("\n"), map(convert, folded.split("\n")), strict=True)
    return "\n".join(new if len(new) == len(old) else old for old, new in pairs)


@lru_cache
def _converter(config: str) -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 - slow, and few documents need it

    converter: Callable[[str], str] = OpenCC(config).convert
    return converter
