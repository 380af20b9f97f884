"""All packs together: where a text has something that stands for a term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.data.container import Tables
from kanwu.diagnostic import Edit, Span, smallest_edit
from kanwu.glossary.candidate import EVIDENCE, Candidate, Columns
from kanwu.glossary.compile import compile_packs
from kanwu.glossary.context import AROUND, Context
from kanwu.glossary.latin import LatinNames
from kanwu.glossary.mentions import Mentions, mentions
from kanwu.glossary.pack import Pack
from kanwu.glossary.sound import SpokenTerms
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.language import judge
from kanwu.language.ngrams import Floats
from kanwu.language.suspicions import Reading

_MOST = 0.999
Channel = Literal["sound", "mixed-script", "spelling"]


class Match(NamedTuple):
    """A place that may be a garbled term: what should be written, and how likely that is."""

    span: Span
    form: str
    probability: float
    evidence: dict[str, float]

    @property
    def channel(self) -> Channel:
        if self.evidence.get("mixed"):
            return "mixed-script"
        return "spelling" if self.evidence.get("latin") else "sound"


@dataclass(frozen=True, eq=False)
class Glossary:
    """`tables` are those of `compile`."""

    tables: Tables

    @classmethod
    def of(cls, packs: Sequence[Pack]) -> Glossary:
        return cls(compile_packs(packs))

    def matches(self, analysis: Analysis) -> tuple[Match, ...]:
        """What may be a garbled term, in the order of the text; none overlaps another."""
        return analysis.once(self._matches)

    def reading(self, analysis: Analysis) -> Reading:
        """What the language and these terms make likely to have been meant."""
        return analysis.reading(self.vocabulary.spoken)

    def inside_right_forms(self, analysis: Analysis) -> NDArray[np.bool_]:
        """Which places between two characters lie inside a right form, shape (n + 1,)."""
        return analysis.once(self._mentions).inside_right_forms

    def candidates(self, analysis: Analysis) -> list[Candidate]:
        """All that may be a garbled term, with the evidence for each."""
        context = Context(analysis, analysis.once(self._mentions))
        joined: dict[tuple[Span, str], Candidate] = {}
        for found in self._found(analysis, context.mentions):
            if context.spoken_against(found):
                continue
            candidate = found._replace(evidence=found.evidence | context.evidence(found))
            place = candidate.span, candidate.normal
            joined[place] = _joined(joined.get(place, candidate), candidate)
        best: dict[tuple[Span, int], Candidate] = {}
        for candidate in joined.values():
            term = candidate.span, candidate.number
            best[term] = max(best.get(term, candidate), candidate, key=context.usual)
        return list(best.values())

    def probabilities(self, candidates: Sequence[Candidate], characters: int) -> Floats:
        """How likely each candidate of a text of that many characters is right.

        As in `language.judge`: among its rivals and what is written, first by the evidence at the
        place, then by how many other garbled terms the text seems to have.
        """
        if not candidates:
            return np.zeros(0, np.float32)
        among = rivals(candidates)
        alone = judge.scores(columns(candidates), judge.fitted("term_weights"))
        alone += self.tables["weights"].take([candidate.number for candidate in candidates])
        seen = in_document(alone, among, characters)
        return judge.shares(judge.scores(seen, judge.fitted("term_document_weights")), among)

    def _matches(self, analysis: Analysis) -> tuple[Match, ...]:
        candidates = self.candidates(analysis)
        likely = together(
            analysis.lowered, candidates, self.probabilities(candidates, len(analysis.prose))
        ).tolist()
        order = sorted(range(len(likely)), key=lambda row: (-likely[row], -candidates[row].size))
        taken: set[int] = set()
        found = []
        for row in order:
            candidate = candidates[row]
            places = range(*candidate.span)
            if taken.isdisjoint(places):
                taken.update(places)
                found.append(Match(candidate.span, candidate.form, likely[row], candidate.evidence))
        return tuple(sorted(found, key=lambda match: match.span))

    def _found(self, analysis: Analysis, mentions: Mentions) -> Iterator[Candidate]:
        yield from self._spoken.find(analysis, mentions)
        yield from self._latin.find(analysis, mentions)
        yield from self._latin.half_rendered(analysis)

    def _mentions(self, analysis: Analysis) -> Mentions:
        return mentions(self.vocabulary, analysis)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.tables)

    @cached_property
    def _spoken(self) -> SpokenTerms:
        return SpokenTerms(self.vocabulary)

    @cached_property
    def _latin(self) -> LatinNames:
        return LatinNames(self.vocabulary)


def _joined(one: Candidate, other: Candidate) -> Candidate:
    """One candidate of two that write the same: found in two ways, or by terms of one form."""
    better = max(one, other, key=lambda candidate: candidate.evidence["near"])
    ways = (one.evidence, other.evidence)
    found = {name: max(way.get(name, 0) for way in ways) for name in {**ways[0], **ways[1]}}
    return better._replace(evidence=found | {name: better.evidence[name] for name in AROUND})


def together(text: str, candidates: Sequence[Candidate], likely: Floats) -> Floats:
    """The probability that what each candidate writes is right: that of all who write the same."""
    edits = [smallest_edit(each.span, each.span.of(text), each.normal) for each in candidates]
    total: Counter[Edit] = Counter()
    for edit, probability in zip(edits, likely.tolist(), strict=True):
        total[edit] += probability
    return np.array([min(total[edit], _MOST) for edit in edits], np.float32)


def columns(candidates: Sequence[Candidate]) -> Columns:
    """The evidence for candidates by name, shape (candidates,) each."""
    return {
        name: np.array([candidate.evidence.get(name, 0) for candidate in candidates], np.float32)
        for name in EVIDENCE
    }


def rivals(candidates: Sequence[Candidate]) -> judge.Rivals:
    spans = np.array([candidate.span for candidate in candidates], np.int64).reshape(-1, 2)
    return judge.rivals(spans[:, 0], spans[:, 1])


def in_document(alone: Floats, among: judge.Rivals, characters: int) -> Columns:
    """The evidence of the second model: the first one's score, and the density of errors."""
    return {"score": alone, "density": judge.density(judge.shares(alone, among), characters)}
