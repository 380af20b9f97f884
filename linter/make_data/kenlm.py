"""Reads a binary trigram model of KenLM: a trie with quantised weights and packed pointers.

The layout is that of KenLM's `model_type` 5, QUANT_ARRAY_TRIE, format version 5 (lm/binary_format,
lm/quantize, lm/trie, lm/bhiksha). N-grams are stored reversed: the parent of an entry is its last
word.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0"
_QUANTISED_ARRAY_TRIE = 5
Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


class Trigrams(NamedTuple):
    """A back-off model; words by their number, probabilities and back-off weights as log10.

    words                              (n1,), <unk> first
    probabilities, back_offs           (n1,) of single words
    pairs, pair_probabilities, pair_back_offs    (n2, 2), (n2,), (n2,)
    triples, triple_probabilities                (n3, 3), (n3,)
    """

    words: list[str]
    probabilities: Floats
    back_offs: Floats
    pairs: Numbers
    pair_probabilities: Floats
    pair_back_offs: Floats
    triples: Numbers
    triple_probabilities: Floats


def read(path: Path) -> Trigrams:
    """Raises ValueError for a file of another layout."""
    content = path.read_bytes()
    counts, at = _header(content)
    at += 8 + 8 * counts[0]  # how many words, and the hash of each
    weight_bits, back_off_bits = content[at + 1], content[at + 2]
    at += 8
    pair_weights = np.frombuffer(content, "<f4", 1 << weight_bits, at)
    at += pair_weights.nbytes
    pair_back_offs = np.frombuffer(content, "<f4", 1 << back_off_bits, at)
    at += pair_back_offs.nbytes
    triple_weights = np.frombuffer(content, "<f4", 1 << weight_bits, at)
    at += triple_weights.nbytes
    single = np.dtype([("weight", "<f4"), ("back_off", "<f4"), ("next", "<u8")])
    singles = np.frombuffer(content, single, counts[0] + 1, at)
    at += single.itemsize * (counts[0] + 2)

    word_bits = counts[0].bit_length()
    inline, offsets, at = _pointer_array(content, at, counts[1], counts[2])
    width = word_bits + weight_bits + back_off_bits + inline

    entries = _Entries(at, width, counts[1])
    second = _packed(content, entries, 0, word_bits)
    pair_weight = _packed(content, entries, word_bits + back_off_bits, weight_bits)
    pair_back_off = _packed(content, entries, word_bits, back_off_bits)
    with_end = entries._replace(number=counts[1] + 1)
    low = _packed(content, with_end, word_bits + back_off_bits + weight_bits, inline)
    high = np.searchsorted(offsets, np.arange(counts[1] + 1), side="right") - 1
    next_triple = low | high << inline
    at += ((1 + counts[1]) * width + 7) // 8 + 8

    width = word_bits + weight_bits
    entries = _Entries(at, width, counts[2])
    first = _packed(content, entries, 0, word_bits)
    triple_weight = _packed(content, entries, word_bits, weight_bits)
    at += ((1 + counts[2]) * width + 7) // 8 + 8

    last = np.repeat(np.arange(counts[0]), _steps(singles["next"].astype(np.int64)))
    parent = np.repeat(np.arange(counts[1]), _steps(next_triple))
    return Trigrams(
        words=content[content.index(b"<unk>\0", at - 16) :].decode().split("\0")[:-1],
        probabilities=singles["weight"][:-1],
        back_offs=singles["back_off"][:-1],
        pairs=np.stack([second, last], 1),
        pair_probabilities=pair_weights[pair_weight],
        pair_back_offs=pair_back_offs[pair_back_off],
        triples=np.stack([first, second[parent], last[parent]], 1),
        triple_probabilities=triple_weights[triple_weight],
    )


def _header(content: bytes) -> tuple[tuple[int, ...], int]:
    """The numbers of n-grams of each order, and where the vocabulary begins."""
    at = _aligned(len(_MAGIC)) + 20  # three floats and two integers prove the byte order
    at = _aligned(at) + 8
    order, kind = content[at], struct.unpack_from("<i", content, at + 8)[0]
    if not content.startswith(_MAGIC) or order != 3 or kind != _QUANTISED_ARRAY_TRIE:
        raise ValueError("no quantised trigram trie of KenLM's format version 5")
    at += 20
    counts = struct.unpack_from("<3Q", content, at)
    return counts, _aligned(at + 8 * 3)


def _pointer_array(content: bytes, at: int, entries: int, largest: int) -> tuple[int, Numbers, int]:
    """Pointers split in bits within the entry and a table of offsets (Bhiksha and others).

    Returns the bits within an entry, the offsets and where the entries begin. KenLM chops as
    many high bits as make the whole smallest.
    """
    most, needed = content[at + 1], largest.bit_length()
    sizes = [
        (largest >> needed - chopped) * 64 - (entries + 1) * chopped
        for chopped in range(min(needed, most) + 1)
    ]
    inline = needed - sizes.index(min(sizes))
    count = (largest >> inline) + 1
    offsets = np.frombuffer(content, "<u8", count, at + 8).astype(np.int64)
    return inline, offsets, at + 8 * (1 + count) + 7


def _steps(numbers: Numbers) -> Numbers:
    return numbers[1:] - numbers[:-1]


class _Entries(NamedTuple):
    """`number` entries of `width` bits from byte `at` on."""

    at: int
    width: int
    number: int


def _packed(content: bytes, entries: _Entries, start: int, bits: int) -> Numbers:
    """The fields of `bits` bits at bit `start` of the entries."""
    at, width, count = entries
    place = np.arange(count) * width + start
    byte, shift = place >> 3, (place & 7).astype(np.uint64)
    stored = np.frombuffer(content, np.uint8, len(content) - at, at)
    value = np.zeros(count, np.uint64)
    for n in range((bits + 7) // 8 + 1):
        value |= stored[byte + n].astype(np.uint64) << np.uint64(8 * n)
    return (value >> shift & np.uint64((1 << bits) - 1)).astype(np.int64)


def _aligned(size: int) -> int:
    return -(-size // 8) * 8
