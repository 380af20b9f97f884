"""The words, and the look-alikes, that the tables of the language pass are built from.

libime's model gives its words with their weights; the lexicon (`make_data.lexicon`) adds those
that it lacks. Look-alikes are those of the glyphs (`make_data.shape`) and those that OCR engines
were seen to confuse (`make_data.ocr`), both as the model reads them: in Simplified characters.
"""

from __future__ import annotations

import math
from collections import defaultdict
from functools import cache
from pathlib import Path

from kanwu.hanzi.script import fold
from kanwu.language.ngrams import LONGEST
from make_data import debian, kenlm, lexicon

NATS = math.log(10)
_PACKAGE = "libime-data-language-model", "1.0.16-1"
_MODEL = "usr/lib/x86_64-linux-gnu/libime/zh_CN.lm"
_HERE = Path(__file__).parent
_MERGED = str.maketrans("著妳牠祂瞭甚", "着你它他了什")
"""Characters that Taiwan writes for those that the model knows: 看著, 瞭解, 甚麼. Some are right
elsewhere (著名, 瞭望, 甚至), so both are read as one: a matter of script is none of the model's."""
_LEAST_GLYPH = 45
_LEAST_PART = 25
"""The least scores of a pair of glyphs, and of one that has a component more than the other."""
_UNSEEN = 5
"""Added to how often a character was shown to an OCR engine, so that rare ones prove little."""

Weights = dict[str, tuple[float, float]]
Neighbours = dict[str, dict[str, tuple[int, int]]]
"""For each written character what it may have been: how alike the glyphs are, and how often OCR
reads the one for the other, both to 255."""


def read_as(word: str) -> str:
    """A word as the model reads it."""
    return fold(word).translate(_MERGED)


@cache
def libime() -> kenlm.Trigrams:
    """The model, with its words folded; those that are not of hanzi are empty."""
    with debian.unpacked(*_PACKAGE) as files:
        model = kenlm.read(files / _MODEL)
    return model._replace(words=[read_as(word) if _spoken(word) else "" for word in model.words])


def _spoken(word: str) -> bool:
    return len(word) <= LONGEST and all("\u3400" <= c <= "\u9fff" or c == "〇" for c in word)


@cache
def vocabulary() -> Weights:
    """The log probability and back-off of the model's words and of the lexicon's, in nats."""
    model = libime()
    found: Weights = {}
    for word, *weights in zip(model.words, model.probabilities, model.back_offs, strict=True):
        weight, back_off = (float(x) * NATS for x in weights)
        if word and weight > found.get(word, (-99.0, 0))[0]:
            found[word] = weight, back_off
    for row in _rows("lexicon.tsv"):
        found.setdefault(read_as(row[0]), (float(row[1]) * NATS, 0.0))
    for word in lexicon.own_words("wrong_words.txt"):
        found.pop(read_as(word), None)
    return found


@cache
def weights() -> dict[str, float]:
    """The log probability of each word, in nats."""
    return {word: weight for word, (weight, _) in vocabulary().items()}


@cache
def alike() -> Neighbours:
    glyphs, read = _glyphs(), _read()
    found: Neighbours = {}
    for char in sorted(glyphs.keys() | read.keys()):
        others = glyphs[char].keys() | read[char].keys()
        found[char] = {
            other: (glyphs[char].get(other, 0), read[char].get(other, 0))
            for other in sorted(others)
        }
    return found


@cache
def parts() -> frozenset[tuple[str, str]]:
    """Pairs of which one character is the other with a component more, both ways round."""
    pairs = [
        (read_as(one), read_as(other))
        for _, one, other, _, relation in _rows("look_alikes.tsv")
        if relation == "part"
    ]
    return frozenset(pair for a, b in pairs if a != b for pair in ((a, b), (b, a)))


def _glyphs() -> dict[str, dict[str, int]]:
    """How alike the glyphs of two characters are in either script."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for _, *pair, score, relation in _rows("look_alikes.tsv"):
        least = _LEAST_PART if relation == "part" else _LEAST_GLYPH
        one, other = map(read_as, pair)
        if one != other and int(score) >= least:
            scaled = int(score) * 255 // 100
            found[one][other] = max(scaled, found[one].get(other, 0))
            found[other][one] = found[one][other]
    return found


def _read() -> dict[str, dict[str, int]]:
    """How often a character was read for another: 0 for one in a thousand times, 255 for always."""
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for _, read, true, count, shown in _rows("ocr_confusions.tsv"):
        pair = read_as(read), read_as(true)
        if pair[0] != pair[1]:
            counts[pair][0] += int(count)
            counts[pair][1] += int(shown)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for (read, true), (times, of) in counts.items():
        rate = math.log10(times / (of + _UNSEEN))
        found[read][true] = max(0, min(255, round(255 + 85 * rate)))
    return found


def names() -> dict[str, dict[str, float]]:
    """How much likelier a character is in a role of a name than elsewhere, ln, by role."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for role, name, value in _rows("names.tsv"):
        found[role][read_as(name)] = float(value)
    return found


def _rows(name: str) -> list[list[str]]:
    lines = (_HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
