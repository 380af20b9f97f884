"""Latin names whose letters stand apart: S O X L is SOXL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu.glossary.candidates import Row
from kanwu.glossary.latin_names import LONGEST, LatinNames, Name

_APART = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?: [A-Za-z]){2,}(?![A-Za-z0-9])")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 3


def letters_apart(names: LatinNames, prose: str) -> Iterator[Row]:
    """Names whose letters stand apart, one or more in a row: S O X E T F is SOX and ETF."""
    for run in _APART.finditer(prose):
        letters = run[0][::2].lower()
        if len(letters) > LONGEST or letters in _ALPHABET:
            continue
        first = run.start()
        for name in _made_of(names, letters):
            last = first + 2 * len(name.letters)
            evidence = {"latin": 1, "apart": 1, "letters": min(len(name.letters), 12)}
            yield Row(first, last - 1, name.number, name.word, evidence)
            first = last


def _made_of(names: LatinNames, letters: str) -> tuple[Name, ...]:
    """The names that letters are, one after the other, the longest first; none if some are
    left over."""
    for size in range(len(letters), _SHORTEST - 1, -1):
        if letters[:size] in names.by_letters:
            rest = _made_of(names, letters[size:])
            if rest or size == len(letters):
                return (names.by_letters[letters[:size]], *rest)
    return ()
