"""Many texts found at once in a long one (Aho and Corasick, 1975)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

Match = tuple[int, int, int]
"""The number of a text, and the range [start, end) where it stands."""

PIECE = 1 << 16
"""Characters searched at once: the automaton needs eight bytes of memory for each byte of them."""
_FEW = 400
"""Up to so many texts the fastest automaton is built within a millisecond or two."""


def pieces(text: str, longest: int) -> Iterator[tuple[int, str]]:
    """The pieces of a text with their places: PIECE characters each, and as many of the next as
    make whole what begins in them and has up to `longest` characters."""
    for first in range(0, len(text), PIECE):
        yield first, text[first : first + PIECE + longest - 1]


def blocks(text: str) -> Iterator[str]:
    """Whole lines of a text together, PIECE characters and the rest of a line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + PIECE) + 1 or len(text)
        yield text[start:end]
        start = end


def line_around(text: str, place: int) -> tuple[int, int]:
    """The range of the line that a place lies in; lines end at \\n here."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, end if end >= 0 else len(text)


def by_lines(text: str, places: Sequence[int]) -> Iterator[tuple[int, str, Sequence[int]]]:
    """The lines that some places, which are in order, lie in: where each begins, the line, and the
    places counted from there."""
    first = 0
    while first < len(places):
        start, end = line_around(text, places[first])
        last = bisect_left(places, end, first)
        yield start, text[start:end], [place - start for place in places[first:last]]
        first = last


class Texts:
    """Texts to look for, by number."""

    def __init__(self, texts: Sequence[str]) -> None:
        kind = Implementation.DFA if len(texts) <= _FEW else None
        self._automaton = AhoCorasick(texts, implementation=kind)
        self._longest = max(map(len, texts), default=0)

    def all_in(self, text: str) -> Iterator[Match]:
        """Every place where one of the texts stands."""
        for first, piece in pieces(text, self._longest) if self._longest else ():
            found = self._automaton.find_matches_as_indexes(piece, overlapping=True)
            for number, start, end in found:
                if start < PIECE:
                    yield number, first + start, first + end

    def words_in(self, text: str) -> Iterator[Match]:
        """Every place where one stands that is no part of a Latin word."""
        return (match for match in self.all_in(text) if _stands_free(text, *match[1:]))

    def apart_in(self, text: str) -> Iterator[Match]:
        """From left to right the longest that begins at a place, none that overlap."""
        last = 0
        for match in sorted(self.all_in(text), key=lambda match: (match[1], -match[2])):
            if match[1] >= last:
                last = match[2]
                yield match


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], if it begins or ends in Latin letters, is not a part of a word."""
    before = text[start - 1 : start] + text[start]
    after = text[end - 1] + text[end : end + 1]
    return not (_both_latin(before) or _both_latin(after))


def _both_latin(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalpha()
