"""Latin names heard wrong: as other words (color cloud), or half in Chinese (鹵門term)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.analysis import Analysis
from kanwu.data.container import unpack
from kanwu.diagnostic import Span
from kanwu.glossary.candidates import Row
from kanwu.glossary.mentions import Mentions
from kanwu.glossary.spelling import TOKEN, digits, sound_of
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points
from kanwu.language.ngrams import Floats
from kanwu.search import Texts, pieces

_RUN = re.compile(r"[A-Za-z0-9]+(?:[ .&'-]{1,2}[A-Za-z0-9]+)*+")
_MIXED = re.compile(
    r"(?P<before>[\u3400-\u9fff]{2,4})(?P<tail>[A-Za-z]{2,24}+)(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<head>[A-Za-z]{2,24}+)(?P<after>[\u3400-\u9fff]{2,3})"
)
_APART = re.compile(r"(?<![A-Za-z0-9])[A-Za-z](?: [A-Za-z]){2,}(?![A-Za-z0-9])")
_HANZI = re.compile(r"[\u3400-\u9fff]+")
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 24
_MOST_WORDS = 4  # of a name
_SENTENCE = 7  # so many words are English, not a name
_SHORTEST = 3
_SHORTEST_MIXED = 5
_LEAST_ALIKE = 0.66  # in spelling and sound, as EMR and EML; Sami and Semi have .75 and 1
_LEAST_PART = 0.5


class Name(NamedTuple):
    """A Latin right form: its term and word, how it is written, its letters and digits, and how
    they sound."""

    number: int
    word: int
    form: str
    letters: str
    sound: str

    @property
    def words(self) -> list[str]:
        return TOKEN.findall(self.form.lower())


@dataclass(frozen=True, eq=False)
class LatinNames:
    """The Latin names among the terms."""

    vocabulary: Vocabulary

    def find(self, analysis: Analysis, mentions: Mentions) -> Iterator[Row]:
        """Latin words that may stand for a name; none overlaps a right form."""
        yield from self._listed(analysis)
        yield from self._in_other_case(analysis)
        yield from self._apart(analysis.prose)
        judged: dict[str, list[tuple[Name, dict[str, float]]]] = {}
        for window in windows(analysis.prose):
            written = window.span.of(analysis.prose)
            if mentions.overlap(window.span):
                continue
            if written not in judged:
                judged[written] = list(self._alike(written))
            unknown = {"beside": sum(map(self._is_unknown, window.beside))}
            for name, evidence in judged[written]:
                yield Row(*window.span, name.number, name.word, evidence | unknown)

    def half_rendered(self, analysis: Analysis) -> Iterator[Row]:
        """Hanzi and letters that, spelt out together, are nearly a name."""
        judged: dict[str, list[tuple[Span, Name, dict[str, float]]]] = {}
        for match in _mixed(analysis.prose):
            if match[0] not in judged:
                judged[match[0]] = list(self._rendered(match))
            for span, name, evidence in judged[match[0]]:
                start, end = (match.start() + offset for offset in span)
                yield Row(start, end, name.number, name.word, evidence)

    def _alike(self, written: str) -> Iterator[tuple[Name, dict[str, float]]]:
        """The names that sound or are spelt like words."""
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - for Latin words alone

        tokens = [token.lower() for token in TOKEN.findall(written)]
        letters = "".join(tokens)
        if self.is_right(letters) or not _SHORTEST <= len(letters) <= _LONGEST:
            return
        said, figures = sound_of(letters), digits(letters)
        known = [token in english() for token in tokens if token.isalpha()]
        for name, spelt, heard in self._near(letters, said):
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

    def _rendered(self, match: re.Match[str]) -> Iterator[tuple[Span, Name, dict[str, float]]]:
        """The names like a match; the span counts from its start."""
        from rapidfuzz.distance import Indel  # noqa: PLC0415 - for Latin words alone

        if self.is_right((match["tail"] or match["head"]).lower()):
            return
        for span, head, tail in _splits(match):
            whole = head + tail
            if len(whole) < _SHORTEST_MIXED:
                continue
            group = self._beginning(whole[0])
            spelt = group.spelt_like(whole)
            for row in np.flatnonzero(spelt >= _LEAST_ALIKE):
                name = group.names[row]
                parts = (head, name.letters[: len(head)]), (tail, name.letters[len(head) :])
                least = min(Indel.normalized_similarity(*part) for part in parts)
                if least >= _LEAST_PART and not digits(name.letters):
                    yield (
                        span,
                        name,
                        {
                            "mixed": 1,
                            "spelt": float(spelt[row]),
                            "part": least,
                            "letters": min(len(name.letters), 12),
                            "english": tail in english() or head in english(),
                            "hanzi": sum(map(_is_hanzi, match[0][span.start : span.end])),
                        },
                    )

    def _listed(self, analysis: Analysis) -> Iterator[Row]:
        """Where a listed wrong form stands that is not hanzi alone."""
        for row, start, end in self._heard.words_in(analysis.lowered):
            text = analysis.lowered[start:end]
            tokens = TOKEN.findall(text)
            number = int(self.vocabulary.tables["heard_terms"][row])
            evidence: dict[str, float] = {
                "latin": 1,
                "listed": 1,
                "letters": min(len(text), 12),
                "english": all(token in english() for token in tokens),
                "common_english": all(token in common_english() for token in tokens),
                "short": len(text) <= 4,
            }
            yield Row(start, end, number, self.vocabulary.right.at(number)[0], evidence)

    def _in_other_case(self, analysis: Analysis) -> Iterator[Row]:
        """Where a name of which the case counts is written in another."""
        for row, start, end in self._cased.words_in(analysis.lowered):
            number = int(self.vocabulary.tables["cased_terms"][row])
            if analysis.prose[start:end] not in self.vocabulary.written(number):
                word = int(self.vocabulary.tables["cased_words"][row])
                yield Row(start, end, number, word, {"latin": 1, "listed": 1, "case": 1})

    def _apart(self, prose: str) -> Iterator[Row]:
        """Names whose letters stand apart, one or more in a row: S O X E T F is SOX and ETF."""
        for run in _APART.finditer(prose):
            letters = run[0][::2].lower()
            if len(letters) > _LONGEST or letters in _ALPHABET:
                continue
            first = run.start()
            for name in self._made_of(letters):
                last = first + 2 * len(name.letters)
                evidence = {"latin": 1, "apart": 1, "letters": min(len(name.letters), 12)}
                yield Row(first, last - 1, name.number, name.word, evidence)
                first = last

    def _made_of(self, letters: str) -> tuple[Name, ...]:
        """The names that letters are, one after the other, the longest first; none if some are
        left over."""
        for size in range(len(letters), _SHORTEST - 1, -1):
            if letters[:size] in self._by_letters:
                rest = self._made_of(letters[size:])
                if rest or size == len(letters):
                    return (self._by_letters[letters[:size]], *rest)
        return ()

    def _is_unknown(self, token: str) -> bool:
        return token not in english() and not self.is_right(token)

    @cached_property
    def _cased(self) -> Texts:
        return Texts(unpack(self.vocabulary.tables["cased"]))

    @cached_property
    def _heard(self) -> Texts:
        return Texts(unpack(self.vocabulary.tables["heard"]))

    @cached_property
    def names(self) -> list[Name]:
        """All Latin right forms but plain words, such as robot."""
        return [name for name in self._all if name.form.lower() not in english()]

    @cached_property
    def _all(self) -> list[Name]:
        tables = self.vocabulary.tables
        columns = (unpack(tables[f"latin_{name}"]) for name in ("forms", "letters", "sounds"))
        numbers = (tables[f"latin_{name}"].tolist() for name in ("terms", "words"))
        return list(map(Name, *numbers, *columns))

    @cached_property
    def _right(self) -> frozenset[str]:
        """The letters of all right forms."""
        return frozenset(unpack(self.vocabulary.tables["letters"]))

    def is_right(self, letters: str) -> bool:
        """Whether letters are those of a right form, or its plural: Spectrum X is Spectrum-X."""
        return not {letters, letters.removesuffix("s"), letters.removesuffix("es")}.isdisjoint(
            self._right
        )

    @cached_property
    def _by_letters(self) -> dict[str, Name]:
        return {name.letters: name for name in reversed(self._all)}

    @cached_property
    def _by_first(self) -> dict[str, list[Name]]:
        """The names by their first letter."""
        return _grouped((name.letters[0], name) for name in self.names)

    @cached_property
    def _by_sound(self) -> dict[str, list[Name]]:
        """The names by how they begin to sound."""
        return _grouped((name.sound[:1], name) for name in self.names)

    def _near(self, letters: str, said: str) -> Iterator[tuple[Name, float, float]]:
        """The names of about the same length that begin like a word, and how alike they are in
        spelling and sound."""
        group = self._beginning(letters[0], said[:1])
        spelt, heard = group.spelt_like(letters), group.heard_like(said)
        near = np.abs(group.lengths - len(letters)) <= max(3, len(letters) // 3)
        near &= spelt + heard >= 2 * _LEAST_ALIKE
        for row in np.flatnonzero(near).tolist():
            yield group.names[row], float(spelt[row]), float(heard[row])

    def _beginning(self, letter: str, sound: str = "") -> _Group:
        """The names that begin with a letter or, if one is given, a sound."""
        if (letter, sound) not in self._groups:
            names = (*self._by_first.get(letter, ()), *self._by_sound.get(sound, ()))
            self._groups[letter, sound] = _Group(tuple(dict.fromkeys(names)))
        return self._groups[letter, sound]

    @cached_property
    def _groups(self) -> dict[tuple[str, str], _Group]:
        return {}


@dataclass(frozen=True, eq=False)
class _Group:
    """Names that are compared at once."""

    names: tuple[Name, ...]

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        return np.array([len(name.letters) for name in self.names], np.int64)

    def spelt_like(self, letters: str) -> Floats:
        """How alike each name is spelt, 0 to 1."""
        return _alike(letters, [name.letters for name in self.names])

    def heard_like(self, said: str) -> Floats:
        """How alike each name sounds, 0 to 1."""
        return _alike(said, [name.sound for name in self.names])


def _alike(text: str, others: Sequence[str]) -> Floats:
    from rapidfuzz import process  # noqa: PLC0415 - for Latin words alone
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    alike: Floats = process.cdist([text], others, scorer=Indel.normalized_similarity)[0]
    return alike


def _grouped(pairs: Iterator[tuple[str, Name]]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return found


@lru_cache
def english() -> frozenset[str]:
    """Usual English words. Raises DataError if the data file is missing or damaged."""
    return frozenset(data.text("english_words.txt").split())


@lru_cache
def common_english() -> frozenset[str]:
    """The commonest of them."""
    return frozenset(data.text("english_words.txt").partition("\n\n")[0].split())


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


def _mixed(prose: str) -> Iterator[re.Match[str]]:
    """What _MIXED matches, looked for only where hanzi and letters meet: in each there is one
    such place."""
    last = 0
    for place in _meetings(prose):
        match = _MIXED.search(prose, max(last, place - _LONGEST), place + _LONGEST + 1)
        if match and match.start() < place < match.end():
            last = match.end()
            yield match


def _meetings(prose: str) -> Iterator[int]:
    """The places between a hanzi and a letter, from left to right."""
    for first, piece in pieces(prose, 2):
        codes = code_points(piece)
        lower = codes | 0x20
        letter = (lower >= ord("a")) & (lower <= ord("z"))
        hanzi = (codes >= sound.FIRST_HANZI) & (codes <= sound.LAST_HANZI)
        meet = (hanzi[:-1] & letter[1:]) | (letter[:-1] & hanzi[1:])
        yield from (first + 1 + np.flatnonzero(meet)).tolist()


def _splits(match: re.Match[str]) -> Iterator[tuple[Span, str, str]]:
    """Parts of a match with two hanzi and more, and what they spell before and after the break."""
    start, end = match.span()
    if match["before"]:
        for count in range(2, len(match["before"]) + 1):
            hanzi = match["before"][-count:]
            yield (
                Span(len(match["before"]) - count, end - start),
                sound.spell(hanzi),
                match["tail"].lower(),
            )
    else:
        for count in range(2, len(match["after"]) + 1):
            hanzi = match["after"][:count]
            yield Span(0, len(match["head"]) + count), match["head"].lower(), sound.spell(hanzi)


def _is_hanzi(char: str) -> bool:
    return _HANZI.fullmatch(char) is not None
