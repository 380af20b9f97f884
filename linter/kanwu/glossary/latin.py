"""Latin names heard wrong: half rendered in Chinese (鹵門term), or spelt as other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.candidate import Candidate
from kanwu.glossary.mentions import Vocabulary, occurrences
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points
from kanwu.search import Texts, line_around, pieces

_WORD = re.compile(r"[A-Za-z]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z .&'-]*[A-Za-z]")
_MIXED = re.compile(
    r"(?P<before>[\u3400-\u9fff]{2,4})(?P<tail>[A-Za-z]{2,24}+)(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<head>[A-Za-z]{2,24}+)(?P<after>[\u3400-\u9fff]{2,3})"
)
_LONGEST = 24
_SHORTEST = 5
_LEAST_HANZI = 2  # one beside a word is too common: 這個mini is no Gemini
_LEAST_SIMILAR = 0.78  # lumenterm and Lumentum have .82, Color Light and Cloud Light .82
_LEAST_PART = 0.5


@dataclass(frozen=True)
class LatinNames:
    """The Latin names among the terms."""

    vocabulary: Vocabulary

    def half_rendered(self, analysis: Analysis) -> Iterator[Candidate]:
        """Hanzi and letters that, spelt out together, are nearly a name."""
        judged: dict[str, Candidate | None] = {}
        for match in _mixed(analysis.prose):
            if match[0] not in judged:
                judged[match[0]] = self._best_name(match)
            best = judged[match[0]]
            if best is not None:
                start, end = (match.start() + offset for offset in best.span)
                yield best._replace(span=Span(start, end))

    def _best_name(self, match: re.Match[str]) -> Candidate | None:
        """The likest name; its span counts from the start of the match."""
        if (match["tail"] or match["head"]).lower() in self.vocabulary.all_right:
            return None
        found = (
            Candidate(span, name.number, name.form, likeness)
            for span, head, tail in _splits(match)
            for likeness, name in self._like_parts(head, tail)
        )
        return max(found, key=lambda candidate: candidate.rank, default=None)

    def _like_parts(self, head: str, tail: str) -> Iterator[tuple[float, _Name]]:
        """Names like `head` and `tail` together, each of them like its part of the name."""
        whole = head + tail
        if len(whole) < _SHORTEST:
            return
        for name, letters in zip(self._names, self._letters, strict=True):
            if letters[0] != whole[0] or not _nearly_as_long(letters, whole):
                continue
            score = likeness(whole, letters)
            parts = (head, letters[: len(head)]), (tail, letters[len(head) :])
            if score >= _LEAST_SIMILAR and all(likeness(*part) >= _LEAST_PART for part in parts):
                yield score, name

    def misspelt(self, analysis: Analysis) -> Iterator[Candidate]:
        """Runs of as many words as a name has, one or more of them the same."""
        for match in self._runs(analysis):
            words = list(_WORD.finditer(match[0]))
            said = [word[0].lower() for word in words]
            for place, word in enumerate(said):
                for name, at in self._by_word.get(word, ()):
                    first, last = place - at, place - at + len(name.words)
                    likeness = name.like(said[first:last]) if first >= 0 else 0.0
                    if likeness and "".join(said[first:last]) not in self._right_letters:
                        start, end = words[first].start(), words[last - 1].end()
                        span = Span(match.start() + start, match.start() + end)
                        yield Candidate(span, name.number, name.form, likeness)

    def _runs(self, analysis: Analysis) -> Iterator[re.Match[str]]:
        """The runs of Latin words, on lines that have a word of a name."""
        last = 0
        for place, _, _ in sorted(occurrences(self._words, analysis.lowered)):
            if place >= last:
                first, last = line_around(analysis.prose, place)
                yield from _NAME.finditer(analysis.prose, first, last)

    @cached_property
    def _words(self) -> Texts:
        return Texts(list(self._by_word))

    @cached_property
    def _by_word(self) -> dict[str, list[tuple[_Name, int]]]:
        """The names of two words and more, by each of their words and its place among them."""
        table: dict[str, list[tuple[_Name, int]]] = {}
        for name in self._names:
            for place, word in enumerate(name.words if len(name.words) > 1 else ()):
                table.setdefault(word, []).append((name, place))
        return table

    @cached_property
    def _names(self) -> tuple[_Name, ...]:
        return tuple(
            _Name(term.term if term.term.isascii() else form, number, _words(form))
            for number, term in enumerate(self.vocabulary.terms)
            for form in term.right_forms
            if _NAME.fullmatch(form) and len(form) >= _SHORTEST
        )

    @cached_property
    def _letters(self) -> list[str]:
        """The names without anything but letters."""
        return ["".join(name.words) for name in self._names]

    @cached_property
    def _right_letters(self) -> frozenset[str]:
        """The letters of the names, and of their plurals: Spectrum X is Spectrum-X."""
        return frozenset(letters + end for letters in self._letters for end in ("", "s"))


class _Name(NamedTuple):
    """A Latin right form: what to write for it, the number of its term, its words in lower case."""

    form: str
    number: int
    words: tuple[str, ...]

    def like(self, said: list[str]) -> float:
        """How like the name other words are, 0 to 1.

        0 for another number of words, and for a word with something added: cloud lightning.
        """
        if len(said) != len(self.words) or said[0][0] != self.words[0][0]:
            return 0.0
        if any(a != b and a.startswith(b) for a, b in zip(said, self.words, strict=True)):
            return 0.0
        same = likeness(" ".join(said), " ".join(self.words))
        return same if same >= _LEAST_SIMILAR else 0.0


def likeness(one: str, other: str) -> float:
    """Twice their longest common subsequence by the length of both, 0 to 1 (Hyyrö, 2004)."""
    places: dict[str, int] = {}
    for number, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << number
    whole = free = (1 << len(one)) - 1
    for char in other:
        used = free & places.get(char, 0)
        free = (free + used | free - used) & whole
    length = len(one) + len(other)
    return 1 - (length - 2 * (len(one) - free.bit_count())) / length if length else 1.0


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
        hanzi = (codes >= sound.FIRST_HANZI) & (codes <= sound.LAST_HANZI)
        lower = codes | np.uint32(0x20)
        letters = (lower >= ord("a")) & (lower <= ord("z"))
        meet = hanzi[:-1] & letters[1:] | letters[:-1] & hanzi[1:]
        yield from (np.flatnonzero(meet) + first + 1).tolist()


def _nearly_as_long(one: str, other: str) -> bool:
    """Whether `likeness` can be enough, going by the lengths alone."""
    return 2 * min(len(one), len(other)) >= _LEAST_SIMILAR * (len(one) + len(other))


def _words(form: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(form.lower()))


def _splits(match: re.Match[str]) -> Iterator[tuple[Span, str, str]]:
    """The ways to take two to all of the hanzi beside a Latin word: the span within the match and
    its two parts, the hanzi spelt out."""
    length = len(match[0])
    if match["tail"]:
        hanzi, latin = match["before"], match["tail"].lower()
        for take in range(_LEAST_HANZI, len(hanzi) + 1):
            yield Span(len(hanzi) - take, length), sound.spell(hanzi[-take:]), latin
    else:
        hanzi, latin = match["after"], match["head"].lower()
        for take in range(_LEAST_HANZI, len(hanzi) + 1):
            yield Span(0, len(latin) + take), latin, sound.spell(hanzi[:take])
