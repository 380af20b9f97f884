"""Which script each section of a text is in, and the characters that are astray in it.

Only telling characters count, those that one of the scripts alone has. A text has a main script; a
line or a paragraph that is all in the other one is a section of its own, such as a page that
somebody pasted. Sentences and quotations in the other script are left alone: someone is quoted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.hanzi.script import NEUTRAL, TRADITIONAL_ONLY, code_points, telling

Codes = NDArray[np.uint32]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]

_PURE = 0.85
"""The share of one script from which on a line or paragraph is written in it."""
_SECTION = 5
_SENTENCE = 2
"""Fewer telling characters say nothing of a line or of a sentence."""
_CLEAR, _CLEARLY = 3, 1.5
"""Fewer characters of its main script, or fewer for each one astray, leave that in doubt."""
_MANY = 20
_SHARE = 0.1
"""A text is unconverted from so many characters astray, and such a share of the telling ones."""
_OTHER_SHARE = 0.3
"""The same for a text in a known standard, of which whole sections may be in the other script."""


_NONE = np.zeros(0, np.intp)


class Sections(NamedTuple):
    """`traditional` says of each character whether its section is in Traditional characters, shape
    (n,); `strays` are the places astray, in order.

    `unconverted` are the places of the other script, in order, if there are so many that the text
    must be converted whole. `telling` is the number of characters that tell a script, and `clear`
    says whether they leave no doubt of the main one.
    """

    traditional: Mask
    strays: Places
    unconverted: Places
    telling: int
    clear: bool


def read(text: str, traditional: bool, known: bool) -> Sections:
    """The sections of a text whose main script is Traditional or not, and `known` or guessed."""
    codes = code_points(text)
    kinds = telling(codes)
    places = np.flatnonzero(kinds != NEUTRAL)
    differs = (kinds[places] == TRADITIONAL_ONLY) != traditional
    if not differs.any():
        return Sections(np.full(len(codes), traditional), _NONE, _NONE, len(places), True)

    ends = np.flatnonzero(codes == ord("\n"))
    other = _Parts(ends, len(codes)).mostly(places, differs, _SECTION, _PURE)
    other |= _Parts(_paragraphs(codes, ends), len(codes)).mostly(places, differs, _SECTION, _PURE)
    astray = differs != other[places]

    sentences = _Parts(np.flatnonzero(_is_one_of(codes, _SENTENCE_ENDS)), len(codes))
    apart = sentences.mostly(places, astray, _SENTENCE, 1)
    apart |= sentences.with_any(np.flatnonzero((codes >= 0x3041) & (codes <= 0x30FA)))  # Japanese
    apart |= _quotations(codes, places, astray)
    astray &= ~apart[places]
    strays = places[astray]
    if known and np.count_nonzero(differs) > _OTHER_SHARE * len(places):
        unconverted = places[differs]
    elif len(strays) > _SHARE * len(places):
        unconverted = strays
    else:
        unconverted = _NONE
    if len(unconverted) < _MANY:
        unconverted = _NONE
    own = len(places) - np.count_nonzero(differs)
    clear = known or own >= max(_CLEAR, _CLEARLY * len(strays))
    in_traditional = (other != traditional) & ~apart
    return Sections(in_traditional, strays, unconverted, len(places), bool(clear))


class _Parts:
    """The parts of a text between some places; a part ends with its place."""

    def __init__(self, ends: Places, size: int) -> None:
        self._ends = ends
        self._lengths = np.diff(ends, prepend=-1, append=size - 1)

    def mostly(self, places: Places, differs: Mask, least: int, share: float) -> Mask:
        """For each character whether in its part there are `least` of the places or more, and
        such a share of them differs, shape (n,)."""
        part, size = self._ends.searchsorted(places), len(self._lengths)
        telling = np.bincount(part, minlength=size)
        differing = np.bincount(part[differs], minlength=size)
        return self.spread((telling >= least) & (differing >= share * telling))

    def with_any(self, places: Places) -> Mask:
        """For each character whether its part has one of the places, shape (n,)."""
        flags = np.zeros(len(self._lengths), bool)
        flags[self._ends.searchsorted(places)] = True
        return self.spread(flags)

    def spread(self, flags: Mask) -> Mask:
        """What is said of each part, said of each character, shape (n,)."""
        return np.repeat(flags, self._lengths)


def _paragraphs(codes: Codes, ends: Places) -> Places:
    """The line ends after which a paragraph begins: a blank line, or a heading, is beside them."""
    blank = np.diff(ends, prepend=-1) <= 1 + (codes[ends - 1] == ord("\r"))
    before = codes[np.minimum(ends + 1, len(codes) - 1)] == ord("#")
    after = np.append(False, before)[: len(ends)]
    chosen: Places = ends[blank | before | after]
    return chosen


_SENTENCE_ENDS = "\n。！？!?\t|｜→"
"""Cells of a table and what stands for something else are as good as sentences."""
_OPEN, _CLOSE = "「『《〈“‘（([【", "」』》〉”’）)]】"


def _quotations(codes: Codes, places: Places, astray: Mask) -> Mask:
    """For each character whether it stands between marks with nothing but characters that are
    astray there."""
    marks = np.flatnonzero(_is_one_of(codes, _OPEN + _CLOSE + '"\n'))
    parts = _Parts(marks, len(codes))
    opened = _is_one_of(codes[marks], _OPEN + '"')
    closed = _is_one_of(codes[marks], _CLOSE + '"')
    quoted = np.append(False, opened) & np.append(closed, False)
    return parts.spread(quoted) & parts.mostly(places, astray, 1, 1)


def _is_one_of(codes: Codes, characters: str) -> Mask:
    """Which codes are one of some characters, shape (n,)."""
    found = np.zeros(len(codes), bool)
    for character in characters:
        found |= codes == ord(character)
    return found
