"""Why a text does, or does not, have something that stands for a term: step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.candidates import Candidates, Row
from kanwu.glossary.glossary import Glossary
from kanwu.hanzi import sound
from kanwu.hanzi.script import normal
from kanwu.language import judge
from kanwu.language.hashing import Places
from kanwu.language.ngrams import Floats
from kanwu.search import Texts

_LEAST_REASON = 0.05
_LEAST_RIVAL = 0.01


class Rival(NamedTuple):
    """Another form that may have been meant where a candidate stands."""

    written: str
    form: str
    probability: float


class Step(NamedTuple):
    """A place that may stand for the term, and what speaks for and against that.

    evidence   what was found, by the names of EVIDENCE
    reasons    factors of the evidence with what each adds to the score, nats; the largest first
    score      the score by the evidence at the place; that of leaving it as it is is 0
    """

    span: Span
    form: str
    evidence: Mapping[str, float]
    reasons: tuple[tuple[str, float], ...]
    score: float
    probability: float
    rivals: tuple[Rival, ...]


class Explanation(NamedTuple):
    """The forms and sounds of a term, where they stand in a text, and what may stand for them."""

    forms: tuple[str, ...]
    sounds: tuple[str, ...]
    right: tuple[Span, ...]
    steps: tuple[Step, ...]


def explain(glossary: Glossary, term: str, analysis: Analysis) -> Explanation | None:
    """What the glossary makes of a text for one term; None where it has no such term."""
    names = glossary.vocabulary
    (name,) = normal([term])
    if name not in names.words:
        return None
    numbers = names.terms.at(names.words.index(name))
    words = sorted({word for number in numbers for word in names.right.at(number)})
    forms = tuple(names.words[word] for word in words)
    found = glossary.candidates(analysis, hopeless=True)
    likely = glossary.probabilities(found, len(analysis.prose))
    rows = np.flatnonzero(np.isin(found.terms, numbers))
    return Explanation(
        forms,
        tuple(_sounds(glossary, words)),
        tuple(Span(*place) for _, *place in sorted(Texts(forms).all_in(analysis.lowered))),
        tuple(_steps(glossary, analysis, found, likely, rows)) if numbers else (),
    )


def _sounds(glossary: Glossary, words: Sequence[int]) -> Iterator[str]:
    """How forms are said, in syllables without tones."""
    terms = glossary.vocabulary.spoken
    said = glossary.vocabulary.words_of(terms.forms_of(np.arange(len(terms.syllables))))
    for way in terms.syllables[np.isin(said, words)]:
        yield " ".join(sound.names()[syllable] for syllable in way[way > 0])


def _steps(
    glossary: Glossary, analysis: Analysis, found: Candidates, likely: Floats, rows: Places
) -> Iterator[Step]:
    """The candidates of some rows, the likeliest first."""
    model, own = judge.fitted("term_weights"), found.take(rows)
    factors = ["*".join(wanted) for wanted in model.terms]
    added = [
        (weight * judge.values(wanted, own.columns)).tolist()
        for wanted, weight in zip(model.terms, model.weights.tolist(), strict=True)
    ]
    weights = glossary.tables["weights"].take(own.terms).tolist()
    steps = [
        Step(
            row.span,
            glossary.vocabulary.words[row.word],
            {name: value for name, value in row.evidence.items() if value},
            _largest([*zip(factors, reasons, strict=True), ("weight of the term", weight)]),
            sum(reasons) + weight,
            probability,
            tuple(_rivals(glossary, analysis, found, likely, row)),
        )
        for row, reasons, weight, probability in zip(
            own.rows(), zip(*added, strict=True), weights, likely.take(rows).tolist(), strict=True
        )
    ]
    return iter(sorted(steps, key=lambda step: -step.probability))


def _largest(reasons: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    kept = (reason for reason in reasons if abs(reason[1]) >= _LEAST_REASON)
    return tuple(sorted(kept, key=lambda reason: -abs(reason[1])))


def _rivals(
    glossary: Glossary, analysis: Analysis, found: Candidates, likely: Floats, row: Row
) -> Iterator[Rival]:
    """What else may have been meant where a candidate stands, the likeliest first."""
    beside = (found.starts < row.end) & (found.ends > row.start) & (found.terms != row.term)
    rows = np.flatnonzero(beside & (likely >= _LEAST_RIVAL))
    for place in rows[np.argsort(-likely.take(rows), kind="stable")].tolist():
        span = Span(int(found.starts[place]), int(found.ends[place]))
        form = glossary.vocabulary.words[int(found.words[place])]
        yield Rival(span.of(analysis.prose), form, float(likely[place]))
