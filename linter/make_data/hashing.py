"""Builds the static hash tables that `kanwu.language.hashing` looks up."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanwu.language.hashing import (
    Entries,
    Filter,
    Keys,
    Places,
    Table,
    bit_places,
    buckets,
    fingerprints,
    slots,
)

_LOAD = 0.85  # keys a slot
_TRIES = 20
_KEYS_A_BUCKET = 2.2  # more would need displacements above 255


def place(hashes: Keys) -> tuple[Table, Places]:
    """A table for distinct hashes, and the slot of each.

    Raises RuntimeError if the hashes find no place in tables of several sizes.
    """
    least = int(len(hashes) / _LOAD) + 1
    for size in range(least, least + _TRIES):
        found = _placed(hashes, size)
        if found:
            return found
    raise RuntimeError(f"{len(hashes)} keys found no place in {_TRIES} tables")


def entered(
    hashes: Keys, values: Keys, print_bits: int, kind: type[np.unsignedinteger[Any]]
) -> Entries:
    """The values by distinct hashes, in entries of a kind."""
    table, slots = place(hashes)
    packed = np.zeros(table.size, kind)
    value_bits = np.uint64(8 * packed.itemsize - print_bits)
    packed[slots] = fingerprints(hashes, print_bits) << value_bits | values
    return Entries(table.displacements, packed, print_bits)


def _placed(hashes: Keys, size: int) -> tuple[Table, Places] | None:
    """A table of `size` slots, None if some bucket finds no place.

    Buckets are placed by falling size; those of one size try one displacement after the other
    together, and of two that want the same slot the one with the higher number wins.
    """
    count = int(len(hashes) / _KEYS_A_BUCKET) + 1
    table = Table(np.zeros(count, np.uint8), size)
    bucket = buckets(hashes, count)
    order = np.argsort(bucket, kind="stable")
    held = np.bincount(bucket, minlength=count)
    first = np.cumsum(held) - held
    used, claims = np.zeros(size, bool), np.zeros(size, np.int64)
    result = np.full(len(hashes), -1, np.int64)
    for length in range(int(held.max()), 0, -1):
        open_buckets = np.flatnonzero(held == length)
        members = order[first[open_buckets][:, None] + np.arange(length)]
        for displacement in range(256):
            if not len(open_buckets):
                break
            wanted = slots(hashes[members], np.full(members.shape, displacement, np.uint8), size)
            free = np.flatnonzero(~used[wanted].any(axis=1) & _distinct(wanted))
            claims[wanted[free]] = free[:, None]
            won = free[(claims[wanted[free]] == free[:, None]).all(axis=1)]
            used[wanted[won]] = True
            result[members[won]] = wanted[won]
            table.displacements[open_buckets[won]] = displacement
            left = np.ones(len(open_buckets), bool)
            left[won] = False
            open_buckets, members = open_buckets[left], members[left]
        if len(open_buckets):
            return None
    return table, result


def bit_filter(hashes: Keys, bits: int) -> Filter:
    """A filter of 2^bits bits that holds the hashes."""
    found = Filter(np.zeros(1 << bits - 3, np.uint8))
    numbers = bit_places(hashes, len(found.bits))
    bits_set = np.uint8(1) << (numbers & np.uint64(7)).astype(np.uint8)
    np.bitwise_or.at(found.bits, numbers >> np.uint64(3), bits_set)
    return found


def _distinct(rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    ordered = np.sort(rows, axis=1)
    distinct: NDArray[np.bool_] = (ordered[:, 1:] != ordered[:, :-1]).all(axis=1)
    return distinct
