"""All packs together: where a text has something that stands for a term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.data.container import Tables
from kanwu.diagnostic import Edit, Span, smallest_edit
from kanwu.glossary.candidates import AROUND, Candidates, Columns, Row
from kanwu.glossary.compile import compile_packs
from kanwu.glossary.context import around, not_divided, not_spoken_against
from kanwu.glossary.latin import LatinTerms
from kanwu.glossary.mentions import Mentions, mentions
from kanwu.glossary.pack import Pack
from kanwu.glossary.sound import SpokenTerms
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.language import judge
from kanwu.language.hashing import begins
from kanwu.language.ngrams import Floats
from kanwu.language.suspicions import Reading

_MOST = 0.999
_LEAST = 0.001
"""What is likelier, alone or with others that write the same, may be shown."""
Channel = Literal["sound", "mixed-script", "spelling"]


class Match(NamedTuple):
    """A place that may be a garbled term: what should be written, as the term writes it and in
    Simplified characters and lower case, and how likely that is.

    `wrong` is how likely it is that this or another term was meant there.
    """

    span: Span
    form: str
    normal: str
    probability: float
    wrong: float
    evidence: Mapping[str, float]

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

    def has_letters(self, letters: str) -> bool:
        """Whether the letters and digits of a Latin name are those of a right form."""
        return self._latin.names.is_right(letters)

    def inside_right_forms(self, analysis: Analysis) -> NDArray[np.bool_]:
        """Which places between two characters lie inside a right form, shape (n + 1,)."""
        return analysis.once(self._mentions).inside_right_forms

    def candidates(self, analysis: Analysis, *, hopeless: bool = False) -> Candidates:
        """All that may be a garbled term, with the evidence for each.

        What no surroundings could make likely is left out, unless the hopeless are asked for.
        """
        mentions = analysis.once(self._mentions)
        latin = self._latin.find(analysis, mentions)
        spoken = self._spoken.find(analysis, mentions, hopeless=hopeless)
        found = Candidates.together([*spoken, Candidates.one_by_one(latin)])
        found = found.take(not_spoken_against(found, self.vocabulary, analysis.lowered))
        found = found.take(not_divided(found, self.vocabulary, analysis.lowered))
        found = found.with_columns(around(found, analysis, mentions))
        return _usual(_joined(found), mentions)

    def probabilities(self, candidates: Candidates, characters: int) -> Floats:
        """How likely each candidate of a text of that many characters is right.

        As in `language.judge`: among its rivals and what is written, first by the evidence at the
        place, then by how many other garbled terms the text seems to have.
        """
        among = candidates.among
        alone = judge.scores(candidates.columns, judge.fitted("term_weights"))
        alone += self.tables["weights"].take(candidates.terms)
        seen = in_document(alone, among, characters)
        return judge.shares(judge.scores(seen, judge.fitted("term_document_weights")), among)

    def _matches(self, analysis: Analysis) -> tuple[Match, ...]:
        found = self.candidates(analysis)
        likely = self.probabilities(found, len(analysis.prose))
        likely[found["case"] > 0] = _MOST  # as the term itself says
        wrong = judge.any_of(likely, found.among)
        kept = np.flatnonzero(likely >= _LEAST)
        columns = (found.take(kept).rows(), likely.take(kept).tolist(), wrong.take(kept).tolist())
        rows = zip(*columns, strict=True)
        return _apart(_together(analysis.lowered, [self._match(*row) for row in rows]))

    def _match(self, row: Row, probability: float, wrong: float) -> Match:
        names = self.vocabulary
        form = names.written_as(row.word, row.term)
        return Match(
            row.span, form, names.words[row.word], probability, min(wrong, _MOST), row.evidence
        )

    def _mentions(self, analysis: Analysis) -> Mentions:
        return mentions(self.vocabulary, analysis)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.tables)

    @cached_property
    def _spoken(self) -> SpokenTerms:
        return SpokenTerms(self.vocabulary)

    @cached_property
    def _latin(self) -> LatinTerms:
        return LatinTerms(self.vocabulary)


def _joined(found: Candidates) -> Candidates:
    """One candidate of those that write the same: found in two ways, or by terms of one form.

    It has the evidence of all, and the term and surroundings of that for which most words speak.
    """
    if not len(found):
        return found
    order = np.lexsort((-found["near"], found.words, found.ends, found.starts))
    ordered = (column.take(order) for column in (found.starts, found.ends, found.words))
    first = np.flatnonzero(begins(*ordered))
    joined = np.maximum.reduceat(found.evidence.take(order, axis=1), first, axis=1)
    best = found.take(order.take(first))
    surroundings = {name: best[name] for name in AROUND}
    return replace(best, evidence=joined).with_columns(surroundings)


def _usual(found: Candidates, mentions: Mentions) -> Candidates:
    """Of the forms of a term at one place that which is written of the highest rank.

    The one whose listed wrong form stands there comes first, then one that the document has, then
    the one that gains most by what it is made of: 人形機器人 and 人型機器人 are both right.
    """
    own = found["gain"] - found["bonus"] + found["spelt"]
    listed = found["heard"] > 0
    rank = (-own, ~mentions.has(found.words), ~listed, found.terms, found.ends, found.starts)
    order = np.lexsort(rank)
    ordered = (column.take(order) for column in (found.starts, found.ends, found.terms))
    return found.take(order[begins(*ordered)])


def _together(text: str, matches: Sequence[Match]) -> list[Match]:
    """Matches with the probability that what they write is right: that of all who write it."""
    edits = [smallest_edit(match.span, match.span.of(text), match.normal) for match in matches]
    total: dict[Edit, float] = {}
    for edit, match in zip(edits, matches, strict=True):
        total[edit] = total.get(edit, 0) + match.probability
    return [
        match._replace(probability=min(total[edit], _MOST))
        for edit, match in zip(edits, matches, strict=True)
    ]


def _apart(matches: Sequence[Match]) -> tuple[Match, ...]:
    """The likeliest, and of those the longest, that do not overlap; in the order of the text."""
    taken: set[int] = set()
    found = []
    for match in sorted(matches, key=_rank):
        if taken.isdisjoint(range(*match.span)):
            taken.update(range(*match.span))
            found.append(match)
    return tuple(sorted(found, key=lambda match: match.span))


def _rank(match: Match) -> tuple[float, int]:
    start, end = match.span
    return -match.probability, start - end


def in_document(alone: Floats, among: judge.Rivals, characters: int) -> Columns:
    """The evidence of the second model: the first one's score, and the density of errors."""
    return {"score": alone, "density": judge.density(judge.shares(alone, among), characters)}
