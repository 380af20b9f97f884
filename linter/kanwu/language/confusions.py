"""Confusion sets by key: which characters and words may have been meant by what is written.

Built by `make_data.confusions`; its docstring describes the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.language.hashing import Entries, Filter, Keys, Places, expand, mix

SOUND = 0x110000
"""A symbol beyond all code points: this and a syllable number is a sound in a pattern."""
ANY = 0x120000
"""The symbol of a masked character."""
LIST_PRINT_BITS = 28
MOST_ALIKE = 12


@dataclass(frozen=True)
class Lists:
    """Lists of values by key."""

    entries: Entries
    values: NDArray[Any]

    def of(self, keys: Keys) -> tuple[Places, NDArray[Any]]:
        """The values of all keys: whose each is, and it."""
        there, entries = self.entries.of(mix(keys))
        known = np.flatnonzero(there)
        entries = entries.take(known)
        first = (entries & np.uint64(0xFFFFFF)).astype(np.int64)
        count = (entries >> np.uint64(24) & np.uint64(0xFFF)).astype(np.int64)
        owner, place = expand(first, count)
        return known.take(owner), self.values.take(place)


@dataclass(frozen=True)
class Confusions:
    """`patterns`, `homophones` and `dropped` as lists; neighbours in shape as rows."""

    patterns: Lists
    pattern_filter: Filter
    homophones: Lists
    homophone_filter: Filter
    dropped: Lists
    gaps: Lists
    gap_filter: Filter
    frequent_first: NDArray[np.uint32]
    frequent_chars: NDArray[np.uint16]
    alike_row: NDArray[np.uint16]
    alike_chars: NDArray[np.uint16]
    glyph_scores: NDArray[np.uint8]
    read_scores: NDArray[np.uint8]
    parts: NDArray[np.uint32]

    def frequent(self, codes: NDArray[np.uint32]) -> tuple[Places, NDArray[np.uint16]]:
        """The frequent characters that each may stand for: whose each is, and it."""
        first = self.frequent_first.take(codes).astype(np.int64)
        owner, place = expand(first, self.frequent_first.take(codes + 1) - first)
        return owner, self.frequent_chars.take(place)

    def likeness(
        self, written: NDArray[np.uint32], meant: NDArray[np.uint32]
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """How alike two characters look, and how often one is read for the other, 0 to 255."""
        rows = self.alike_row.take(written)
        same = self.alike_chars.take(rows, axis=0) == meant[:, None]
        glyph = np.where(same, self.glyph_scores.take(rows, axis=0), 0).max(axis=1)
        read = np.where(same, self.read_scores.take(rows, axis=0), 0).max(axis=1)
        return glyph, read


@lru_cache
def confusions() -> Confusions:
    """Raises DataError if the data file is missing or damaged."""
    tables = data.tables("confusions")

    def lists(name: str) -> Lists:
        entries = tables[f"{name}_displacements"], tables[f"{name}_lists"]
        return Lists(Entries(*entries, LIST_PRINT_BITS), tables[f"{name}_chars"])

    return Confusions(
        lists("pattern"),
        Filter(tables["pattern_filter"]),
        lists("homophone"),
        Filter(tables["homophone_filter"]),
        lists("dropped"),
        lists("gap"),
        Filter(tables["gap_filter"]),
        tables["frequent_first"],
        tables["frequent_chars"],
        tables["alike_row"],
        tables["alike_chars"],
        tables["glyph_scores"],
        tables["read_scores"],
        tables["parts"],
    )
