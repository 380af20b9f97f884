"""Latin names heard or spelt as other words: color cloud is Cloud Light, EMR is EML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kanwu.diagnostic import Span
from kanwu.glossary.candidates import Row
from kanwu.glossary.english import common_english, english
from kanwu.glossary.latin_names import LONGEST, LatinNames, Name
from kanwu.glossary.mentions import Mentions
from kanwu.glossary.spelling import TOKEN, digits, sound_of

_RUN = re.compile(r"[A-Za-z0-9]+(?:[ .&'-]{1,2}[A-Za-z0-9]+)*+")
_MOST_WORDS = 4  # of a name
_SENTENCE = 7  # so many words are English, not a name
_SHORTEST = 3


def misspelt(names: LatinNames, prose: str, mentions: Mentions) -> Iterator[Row]:
    """Latin words that sound or are spelt like a name; none overlaps a right form."""
    judged: dict[str, list[tuple[Name, dict[str, float]]]] = {}
    for window in windows(prose):
        written = window.span.of(prose)
        if mentions.overlap(window.span):
            continue
        if written not in judged:
            judged[written] = list(_alike(names, written))
        unknown = {"beside": sum(not _is_known(names, token) for token in window.beside)}
        for name, evidence in judged[written]:
            yield Row(*window.span, name.number, name.word, evidence | unknown)


def _is_known(names: LatinNames, token: str) -> bool:
    return token in english() or names.is_right(token)


def _alike(names: LatinNames, written: str) -> Iterator[tuple[Name, dict[str, float]]]:
    """The names that sound or are spelt like words."""
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - for Latin words alone

    tokens = [token.lower() for token in TOKEN.findall(written)]
    letters = "".join(tokens)
    if names.is_right(letters) or not _SHORTEST <= len(letters) <= LONGEST:
        return
    said, figures = sound_of(letters), digits(letters)
    known = [token in english() for token in tokens if token.isalpha()]
    for name, spelt, heard in names.near(letters, said):
        if digits(name.letters) != figures:
            continue
        yield (
            name,
            {
                "latin": 1,
                "spelt": spelt,
                "sounds": heard,
                "one_letter": Levenshtein.distance(letters, name.letters) == 1,
                "same_sound": said == name.sound,
                "letters": min(len(name.letters), 12),
                "short": len(name.letters) <= 4,
                "same_words": len(tokens) == len(name.words),
                "longer": max(len(letters) - len(name.letters), 0),
                "shorter": max(len(name.letters) - len(letters), 0),
                "first": letters[0] == name.letters[0],
                "english": all(known) and bool(known),
                "common_english": all(token in common_english() for token in tokens),
                "english_name": all(token in english() for token in name.words),
                "no_english": not any(known),
                "in_name": f" {' '.join(tokens)} "
                in f" {' '.join(TOKEN.findall(name.form.lower()))} ",
            },
        )


class Window(NamedTuple):
    """Latin words, and those in the same row right beside them, in lower case."""

    span: Span
    beside: tuple[str, ...]


def windows(prose: str) -> Iterator[Window]:
    """Up to four Latin words in a row, but not of whole English sentences."""
    for run in _RUN.finditer(prose):
        tokens = [match.span() for match in re.finditer(r"[A-Za-z0-9]+", run[0])]
        if len(tokens) >= _SENTENCE:
            continue
        for first in range(len(tokens)):
            for last in range(first, min(first + _MOST_WORDS, len(tokens))):
                start, end = run.start() + tokens[first][0], run.start() + tokens[last][1]
                beside = (*tokens[max(first - 1, 0) : first], *tokens[last + 1 : last + 2])
                words = (run[0][a:b].lower() for a, b in beside)
                if any(map(str.isalpha, prose[start:end])):
                    yield Window(Span(start, end), tuple(filter(str.isalpha, words)))
