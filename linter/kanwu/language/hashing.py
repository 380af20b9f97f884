"""Keys of character sequences, and static hash tables that numpy looks up without a loop.

A key is a polynomial hash modulo 2^64 of code points. It begins at 1, so that a leading 0 counts.
Replacing one character of a window is one multiplication and one addition on its key.

A table is made by hash and displace (Belazzougui, Botelho and Dietzfelbinger, ESA 2009): a byte
per bucket of keys moves all of them to slots of their own. A look-up reads that byte and the
slot; a fingerprint in the slot tells absent keys.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Places = NDArray[np.int64]

_U = np.uint64
BASE = _U(0x9FB21C651E98DF25)
POWERS: Keys = np.cumprod(np.array([1, *[BASE] * 7], np.uint64), dtype=np.uint64)
"""BASE to the power of 0, 1, 2 …"""
_INVERSE = _U(pow(int(BASE), -1, 1 << 64))
_MIX, _DISPLACE, _SPREAD = _U(0x9E3779B97F4A7C15), _U(0xA0761D6478BD642F), _U(0xD6E8FEB86659FD93)


def window_keys(codes: NDArray[np.uint32], longest: int) -> list[Keys]:
    """For each length 1 … longest the keys of all windows, shape (len(codes) - length + 1,)."""
    found = [codes + BASE]
    for length in range(2, longest + 1):
        keys = found[-1][:-1] * BASE
        keys += codes[length - 1 :]
        found.append(keys)
    return found


class Windows:
    """The keys of all windows of a text, by sums of its characters times falling powers of BASE."""

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        count = len(codes) + 1
        self._powers: Keys = np.cumprod(np.concatenate([[_U(1)], np.full(count, BASE)]))
        falling = np.cumprod(np.concatenate([[_U(1)], np.full(count - 2, _INVERSE)]))[: len(codes)]
        self._sums: Keys = np.concatenate([[_U(0)], np.cumsum(codes * falling)])

    def keys(self, starts: Places, length: int) -> Keys:
        """The keys of the windows of `length` from each start on."""
        keys = self._sums.take(starts + length)
        keys -= self._sums.take(starts)
        keys *= self._powers.take(starts + (length - 1))
        keys += self._powers[length]
        return keys


def keys_of(columns: Sequence[NDArray[Any]]) -> Keys:
    """The keys of sequences of symbols, given as an array for each place of them."""
    keys = np.ones(len(columns[0]), np.uint64)
    for column in columns:
        keys *= BASE
        keys += column.astype(np.uint64)
    return keys


def key_of(text: str) -> int:
    key = 1
    for char in text:
        key = (key * int(BASE) + ord(char)) % 2**64
    return key


def mix(keys: Keys) -> Keys:
    """The bits of the keys spread, for slots, filters and fingerprints; a new array."""
    hashes = keys >> _U(29)
    hashes ^= keys
    hashes *= _MIX
    return hashes


class Table(NamedTuple):
    """Where keys lie: `displacements` uint8 (buckets,), and the number of slots."""

    displacements: NDArray[np.uint8]
    size: int

    def slots(self, hashes: Keys) -> Places:
        """The slot of each hash; for an absent key any slot."""
        bucket = buckets(hashes, len(self.displacements))
        return slots(hashes, self.displacements.take(bucket), self.size)


class Entries(NamedTuple):
    """Values by key: each slot holds a fingerprint in its upper `print_bits`, a value below."""

    displacements: NDArray[np.uint8]
    packed: NDArray[Any]
    print_bits: int

    def of(self, hashes: Keys) -> tuple[NDArray[np.bool_], NDArray[Any]]:
        """Whether each hash is there, and what its slot holds."""
        table = Table(self.displacements, len(self.packed))
        packed = self.packed.take(table.slots(hashes))
        prints = packed >> packed.dtype.type(8 * packed.itemsize - self.print_bits)
        return prints == fingerprints(hashes, self.print_bits), packed


def fingerprints(hashes: Keys, bits: int) -> Keys:
    prints = hashes >> _U(4)
    prints &= _U((1 << bits) - 1)
    return prints


def buckets(hashes: Keys, count: int) -> Places:
    bucket = hashes >> _U(32)
    bucket *= _U(count)
    bucket >>= _U(32)
    return bucket.view(np.int64)


def slots(hashes: Keys, displacements: NDArray[np.uint8], size: int) -> Places:
    place = displacements.astype(np.uint64)
    place *= _DISPLACE
    place ^= hashes
    place ^= place >> _U(29)
    place *= _SPREAD
    place >>= _U(32)
    place *= _U(size)
    place >>= _U(32)
    return place.view(np.int64)


class Filter(NamedTuple):
    """A set that may hold more than was put in: one bit a hash. `bits` uint8 (2^n / 8,)."""

    bits: NDArray[np.uint8]

    def holds(self, keys: Keys) -> NDArray[np.bool_]:
        return self.may_hold(mix(keys))

    def may_hold(self, hashes: Keys) -> NDArray[np.bool_]:
        place = bit_places(hashes, len(self.bits))
        found = self.bits.take((place >> _U(3)).view(np.int64))
        place &= _U(7)
        found >>= place.astype(np.uint8)
        found &= 1
        return found.view(np.bool_)


class Sorted(NamedTuple):
    """A few keys among many that are asked for: a filter passes over most that are absent.

    `keys` uint64, each once and in order; the rows of each are those from its of `starts` int32
    (keys + 1,) to that of the next.
    """

    filter: Filter
    keys: Keys
    starts: NDArray[np.int32]

    @classmethod
    def of_keys(cls, keys: Keys) -> tuple[Sorted, Places]:
        """The table of some keys, and which of them stands in each row."""
        order = np.argsort(keys, kind="stable")
        distinct, counts = np.unique(keys, return_counts=True)
        size = 1 << max(6, (2 * len(distinct)).bit_length())  # sixteen bits a key and more
        bits = np.zeros(size, np.uint8)
        place = bit_places(mix(distinct), size)
        np.bitwise_or.at(
            bits, place >> _U(3), _U(1).astype(np.uint8) << (place & _U(7)).astype(np.uint8)
        )
        starts = np.cumsum(np.pad(counts, (1, 0))).astype(np.int32)
        return cls(Filter(bits), distinct, starts), order

    @classmethod
    def named(cls, tables: Mapping[str, NDArray[Any]], name: str) -> Sorted:
        """The table of that name, as `tables` gives it."""
        return cls(
            Filter(tables[f"{name}_filter"]), tables[f"{name}_keys"], tables[f"{name}_starts"]
        )

    def tables(self, name: str) -> dict[str, NDArray[Any]]:
        return {
            f"{name}_filter": self.filter.bits,
            f"{name}_keys": self.keys,
            f"{name}_starts": self.starts,
        }

    def rows(self, keys: Keys) -> tuple[Places, Places]:
        """The rows of all keys: whose each is, and it."""
        maybe = np.flatnonzero(self.filter.holds(keys))
        if not len(self.keys):
            return maybe[:0], maybe[:0]
        wanted = keys.take(maybe)
        found = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        there = np.flatnonzero(self.keys.take(found) == wanted)
        first = self.starts.take(found.take(there)).astype(np.int64)
        last = self.starts.take(found.take(there) + 1)
        owner, rows = expand(first, last - first)
        return maybe.take(there).take(owner), rows


def bit_places(hashes: Keys, size: int) -> Keys:
    """The number of the bit for each hash, for a filter of `size` bytes, a power of two."""
    return hashes >> _U(64 - 3 - (size.bit_length() - 1))


def begins(*columns: NDArray[Any]) -> NDArray[np.bool_]:
    """Which rows of columns in order are unlike the row before them, (rows,)."""
    unlike = np.ones(len(columns[0]), bool)
    unlike[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    return unlike


def expand(starts: Places, counts: Places) -> tuple[Places, Places]:
    """The ranges [start, start + count) one after the other: whose each number is, and it."""
    owners = np.repeat(np.arange(len(counts)), counts)
    numbers = np.arange(len(owners))
    numbers += (starts - np.cumsum(counts) + counts).take(owners)
    return owners, numbers
