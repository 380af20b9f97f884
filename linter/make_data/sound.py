"""The sound table from pypinyin.

syllables.txt  the toneless syllables, one a line; line 1 is number 1
sound.dat      readings uint16 (27648, 4), for U+3400 to U+9FFF up to four syllable numbers,
               0 for none
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pypinyin import Style, pinyin

from kanwu import data
from kanwu.data import container
from kanwu.hanzi.sound import FIRST_HANZI, LAST_HANZI

_READINGS = 4


def build() -> list[Path]:
    heard = {code: _toneless(chr(code)) for code in range(FIRST_HANZI, LAST_HANZI + 1)}
    names = sorted({name for found in heard.values() for name in found})
    number = {name: index for index, name in enumerate(names, 1)}
    table = np.zeros((LAST_HANZI - FIRST_HANZI + 1, _READINGS), np.uint16)
    for code, found in heard.items():
        for column, name in enumerate(found):
            table[code - FIRST_HANZI, column] = number[name]

    paths = [data.HERE / "syllables.txt", data.HERE / "sound.dat"]
    paths[0].write_text("".join(f"{name}\n" for name in names), "utf-8")
    container.write(paths[1], {"readings": table})
    return paths


def _toneless(char: str) -> list[str]:
    """The readings without tones, the most usual first; ü is written v."""
    (found,) = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore") or [[]]
    plain = [name.replace("ü", "v") for name in found if name.isalpha() and name.islower()]
    return list(dict.fromkeys(plain))[:_READINGS]
