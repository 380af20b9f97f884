"""The lexicon from jieba's dictionary and a list of ordinary words that it lacks.

words.npy            uint64 (words,)  of two to four hanzi, folded, packed and sorted
word_costs.npy       uint8  (words,)  how rare each is: -ln of its share of all counts, in tenths
character_costs.npy  uint8  (65536,)  the same for each BMP character standing alone
"""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.hanzi.script import fold
from kanwu.language.lexicon import COST_UNIT, LONGEST, UNKNOWN, pack

_LEAST_COUNT = 3  # below it jieba's list holds many fragments
_ORDINARY = Path(__file__).with_name("ordinary_words.txt")
_ORDINARY_COUNT = 50
_OTHER_CHARACTER = 100  # punctuation, digits and letters divide words


def build() -> list[Path]:
    counts: Counter[str] = Counter()
    with jieba.get_dict_file() as lines:
        for line in lines:
            word, count, _ = line.decode("utf-8").split()
            if len(word) <= LONGEST and int(count) >= _LEAST_COUNT and _all_hanzi(word):
                counts[fold(word)] += int(count)
    for word in _ORDINARY.read_text("utf-8").split("\n"):
        if word and not word.startswith("#"):
            counts[word] = max(counts[word], _ORDINARY_COUNT)
    total = counts.total()
    words = sorted((pack(word), _cost(n, total)) for word, n in counts.items() if len(word) > 1)
    characters = np.full(0x10000, _OTHER_CHARACTER, np.uint8)
    characters[0x3400:0xA000] = UNKNOWN
    for word, count in counts.items():
        if len(word) == 1:
            characters[ord(word)] = _cost(count, total)

    tables: dict[str, NDArray[Any]] = {
        "words": np.array([key for key, _ in words], np.uint64),
        "word_costs": np.array([cost for _, cost in words], np.uint8),
        "character_costs": characters,
    }
    for name, table in tables.items():
        np.save(data.HERE / f"{name}.npy", table)
    return [data.HERE / f"{name}.npy" for name in tables]


def _cost(count: int, total: int) -> int:
    return min(UNKNOWN, round(-math.log(count / total) / COST_UNIT))


def _all_hanzi(word: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" for char in word)
