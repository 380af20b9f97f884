"""Weighs a text: where something else was probably meant, what, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.diagnostic import Span
from kanwu.language import features, judge, runs
from kanwu.language.candidates import Channel, candidates
from kanwu.language.features import Edits, Evidence
from kanwu.language.gain import gains
from kanwu.language.lattice import Lattice, Paths
from kanwu.language.ngrams import Floats
from kanwu.language.runs import Runs

LEAST_GAIN = 3.0
_BLOCK = 1 << 14
"""Weak places whose candidates are held at once, so that hostile text needs no more memory."""


LEAST_PROBABILITY = 0.05
_MOST_PROPOSALS = 3
_LONG = 3
"""Characters of a word in which even a particle is right or wrong beyond doubt: 一举两得."""
Cause = Literal["sound", "shape", "missing", "extra", "swapped", "stutter", "de", "ta", "zai", "ma"]
"""How the error came about; a stutter is a word said twice, and the last four are words of one
sound that many do not tell apart."""
_PARTICLES: dict[str, Cause] = {"的地得": "de", "他她它": "ta", "在再": "zai", "吗嘛": "ma"}


class Proposal(NamedTuple):
    """What may have been meant, in Simplified characters, and how likely that is.

    `word` is the word that `text` makes at `place`, where what is written is the rest of it.
    """

    span: Span
    text: str
    word_span: Span
    word: str
    probability: float
    cause: Cause
    gain: float


class Suspicion(NamedTuple):
    """A place where something else was probably meant.

    `probability` is that of the place being wrong; `proposals` are what it could be, best first.
    """

    probability: float
    proposals: tuple[Proposal, ...]


class Weighed(NamedTuple):
    """A chunk of a text with its edits and the evidence for each, columns of shape (edits,)."""

    runs: Runs
    edits: Edits
    columns: dict[str, NDArray[np.generic]]

    @property
    def probabilities(self) -> Floats:
        return judge.probabilities(self.columns, int((self.runs.codes > 0).sum()))


def weigh(spoken: NDArray[np.uint32]) -> Iterator[Weighed]:
    """All edits that gain something, by chunks, of a text as `runs.read` has it."""
    for chunk in runs.chunks(spoken):
        paths = Paths(Lattice(chunk.codes))
        found = _edits(paths)
        if len(found.places):
            yield Weighed(chunk, found, features.table(Evidence(paths, found)))


def _edits(paths: Paths) -> Edits:
    """The edits of a chunk, numbers left alone."""
    found = _all_edits(paths)
    return found.take(np.flatnonzero(~features.in_number(paths.lattice, found)))


def _all_edits(paths: Paths) -> Edits:
    weak = np.flatnonzero(paths.weak)
    single = paths.lattice.edges.lengths.take(paths.best_edge) == 1
    blocks = [weak[i : i + _BLOCK] for i in range(0, len(weak), _BLOCK)] or [weak]
    parts = [
        features.edits(
            gains(paths, candidates(paths.lattice, block, block[single[block]]), LEAST_GAIN)
        )
        for block in blocks
    ]
    return parts[0] if len(parts) == 1 else Edits(*map(np.concatenate, zip(*parts, strict=True)))


def suspicions(spoken: NDArray[np.uint32], folded: str) -> tuple[Suspicion, ...]:
    """The places where something else was probably meant, none beside another.

    `spoken` is a text as `runs.read` has it, `folded` is it in Simplified characters.
    """
    found: list[Suspicion] = []
    for weighed in weigh(spoken):
        found += _of_chunk(weighed, folded)
    return tuple(found)


def _of_chunk(weighed: Weighed, folded: str) -> list[Suspicion]:
    probabilities = weighed.probabilities
    likely = np.flatnonzero(probabilities >= LEAST_PROBABILITY)
    likely = likely[np.argsort(-probabilities[likely], kind="stable")]
    places = weighed.runs.places
    edits = weighed.edits.take(likely)
    starts = places.take(edits.places)
    spans = list(zip(starts.tolist(), (starts + edits.removed).tolist(), strict=True))
    firsts = places.take(edits.starts)
    words = zip(firsts.tolist(), (firsts + edits.ends - edits.starts).tolist(), strict=True)
    groups: list[list[int]] = []
    owner: dict[int, list[int]] = {}
    for number, ((start, end), (first, last)) in enumerate(zip(spans, words, strict=True)):
        touched = range(min(first, start - 1), max(last, end + 1))
        group = next((owner[place] for place in touched if place in owner), None)
        if group is None:
            groups.append(group := [number])
            owner |= dict.fromkeys(range(first, last), group)
        elif spans[group[0]] == (start, end):
            group.append(number)
    return [
        _suspicion(weighed, [int(likely[n]) for n in group], probabilities, folded)
        for group in sorted(groups, key=lambda group: spans[group[0]])
    ]


def _suspicion(weighed: Weighed, rows: list[int], probabilities: Floats, folded: str) -> Suspicion:
    total = min(float(sum(probabilities[row] for row in rows)), 0.999)
    best = rows[:_MOST_PROPOSALS]
    return Suspicion(
        total, tuple(_proposal(weighed, row, float(probabilities[row]), folded) for row in best)
    )


def _proposal(weighed: Weighed, row: int, probability: float, folded: str) -> Proposal:
    edits, places = weighed.edits, weighed.runs.places
    start = int(places[edits.places[row]])
    span = Span(start, start + int(edits.removed[row]))
    first = int(places[edits.starts[row]])
    word_span = Span(first, first + int(edits.ends[row] - edits.starts[row]))
    text = unpack(int(edits.added[row]))
    word = folded[word_span.start : span.start] + text + folded[span.end : word_span.end]
    gain = float(edits.gains[row])
    cause = _cause(weighed, row)
    if len(word) < _LONG:
        cause = _particle(folded[span.start : span.end] + text) or cause
    return Proposal(span, text, word_span, word, probability, cause, gain)


def _particle(both: str) -> Cause | None:
    return next((cause for chars, cause in _PARTICLES.items() if set(both) <= set(chars)), None)


def _cause(weighed: Weighed, row: int) -> Cause:
    """What made the error; a sound that is only near gives way to a likeness."""
    channel = int(weighed.edits.channels[row])
    if channel == Channel.EXTRA and weighed.edits.removed[row] > 1:
        return "stutter"
    if channel == Channel.CHARACTER:
        columns = weighed.columns
        heard = columns["same_sound"][row] or columns["fuzzy_sound"][row]
        looks = columns["likeness"][row] or columns["misread"][row]
        return "shape" if looks and not heard else "sound"
    causes: dict[int, Cause] = {
        Channel.WORD: "sound",
        Channel.DROPPED: "missing",
        Channel.EXTRA: "extra",
        Channel.SWAPPED: "swapped",
    }
    return causes[channel]


def unpack(added: int) -> str:
    return "".join(chr(added >> shift & 0xFFFF) for shift in (48, 32, 16, 0) if added >> shift)
