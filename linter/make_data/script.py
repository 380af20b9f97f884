"""The tables of the scripts, from OpenCC.

script.dat
    fold     uint16 (65536,)  each BMP character's Simplified form (t2s, itself if there is none)
    classes  uint8  (65536,)  0 neutral, 1 written in Simplified text only, 2 in Traditional only

conversion.dat holds OpenCC's dictionaries for `kanwu.hanzi.conversion`, under the names of steps:
STEP_characters  uint32 (2, n)  characters in order, and what each becomes
STEP_heads       uint64 (n,)    keys of the first two characters of all phrases, in order
STEP_reach       uint8 (n,)     the length of the longest phrase that begins with each
STEP_keys_N      uint64 (n,)    keys of the phrases of N characters, in order
STEP_N           uint (n, N)    what each becomes
STEP_lengths     int64          each N
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import opencc
from numpy.typing import NDArray

from kanwu import data
from kanwu.data import container
from kanwu.hanzi import conversion
from kanwu.hanzi.script import SIMPLIFIED_ONLY, TRADITIONAL_ONLY, code_points

_HANZI = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00)]
_OPENCC = Path(opencc.__file__).parent / "clib"
_DICTIONARIES = {
    conversion.NORMAL: ["CJK_Compatibility_Ideographs"],
    "st": ["STPhrases", "STPhrases_GeneratedFromRegionalPhrases", "STCharacters"],
    "ts": ["TSPhrases", "TSCharactersExt", "TSCharacters"],
    "tw": ["TWVariantsPhrases", "TWVariants"],
    "hk": ["HKVariantsPhrases", "HKVariants"],
}


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

    paths = [data.HERE / "script.dat", data.HERE / "conversion.dat"]
    container.write(paths[0], {"fold": fold, "classes": kinds})
    container.write(paths[1], _conversion())
    return paths


def _traditional_forms() -> dict[str, list[str]]:
    """OpenCC's STCharacters: each Simplified character with its Traditional forms."""
    return _dictionary("STCharacters")


def _dictionary(name: str) -> dict[str, list[str]]:
    """A dictionary of OpenCC: each text with its forms, the usual one first."""
    with tempfile.TemporaryDirectory() as folder:
        listing = Path(folder) / f"{name}.txt"
        source = _OPENCC / f"share/opencc/{name}.ocd2"
        formats = ("-f", "ocd2", "-t", "text")
        subprocess.run(
            [_OPENCC / "bin/opencc_dict", "-i", source, "-o", listing, *formats], check=True
        )
        lines = listing.read_text("utf-8").splitlines()
    return {text: forms.split() for text, forms in (line.split("\t") for line in lines if line)}


def _conversion() -> container.Tables:
    """The arrays of conversion.dat; of dictionaries the first that has a text decides."""
    tables: dict[str, NDArray[Any]] = {}
    for step, names in _DICTIONARIES.items():
        forms: dict[str, str] = {}
        for name in reversed(names):
            forms |= {text: written[0] for text, written in _dictionary(name).items()}
        assert all(len(text) == len(form) for text, form in forms.items())
        pairs = sorted((ord(a), ord(b)) for a, b in forms.items() if len(a) == 1)
        tables[f"{step}_characters"] = np.array(pairs, np.uint32).T
        if step != conversion.NORMAL:
            tables |= _phrases(step, {a: b for a, b in forms.items() if len(a) > 1})
    return tables


def _phrases(step: str, forms: Mapping[str, str]) -> container.Tables:
    longest: dict[str, int] = {}
    for text in forms:
        longest[text[:2]] = max(longest.get(text[:2], 2), len(text))
    # every length up to the longest has its arrays, so that a search goes one character at a time
    lengths = range(2, max(longest.values()) + 1)
    keys, (reach,) = _sorted(list(longest), np.array([list(longest.values())], np.uint8))
    tables = {f"{step}_heads": keys, f"{step}_reach": reach, f"{step}_lengths": np.array(lengths)}
    for length in lengths:
        texts = [text for text in forms if len(text) == length]
        written = _codes([forms[text] for text in texts], length)
        narrow = written.astype(np.uint16 if (written < 0x10000).all() else np.uint32)
        keys, columns = _sorted(texts, narrow.T, length)
        tables[f"{step}_keys_{length}"], tables[f"{step}_{length}"] = keys, columns.T
    return tables


def _sorted(
    texts: list[str], columns: NDArray[Any], length: int = 2
) -> tuple[NDArray[np.uint64], NDArray[Any]]:
    """The keys of texts of one length in their order, and the columns in the same order."""
    keys = conversion.key(_codes(texts, length))
    assert len(set(keys.tolist())) == len(texts)
    order = keys.argsort()
    return keys[order], columns[:, order]


def _codes(texts: list[str], length: int) -> NDArray[np.uint32]:
    return code_points("".join(texts)).reshape(len(texts), length)
