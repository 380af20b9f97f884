"""The evidence for each proposed edit, as numbers that a calibrated model weighs.

All arrays are over the edits of a chunk; `table` names the columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.hanzi import sound
from kanwu.language.candidates import Candidates, Channel
from kanwu.language.confusions import confusions
from kanwu.language.gain import Gains
from kanwu.language.hashing import BASE, Keys, Places, mix
from kanwu.language.lattice import Flags, Lattice, Paths
from kanwu.language.ngrams import Floats, Words

_BINS = 18
_REACH = 5
_HOT = 4.0
_FOREIGN = 0.5
_IDIOM = 4


class Edits(NamedTuple):
    """Distinct edits of a chunk's runs, by place; shape (edits,) each.

    places, removed, added, channels    as in `Candidates`
    starts, ends    of the best candidate edge
    gains           of that edge, nats
    left, right     how the words beside it receive that edge's word, nats
    weights         log probability of that word
    lengths         of the longest word that the edit makes, characters
    """

    places: Places
    removed: NDArray[np.int64]
    added: NDArray[np.uint64]
    channels: NDArray[np.uint8]
    starts: Places
    ends: Places
    gains: Floats
    left: Floats
    right: Floats
    weights: Floats
    lengths: NDArray[np.int64]

    def take(self, chosen: Places) -> Edits:
        return Edits._make(field.take(chosen) for field in self)


def edits(scored: Gains[Candidates], words: Words) -> Edits:
    """Each edit once, with its best edge."""
    found = scored.candidates
    identity = mix(found.added)
    identity ^= mix((found.places << 3 | found.removed).view(np.uint64))
    order = np.lexsort((-scored.gains, identity, found.places))
    first = np.diff(identity.take(order), prepend=np.uint64(0)) != 0
    if len(first):
        first[0] = True
    group = np.cumsum(first) - 1
    size = (found.ends - found.starts - found.removed + _added_length(found.added)).take(order)
    lengths = np.zeros(int(first.sum()), np.int64)
    np.maximum.at(lengths, group, size)
    best = order[first]
    return Edits(
        found.places.take(best),
        found.removed.take(best),
        found.added.take(best),
        found.channels.take(best),
        found.starts.take(best),
        found.ends.take(best),
        scored.gains.take(best),
        scored.left.take(best),
        scored.right.take(best),
        words.weight(found.numbers.take(best)),
        lengths,
    )


def _added_length(added: NDArray[np.uint64]) -> NDArray[np.int64]:
    length = np.zeros(len(added), np.int64)
    for shift in (0, 16, 32, 48):
        length += added >> np.uint64(shift) > 0
    return length


@dataclass(frozen=True)
class Evidence:
    """What is known of the edits of one chunk."""

    paths: Paths
    edits: Edits

    @property
    def lattice(self) -> Lattice:
        return self.paths.lattice

    @cached_property
    def first(self) -> Places:
        """The first written character of each edit; one beside it where one is missing."""
        return np.minimum(self.edits.places, self.edits.ends - 1)

    @cached_property
    def last(self) -> Places:
        """The last written character of each edit."""
        last: Places = np.maximum(self.edits.places + self.edits.removed - 1, self.first)
        return last

    @cached_property
    def written(self) -> NDArray[np.uint32]:
        return self.lattice.codes.take(self.first)

    @cached_property
    def first_added(self) -> NDArray[np.uint32]:
        """The first character that each edit puts in, 0 if it only takes out."""
        shift = 16 * np.maximum(_added_length(self.edits.added) - 1, 0)
        return (self.edits.added >> shift.astype(np.uint64)).astype(np.uint32)

    @cached_property
    def last_added(self) -> NDArray[np.uint32]:
        return (self.edits.added & np.uint64(0xFFFF)).astype(np.uint32)

    def of_channel(self, channel: Channel) -> Flags:
        of_it: Flags = self.edits.channels == channel.value
        return of_it

    # The written text

    @cached_property
    def longest(self) -> NDArray[np.int64]:
        """The length of the longest word over each place, (n,)."""
        edges = self.lattice.edges
        lengths = edges.lengths
        found = np.zeros(len(self.lattice.codes), np.int64)
        for length in range(1, int(lengths.max()) + 1):
            starts = edges.starts[lengths == length]
            for offset in range(length):
                found[starts + offset] = length
        return found

    @cached_property
    def singles(self) -> tuple[Places, Places]:
        """How many words of one character stand in a row before and after each place, to 3."""
        edge = self.paths.best_edge
        edges = self.lattice.edges
        single = edges.lengths.take(edge) == 1
        single &= ~self.lattice.breaks
        padded = np.pad(single, 3)
        n = len(single)
        one, two, three = (padded[3 - k : 3 - k + n] for k in (1, 2, 3))
        before = one * (1 + two * (1 + three.astype(np.int64)))
        one, two, three = (padded[3 + k : 3 + k + n] for k in (1, 2, 3))
        after = one * (1 + two * (1 + three.astype(np.int64)))
        return before, after

    @cached_property
    def peak(self) -> Floats:
        """The best gain of any edit at each place, (n + 2 * _REACH,), from place -_REACH on."""
        found = np.zeros(len(self.lattice.codes) + 2 * _REACH, np.float32)
        for offset in range(4):
            over = np.flatnonzero(offset < np.maximum(self.edits.removed, 1))
            places = self.edits.places.take(over) + offset + _REACH
            np.maximum.at(found, places, self.edits.gains.take(over))
        return found

    def near_peak(self) -> Floats:
        """The best gain within two characters beside each edit."""
        first, last = self.first + _REACH, self.last + _REACH
        sides = [self.peak.take(first - k) for k in (1, 2)]
        sides += [self.peak.take(last + k) for k in (1, 2)]
        best: Floats = np.maximum.reduce(sides)
        return best

    def hot_places(self) -> Floats:
        """How many characters near each edit some edit would improve much."""
        hot = np.cumsum(np.pad(self.peak > _HOT, (1, 0)))
        first, last = self.first, self.last + 2 * _REACH
        return (hot.take(last + 1) - hot.take(first)).astype(np.float32)

    # The rest of the document

    @cached_property
    def _repeats(self) -> NDArray[np.int64]:
        """How often each pair of characters stands in the chunk, by the bin of its key."""
        keys = self.lattice.keys[1]
        keys = keys[(self.lattice.codes[:-1] > 0) & (self.lattice.codes[1:] > 0)]
        return np.bincount(_bins(keys), minlength=1 << _BINS)

    def repeats(self, left: NDArray[np.uint32], right: NDArray[np.uint32]) -> Floats:
        """The logarithm of how often each pair of characters stands in the chunk."""
        keys = (left + BASE) * BASE + right
        counts = self._repeats.take(_bins(keys))
        counts[(left == 0) | (right == 0)] = 0
        return np.log1p(counts).astype(np.float32)

    @cached_property
    def before(self) -> NDArray[np.uint32]:
        return self.lattice.codes.take(self.edits.places - 1)

    @cached_property
    def after(self) -> NDArray[np.uint32]:
        return self.lattice.codes.take(self.edits.places + self.edits.removed)

    # Names

    @cached_property
    def chinese_name(self) -> Floats:
        """How much each character looks like one of a Chinese name, ln odds, (n,); at least 0."""
        surname, first, second, single = (
            self._role(role) for role in ("surname", "given_first", "given_second", "given_single")
        )
        found = np.zeros(len(self.lattice.codes), np.float32)
        two = surname[:-2] + first[1:-1] + second[2:]
        one = surname[:-1] + single[1:]
        for offset in range(3):
            place = found[offset : offset + len(two)]
            np.maximum(place, two, out=place)
        for offset in range(2):
            place = found[offset : offset + len(one)]
            np.maximum(place, one, out=place)
        return found

    @cached_property
    def foreign_name(self) -> Floats:
        """The sum of ln odds over the run of characters of transliterations at each place, (n,)."""
        odds = self._role("transliteration")
        fits = odds > _FOREIGN
        starts = fits & ~np.concatenate([[False], fits[:-1]])
        run = np.cumsum(starts)
        return np.where(fits, np.bincount(run, np.where(fits, odds, 0))[run], 0).astype(np.float32)

    def _role(self, role: str) -> Floats:
        odds = self.lattice.words.names[role].take(self.lattice.codes) / np.float32(10)
        return np.where(self.lattice.breaks, np.float32(-9), odds)

    # Sound and shape

    @cached_property
    def sound_level(self) -> NDArray[np.int64]:
        """How alike the two characters sound: 3 the same, 2 fuzzily, 1 nearly, 0 not."""
        a, b = sound.all_readings(self.written), sound.all_readings(self.first_added)
        level = np.zeros(len(a), np.int64)
        for grade, classes in ((1, sound.broad()), (2, sound.fuzzy()), (3, None)):
            x, y = (a, b) if classes is None else (classes[a], classes[b])
            same = (x[:, :, None] == y[:, None, :]) & (a > 0)[:, :, None] & (b > 0)[:, None, :]
            level[same.any(axis=(1, 2))] = grade
        return level

    @cached_property
    def split(self) -> Flags:
        """Whether what is taken out is no double of a neighbour, but a part of it."""
        alone = self.of_channel(Channel.EXTRA) & (self.edits.removed == 1)
        apart: Flags = alone & (self.written != self.before) & (self.written != self.after)
        return apart

    @cached_property
    def likeness(self) -> tuple[Floats, Floats]:
        """How alike the two characters look, and how often one is read for the other, 0 to 1."""
        glyph, read = confusions().likeness(self.written, self.first_added)
        return np.float32(1 / 255) * glyph, np.float32(1 / 255) * read


def _bins(keys: Keys) -> Places:
    return (mix(keys) >> np.uint64(64 - _BINS)).view(np.int64)


_NUMERALS = np.zeros(0x10000, bool)
_NUMERALS[[ord(c) for c in "〇一二三四五六七八九十百千万亿两"]] = True
_PARTICLES = np.zeros(0x10000, np.uint8)
_CONFUSED = "的地得 在再 他她它 做作 哪那 象像 帐账 吗嘛 坐座 份分 了啦 啊阿呀"
for _group, _chars in enumerate(_CONFUSED.split(), 1):
    _PARTICLES[[ord(c) for c in _chars]] = _group


def in_number(lattice: Lattice, found: Edits) -> Flags:
    """Whether each edit writes or mends a numeral beside another, (edits,)."""
    numeral = _NUMERALS.take(lattice.codes)
    last = np.minimum(np.maximum(found.places + found.removed - 1, found.places), found.ends - 1)
    beside = numeral.take(found.places - 1) | numeral.take(last + 1)
    several = found.removed > 1
    own = numeral.take(np.minimum(found.places, found.ends - 1))
    added = _NUMERALS.take((found.added & np.uint64(0xFFFF)).astype(np.int64))
    found_in: Flags = (own & (beside | several)) | (added & beside)
    return found_in


def table(evidence: Evidence) -> dict[str, NDArray[np.generic]]:
    """The columns, each of shape (edits,)."""
    e, found, lattice = evidence, evidence.edits, evidence.lattice
    edge = e.paths.best_edge.take(e.first)
    received_left, received_right = e.paths.received
    character = e.of_channel(Channel.CHARACTER)
    single = lattice.words.probabilities
    unrelated = character & (e.sound_level == 0) & (e.likeness[0] == 0) & (e.likeness[1] == 0)
    run = lattice.run.take(found.starts)
    ends = np.append(lattice.run_starts[1:] - 1, len(lattice.codes))
    length = ends.take(run) - lattice.run_starts.take(run)
    singles_before, singles_after = e.singles
    written_single = single.take(e.written).astype(np.float32)
    return {
        "gain": found.gains,
        "left": found.left,
        "right": found.right,
        "word_weight": found.weights,
        "word_length": found.lengths,
        "written_left": received_left.take(edge),
        "written_right": received_right.take(e.paths.best_edge.take(e.last)),
        "written_weight": lattice.edges.weights.take(edge),
        "written_length": lattice.edges.lengths.take(edge),
        "longest": np.maximum(e.longest.take(e.first), e.longest.take(e.last)),
        "longer": found.lengths - np.maximum(e.longest.take(e.first), e.longest.take(e.last)),
        "mean_weight": e.paths.totals.take(run) / length,
        "run_length": np.log(length),
        "singles_before": singles_before.take(e.first),
        "singles_after": singles_after.take(e.last),
        "same_sound": character & (e.sound_level == 3),
        "fuzzy_sound": character & (e.sound_level == 2),
        "near_sound": character & (e.sound_level == 1),
        "no_sound": character & (e.sound_level == 0),
        "likeness": character * e.likeness[0],
        "misread": character * e.likeness[1],
        "unrelated": unrelated,
        "idiom": unrelated & (found.lengths >= _IDIOM),
        "word": e.of_channel(Channel.WORD),
        "dropped": e.of_channel(Channel.DROPPED),
        "extra": e.of_channel(Channel.EXTRA) & ~e.split,
        "split": e.split,
        "swapped": e.of_channel(Channel.SWAPPED),
        "written_single": written_single,
        "added_single": np.where(
            e.first_added > 0, single.take(e.first_added).astype(np.float32), written_single
        ),
        "near_peak": e.near_peak(),
        "hot_places": e.hot_places(),
        "repeats_before": e.repeats(e.before, e.written),
        "repeats_after": e.repeats(lattice.codes.take(e.last), e.after),
        "meant_before": e.repeats(e.before, e.first_added),
        "meant_after": e.repeats(e.last_added, e.after),
        "numeral": _NUMERALS.take(e.written) | _NUMERALS.take(e.first_added),
        "particle": character
        & (_PARTICLES.take(e.written) > 0)
        & (_PARTICLES.take(e.written) == _PARTICLES.take(e.first_added)),
        "chinese_name": e.chinese_name.take(e.first),
        "foreign_name": e.foreign_name.take(e.first),
        "at_start": lattice.breaks.take(e.first - 1),
        "at_end": lattice.breaks.take(e.last + 1),
    }
