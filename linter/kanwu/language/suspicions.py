"""Weighs a text: where something else was probably meant, what, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from kanwu.diagnostic import Span
from kanwu.language import features, judge, runs
from kanwu.language.candidates import Channel, candidates
from kanwu.language.features import Edits, Evidence
from kanwu.language.gain import gains
from kanwu.language.judge import Rivals
from kanwu.language.lattice import Lattice, Paths
from kanwu.language.mishearings import Mishearings, mishearings
from kanwu.language.ngrams import Floats
from kanwu.language.runs import Runs
from kanwu.language.terms import Terms

LEAST_GAIN = 4.5
_BLOCK = 1 << 15
"""Weak places whose candidates are held at once, so that hostile text needs no more memory."""
LEAST_PROBABILITY, _LEAST_SLIP = 0.1, 0.01
"""What is proposed at all; slips that rules must be asked for are proposed from less on."""
_FAR_BEHIND = 6.0
_MOST_PROPOSALS = 3
_LONG = 3
"""Characters of a word in which even a particle is right or wrong beyond doubt: 一举两得."""
Cause = Literal["sound", "shape", "missing", "extra", "swapped", "stutter", "de", "ta", "zai", "ma"]
"""How the error came about; a stutter is a word said twice, and the last four are words of one
sound that many do not tell apart."""
_CAUSES: tuple[Cause, ...] = ("sound", "sound", "missing", "extra", "swapped")
"""By `Channel`."""
_PARTICLES: dict[str, Cause] = {"的地得": "de", "他她它": "ta", "在再": "zai", "吗嘛": "ma"}
_SLIPS: frozenset[Cause] = frozenset(("stutter", *_PARTICLES.values()))
"""The causes that many texts are full of, and that many do not want to hear of."""


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

    def at_odds(self, odds: float) -> Suspicion:
        """The same where such errors are `odds` times as frequent as the model takes them to be."""
        times = odds / (1 + self.probability * (odds - 1))
        proposals = (each._replace(probability=each.probability * times) for each in self.proposals)
        return Suspicion(self.probability * times, tuple(proposals))


class Weighed(NamedTuple):
    """A chunk of a text with its edits and the evidence for each, columns of shape (edits,)."""

    runs: Runs
    edits: Edits
    columns: dict[str, NDArray[np.generic]]
    word_starts: NDArray[np.bool_]
    mishearings: Mishearings | None = None

    @property
    def probabilities(self) -> Floats:
        characters = int((self.runs.codes > 0).sum())
        return judge.probabilities(self.columns, self.rivals, characters)

    @property
    def rivals(self) -> Rivals:
        return judge.rivals(self.edits.starts, self.edits.ends)


def weigh(spoken: NDArray[np.uint32], terms: Terms | None = None) -> Iterator[Weighed]:
    """All edits that gain something, by chunks, of a text as `runs.read` has it.

    With `terms` these are words too, and what may be garbled ones is found.
    """
    for chunk in runs.chunks(spoken):
        paths = Paths(Lattice(chunk.codes, terms.words) if terms else Lattice(chunk.codes))
        found = _edits(paths)
        columns = features.table(Evidence(paths, found)) if len(found.places) else {}
        misheard = mishearings(paths, terms) if terms else None
        yield Weighed(chunk, found, columns, paths.word_starts, misheard)


def _edits(paths: Paths) -> Edits:
    """The edits of a chunk that may be right, numbers left alone."""
    found = _all_edits(paths)
    found = found.take(np.flatnonzero(~features.in_number(paths.lattice, found)))
    return found.take(np.flatnonzero(_contend(found)))


def _contend(edits: Edits) -> NDArray[np.bool_]:
    """Whether no rival gains so much more that the edit is out of question, (edits,)."""
    among = judge.rivals(edits.starts, edits.ends)
    best = np.zeros(among.places.max(initial=0) + 1, np.float32)
    np.maximum.at(best, among.places, edits.gains.take(among.edits))
    behind = among.most(best, len(edits.gains)) - edits.gains
    return behind <= np.float32(_FAR_BEHIND)


def _all_edits(paths: Paths) -> Edits:
    weak = np.flatnonzero(paths.weak)
    blocks = [weak[i : i + _BLOCK] for i in range(0, len(weak), _BLOCK)] or [weak]
    parts = [
        features.edits(
            gains(paths, candidates(paths, block, LEAST_GAIN), LEAST_GAIN), paths.lattice.words
        )
        for block in blocks
    ]
    return parts[0] if len(parts) == 1 else Edits(*map(np.concatenate, zip(*parts, strict=True)))


class Reading(NamedTuple):
    """What a text may have meant instead, all in the order of its chunks.

    suspicions     the places where something else was probably meant, none beside another
    mishearings    those that may be garbled terms, at places in the text
    word_edges     which places between two characters are edges of words, as the text is
                   likeliest read, shape (n + 1,)
    """

    suspicions: tuple[Suspicion, ...]
    mishearings: tuple[Mishearings, ...]
    word_edges: NDArray[np.bool_]


def read(spoken: NDArray[np.uint32], folded: str, terms: Terms | None = None) -> Reading:
    """Weighs a text, given as `runs.read` has it and as it is in Simplified characters."""
    found: list[Suspicion] = []
    misheard: list[Mishearings] = []
    edges = np.ones(len(spoken) + 1, bool)
    for weighed in weigh(spoken, terms):
        edges[weighed.runs.places] = weighed.word_starts
        if len(weighed.edits.places):
            found += _of_chunk(weighed, folded)
        if weighed.mishearings:
            misheard.append(weighed.mishearings.at(weighed.runs.places))
    return Reading(tuple(found), tuple(misheard), edges)


def _of_chunk(weighed: Weighed, folded: str) -> list[Suspicion]:
    groups: list[list[Proposal]] = []
    owner: dict[int, list[Proposal]] = {}
    for proposal in _proposals(weighed, folded):
        span, word = proposal.span, proposal.word_span
        touched = range(min(word.start, span.start - 1), max(word.end, span.end + 1))
        group = next((owner[place] for place in touched if place in owner), None)
        if group is None:
            groups.append(group := [proposal])
            owner |= dict.fromkeys(range(word.start, word.end), group)
        elif span == group[0].span or word == group[0].word_span:
            group.append(proposal)
    found = (_suspicion(group) for group in groups)
    return sorted(found, key=lambda suspicion: suspicion.proposals[0].span)


def _suspicion(group: Sequence[Proposal]) -> Suspicion:
    total = sum(proposal.probability for proposal in group)
    return Suspicion(min(total, 0.999), tuple(group[:_MOST_PROPOSALS]))


def _proposals(weighed: Weighed, folded: str) -> Iterator[Proposal]:
    """The likely edits of a chunk, best first."""
    probabilities = weighed.probabilities
    slips = _stutters(weighed.edits) | weighed.columns["particle"].astype(bool)
    least = np.where(slips, _LEAST_SLIP, LEAST_PROBABILITY)
    likely = np.flatnonzero(probabilities >= least)
    likely = likely[np.argsort(-probabilities[likely], kind="stable")]
    edits, places = weighed.edits.take(likely), weighed.runs.places
    starts, firsts = places.take(edits.places), places.take(edits.starts)
    spans = map(Span, starts.tolist(), (starts + edits.removed).tolist())
    words = map(Span, firsts.tolist(), (firsts + edits.ends - edits.starts).tolist())
    texts = map(unpack, edits.added.tolist())
    sure = probabilities.take(likely).tolist()
    causes = _causes(edits, {name: column[likely] for name, column in weighed.columns.items()})
    for span, word_span, text, probability, made, gain in zip(
        spans, words, texts, sure, causes, edits.gains.tolist(), strict=True
    ):
        written = span.of(folded)
        if any(map(str.isdecimal, written)):  # read as hanzi, but a figure
            continue
        word = folded[word_span.start : span.start] + text + folded[span.end : word_span.end]
        particle = _particle(written + text) if len(word) < _LONG else None
        cause = particle or made
        if probability >= LEAST_PROBABILITY or cause in _SLIPS:
            yield Proposal(span, text, word_span, word, probability, cause, gain)


def _particle(both: str) -> Cause | None:
    return next((cause for chars, cause in _PARTICLES.items() if set(both) <= set(chars)), None)


def _causes(edits: Edits, columns: judge.Columns) -> list[Cause]:
    """What made each error; a sound that is only near gives way to a likeness."""
    character = edits.channels == Channel.CHARACTER.value
    looks = (columns["likeness"] > 0) | (columns["misread"] > 0)
    heard = columns["same_sound"] | columns["fuzzy_sound"]
    causes = np.array(_CAUSES).take(edits.channels)
    causes[character & looks & ~heard] = "shape"
    causes[_stutters(edits)] = "stutter"
    return cast(list[Cause], causes.tolist())


def _stutters(edits: Edits) -> NDArray[np.bool_]:
    stutters: NDArray[np.bool_] = edits.channels == Channel.EXTRA.value
    return stutters & (edits.removed > 1)


def unpack(added: int) -> str:
    return "".join(chr(added >> shift & 0xFFFF) for shift in (48, 32, 16, 0) if added >> shift)
