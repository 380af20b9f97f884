"""What may have been written for what, as look-ups of the language pass.

confusions.dat
    patterns: a word with one character replaced by the broad sound it has there
        pattern_displacements, pattern_lists, pattern_filter, pattern_chars uint16
    homophones: the fuzzy sounds of a whole word
        homophone_displacements, homophone_lists, homophone_filter, homophone_chars uint64, 16
        bits a character
    dropped: a word without one of its characters
        dropped_displacements, dropped_lists, dropped_chars uint32, the place times 65,536 and it
    gaps: a word of three or four characters with any one masked
        gap_displacements, gap_lists, gap_filter, gap_chars uint16
    frequent_first, frequent_chars    the seven most frequent characters of the same sound or a like
        shape
    parts uint32    pairs of which one is the other with a component more, 16 bits each, sorted
    alike_row uint16 (65536,), alike_chars uint16, glyph_scores, read_scores uint8 (rows, 12)
A list is 28 bits of fingerprint, 12 of length and 24 of where it begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin

from kanwu import data
from kanwu.data import container
from kanwu.hanzi import sound
from kanwu.language.confusions import ANY, LIST_PRINT_BITS, MOST_ALIKE, SOUND
from kanwu.language.hashing import Keys, keys_of, mix
from make_data import vocabulary
from make_data.hashing import bit_filter, entered
from make_data.vocabulary import NATS, Neighbours

_FILTER_BITS = 22
_LEAST_CHARACTER = -6.2 * NATS
_LEAST_WORD = -7.0 * NATS
_LEAST_HOMOPHONE = -6.3 * NATS
_LEAST_LONGER = -6.6 * NATS
_LEAST_ALONE = -5.0 * NATS
_LONGEST_LIST = 255
_MOST_ALONE = 7

Rows = Iterable[tuple[list[int], int]]


def build() -> list[Path]:
    weights, alike = vocabulary.weights(), vocabulary.alike()
    words = sorted(
        word for word, weight in weights.items() if 2 <= len(word) <= 4 and weight > _LEAST_WORD
    )
    sounds = {word: _sounds(word) for word in words}
    usual = {
        char for char, weight in weights.items() if len(char) == 1 and weight > _LEAST_CHARACTER
    }
    tables = (
        _lists("pattern", _patterns(words, sounds, usual), np.uint16)
        | _lists("homophone", _homophones(words, sounds, weights), np.uint64)
        | _lists("dropped", _dropped(words, weights), np.uint32)
        | _lists("gap", _gaps(words), np.uint16)
        | _frequent(weights, alike)
        | _alike(alike, weights, usual)
        | {"parts": _parts(usual)}
    )
    tables["pattern_filter"] = bit_filter(tables.pop("pattern_hashes"), _FILTER_BITS).bits
    tables["gap_filter"] = bit_filter(tables.pop("gap_hashes"), _FILTER_BITS).bits
    tables["homophone_filter"] = bit_filter(tables.pop("homophone_hashes"), _FILTER_BITS).bits
    del tables["dropped_hashes"]
    path = data.HERE / "confusions.dat"
    container.write(path, tables)
    return [path]


def _sounds(word: str) -> list[int]:
    """The syllable of each character as the word is read; 0 where it is not known."""
    heard = lazy_pinyin(word, style=Style.NORMAL)
    if len(heard) != len(word):
        return [0] * len(word)
    return [sound.numbers().get(name.replace("ü", "v"), 0) for name in heard]


def _patterns(words: list[str], sounds: dict[str, list[int]], usual: set[str]) -> Rows:
    broad = sound.broad()
    for word in words:
        codes = list(map(ord, word))
        for i, syllable in enumerate(sounds[word]):
            if syllable and word[i] in usual:
                yield [*codes[:i], SOUND + int(broad[syllable]), *codes[i + 1 :]], codes[i]


def _homophones(words: list[str], sounds: dict[str, list[int]], weights: dict[str, float]) -> Rows:
    fuzzy = sound.fuzzy()
    for word in words:
        if all(sounds[word]) and weights[word] > _LEAST_HOMOPHONE:
            packed = 0
            for char in word:
                packed = packed << 16 | ord(char)
            yield [SOUND + int(fuzzy[syllable]) for syllable in sounds[word]], packed


def _dropped(words: list[str], weights: dict[str, float]) -> Rows:
    for word in words:
        if len(word) > 2 and weights[word] > _LEAST_LONGER:
            codes = list(map(ord, word))
            for i in range(len(word)):
                yield codes[:i] + codes[i + 1 :], i << 16 | codes[i]


def _gaps(words: list[str]) -> Rows:
    for word in words:
        if len(word) > 2:
            codes = list(map(ord, word))
            for i in range(len(word)):
                yield [*codes[:i], ANY, *codes[i + 1 :]], codes[i]


def _keys(rows: list[list[int]]) -> Keys:
    """The key of each row of symbols."""
    keys = np.zeros(len(rows), np.uint64)
    lengths = np.array(list(map(len, rows)))
    for length in np.unique(lengths):
        of_length = np.flatnonzero(lengths == length)
        keys[of_length] = keys_of([*np.array([rows[i] for i in of_length], np.uint64).T])
    return keys


def _lists(name: str, rows: Rows, kind: type[np.unsignedinteger[Any]]) -> dict[str, NDArray[Any]]:
    """The values of equal keys one after the other, and a table from key to list."""
    listed = list(dict.fromkeys((tuple(row), value) for row, value in rows))
    keys = _keys([list(row) for row, _ in listed])
    values = np.array([value for _, value in listed], np.uint64)
    order = np.lexsort((values, keys))
    distinct, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
    hashes = mix(distinct)
    lengths = np.minimum(counts, _LONGEST_LIST).astype(np.uint64)
    places = lengths << np.uint64(24) | first.astype(np.uint64)
    entries = entered(hashes, places, LIST_PRINT_BITS, np.uint64)
    return {
        f"{name}_displacements": entries.displacements,
        f"{name}_lists": entries.packed,
        f"{name}_chars": values[order].astype(kind),
        f"{name}_hashes": hashes,
    }


def _frequent(weights: dict[str, float], alike: Neighbours) -> dict[str, NDArray[Any]]:
    """For each character those of its sound or shape that stand alone most often."""
    same: dict[int, set[str]] = defaultdict(set)
    alone = {c for c, weight in weights.items() if len(c) == 1 and weight > _LEAST_ALONE}
    for char in alone:
        for syllable in sound.readings(char)[:2]:
            same[syllable].add(char)
    lists: list[list[str]] = []
    for char in map(chr, range(0x10000)):
        found = {c for syllable in sound.readings(char)[:2] for c in same[syllable]}
        found |= alone & alike.get(char, {}).keys()
        found.discard(char)
        lists.append(sorted(found, key=lambda c: (-weights[c], c))[:_MOST_ALONE])
    first = np.cumsum([0, *map(len, lists)]).astype(np.uint32)
    chars = np.array([ord(char) for found in lists for char in found], np.uint16)
    return {"frequent_first": first, "frequent_chars": chars}


def _parts(usual: set[str]) -> NDArray[np.uint32]:
    pairs = [ord(a) << 16 | ord(b) for a, b in vocabulary.parts() if {a, b} <= usual]
    return np.array(sorted(pairs), np.uint32)


def _alike(
    alike: Neighbours, weights: dict[str, float], usual: set[str]
) -> dict[str, NDArray[Any]]:
    """Row 0 is for characters without neighbours; in a row the likeliest stand first.

    What is frequent is meant oftener: e times as often counts as much as 20 points of likeness.
    """
    row_of = np.zeros(0x10000, np.uint16)
    chars = np.zeros((len(alike) + 1, MOST_ALIKE), np.uint16)
    glyph, read = np.zeros((2, *chars.shape), np.uint8)
    for row, (char, found) in enumerate(sorted(alike.items()), 1):
        row_of[ord(char)] = row
        best = sorted((-max(found[c]) - 20 * weights[c], c) for c in found.keys() & usual)
        for column, (_, c) in enumerate(best[:MOST_ALIKE]):
            chars[row, column] = ord(c)
            glyph[row, column], read[row, column] = found[c]
    return {
        "alike_row": row_of,
        "alike_chars": chars,
        "glyph_scores": glyph,
        "read_scores": read,
    }
