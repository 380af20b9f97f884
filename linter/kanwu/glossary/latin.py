"""Latin names heard wrong: half rendered in Chinese (鹵門term), or spelt as other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.pack import Term
from kanwu.hanzi import sound

_WORD = re.compile(r"[A-Za-z]+")
_NAME = re.compile(r"[A-Za-z][A-Za-z .&'-]*[A-Za-z]")
_MIXED = re.compile(
    r"(?P<before>[\u3400-\u9fff]{1,4})(?P<tail>[A-Za-z]{2,})"
    r"|(?P<head>[A-Za-z]{2,})(?P<after>[\u3400-\u9fff]{1,3})"
)
_SHORTEST = 5
_LEAST_SIMILAR = 78.0  # of 100: lumenterm and Lumentum have 82, Color Light and Cloud Light 82
_LEAST_PART = 50.0


@dataclass(frozen=True)
class LatinNames:
    """The Latin names among the terms. `right` are all forms that are right as they stand."""

    terms: tuple[Term, ...]
    right: frozenset[str]

    def half_rendered(self, analysis: Analysis) -> Iterator[tuple[Span, int, float]]:
        """Hanzi and letters that, spelt out together, are nearly a name, with its number."""
        for match in _MIXED.finditer(analysis.prose):
            best = max(
                (
                    (score, number, span)
                    for span, head, tail in _splits(match)
                    for score, number in self._like_parts(head, tail)
                ),
                default=None,
            )
            if best is not None and (match["tail"] or match["head"]).lower() not in self.right:
                yield best[2], best[1], best[0] / 100

    def _like_parts(self, head: str, tail: str) -> Iterator[tuple[float, int]]:
        """Names like `head` and `tail` together, each of them like its part of the name."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only texts with letters need it

        whole = head + tail
        if len(whole) < _SHORTEST:
            return
        found = process.extract(
            whole, self._letters, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR, limit=None
        )
        for name, score, place in found:
            parts = (head, name[: len(head)]), (tail, name[len(head) :])
            if name[0] == whole[0] and all(fuzz.ratio(*part) >= _LEAST_PART for part in parts):
                yield score, self._owners[place]

    def misspelt(self, analysis: Analysis) -> Iterator[tuple[Span, int, float]]:
        """Runs of as many words as a name has, one or more of them the same."""
        for match in _NAME.finditer(analysis.prose):
            words = list(_WORD.finditer(match[0]))
            for length in self._by_length:
                for at in range(len(words) - length + 1):
                    first, last = words[at], words[at + length - 1]
                    span = Span(match.start() + first.start(), match.start() + last.end())
                    said = [word[0].lower() for word in words[at : at + length]]
                    if span.of(analysis.prose).lower() not in self.right:
                        for score, number in self._like_words(said):
                            yield span, number, score / 100

    def _like_words(self, said: list[str]) -> Iterator[tuple[float, int]]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415

        names, owners = self._by_length[len(said)]
        found = process.extract(
            " ".join(said), names, scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILAR, limit=None
        )
        for name, score, place in found:
            parts = name.split()
            if parts[0][0] == said[0][0] and any(map(str.__eq__, parts, said)):
                yield score, owners[place]

    @cached_property
    def _names(self) -> tuple[tuple[str, int], ...]:
        """The Latin forms in lower case, with the number of their term."""
        return tuple(
            (form.lower(), number)
            for number, term in enumerate(self.terms)
            for form in term.right_forms
            if _NAME.fullmatch(form) and len(form) >= _SHORTEST
        )

    @cached_property
    def _letters(self) -> list[str]:
        """The names without anything but letters."""
        return ["".join(_WORD.findall(name)) for name, _ in self._names]

    @cached_property
    def _owners(self) -> list[int]:
        return [number for _, number in self._names]

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[str], list[int]]]:
        """The names of two words and more by their number of words, with their terms."""
        tables: dict[int, tuple[list[str], list[int]]] = {}
        for name, number in self._names:
            words = _WORD.findall(name)
            if len(words) > 1:
                names, owners = tables.setdefault(len(words), ([], []))
                names.append(" ".join(words))
                owners.append(number)
        return tables


def _splits(match: re.Match[str]) -> Iterator[tuple[Span, str, str]]:
    """The ways to take 1 to all of the hanzi beside a Latin word: the span and its two parts,
    the hanzi spelt out."""
    if match["tail"]:
        hanzi, latin = match["before"], match["tail"].lower()
        for take in range(1, len(hanzi) + 1):
            span = Span(match.start("tail") - take, match.end("tail"))
            yield span, sound.spell(hanzi[-take:]), latin
    else:
        hanzi, latin = match["after"], match["head"].lower()
        for take in range(1, len(hanzi) + 1):
            span = Span(match.start("head"), match.end("head") + take)
            yield span, latin, sound.spell(hanzi[:take])
