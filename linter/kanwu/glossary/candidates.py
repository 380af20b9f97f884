"""What the matchers find, with the evidence for it, as columns of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.diagnostic import Span
from kanwu.language.hashing import Places
from kanwu.language.judge import Rivals, rivals
from kanwu.language.ngrams import Floats

Columns = Mapping[str, NDArray[Any]]

BY_SOUND = (
    *("exact_2", "exact_3", "exact_4", "exact_5", "changed", "dropped", "added", "swapped"),
    *("heard", "gain", "left", "right", "size", "fuzzy", "near_sound", "half", "shared", "cuts"),
    *("words", "is_word", "written", "weight", "unknown", "bonus", "common"),
)
BY_SPELLING = (
    *("latin", "listed", "spelt", "sounds", "one_letter", "same_sound", "letters", "short"),
    *("same_words", "longer", "shorter", "first", "english", "english_name", "no_english"),
    *("common_english", "in_name", "mixed", "part", "hanzi", "beside", "apart", "case"),
)
AROUND = ("near", "elsewhere", "no_context", "present", "name")
EVIDENCE = BY_SOUND + BY_SPELLING + AROUND
"""The evidence by name: of terms by sound, of Latin names, and of the document around."""
_PLACES = {name: place for place, name in enumerate(EVIDENCE)}


class Row(NamedTuple):
    """A candidate by itself, with what evidence there is."""

    start: int
    end: int
    term: int
    word: int
    evidence: Mapping[str, float]

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Spans that may stand for a right form of a term.

    starts, ends    of the span, shape (candidates,)
    terms, words    the numbers of the term and of its form, as in `Vocabulary`
    evidence        float32, a row for each name in EVIDENCE, shape (EVIDENCE, candidates)
    """

    starts: Places
    ends: Places
    terms: Places
    words: Places
    evidence: Floats

    @classmethod
    def of(
        cls, starts: Places, ends: Places, terms: Places, words: Places, columns: Columns
    ) -> Candidates:
        """Candidates with the evidence that there is, the other being 0."""
        return cls(starts, ends, terms, words, table(columns, len(starts)))

    @classmethod
    def one_by_one(cls, found: Iterable[Row]) -> Candidates:
        rows = list(found)
        starts, ends, terms, words = np.array([row[:4] for row in rows], np.int64).reshape(-1, 4).T
        columns = np.zeros((len(EVIDENCE), len(rows)), np.float32)
        owners = np.repeat(np.arange(len(rows)), [len(row.evidence) for row in rows])
        names = [_PLACES[name] for row in rows for name in row.evidence]
        columns[names, owners] = [value for row in rows for value in row.evidence.values()]
        return cls(starts, ends, terms, words, columns)

    @classmethod
    def together(cls, parts: Iterable[Candidates]) -> Candidates:
        columns = zip(*map(_columns, parts), strict=True)
        return cls(*(np.concatenate(column, axis=-1) for column in columns))

    @cached_property
    def among(self) -> Rivals:
        """Which of them exclude each other."""
        return rivals(self.starts, self.ends)

    def __len__(self) -> int:
        return len(self.starts)

    def take(self, chosen: Places) -> Candidates:
        return Candidates(*(column.take(chosen, axis=-1) for column in _columns(self)))

    def __getitem__(self, name: str) -> Floats:
        """The evidence of a name, shape (candidates,)."""
        column: Floats = self.evidence[_PLACES[name]]
        return column

    def rows(self) -> Iterator[Row]:
        columns = (column.tolist() for column in (self.starts, self.ends, self.terms, self.words))
        for start, end, term, word, evidence in zip(
            *columns, self.evidence.T.tolist(), strict=True
        ):
            yield Row(start, end, term, word, dict(zip(EVIDENCE, evidence, strict=True)))

    def with_columns(self, columns: Columns) -> Candidates:
        """The same with other evidence of these names."""
        return replace(self, evidence=table({**self.columns, **columns}, len(self)))

    @property
    def columns(self) -> Columns:
        """The evidence by name, shape (candidates,) each."""
        return dict(zip(EVIDENCE, self.evidence, strict=True))


def table(columns: Columns, count: int) -> Floats:
    """The evidence of `count` candidates, 0 for what is not among the columns."""
    evidence = np.zeros((len(EVIDENCE), count), np.float32)
    for name, column in columns.items():
        evidence[_PLACES[name]] = column
    return evidence


def _columns(found: Candidates) -> tuple[NDArray[Any], ...]:
    return tuple(getattr(found, field.name) for field in fields(found))
