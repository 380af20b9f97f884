"""Simplified and Traditional: fold, detect, and the way back through a converter.

The tables are built from OpenCC's dictionaries (Apache-2.0) by `make_data.script`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.diagnostic import Span
from kanwu.hanzi.conversion import Target, characters, convert, phrases
from kanwu.search import blocks, pieces

Standard = Literal["cn", "tw", "hk"]

NEUTRAL, SIMPLIFIED_ONLY, TRADITIONAL_ONLY = 0, 1, 2
_BMP = 0x10000
_SHORT = 150
"""Characters; fewer are folded faster without numpy."""


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of `text`, shape (len(text),)."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def text_of(codes: NDArray[np.uint32]) -> str:
    """The text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


_IN_BOTH = code_points("内没恒霉强温并么")


def fold(text: str) -> str:
    """`text` in Simplified characters, one for one. Text folds the same wherever it stands."""
    if text.isascii():
        return text
    if len(text) < _SHORT:
        return text.translate(_fold_map())
    return "".join(text_of(_fold(code_points(piece))) for _, piece in pieces(text, 1))


def normal(texts: Iterable[str]) -> list[str]:
    """Texts without line ends in Simplified characters and lower case, for comparing them."""
    given = list(texts)
    return fold("\n".join(given)).lower().split("\n") if given else []


def _fold(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    folded = data.tables("script")["fold"].take(codes, mode="clip")
    return np.where(codes < _BMP, folded, codes)


@lru_cache
def _fold_map() -> str:
    """Each character of the BMP in Simplified form; `str.translate` leaves all others alone."""
    return text_of(data.tables("script")["fold"].astype(np.uint32))


def classes(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """NEUTRAL, SIMPLIFIED_ONLY or TRADITIONAL_ONLY for each code point, shape (n,)."""
    known = data.tables("script")["classes"].take(codes, mode="clip")
    return np.where(codes < _BMP, known, np.uint8(NEUTRAL))


def telling(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """The class of each code point that tells which script a text is in, NEUTRAL for all others,
    shape (n,). Fonts and older encodings show some Simplified forms in Traditional text as well
    (内), and some are Traditional characters of a few words (并州, 老么)."""
    return np.where(np.isin(codes, _IN_BOTH), np.uint8(NEUTRAL), classes(codes))


def detect(text: str) -> Standard:
    """The script that most of the telling characters are of; Traditional counts as Taiwan's."""
    counts = np.zeros(3, np.intp)
    for _, piece in pieces(text, 1):
        counts += np.bincount(telling(code_points(piece)), minlength=3)
    return "tw" if counts[TRADITIONAL_ONLY] > counts[SIMPLIFIED_ONLY] else "cn"


def rewrite(text: str, standard: Standard) -> str:
    """`text`, in either script, as the standard writes it.

    By phrases, unlike `fold`: 哪吒 is the same in both scripts, though 吒 alone folds to 咤.
    """
    if text.isascii():
        return text
    codes = code_points(text)
    if standard == "cn":
        return _converted(codes, "s")
    simplified = (classes(codes) == SIMPLIFIED_ONLY).any()
    return _converted(codes, standard) if simplified else text


def round_trip(text: str) -> str:
    """`text` folded to Simplified and converted back to Traditional, with every offset kept.

    Without regional variants: they are not residue. No phrase goes beyond a line.
    """
    return "".join(_converted(code_points(fold(block)), "t") for block in blocks(text))


def converters_phrases(folded: str) -> list[Span]:
    """The phrases that decide in `round_trip`, from left to right, in a line of folded text."""
    found = phrases(code_points(folded), "t")
    return list(map(Span, found.starts.tolist(), (found.starts + found.lengths).tolist()))


def as_in(text: str, standard: Literal["tw", "hk"]) -> str:
    """Traditional text with the variants that a standard prefers, one for one."""
    return text_of(characters(code_points(text), standard))


def _converted(codes: NDArray[np.uint32], target: Target) -> str:
    return text_of(convert(codes, target))
