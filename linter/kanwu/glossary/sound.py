"""Terms written with other characters of the same or nearly the same sound: 愛安 for 埃安."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.candidate import EVIDENCE, Candidate, Columns
from kanwu.glossary.mentions import Mentions
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.language import judge
from kanwu.language import mishearings as language
from kanwu.language.mishearings import Mishearings
from kanwu.language.terms import UNKNOWN, Terms

_COMMON = -8.0
"""The log probability from which on a character is a word like 和 and 與."""
_MOST = {"near": 6.0, "elsewhere": 4.5, "present": 3.0}
"""What can be said around a place for a term."""
_HOPELESS = -3.0
"""The score below which nothing is shown in any document."""
_CHANGES = {
    "changed": language.CHANGED,
    "dropped": language.DROPPED,
    "added": language.ADDED,
    "swapped": language.SWAPPED,
    "heard": language.HEARD,
}


@dataclass(frozen=True, eq=False)
class SpokenTerms:
    """The terms by their sound, and by the hanzi that they are heard as."""

    vocabulary: Vocabulary

    def find(self, analysis: Analysis, mentions: Mentions) -> Iterator[Candidate]:
        """Spans that may stand for a term; none touches a right form or holds a figure."""
        terms = self.vocabulary.spoken
        for found in analysis.reading(terms).mishearings:
            columns = _columns(found, terms)
            hopeful = _hopeful(columns)
            rows = np.column_stack(list(columns.values()))[hopeful].tolist()
            starts, ends, forms = (
                column[hopeful].tolist() for column in (found.starts, found.ends, found.forms)
            )
            for span, form, values in zip(map(Span, starts, ends), forms, rows, strict=True):
                if self._may_stand(analysis, mentions, span):
                    evidence = dict(zip(columns, values, strict=True))
                    for number, written in self._terms(form):
                        yield Candidate(span, number, written, terms.forms[form], evidence)

    def _may_stand(self, analysis: Analysis, mentions: Mentions, span: Span) -> bool:
        inside = mentions.inside_right_forms[list(span)].any()
        figures = any(map(str.isdecimal, span.of(analysis.lowered)))
        return not (inside or figures or mentions.is_right(span))

    def _terms(self, form: int) -> Iterator[tuple[int, str]]:
        """The terms of a spoken form, and how they write it."""
        word = self.vocabulary.spoken_word(form)
        for number in self.vocabulary.terms_of(word):
            yield number, self.vocabulary.written_as(word, number)


def _hopeful(columns: Columns) -> NDArray[np.intp]:
    """The rows that would be likely enough if all around spoke for the term.

    Listed forms are among them: what else is found at their place adds to their evidence.
    """
    size = len(columns["gain"])
    full = {name: np.zeros(size, np.float32) for name in EVIDENCE} | dict(columns)
    full |= {name: np.full(size, most, np.float32) for name, most in _MOST.items()}
    scores = judge.scores(full, judge.fitted("term_weights"))
    return np.flatnonzero((scores > _HOPELESS) | columns["heard"])


def _columns(found: Mishearings, terms: Terms) -> Columns:
    """The evidence of the language, (mishearings,) each."""
    likeness = found.likeness
    size = terms.lengths.take(found.forms)
    own = np.minimum(terms.own_lengths.take(found.forms), 5)
    exact = found.changes == 0
    weight = terms.words.weight(terms.numbers.take(found.forms))
    columns = {name: found.changes == change for name, change in _CHANGES.items()}
    columns |= {f"exact_{n}": exact & (np.minimum(size, 5) == n) for n in (2, 3, 4, 5)}
    return columns | {
        "gain": found.gains,
        "left": found.left,
        "right": found.right,
        "size": own,
        "bonus": np.minimum(terms.bonus.take(found.forms), 20),
        "fuzzy": likeness.fuzzy / size,
        "near_sound": likeness.near,
        "half": likeness.half,
        "shared": likeness.shared / size,
        "common": np.maximum(found.common - _COMMON, 0),
        "cuts": found.cuts,
        "words": np.minimum(found.words, 4),
        "is_word": found.written < 0,
        "written": np.where(found.written < 0, found.written + 15, 0),
        "weight": weight,
        "unknown": weight == UNKNOWN,
    }
