"""How characters sound: toneless Mandarin syllables, and which of them are heard alike.

The table is built from pypinyin (MIT) by `make_data.sound`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kanwu import data

FIRST_HANZI, LAST_HANZI = 0x3400, 0x9FFF
_ALIKE_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("l", "n"))
_ALIKE_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
_NEAR_INITIALS = {"b": "p", "d": "t", "g": "k", "j": "q", "z": "c", "f": "h", "r": "n"}
_NEAR_FINALS = (("uo", "o"), ("ou", "o"))


@lru_cache
def names() -> tuple[str, ...]:
    """The syllables by number; number 0 is no syllable."""
    return ("", *data.text("syllables.txt").split())


@lru_cache
def numbers() -> dict[str, int]:
    return {name: number for number, name in enumerate(names())}


def _table() -> NDArray[np.uint16]:
    return data.tables("sound")["readings"]


def readings(char: str) -> tuple[int, ...]:
    """The syllable numbers of a character, the most usual first; empty for what is no hanzi."""
    if not FIRST_HANZI <= ord(char) <= LAST_HANZI:
        return ()
    return tuple(filter(None, _table()[ord(char) - FIRST_HANZI].tolist()))


def syllables(codes: NDArray[np.uint32]) -> NDArray[np.uint16]:
    """The number of each code point's most usual syllable, shape (n,); 0 for no reading."""
    result = np.zeros(len(codes), np.uint16)
    hanzi = (codes >= FIRST_HANZI) & (codes <= LAST_HANZI)
    result[hanzi] = _table()[codes[hanzi] - FIRST_HANZI, 0]
    return result


def all_readings(codes: NDArray[np.unsignedinteger[Any]]) -> NDArray[np.uint16]:
    """The syllable numbers of each code point, the most usual first, shape (n, 4); 0 for none."""
    hanzi = (codes >= FIRST_HANZI) & (codes <= LAST_HANZI)
    return _table().take(np.where(hanzi, codes - FIRST_HANZI, 0), axis=0) * hanzi[:, None]


@lru_cache
def fuzzy() -> NDArray[np.uint16]:
    """For each syllable number, that of the first syllable heard like it, shape (syllables,).

    Alike are zh/z, ch/c, sh/s and l/n at the head, -ng/-n at the end: the pairs that most
    speakers of Southern Mandarin merge and that recognisers confuse.
    """
    return _representatives(_merged)


@lru_cache
def broad() -> NDArray[np.uint16]:
    """For each syllable number, that of the first syllable near it, shape (syllables,).

    Near are, besides what `fuzzy` merges, stops with and without breath (b/p, d/t, g/k, j/q,
    z/c), f/h, r/l/n, and the rounded finals o, uo and ou.
    """
    return _representatives(_nearly)


@lru_cache
def grades() -> NDArray[np.uint8]:
    """How alike two syllables sound, shape (syllables, syllables).

    4 the same, 3 alike as in `fuzzy`, 2 near as in `broad`, 1 of the same initial or final, 0 not.
    """
    initials, finals = np.array([_divided(_nearly(name)) for name in names()]).T
    grade = np.zeros((len(initials), len(finals)), np.uint8)
    grade[(initials[:, None] == initials) | (finals[:, None] == finals)] = 1
    for level, alike in ((2, broad()), (3, fuzzy()), (4, np.arange(len(names())))):
        grade[alike[:, None] == alike] = level
    grade[0], grade[:, 0] = 0, 0
    return grade


def _divided(name: str) -> tuple[str, str]:
    """The initial and the final of a syllable; y and w are initials."""
    head = len(name) - len(name.lstrip("bpmfdtnlgkhjqxzcsryw"))
    return name[:head], name[head:]


def _representatives(merge: Callable[[str], str]) -> NDArray[np.uint16]:
    """For each syllable number, that of the first syllable that is merged into the same."""
    first: dict[str, int] = {}
    for number, name in enumerate(names()):
        first.setdefault(merge(name), number)
    return np.array([first[merge(name)] for name in names()], np.uint16)


def _nearly(name: str) -> str:
    name = _merged(name)
    if name and name[0] in _NEAR_INITIALS and name not in {"n", "ng", "hm", "hng"}:
        name = _NEAR_INITIALS[name[0]] + name[1:]
    return next((name[: -len(a)] + b for a, b in _NEAR_FINALS if name.endswith(a)), name)


def _merged(name: str) -> str:
    for long, short in _ALIKE_INITIALS:
        if name.startswith(long):
            name = short + name[len(long) :]
            break
    for long, short in _ALIKE_FINALS:
        if name.endswith(long):
            return name[: -len(long)] + short
    return name


def spell(text: str) -> str:
    """`text` with each hanzi as its syllable, everything else as it is, without blanks."""
    return "".join(names()[found[0]] if (found := readings(char)) else char for char in text)
