"""Fits the model that judges proposed edits, and writes data/weights.tsv.

    PYTHONPATH=linter python -m make_data.train --held-out ec_law.tsv … \\
        --pairs sighan13.tsv ecspell_med.tsv aishell1.tsv --read WORK/pairs_tra.tsv …

Pairs are lines of a sentence, a tab and the sentence as it should be. Only sets whose licence
allows it may be given as pairs; the shipped weights were fitted on SIGHAN-13 (distributed freely),
ECSpell's medical set (MIT) and a sample of AISHELL-1 as recognised (FastCorrect, MIT). Their
targets are used once more with errors put in (`make_data.corruption`), and as clean text. Those
of `--read` are their sentences as OCR reads them (`make_data.ocr`). A sentence that stands in a
held-out set is left out.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from scipy.optimize import minimize

from kanwu import data
from kanwu.hanzi.script import code_points, fold
from kanwu.language import runs
from kanwu.language.hashing import Places
from kanwu.language.judge import (
    Columns,
    Model,
    Rivals,
    in_document,
    probabilities,
    rivals,
    scores,
    shares,
    term,
    values,
)
from kanwu.language.ngrams import Floats
from kanwu.language.suspicions import unpack, weigh
from make_data.corruption import Corruption
from make_data.vocabulary import alike, parts, weights

Pair = tuple[str, str]

_CAUSES = (
    "same_sound",
    "fuzzy_sound",
    "near_sound",
    "no_sound",
    "unrelated",
    "idiom",
    "word",
    "dropped",
    "extra",
    "split",
    "swapped",
    "particle",
)
_CROSSED = (
    "gain",
    "left",
    "right",
    "written_left",
    "written_right",
    "longer",
    "word_length",
    "likeness",
    "misread",
    "chinese_name",
    "foreign_name",
)
_BENDS = {"gain": (3, 6, 10, 15), "left": (3, 6), "right": (3, 6)}
_REGULARISATION = 0.3
_EFFORT = {"maxiter": 1000, "maxfun": 3000}
_BOUNDS = {-1: (None, 0), 0: (None, None), 1: (0, None)}
_SYNTHETIC_WEIGHT = 0.15
_CORRUPTED = 0.6
_SEED = 7
_LEAST_SCORE = -4
_MISSED = 0.8
"""The probability from which an edit that no annotator made is left out."""


class Examples(NamedTuple):
    """Proposed edits of sentences: their evidence, and whether each is right, (edits,)."""

    columns: Columns
    right: NDArray[np.bool_]
    rivals: Rivals
    characters: int

    def take(self, kept: NDArray[np.bool_]) -> Examples:
        """Those edits that are kept."""
        number = np.cumsum(kept) - 1
        pairs = kept[self.rivals.edits]
        return Examples(
            {name: column[kept] for name, column in self.columns.items()},
            self.right[kept],
            Rivals(number[self.rivals.edits[pairs]], self.rivals.places[pairs]),
            self.characters,
        )


def examples(pairs: Sequence[Pair]) -> Examples:
    """Whether each edit lies on a shortest way from its sentence to what that should be."""
    text = "\n\n".join(source for source, _ in pairs)
    starts = np.cumsum([0, *(len(source) + 2 for source, _ in pairs)])
    spoken = [(_read(source), _read(target)) for source, target in pairs]
    columns: list[Columns] = []
    right: list[bool] = []
    spans: list[tuple[Places, Places]] = []
    for weighed in weigh(runs.read(code_points(text))):
        edits = weighed.edits
        if not len(edits.places):
            continue
        columns.append(weighed.columns)
        first = weighed.runs.places.take(edits.starts)
        spans.append((first, first + edits.ends - edits.starts))
        places = weighed.runs.places.take(edits.places)
        sentences = np.searchsorted(starts, places, side="right") - 1
        for sentence, place, removed, added in zip(
            sentences, places - starts[sentences], edits.removed, edits.added, strict=True
        ):
            source, target = spoken[sentence]
            right.append(_nearer(source, target, int(place), int(removed), unpack(int(added))))
    merged = {name: np.concatenate([c[name] for c in columns]) for name in columns[0]}
    starts, ends = map(np.concatenate, zip(*spans, strict=True))
    return Examples(merged, np.array(right), rivals(starts, ends), len(text))


def _nearer(source: str, target: str, place: int, removed: int, added: str) -> bool:
    if source == target:
        return False
    written = source[place : place + removed]
    if len(source) == len(target) and removed == len(added):
        return target[place : place + removed] == added != written
    edited = source[:place] + added + source[place + removed :]
    cost = Levenshtein.distance(written, added)
    return bool(Levenshtein.distance(edited, target) == Levenshtein.distance(source, target) - cost)


def _read(text: str) -> str:
    return "".join(map(chr, runs.read(code_points(text))))


def terms(columns: Columns) -> list[str]:
    """The terms of the model: all features, products with the causes, and bends."""
    crossed = [f"{cause}*{name}" for cause in _CAUSES for name in _CROSSED]
    bends = [f"{name}>{bend}" for name, at in _BENDS.items() for bend in at]
    return [*columns, *crossed, *bends]


def fit(
    names: Sequence[str],
    sets: Sequence[tuple[Examples, float]],
    sign: Callable[[str], int] = lambda name: 0,
) -> Model:
    """The conditional logit over examples with weights, on standardised terms, in plain ones.

    Maximises the log likelihood of each place: of the edits there that are right together, or of
    leaving it where none is. `sign` says whether the weight of a term must not be below (1) or
    above (-1) zero.
    """
    matrix = np.concatenate([_matrix(names, each.columns) for each, _ in sets])
    mean, scale = matrix.mean(axis=0), np.maximum(matrix.std(axis=0), 1e-6)
    matrix = np.column_stack([np.ones(len(matrix), np.float32), (matrix - mean) / scale])
    places = _places(sets)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = places.loss((matrix @ weights.astype(np.float32)).astype(np.float64))
        penalty = weights[1:] / _REGULARISATION
        value += 0.5 * float(penalty @ weights[1:])
        return value, matrix.T @ slope.astype(np.float32) + np.concatenate([[0], penalty])

    bounds = [(None, None), *(_BOUNDS[sign(name)] for name in names)]
    start = np.zeros(matrix.shape[1])
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options=_EFFORT).x
    plain = found[1:] / scale
    named = {"1": found[0] - (plain * mean).sum(), **dict(zip(names, plain, strict=True))}
    named = {name: weight for name, weight in named.items() if abs(weight) > 1e-6}
    return Model(tuple(map(term, named)), np.array(list(named.values()), np.float32))


class _Places(NamedTuple):
    """The places of all sets, with a weight each, and which edits they have."""

    edits: Places
    places: Places
    weights: Floats
    right: NDArray[np.bool_]

    def loss(self, scores: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The negative log likelihood, and its slope for each edit."""
        count = len(self.weights)
        odds = np.exp(np.clip(scores, -30, 30))[self.edits]
        right = odds * self.right[self.edits]
        good = np.bincount(self.places, right, count)
        good[good == 0] = 1  # leaving it as it is
        total = 1 + np.bincount(self.places, odds, count)
        value = float((self.weights * (np.log(total) - np.log(good))).sum())
        slope = self.weights[self.places] * (odds / total[self.places] - right / good[self.places])
        return value, np.bincount(self.edits, slope, len(scores)).astype(np.float64)


def _places(sets: Sequence[tuple[Examples, float]]) -> _Places:
    edits = np.array([len(each.right) for each, _ in sets])
    places = np.array([int(each.rivals.places.max(initial=-1)) + 1 for each, _ in sets])
    starts = zip(np.cumsum(edits) - edits, np.cumsum(places) - places, strict=True)
    moved = [
        (each.rivals.edits + edit, each.rivals.places + place)
        for (each, _), (edit, place) in zip(sets, starts, strict=True)
    ]
    return _Places(
        np.concatenate([edits for edits, _ in moved]),
        np.concatenate([places for _, places in moved]),
        np.repeat(np.array([weight for _, weight in sets], np.float32), places),
        np.concatenate([each.right for each, _ in sets]),
    )


def without_missed(model: Model, each: Examples, least: float = _MISSED) -> Examples:
    """The examples less those that are probably errors that the annotators missed: a model gives
    them a larger share than `least`.

    Where the model was sure in a place that they left alone, more than half of the targets read
    had an error there (無法選則, 證卷, 輕貓淡寫, 煩腦). After Northcutt, Jiang and Chuang,
    “Confident Learning”, JAIR 2021.
    """
    sure = shares(scores(each.columns, model), each.rivals) > least
    return each.take(each.right | ~sure)


def documents(pairs: Sequence[Pair], source: random.Random) -> Iterable[Sequence[Pair]]:
    """Texts of many sizes, drawn from the pairs, from without error to as many as there are."""
    for share in (0, 0.02, 0.1, 0.3, 1):
        for size in (25, 100, 400):
            for _ in range(max(1, min(12, len(pairs) // size // 2))):
                drawn = source.sample(pairs, min(size, len(pairs)))
                yield [
                    (written if source.random() < share else meant, meant)
                    for written, meant in drawn
                ]


def fit_documents(model: Model, sets: Sequence[Sequence[Pair]], source: random.Random) -> Model:
    drawn = [examples(text) for pairs in sets for text in documents(pairs, source)]
    seen = [_in_document(model, each) for each in drawn]
    return fit(["score", "density"], [(each, 1.0) for each in seen])


def _in_document(model: Model, each: Examples) -> Examples:
    alone = scores(each.columns, model)
    seen = in_document(each.columns, alone, each.rivals, each.characters)
    missed = ~each.right & (shares(alone, each.rivals) > _MISSED)
    return each._replace(columns=seen).take((alone > _LEAST_SCORE) & ~missed)


def _matrix(names: Sequence[str], columns: Columns) -> NDArray[np.float32]:
    return np.stack([values(term(name), columns) for name in names], 1)


def write(model: Model, path: Path) -> None:
    lines = ["# term, weight; made by make_data.train"]
    lines += [
        f"{'*'.join(wanted)}\t{weight:.6g}"
        for wanted, weight in zip(model.terms, model.weights.tolist(), strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def reliability(held_out: Examples) -> Iterable[str]:
    """One line a bin of probability: how many edits, their mean probability, how many right."""
    probability = probabilities(held_out.columns, held_out.rivals, held_out.characters)
    edges = [0.05, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 1.01]
    for low, high in pairwise(edges):
        inside = (probability >= low) & (probability < high)
        if inside.any():
            mean, right = probability[inside].mean(), held_out.right[inside].mean()
            yield f"{low:.2f}-{min(high, 1):.2f}  {inside.sum():6}  {mean:.3f}  {right:.3f}"


def load(path: Path) -> list[Pair]:
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
    pairs = [(row[0], row[1]) for row in rows if len(row) > 1]
    return pairs[1:] if pairs[0] == ("source", "target") else pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", nargs="+", type=Path, required=True)
    parser.add_argument("--read", nargs="*", type=Path, default=[])
    parser.add_argument("--held-out", nargs="*", type=Path, default=[])
    options = parser.parse_args()
    held_out = {path: load(path) for path in options.held_out}
    kept_back = {fold(text) for pairs in held_out.values() for pair in pairs for text in pair}
    corruption, source = Corruption(weights(), alike(), parts()), random.Random(_SEED)
    natural: list[list[Pair]] = []
    sets: list[tuple[Examples, float]] = []
    for path in [*options.pairs, *options.read]:
        pairs = [p for p in load(path) if not {fold(p[0]), fold(p[1])} & kept_back]
        natural.append(pairs)
        sets.append((examples(pairs), 1.0))
        if path in options.pairs:
            targets = [fold(target) for _, target in pairs]
            spoilt = [
                (corruption.corrupt(text, source) if source.random() < _CORRUPTED else text, text)
                for text in targets
            ]
            sets.append((examples(spoilt), _SYNTHETIC_WEIGHT))
    names = terms(sets[0][0].columns)
    first = fit(names, sets)
    model = fit(names, [(without_missed(first, each), weight) for each, weight in sets])
    write(model, data.HERE / "weights.tsv")
    write(fit_documents(model, natural, source), data.HERE / "document_weights.tsv")
    for path, pairs in held_out.items():
        print(path.name, *reliability(examples(pairs)), sep="\n")


if __name__ == "__main__":
    main()
