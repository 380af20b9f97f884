"""The format of the built tables: named arrays in one file, memory-mapped and checked.

A file is a magic line, the length and the checksum of all that follows them, a JSON header that
gives type, shape and offset of each array, and the arrays at multiples of 64 bytes. The checksum
is the sum and the exclusive or of all 64-bit words: every start reads all tables, and a CRC would
take it five times as long.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanwu.errors import DataError

Tables = Mapping[str, NDArray[Any]]

_MAGIC = b"kanwu tables 2\n\0"
_START = struct.Struct("<16sQQQQ8x")  # magic, lengths of the header and the file, checksum
_ALIGNMENT = 64


def write(path: Path, tables: Tables) -> None:
    """Writes the arrays; the same arrays give the same bytes."""
    arrays = {name: np.ascontiguousarray(table) for name, table in tables.items()}
    entries: dict[str, tuple[str, tuple[int, ...], int]] = {}
    offset = 0
    for name, array in arrays.items():
        entries[name] = (array.dtype.str, array.shape, offset)
        offset += _aligned(array.nbytes)
    header = json.dumps(entries).encode()
    header = header.ljust(_aligned(_START.size + len(header)) - _START.size)
    pieces = [header, *(a.tobytes().ljust(_aligned(a.nbytes), b"\0") for a in arrays.values())]
    body = b"".join(pieces)
    start = _START.pack(_MAGIC, len(header), _START.size + len(body), *_checksum(body))
    path.write_bytes(start + body)


def read(path: Path) -> Tables:
    """The arrays of a file, read-only and memory-mapped.

    Raises DataError naming the file if it is missing, short or damaged.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise DataError(path, f"is missing or empty, reinstall kanwu ({error})") from None
    if len(mapped) < _START.size:
        raise DataError(path, "is cut off, reinstall kanwu")
    magic, header, length, *checksum = _START.unpack_from(mapped)
    if magic != _MAGIC or len(mapped) != length or length % _ALIGNMENT:
        raise DataError(path, "is cut off or no table of kanwu, reinstall kanwu")
    with memoryview(mapped) as whole, whole[_START.size :] as body:
        if _checksum(body) != tuple(checksum):
            raise DataError(path, "is damaged (its checksum does not hold), reinstall kanwu")
    first = _START.size + header
    entries: dict[str, tuple[str, list[int], int]] = json.loads(mapped[_START.size : first])
    return {
        name: np.ndarray(shape, dtype, mapped, first + offset)
        for name, (dtype, shape, offset) in entries.items()
    }


def checksum(path: Path) -> str:
    """The checksum that a file bears. Raises DataError if it is missing or short."""
    try:
        with path.open("rb") as file:
            return "{3:x}{4:x}".format(*_START.unpack(file.read(_START.size)))
    except (OSError, struct.error) as error:
        raise DataError(path, f"is missing or cut off, reinstall kanwu ({error})") from None


def pack(texts: Iterable[str]) -> NDArray[np.uint8]:
    """Texts without line ends as an array."""
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def unpack(packed: NDArray[np.uint8]) -> list[str]:
    """The texts of an array."""
    return packed.tobytes().decode().split("\n") if len(packed) else []


def _checksum(body: bytes | memoryview) -> tuple[int, int]:
    words = np.frombuffer(body, np.uint64)
    return int(words.sum()), int(np.bitwise_xor.reduce(words))


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
