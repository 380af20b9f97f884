"""Terms written with other characters of the same or nearly the same sound: 愛安 for 埃安."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.glossary.candidates import EVIDENCE, Candidates, Columns, table
from kanwu.glossary.mentions import Mentions
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.hanzi.script import code_points
from kanwu.language import judge
from kanwu.language import mishearings as language
from kanwu.language.hashing import Places
from kanwu.language.mishearings import Mishearings
from kanwu.language.terms import UNKNOWN, Terms
from kanwu.search import pieces

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

    def find(
        self, analysis: Analysis, mentions: Mentions, *, hopeless: bool
    ) -> Iterator[Candidates]:
        """Spans that may stand for a term; none touches a right form or holds a figure."""
        figures = _figures(analysis.lowered)
        for found in analysis.reading(self.vocabulary.spoken).mishearings:
            columns = _columns(found, self.vocabulary.spoken)
            ends = found.ends
            free = figures.take(ends) == figures.take(found.starts)
            free &= ~mentions.divide(found.starts) & ~mentions.divide(ends)
            free &= ~mentions.are_right(found.starts, ends)
            if not hopeless:
                free &= _hopeful(columns)
            chosen = np.flatnonzero(free)
            words = self.vocabulary.words_of(found.forms.take(chosen))
            owners, terms = self.vocabulary.terms.of(words)
            rows = chosen.take(owners)
            yield Candidates.of(
                found.starts.take(rows),
                ends.take(rows),
                terms,
                words.take(owners),
                {name: column.take(rows) for name, column in columns.items()},
            )


def _figures(text: str) -> Places:
    """How many digits stand before each place of a text, shape (n + 1,)."""
    parts = [np.zeros(1, bool)]
    for _, piece in pieces(text, 1):
        codes = code_points(piece)
        ascii_digits = (codes >= ord("0")) & (codes <= ord("9"))
        parts.append(ascii_digits | ((codes >= ord("０")) & (codes <= ord("９"))))
    return np.cumsum(np.concatenate(parts))


def _hopeful(columns: Columns) -> NDArray[np.bool_]:
    """What would be likely enough if all around spoke for the term.

    Listed forms are: what else is found at their place adds to their evidence.
    """
    size = len(columns["gain"])
    most = {name: np.full(size, most, np.float32) for name, most in _MOST.items()}
    full = dict(zip(EVIDENCE, table({**columns, **most}, size), strict=True))
    hopeful: NDArray[np.bool_] = judge.scores(full, judge.fitted("term_weights")) > _HOPELESS
    return hopeful | columns["heard"]


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
