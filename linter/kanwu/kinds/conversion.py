"""A table of characters that a Simplified-to-Traditional converter leaves or chooses wrongly.

In Traditional text the prose is folded to Simplified and converted back by OpenCC, whose phrases
decide (皇后 stays, 之后 becomes 之後). A place where `left` comes back as `right` is residue.
Only listed characters count: most other differences are variants that both standards know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

import ahocorasick_rs
from msgspec import Meta

from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.hanzi.script import fold
from kanwu.kinds.spec import Row, Spec, TableRule, expression, should_be
from kanwu.rule import Bad, Good

_HABIT = 0.97
_PHRASE = 0.99
_RARE = 0.5
_MOSTLY = 4


class Character(Row, frozen=True):
    """`always` are texts that convert whatever the converter's own cut says, `unless` texts that
    never do, both written as they are found. `around` and `not-around` are regular expressions on
    Simplified text for the places that count and those that don't; with `only-phrases` nothing but
    `always` counts. With `in-names`, as for the surname 于, the character is right in names that no
    list exhausts: in a text that mostly has the other form, only `always` counts."""

    left: Annotated[str, Meta(min_length=1, max_length=1)]
    right: Annotated[str, Meta(min_length=1, max_length=1)]
    bad: Annotated[tuple[str, ...], Meta(min_length=1)]
    good: Annotated[tuple[str, ...], Meta(min_length=1)]
    always: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    around: str = ""
    not_around: str = ""
    only_phrases: bool = False
    in_names: bool = False

    def __post_init__(self) -> None:
        for text in (*self.always, *self.unless, *self.bad):
            if self.left not in text:
                raise ValueError(f"“{text}” does not contain “{self.left}”")
        for pattern in (self.around, self.not_around):
            expression(pattern)

    @property
    def examples(self) -> Iterator[Good | Bad]:
        for text in self.bad:
            yield Bad(text, text.replace(self.left, self.right))
        yield from map(Good, self.good)


class _Phrase(NamedTuple):
    """A phrase with the character of a row, which converts there or does not."""

    row: Character
    text: str
    converts: bool


class ConversionSpec(Spec, frozen=True, tag="conversion"):
    character: Annotated[tuple[Character, ...], Meta(min_length=1)]

    def build(self, _: object) -> Conversion:
        return Conversion(self)


@dataclass(frozen=True)
class Conversion(TableRule[ConversionSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example for row in self.spec.character for example in row.examples)

    def check(self, document: Document) -> Iterator[Finding]:
        rows = [row for row in self.spec.character if row.left in document.prose]
        if not rows or not document.analysis.traditional:
            return
        places = self._phrases_in(document)
        for row in rows:
            yield from _residue(document, row, *places[row])

    def _phrases_in(self, document: Document) -> dict[Character, tuple[set[int], set[int]]]:
        """For each row where its character stands in a phrase that always converts, as far as
        the phrase is whole words there, and where in one that never does."""
        analysis = document.analysis
        found: list[tuple[_Phrase, int, Span]] = []
        for number, start, end in self._automaton.find_matches_as_indexes(
            analysis.folded, overlapping=True
        ):
            phrase = self._phrases[number]
            place = start + phrase.text.index(phrase.row.left)
            if document.prose[place] == phrase.row.left:
                found.append((phrase, place, Span(start, end)))
        cut = analysis.divide([span for _, _, span in found]).cut
        places: dict[Character, tuple[set[int], set[int]]]
        places = {row: (set(), set()) for row in self.spec.character}
        for (phrase, place, _), inside_words in zip(found, cut, strict=True):
            always, never = places[phrase.row]
            if not phrase.converts:
                never.add(place)
            elif not inside_words:
                always.add(place)
        return places

    @cached_property
    def _phrases(self) -> tuple[_Phrase, ...]:
        rows = self.spec.character
        return tuple(
            _Phrase(row, phrase, converts)
            for row in rows
            for phrases, converts in ((row.always, True), (row.unless, False))
            for phrase in phrases
        )

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick([fold(phrase.text) for phrase in self._phrases])


def _residue(
    document: Document, row: Character, always: set[int], never: set[int]
) -> Iterator[Finding]:
    prose, folded = document.prose, document.analysis.folded
    mostly = prose.count(row.left) >= _MOSTLY * prose.count(row.right)
    likelihood = _HABIT if mostly or not row.in_names else _RARE
    if row.not_around:
        never = never | {match.start() for match in re.finditer(row.not_around, folded)}
    for match in re.finditer(row.around or fold(row.left), folded):
        start = match.start()
        if prose[start] != row.left or start in never:
            continue
        if start in always:
            yield _finding(Span(start, start + 1), row, _PHRASE)
        elif not row.only_phrases and document.analysis.round_trip[start] == row.right:
            yield _finding(Span(start, start + 1), row, likelihood)


_WHY = Message("簡轉繁留下的字", "left over from a conversion from Simplified")


def _finding(span: Span, row: Character, confidence: float) -> Finding:
    sure = Applicability.SAFE if confidence >= _HABIT else Applicability.SHOW
    fix = Fix.replace(span, row.right, sure, _WHY)
    message = should_be(row.left, row.right, _WHY)
    return Finding(span, message, (fix,), confidence, group=f"{row.left}→{row.right}")
