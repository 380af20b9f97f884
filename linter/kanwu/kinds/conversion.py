"""A table of characters that a Simplified-to-Traditional converter leaves or chooses wrongly.

In Traditional text the prose is folded to Simplified and converted back by OpenCC, whose phrases
decide (皇后 stays, 之后 becomes 之後). A place where `left` comes back as `right` is residue.
Only listed characters count: most other differences are variants that both standards know.
A character that was chosen wrongly, such as 後 in 皇後, counts in phrases alone: by itself the
one that the converter prefers is no evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Annotated, NamedTuple

import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.hanzi import script
from kanwu.hanzi.script import code_points, fold
from kanwu.kinds.spec import Spec, TableRule, expression, should_be
from kanwu.rule import Bad, Good
from kanwu.schema import Table
from kanwu.search import Texts

_HABIT = 0.97
_PHRASE = 0.99
_RARE = 0.5
_TELLING = 3


class Character(Table, frozen=True):
    """A character and what it should be.

    always        texts in which it converts, whatever the converter's own cut says, as far as
                  they are whole words
    unless        texts in which it stays; both are written as they are found, and the longer wins
    around        decides instead of the converter, or as well as its words: a regular
                  expression on Simplified text
    not-around    excludes places from them
    only-phrases  nothing but `always` counts
    by-words      of the places that the converter brings back as `right` those count that lie in
                  one of its phrases, as far as it is made of whole words
    in-names      as for the surname 于, it is right in names that no list exhausts: a text that
                  mostly has the other form has it on purpose
    """

    left: Annotated[str, Meta(min_length=1, max_length=1)]
    right: Annotated[str, Meta(min_length=1, max_length=1)]
    bad: Annotated[tuple[str, ...], Meta(min_length=1)]
    good: Annotated[tuple[str, ...], Meta(min_length=1)]
    always: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    around: str = ""
    not_around: str = ""
    only_phrases: bool = False
    by_words: bool = False
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
    why: str
    why_en: str
    character: Annotated[tuple[Character, ...], Meta(min_length=1)]

    def build(self, _: object) -> Conversion:
        return Conversion(self)


class Conversion(TableRule[ConversionSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example for row in self.spec.character for example in row.examples)

    def check(self, document: Document) -> Iterator[Finding]:
        rows = [row for row in self.spec.character if row.left in document.prose]
        sections = document.analysis.sections
        if not rows or len(sections.unconverted) or not sections.traditional.any():
            return
        if not document.analysis.traditional:  # a page of another script among others
            document = _only(document, sections.traditional)
        for finding in self._anywhere(document, rows):
            if sections.traditional[finding.span.start]:
                yield finding

    def _anywhere(self, document: Document, rows: list[Character]) -> Iterator[Finding]:
        """What is found if all of the text is in Traditional characters."""
        phrases = self._in_phrases(document)
        # Text that a converter has been through shows it in more than one place. Where it does
        # not, a character by itself may be a name or an old word, such as the surname 于.
        converted = sum(converts for row in rows for converts in phrases[row].values()) >= _TELLING
        brought_back = _brought_back(document, rows)
        for row in rows:
            sure = (place for place, converts in phrases[row].items() if converts)
            yield from self._findings(sure, row, _PHRASE)
            mostly = document.prose.count(row.left) > document.prose.count(row.right)
            known = row.around or row.by_words
            likely = known or (converted and (mostly or not row.in_names))
            alone = _alone(document, row, brought_back[row]) - phrases[row].keys()
            yield from self._findings(alone, row, _HABIT if likely else _RARE)

    def _findings(
        self, places: Iterable[int], row: Character, confidence: float
    ) -> Iterator[Finding]:
        sure = Applicability.SAFE if confidence >= _HABIT else Applicability.SHOW
        why = Message(self.spec.why, self.spec.why_en)
        message, group = should_be(row.left, row.right, why), f"{row.left}→{row.right}"
        for place in places:
            span = Span(place, place + 1)
            fix = Fix.replace(span, row.right, sure, why)
            yield Finding(span, message, (fix,), confidence, group)

    def _in_phrases(self, document: Document) -> dict[Character, dict[int, bool]]:
        """For each row the places where its character stands in one of its phrases, and whether
        it converts there. Of several phrases at a place the longest decides."""
        analysis = document.analysis
        found: list[tuple[_Phrase, int, Span]] = []
        for number, start, end in self._folded_phrases.all_in(analysis.folded):
            phrase = self._phrases[number]
            for match in re.finditer(phrase.row.left, phrase.text):
                place = start + match.start()
                if document.prose[place] == phrase.row.left:
                    found.append((phrase, place, Span(start, end)))
        cut = analysis.divide([span for _, _, span in found]).cut
        longest: dict[tuple[Character, int], tuple[int, bool]] = {}
        for (phrase, place, _), inside_words in zip(found, cut, strict=True):
            if not (phrase.converts and inside_words):  # 对于 in 面对于谦 does not count
                key, rank = (phrase.row, place), (len(phrase.text), phrase.converts)
                longest[key] = max(longest.get(key, rank), rank)
        places: dict[Character, dict[int, bool]] = {row: {} for row in self.spec.character}
        for (row, place), (_, converts) in longest.items():
            places[row][place] = converts
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
    def _folded_phrases(self) -> Texts:
        return Texts([fold(phrase.text) for phrase in self._phrases])


def _only(document: Document, here: NDArray[np.bool_]) -> Document:
    """The document with blanks for all characters that are not `here`."""
    codes = code_points(document.prose)
    kept = here | (codes == ord("\n"))
    return replace(document, prose=script.text_of(np.where(kept, codes, np.uint32(ord(" ")))))


def _brought_back(document: Document, rows: Iterable[Character]) -> dict[Character, set[int]]:
    """For each row the places that the converter brings back as the row says."""
    prose, back = document.prose, document.analysis.round_trip
    changed = np.flatnonzero(code_points(prose) != code_points(back)).tolist()
    places: dict[tuple[str, str], set[int]] = {}
    for place in changed:
        places.setdefault((prose[place], back[place]), set()).add(place)
    found = {row: places.get((row.left, row.right), set()) for row in rows}
    doubtful = sorted({place for row in rows if row.by_words for place in found[row]})
    sure = _in_words(document.analysis, doubtful)
    return {row: found[row] & sure if row.by_words else found[row] for row in rows}


def _in_words(analysis: Analysis, places: list[int]) -> set[int]:
    """Those of some places, in order, for which a phrase of the converter decides that cuts no
    word: 天后 in 三天后 does not."""
    found = zip(places, analysis.phrases_around(places), strict=True)
    phrases = [(place, phrase) for place, phrase in found if phrase is not None]
    cut = analysis.divide([phrase for _, phrase in phrases]).cut
    return {place for (place, _), in_part in zip(phrases, cut, strict=True) if not in_part}


def _alone(document: Document, row: Character, brought_back: set[int]) -> set[int]:
    """Where the character needs no phrase of the table."""
    analysis, prose = document.analysis, document.prose
    by_converter = row.by_words or not (row.around or row.only_phrases)
    places = set(brought_back) if by_converter else set()
    if row.around:
        found = (match.start() for match in re.finditer(row.around, analysis.folded))
        places.update(place for place in found if prose[place] == row.left)
    if row.not_around and places:
        places -= {match.start() for match in re.finditer(row.not_around, analysis.folded)}
    return places
