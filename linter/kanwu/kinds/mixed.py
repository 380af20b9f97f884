"""Characters of the other script than the section they stand in, see `kanwu.hanzi.sections`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.hanzi import script
from kanwu.kinds.spec import Example, Spec, TableRule, should_be
from kanwu.rule import Bad, Good
from kanwu.search import by_lines

_SURE = 0.98
_LIKELY = 0.9
_NAME = 0.5
"""The confidence in a place that may be a name in its own script."""
_IN_SIMPLIFIED = Message("簡體文字中的繁體字", "a Traditional character in Simplified text")
_IN_TRADITIONAL = Message("繁體文字中的簡體字", "a Simplified character in Traditional text")
_DOUBT = 0.4
_HABIT = 3
"""So often in one word, and in no other way, a character of the other script is meant."""
_LONG_NAME = 3
"""So many Traditional characters together in Simplified text are rather a name than residue."""


class MixedSpec(Spec, frozen=True, tag="mixed"):
    """`several` are Simplified characters that have several Traditional forms: without a phrase
    that decides, the fix is for a person to check. `keep` are texts that may keep their script:
    names, and characters that are right in some words."""

    several: str
    keep: tuple[str, ...]
    example: tuple[Example, ...]

    def build(self, _: object) -> Mixed:
        return Mixed(self)


class Mixed(TableRule[MixedSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def check(self, document: Document) -> Iterator[Finding]:
        sections = document.analysis.sections
        if len(sections.unconverted) or not len(sections.strays):
            return
        here = sections.traditional[sections.strays]
        simplified, traditional = sections.strays[here].tolist(), sections.strays[~here].tolist()
        most = 1 if sections.clear else _DOUBT
        if simplified:
            yield from self._in_traditional(document, simplified, most)
        if traditional:
            yield from self._in_simplified(document, traditional, most)

    def _in_traditional(
        self, document: Document, places: list[int], most: float
    ) -> Iterator[Finding]:
        standard = document.analysis.standard
        if standard == "cn":
            standard = "tw"
        forms = list(_converted(document, places, lambda line: script.rewrite(line, standard)))
        several = [place for place in places if document.prose[place] in self.spec.several]
        decided = document.analysis.phrases_around(several)
        doubtful = {place for place, phrase in zip(several, decided, strict=True) if phrase is None}
        kept = self._kept_in(document.prose) | _habits(document.prose, places, forms)
        elsewhere: dict[tuple[str, str], str] = {}
        for place, form in zip(places, forms, strict=True):
            written, right = document.prose[place], form
            if document.standard is None:
                if (written, form) not in elsewhere:
                    elsewhere[written, form] = _as_elsewhere(document, written, form)
                right = elsewhere[written, form]
            if right != written:
                sure = _NAME if place in kept else _LIKELY if place in doubtful else _SURE
                yield _finding(place, written, right, min(most, sure), _IN_TRADITIONAL)

    def _in_simplified(
        self, document: Document, places: list[int], most: float
    ) -> Iterator[Finding]:
        prose = document.prose
        spans = [Span(place, place + 1) for place in places]
        single = document.analysis.divide(spans).whole
        forms = list(_converted(document, places, lambda line: script.rewrite(line, "cn")))
        names = _in_long_names(places) | self._kept_in(prose) | _habits(prose, places, forms)
        back = _converted(document, places, script.round_trip)
        for place, right, usual, by_itself in zip(
            places, forms, back, single.tolist(), strict=True
        ):
            written = prose[place]
            if right != written and _is_usual(written, usual):
                sure = _NAME if by_itself or place in names else _SURE
                yield _finding(place, written, right, min(most, sure), _IN_SIMPLIFIED)

    def _kept_in(self, prose: str) -> set[int]:
        """The places of the texts that may keep their script."""
        return {place for match in self._kept.finditer(prose) for place in range(*match.span())}

    @cached_property
    def _kept(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.spec.keep)) or r"\Z")


def _finding(place: int, written: str, right: str, confidence: float, why: Message) -> Finding:
    span = Span(place, place + 1)
    trust = Applicability.SAFE if confidence >= _SURE else Applicability.UNSAFE
    fix = Fix.replace(span, right, trust, why)
    return Finding(span, should_be(written, right, why), (fix,), confidence, f"{written}→{right}")


def _converted(
    document: Document, places: list[int], convert: Callable[[str], str]
) -> Iterator[str]:
    """What stands at each of the places, which are in order, when its line is converted from
    Simplified characters."""
    for _, line, inside in by_lines(document.analysis.folded, places):
        converted = convert(line)
        yield from (converted[place] for place in inside)


def _as_elsewhere(document: Document, written: str, right: str) -> str:
    """The right form as the document writes it: 説 where it has no 說."""
    other = script.rewrite(written, "hk")
    if other == right or script.rewrite(written, "tw") != right:
        return right
    return max(right, other, key=document.prose.count)


def _is_usual(written: str, back: str) -> bool:
    """Whether a Traditional character is what a converter writes there, and no variant."""
    return written in {back, script.as_in(back, "tw"), script.as_in(back, "hk")}


def _habits(prose: str, places: Sequence[int], forms: Sequence[str]) -> set[int]:
    """Those of the places whose character the text has in one word alone, again and again, and
    the word in no other way: 中国 throughout a text that has 國 everywhere else."""
    uses: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, form in zip(places, forms, strict=True):
        uses[prose[place], form].append(place)
    found: set[int] = set()
    for (_, form), at in uses.items():
        heads = {prose[place - 1 : place] + form for place in at}
        tails = {form + prose[place + 1 : place + 2] for place in at}
        words = heads if len(heads) == 1 else tails
        if len(at) >= _HABIT and len(words) == 1 and words.pop() not in prose:
            found.update(at)
    return found


def _in_long_names(places: list[int]) -> set[int]:
    """Those of the places that stand together with others; what divides them is no more than a
    character that both scripts have."""
    rows = np.split(np.array(places), np.flatnonzero(np.diff(places) > 2) + 1)
    return {place for row in rows if len(row) >= _LONG_NAME for place in row.tolist()}
