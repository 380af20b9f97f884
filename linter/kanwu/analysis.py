"""Facts about a document's prose that several rules need, each computed once and when asked for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kanwu import outline
from kanwu.diagnostic import Span
from kanwu.hanzi import dates, quantities, script, sections
from kanwu.hanzi.dates import Date, Period
from kanwu.hanzi.quantities import Quantity
from kanwu.hanzi.script import Standard
from kanwu.hanzi.sections import Sections
from kanwu.language import lexicon, runs
from kanwu.language.lexicon import Division
from kanwu.language.suspicions import Reading, Suspicion, read
from kanwu.language.terms import Terms
from kanwu.outline import Passage
from kanwu.search import by_lines, pieces

__all__ = ["Analysis", "Standard"]

_Found = TypeVar("_Found")
_SIGHT = 40
_LEAST_HANZI = 0.1
"""Of the hanzi and Latin letters within so many characters: names may well be most of them."""
_HANZI = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class Analysis:
    """`prose` is the text that rules see; `given` the standard it is known to be in, if it is."""

    prose: str
    given: Standard | None = None

    @cached_property
    def folded(self) -> str:
        """The prose in Simplified characters, offset for offset."""
        return script.fold(self.prose)

    @cached_property
    def lowered(self) -> str:
        """The folded prose in lower case, one for one, for comparing names."""
        return "".join(_lowered(piece) for _, piece in pieces(self.folded, 1))

    @cached_property
    def standard(self) -> Standard:
        """The script and regional standard the prose is written in."""
        return self.given or script.detect(self.prose)

    @property
    def traditional(self) -> bool:
        return self.standard != "cn"

    @cached_property
    def sections(self) -> Sections:
        """Which sections are in which script, and what is astray in them."""
        return sections.read(self.prose, self.traditional, self.given is not None)

    @cached_property
    def round_trip(self) -> str:
        """The prose as a converter writes it from its Simplified source, offset for offset."""
        return script.round_trip(self.prose)

    def phrases_around(self, places: Sequence[int]) -> list[Span | None]:
        """For each of some places, in order, the phrase of the converter that decides there in
        `round_trip`; None where the character by itself does."""
        found: list[Span | None] = []
        for start, line, inside in by_lines(self.folded, places):
            phrases = script.converters_phrases(line)
            for place in inside:
                row = bisect_right(phrases, place, key=lambda phrase: phrase.start) - 1
                decides = row >= 0 and place < phrases[row].end
                found.append(phrases[row].moved(start) if decides else None)
        return found

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """The dates in the prose, from left to right."""
        return dates.dates(self.folded)

    @property
    def periods(self) -> Iterator[Period]:
        """From one date to another, where they stand side by side."""
        return dates.periods(self.folded, self.dates)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """What the prose counts and measures, from left to right, none in a date."""
        return quantities.quantities(self.folded, self.dates)

    def quantities_in(self, span: Span) -> Sequence[Quantity]:
        """The quantities that begin in a span."""
        first, last = (bisect_left(self._quantity_starts, place) for place in span)
        return self.quantities[first:last]

    @cached_property
    def _quantity_starts(self) -> list[int]:
        return [quantity.start for quantity in self.quantities]

    def sentence_around(self, span: Span, before: int, after: int) -> Span:
        """The sentence around a span, which reaches no further than so many characters."""
        return outline.sentence(self.folded, span, before, after)

    def in_chinese(self, span: Span) -> bool:
        """Whether what stands around a span in its line is Chinese, and no sentence in English."""
        before = self.prose[max(0, span.start - _SIGHT) : span.end].split("\n")[-1]
        after = self.prose[span.end : span.end + _SIGHT].split("\n")[0]
        beside = before + after
        hanzi = len(_HANZI.findall(beside))
        return hanzi > _LEAST_HANZI * (hanzi + len(_LATIN.findall(beside)))

    def passage_at(self, place: int) -> Passage:
        """The passage that a place, which is not in a blank line, lies in."""
        return self.passages[bisect_right(self._passage_starts, place) - 1]

    @cached_property
    def _passage_starts(self) -> list[int]:
        return [passage.span.start for passage in self.passages]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What belongs together: questions with their answers, and other lines."""
        return outline.passages(self.prose)

    @property
    def suspicions(self) -> tuple[Suspicion, ...]:
        """Where the language makes it likely that something else was meant."""
        return self.reading(None).suspicions

    def reading(self, terms: Terms | None) -> Reading:
        """What may have been meant, by the language and by the words of a glossary."""
        if terms not in self._readings:
            self._readings[terms] = read(self.spoken, self.folded, terms)
        return self._readings[terms]

    @cached_property
    def _readings(self) -> dict[Terms | None, Reading]:
        return {}

    @cached_property
    def spoken(self) -> NDArray[np.uint32]:
        """The prose as the language model reads it, see `runs.read`."""
        return runs.read(script.code_points(self.prose))

    def once(self, find: Callable[[Analysis], _Found]) -> _Found:
        """What `find` makes of the document, the same that was found when it was first asked."""
        if find not in self._found:
            self._found[find] = find(self)
        return cast(_Found, self._found[find])

    @cached_property
    def _found(self) -> dict[object, object]:
        return {}

    def divide(self, spans: Sequence[Span], weights: ArrayLike | None = None) -> Division:
        """How spans lie to the words around them, see `lexicon.divide`."""
        return lexicon.divide(self.spoken, spans, weights)

    def rewrite(self, text: str) -> str:
        """A text of the tables, in whichever script, as this document writes."""
        return script.rewrite(text, self.standard)


def _lowered(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
