"""The word trigrams of libime's Chinese model, and the words with the lexicon's beside them.

ngrams.dat
    pair_displacements uint8, pairs uint32    fingerprint 19 bits, back-off 5, probability 8
    triple_displacements uint8, triples uint32    fingerprint 24 bits, probability 8
    pair_levels (256,), back_off_levels (32,), triple_levels (256,)    float32, nats
words.dat, by the number of a word: its code point, or 65,536 and its slot
    probabilities, back_offs float16, nats    best_received, best_given uint8, see `_bound`
    displacements uint8, fingerprints uint32 (slots,), filter uint8    of words of 2 characters on
    spoken uint16 (65536,)    each BMP character as the model reads it; 0 ends a run
    surname, given_first, given_second, given_single, transliteration int8 (65536,)
        ln of how much likelier each character is in that role, in tenths; -NO_NAME for never
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.data import container
from kanwu.language.hashing import Keys, key_of, mix
from kanwu.language.ngrams import (
    BACK_OFF_BITS,
    FIRST_SLOT,
    NO_NAME,
    PAIR_PRINT_BITS,
    PROBABILITY_BITS,
    STEP,
    TRIPLE_PRINT_BITS,
    pair_keys,
    triple_keys,
)
from make_data import kenlm
from make_data.hashing import bit_filter, entered, place
from make_data.vocabulary import NATS, Weights, libime, names, read_as, vocabulary

_FILTER_BITS = 23
_DIGITS = "〇一二三四五六七八九"

Floats = NDArray[np.float32]


class Vocabulary(NamedTuple):
    """The words of the tables; all arrays by number, `of` from text to number."""

    of: dict[str, int]
    probabilities: Floats
    back_offs: Floats
    tables: dict[str, NDArray[Any]]


def build() -> list[Path]:
    model = libime()
    words_of = _numbered(vocabulary(), float(model.probabilities[0]) * NATS)
    keys = np.array([key_of(word) if word else 0 for word in model.words], np.uint64)
    numbers = np.array([words_of.of.get(word, -1) for word in model.words])
    pairs, best_of_pairs = _pairs(model, keys)
    triples, best_of_triples = _triples(model, keys)
    received, given = (
        words_of.probabilities.copy(),
        words_of.back_offs + NATS * float(model.probabilities[1:].max()),
    )
    for ngrams, best in ((model.pairs, best_of_pairs), (model.triples, best_of_triples)):
        known = (numbers[ngrams] >= 0).all(axis=1)
        np.maximum.at(received, numbers[ngrams[known, -1]], best[known])
        np.maximum.at(given, numbers[ngrams[known, -2]], best[known])
    bounds = {"best_received": _bound(received), "best_given": _bound(given)}
    container.write(data.HERE / "ngrams.dat", {**pairs, **triples})
    container.write(
        data.HERE / "words.dat", {**words_of.tables, **bounds, "spoken": _reading()} | _names()
    )
    return [data.HERE / "ngrams.dat", data.HERE / "words.dat"]


def _numbered(weights: Weights, unknown: float) -> Vocabulary:
    long = sorted(word for word in weights if len(word) > 1)
    hashes = mix(np.array([key_of(word) for word in long], np.uint64))
    table, slots = place(hashes)
    of = {word: FIRST_SLOT + slot for word, slot in zip(long, slots.tolist(), strict=True)}
    of |= {word: ord(word) for word in weights if len(word) == 1}
    probabilities = np.full(FIRST_SLOT + table.size, unknown, np.float32)
    back_offs = np.zeros(len(probabilities), np.float32)
    for word, (weight, back_off) in weights.items():
        probabilities[of[word]], back_offs[of[word]] = weight, back_off
    fingerprints = np.zeros(table.size, np.uint32)
    fingerprints[slots] = hashes.astype(np.uint32)
    tables: dict[str, NDArray[Any]] = {
        "probabilities": probabilities.astype(np.float16),
        "back_offs": back_offs.astype(np.float16),
        "displacements": table.displacements,
        "fingerprints": fingerprints,
        "filter": bit_filter(hashes, _FILTER_BITS).bits,
    }
    return Vocabulary(of, probabilities, back_offs, tables)


def _pairs(model: kenlm.Trigrams, keys: Keys) -> tuple[dict[str, NDArray[Any]], Floats]:
    weights = model.pair_probabilities * np.float32(NATS)
    known = (keys[model.pairs] > 0).all(axis=1)
    hashes = mix(pair_keys(*keys[model.pairs[known]].T))
    hashes, chosen = _distinct(hashes, weights[known])
    levels, level = _levels(weights[known][chosen], 1 << PROBABILITY_BITS)
    back_offs = (model.pair_back_offs * np.float32(NATS))[known][chosen]
    back_off_levels, back_off = _levels(back_offs, 1 << BACK_OFF_BITS)
    both = back_off << np.uint64(PROBABILITY_BITS) | level
    entries = entered(hashes, both, PAIR_PRINT_BITS, np.uint32)
    return {
        "pair_displacements": entries.displacements,
        "pairs": entries.packed,
        "pair_levels": levels,
        "back_off_levels": back_off_levels,
    }, weights


def _triples(model: kenlm.Trigrams, keys: Keys) -> tuple[dict[str, NDArray[Any]], Floats]:
    weights = model.triple_probabilities * np.float32(NATS)
    known = (keys[model.triples] > 0).all(axis=1)
    hashes = mix(triple_keys(*keys[model.triples[known]].T))
    hashes, chosen = _distinct(hashes, weights[known])
    levels, level = _levels(weights[known][chosen], 1 << PROBABILITY_BITS)
    entries = entered(hashes, level, TRIPLE_PRINT_BITS, np.uint32)
    return {
        "triple_displacements": entries.displacements,
        "triples": entries.packed,
        "triple_levels": levels,
    }, weights


def _distinct(hashes: Keys, weights: Floats) -> tuple[Keys, NDArray[np.int64]]:
    """Each hash once, with the place of the likeliest: folding makes some n-grams equal."""
    order = np.lexsort((-weights, hashes))
    first = np.flatnonzero(np.diff(hashes[order], prepend=np.uint64(0)))
    return hashes[order][first], order[first]


def _levels(values: Floats, most: int) -> tuple[Floats, NDArray[np.uint64]]:
    """At most `most` levels for the values, and the level of each.

    The values are few already (KenLM's own levels). Where there are too many, k-means in one
    dimension, weighted by the root of the counts; the most frequent value stays exact.
    """
    distinct, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    if len(distinct) <= most:
        return np.pad(distinct, (0, most - len(distinct))), which.astype(np.uint64)
    weights, centre = np.sqrt(counts), distinct[counts.argmax()]
    levels = np.quantile(distinct.astype(np.float64), np.linspace(0, 1, most))
    for _ in range(60):
        levels[np.abs(levels - centre).argmin()] = centre
        nearest = np.abs(distinct[:, None] - levels).argmin(axis=1)
        mass = np.bincount(nearest, weights, most)
        sums = np.bincount(nearest, weights * distinct, most)
        levels = np.where(mass > 0, sums / np.maximum(mass, 1e-9), levels)
    levels[np.abs(levels - centre).argmin()] = centre
    nearest = np.abs(distinct[:, None] - levels).argmin(axis=1)
    return levels.astype(np.float32), nearest[which].astype(np.uint64)


def _bound(best: Floats) -> NDArray[np.uint8]:
    """Upper bounds of log probabilities, in steps of -STEP nats."""
    steps: NDArray[np.uint8] = np.clip(np.floor(-best / STEP), 0, 255).astype(np.uint8)
    return steps


def _reading() -> NDArray[np.uint16]:
    """Hanzi folded, digits as 〇 to 九, all else 0."""
    spoken = np.zeros(0x10000, np.uint16)
    for code in (0x3007, *range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)):
        spoken[code] = ord(read_as(chr(code)))
    for zero in (ord("0"), ord("０")):
        spoken[zero : zero + 10] = [ord(digit) for digit in _DIGITS]
    return spoken


def _names() -> dict[str, NDArray[np.int8]]:
    tables = {}
    for role, odds in names().items():
        if role != "double_surname":
            table = np.full(0x10000, -NO_NAME, np.int8)
            for char, value in odds.items():
                table[ord(char)] = round(10 * max(-NO_NAME / 10, min(value, NO_NAME / 10)))
            tables[role] = table
    return tables
