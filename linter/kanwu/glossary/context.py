"""What the rest of a document says about candidates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.glossary.candidates import Candidates, Columns
from kanwu.glossary.mentions import Mentions
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.hanzi.surnames import SURNAMES
from kanwu.language.hashing import Places

BESIDE = 12
"""How far, in characters on both sides, words speak against a term."""
_LINE_END = 3
"""A character behind a line end, or before it."""
_GIVEN_NAME = 2
_MOST_NEAR = 6


def around(found: Candidates, analysis: Analysis, mentions: Mentions) -> Columns:
    """What the document says of each candidate, shape (candidates,) each, by name.

    near         how much the words beside the place speak for the term
    elsewhere    how much those of the passage do
    no_context   none of those does, though there are some that would
    present      how often the term's right forms stand in the passage
    name         what is written may be a given name behind a surname
    """
    vocabulary = mentions.vocabulary
    elsewhere, times = mentions.around(found.starts, found.terms)
    return {
        "near": np.minimum(mentions.near(found.starts, found.ends, found.terms), _MOST_NEAR),
        "elsewhere": np.log1p(elsewhere),
        "no_context": (elsewhere == 0) & vocabulary.has_context.take(found.terms),
        "present": np.log1p(times),
        "name": _may_be_names(analysis, found),
    }


def not_spoken_against(found: Candidates, vocabulary: Vocabulary, text: str) -> Places:
    """The candidates that stand beside no word that speaks against their term."""
    kept = np.ones(len(found), bool)
    owners, words = vocabulary.against.of(found.terms)
    for row, word in zip(owners.tolist(), words.tolist(), strict=True):
        beside = text[max(0, int(found.starts[row]) - BESIDE) : int(found.ends[row]) + BESIDE]
        kept[row] &= vocabulary.words[word] not in beside
    return np.flatnonzero(kept)


def not_divided(found: Candidates, vocabulary: Vocabulary, text: str) -> Places:
    """The candidates that a line end does not cut off from what their form has more: 财⏎政部."""
    kept = np.ones(len(found), bool)
    for row in np.flatnonzero(found["dropped"] > 0).tolist():
        start, end = int(found.starts[row]), int(found.ends[row])
        around = text[max(0, start - _LINE_END) : end + _LINE_END]
        if "\n" in around:
            form = vocabulary.words[int(found.words[row])]
            kept[row] = form not in around.replace("\r", "").replace("\n", "")
    return np.flatnonzero(kept)


def _may_be_names(analysis: Analysis, found: Candidates) -> NDArray[np.bool_]:
    short = np.flatnonzero((found.ends - found.starts <= _GIVEN_NAME) & (found.starts > 0))
    before = found.starts.take(short) - 1
    may_be = np.zeros(len(found), bool)
    may_be[short] = [analysis.folded[place] in SURNAMES for place in before.tolist()]
    return may_be
