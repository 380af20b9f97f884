"""From one script to the other by phrases, as OpenCC does it, but at hand in a millisecond.

A step has a dictionary of phrases and one of characters: from left to right, the longest phrase
that begins at a place is replaced, else the character by itself. All keep the number of code
points. The result is OpenCC's, but that it leaves alone what follows an ideographic description
character, such as ⿻. Built from OpenCC's dictionaries (Apache-2.0) by `make_data.script`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu import data

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
Keys = NDArray[np.uint32] | NDArray[np.uint64]
Target = Literal["s", "t", "tw", "hk"]
STEPS: dict[Target, tuple[str, ...]] = {
    "s": ("ts",),
    "t": ("st",),
    "tw": ("st", "tw"),
    "hk": ("st", "hk"),
}
NORMAL = "normal"
"""The dictionary that comes before all steps: compatibility ideographs as their usual forms."""
_BASE = np.uint64(0x9FB21C651E98DF25)


def convert(codes: Codes, target: Target) -> Codes:
    """The code points of a text, converted; the same array or a new one, shape (n,)."""
    codes = characters(codes, NORMAL)
    part = None
    for name in STEPS[target]:
        found = _find(codes, name, part)
        codes = _replaced(codes, name, found)
        # later steps work on each phrase of the first one, and on the text between, by itself
        part = found.parts(len(codes)) if part is None else part
    return codes


def phrases(codes: Codes, target: Target) -> Found:
    """The phrases of the first step, from left to right."""
    return _find(characters(codes, NORMAL), STEPS[target][0], None)


def key(codes: Codes) -> NDArray[np.uint64]:
    """The key of each row, a text, of an array of shape (n, length): a polynomial modulo 2^64."""
    result = np.zeros(len(codes), np.uint64)
    for column in codes.T:
        result = result * _BASE + column
    return result


class Phrases(NamedTuple):
    """Phrases of one length: their keys, sorted, and what each becomes, shape (n, length)."""

    keys: NDArray[np.uint64]
    forms: NDArray[np.integer]


@lru_cache
def _phrases(name: str) -> dict[int, Phrases]:
    tables = data.tables("conversion")
    lengths = tables[f"{name}_lengths"].tolist()
    return {n: Phrases(tables[f"{name}_keys_{n}"], tables[f"{name}_{n}"]) for n in lengths}


class Found(NamedTuple):
    """The phrases to replace, from left to right; shape (found,) each."""

    starts: Places
    lengths: Places
    rows: Places

    def parts(self, size: int) -> Places:
        """For each place of the text the number of its phrase or stretch between, shape (n,)."""
        edges = np.zeros(size + 1, bool)
        edges[self.starts] = edges[self.starts + self.lengths] = True
        return np.cumsum(edges[:size])


def _find(codes: Codes, name: str, part: Places | None) -> Found:
    """The longest phrases from left to right; none that is in two parts of the text."""
    tables = data.tables("conversion")
    heads, reach = tables[f"{name}_heads"], tables[f"{name}_reach"]
    keys = codes[:-1] * _BASE + codes[1:]
    starts, row = _look_up(keys, heads)
    keys, reach = keys[starts], reach[row]
    length_at, row_at = np.zeros((2, len(codes)), np.intp)
    for length, phrases in _phrases(name).items():
        if length > 2:
            alive = (reach >= length) & (starts <= len(codes) - length)
            starts, keys, reach = starts[alive], keys[alive], reach[alive]
            keys = keys * _BASE + codes[starts + (length - 1)]
        if not len(starts):
            break
        chosen, row = _look_up(keys, phrases.keys)
        places = starts[chosen]
        if part is not None:
            inside = part[places] == part[places + (length - 1)]
            places, row = places[inside], row[inside]
        length_at[places], row_at[places] = length, row
    matched = np.flatnonzero(length_at)
    taken, end = [], 0
    for start, length in zip(matched.tolist(), length_at[matched].tolist(), strict=True):
        if start >= end:
            taken.append(start)
            end = start + length
    places = np.array(taken, np.intp)
    return Found(places, length_at[places], row_at[places])


def _replaced(codes: Codes, name: str, found: Found) -> Codes:
    codes = characters(codes, name)
    for length in set(found.lengths.tolist()):
        same = found.lengths == length
        places = found.starts[same, None] + np.arange(length)
        codes[places] = _phrases(name)[length].forms[found.rows[same]]
    return codes


def characters(codes: Codes, name: str) -> Codes:
    """Each character by itself, as a step has it; a new array."""
    characters, forms = data.tables("conversion")[f"{name}_characters"]
    places, row = _look_up(codes, characters)
    codes = codes.copy()
    codes[places] = forms[row]
    return codes


def _look_up(wanted: Keys, keys: Keys) -> tuple[Places, Places]:
    """Which of the wanted keys there are, and where they stand among the sorted `keys`."""
    row = np.searchsorted(keys, wanted)
    if len(keys):
        row[row == len(keys)] = 0
        places = np.flatnonzero(keys[row] == wanted)
    else:
        places = row[:0]
    return places, row[places]
