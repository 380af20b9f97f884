"""The hanzi of a text as the model reads them: runs of characters with breaks between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.language.hashing import Places
from kanwu.language.ngrams import words

LONGEST_RUN = 120
CHUNK = 1 << 16
"""Characters weighed at once: fewer cost calls, more cost memory."""
_FIRST_HANZI = 0x3007  # 〇


class Runs(NamedTuple):
    """Runs, each between two breaks.

    codes    uint32 (n,)    folded code points, 0 for a break; the first and last are breaks
    places   int64 (n,)    where each stands in the text; for a break, where its run ends
    """

    codes: NDArray[np.uint32]
    places: Places


def read(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Code points as the model reads them: hanzi folded, digits as hanzi, 0 for all else.

    Digits are read only where hanzi stand beside them.
    """
    table = words().spoken
    spoken = np.empty(len(codes), np.uint32)
    for start in range(0, len(codes), CHUNK):
        chunk = slice(start, start + CHUNK)
        spoken[chunk] = table.take(codes[chunk], mode="clip")
    digits = (spoken > 0) & (codes < _FIRST_HANZI)
    hanzi = np.pad((spoken > 0) & ~digits, 1)
    starts, ends = np.flatnonzero(np.diff(digits, prepend=False, append=False)).reshape(-1, 2).T
    beside = hanzi[starts] | hanzi[ends + 1]
    spoken[digits] *= np.repeat(beside, ends - starts)
    return spoken


def chunks(spoken: NDArray[np.uint32]) -> Iterator[Runs]:
    """The runs of a text, some 64 thousand characters at a time, cut at breaks."""
    start = 0
    while start < len(spoken):
        end = min(len(spoken), start + CHUNK)
        if end < len(spoken):
            breaks = np.flatnonzero(spoken[start:end] == 0)
            end = start + int(breaks[-1]) + 1 if len(breaks) else end
        runs = _runs(spoken[start:end], start)
        if len(runs.codes) > 2:
            yield runs
        start = end


def _runs(spoken: NDArray[np.uint32], start: int) -> Runs:
    """One break between runs, and none longer than LONGEST_RUN."""
    kept = spoken > 0
    kept[1:] |= spoken[:-1] > 0
    places = np.flatnonzero(kept)
    codes = np.pad(spoken.take(places), 1)
    places = np.pad(places + start, 1)
    breaks = np.flatnonzero(codes == 0)
    long = np.flatnonzero(np.diff(breaks) > LONGEST_RUN + 1)
    if len(long):
        cuts = np.concatenate(
            [np.arange(breaks[i] + 1 + LONGEST_RUN, breaks[i + 1], LONGEST_RUN) for i in long]
        )
        codes, places = np.insert(codes, cuts, 0), np.insert(places, cuts, 0)
        breaks = np.flatnonzero(codes == 0)
    places[breaks[1:]] = places[breaks[1:] - 1] + 1
    return Runs(codes, places)
