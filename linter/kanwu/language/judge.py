"""How likely each proposed edit is right: two conditional logit models.

Of all edits that touch a place, and of leaving it as it is, one is right: each has a score, linear
in the evidence, and its share of the exponentials is its probability (McFadden, “Conditional
logit analysis of qualitative choice behavior”, 1974). The first model weighs the evidence at the
place. The second adds what the document around it shows: an error is as likely as errors of its
kind are frequent there, so that in clean text much more must speak for one than on a badly read
page. Their tables of terms and weights are `data/weights.tsv` and `data/document_weights.tsv`,
fitted by `make_data.train`.

A term is a product of factors joined by `*`: a feature, a feature beyond a bend, such as `gain>6`,
which is max(gain - 6, 0), or one up to a bend: `gain<6` is min(gain, 6); `1` is the constant.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu import data
from kanwu.language.hashing import Places, expand
from kanwu.language.ngrams import Floats

Columns = Mapping[str, NDArray[Any]]
Term = tuple[str, ...]

_LIKELY = 0.5
_PRIOR, _USUAL = 1500, 1e-3
"""A text is taken to begin with 1,500 characters of the usual density of errors."""


class Model(NamedTuple):
    terms: tuple[Term, ...]
    weights: Floats


def term(text: str) -> Term:
    return tuple(text.split("*"))


def values(wanted: Term, columns: Columns) -> Floats:
    """The value of a term for each edit, shape (edits,)."""
    result = np.ones(len(next(iter(columns.values()))), np.float32)
    for factor in wanted:
        result *= _factor(factor, columns)
    return result


def _factor(factor: str, columns: Columns) -> Floats | float:
    if factor == "1":
        return 1.0
    name, beyond, least = factor.partition(">")
    name, up_to, most = name.partition("<")
    value: Floats = columns[name].astype(np.float32)
    if up_to:
        return np.minimum(value, np.float32(most))
    return np.maximum(value - np.float32(least), 0) if beyond else value


def scores(columns: Columns, model: Model) -> Floats:
    """The score of each edit, shape (edits,); that of leaving the text as it is is 0."""
    result = np.zeros(len(next(iter(columns.values()))), np.float32)
    for wanted, weight in zip(model.terms, model.weights, strict=True):
        result += weight * values(wanted, columns)
    return result


class Rivals(NamedTuple):
    """Which edits exclude each other: those whose words stand over the same place.

    edits     an edit for each place that its word stands over, shape (pairs,)
    places    that place, numbered from 0
    """

    edits: Places
    places: Places

    def most(self, by_place: NDArray[Any], count: int) -> NDArray[Any]:
        """For each of `count` edits the largest of what its places have; all are positive."""
        found = np.zeros(count, by_place.dtype)
        np.maximum.at(found, self.edits, by_place.take(self.places))
        return found


def rivals(starts: Places, ends: Places) -> Rivals:
    """The words of the edits stand over [start, end), shape (edits,) each."""
    edits, places = expand(starts, ends - starts)
    return Rivals(edits, places - (starts.min() if len(starts) else 0))


def shares(scores: Floats, among: Rivals) -> Floats:
    """The probability of each edit among its rivals; the place where it has most counts."""
    odds = np.exp(np.clip(scores.astype(np.float64), -30, 30))
    total = np.bincount(among.places, odds.take(among.edits))
    result: Floats = (odds / (1 + among.most(total, len(odds)))).astype(np.float32)
    return result


def any_of(likely: Floats, among: Rivals) -> Floats:
    """How likely one of the edits at the place of each is right, whichever, shape (edits,)."""
    total = np.bincount(among.places, likely.take(among.edits)).astype(np.float32)
    found: Floats = np.minimum(among.most(total, len(likely)), 1)
    return found


def probabilities(columns: Columns, among: Rivals, characters: int) -> Floats:
    """The probability that each edit of a text of that many characters is right, (edits,)."""
    alone = scores(columns, fitted("weights"))
    seen = in_document(columns, alone, among, characters)
    return shares(scores(seen, fitted("document_weights")), among)


def in_document(
    columns: Columns, alone: Floats, among: Rivals, characters: int
) -> dict[str, Floats]:
    """The evidence of the second model: the first one's score, and the density of errors.

    The density is that of errors of the same kind, by sound or by shape.
    """
    misread = columns["no_sound"] | columns["near_sound"]
    likely = shares(alone, among)
    found = np.empty(len(alone), np.float32)
    for kind in (misread, ~misread):
        found[kind] = density(likely[kind], characters)
    return {"score": alone, "density": found}


def density(likely: Floats, characters: int) -> Floats:
    """The logarithm of how many likely errors a character of a text has besides each, (edits,)."""
    sure = np.where(likely < _LIKELY, np.float32(0), likely)
    elsewhere = sure.sum() - sure
    found: Floats = np.log((elsewhere + _PRIOR * _USUAL) / (characters + _PRIOR))
    return found.astype(np.float32)


@lru_cache
def fitted(name: str) -> Model:
    """A shipped model. Raises DataError if the table is missing or damaged."""
    lines = data.text(f"{name}.tsv").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return Model(
        tuple(term(row[0]) for row in rows), np.array([row[1] for row in rows], np.float32)
    )
