"""The script tables from OpenCC.

fold.npy    uint16 (65536,)  each BMP character's Simplified form (t2s, itself if there is none)
script.npy  uint8  (65536,)  0 neutral, 1 written in Simplified text only, 2 in Traditional only
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import opencc

from kanwu import data
from kanwu.hanzi.script import SIMPLIFIED_ONLY, TRADITIONAL_ONLY

_HANZI = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]
_OPENCC = Path(opencc.__file__).parent / "clib"


def build() -> list[Path]:
    to_simplified = opencc.OpenCC("t2s").convert
    fold = np.arange(0x10000, dtype=np.uint16)
    for code in _HANZI:
        simple = to_simplified(chr(code))
        if len(simple) == 1 and ord(simple) < 0x10000:
            fold[code] = ord(simple)

    standards = [opencc.OpenCC(f"s2{standard}").convert for standard in ("t", "tw", "hk")]
    kinds = np.zeros(0x10000, np.uint8)
    kinds[fold != np.arange(0x10000)] = TRADITIONAL_ONLY
    for char, forms in _traditional_forms().items():
        # 后 is a Traditional character too (后 or 後), 群 is a regional one; 这 is neither (這).
        written = {*forms, *(convert(char) for convert in standards)}
        if char not in written and ord(char) < 0x10000 and fold[ord(char)] == ord(char):
            kinds[ord(char)] = SIMPLIFIED_ONLY

    paths = [data.HERE / "fold.npy", data.HERE / "script.npy"]
    np.save(paths[0], fold)
    np.save(paths[1], kinds)
    return paths


def _traditional_forms() -> dict[str, list[str]]:
    """OpenCC's STCharacters: each Simplified character with its Traditional forms."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / "STCharacters.txt"
        source = _OPENCC / "share/opencc/STCharacters.ocd2"
        dump: list[str | Path] = [
            _OPENCC / "bin/opencc_dict",
            "-i",
            source,
            "-o",
            listing,
            "-f",
            "ocd2",
            "-t",
            "text",
        ]
        subprocess.run(dump, check=True)
        lines = listing.read_text("utf-8").splitlines()
    return {char: forms.split() for char, forms in (line.split("\t") for line in lines if line)}
