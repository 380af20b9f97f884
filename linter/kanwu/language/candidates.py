"""What could have been meant: words of the lexicon that a channel's error makes of the text.

A candidate is an edge that the lattice would have if the text were edited: a word over the places
[start, end) of what is written, though it may be longer or shorter than they are. Only windows
are searched whose removal would gain more than any word costs, and only words are returned that
may gain enough with their best neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.hanzi import sound
from kanwu.language.confusions import ANY, SOUND, confusions
from kanwu.language.hashing import BASE, POWERS, Keys, Places, keys_of
from kanwu.language.lattice import BOUND_SLACK, Flags, Lattice, Paths
from kanwu.language.ngrams import Floats

LONGEST_EDIT = 4
_CHEAPEST = (0, 5.5, 8.5, 14, 17)
"""What a word of so many characters costs at least, nats, in 98 of 100 places where it is right."""
_NEAR, _UNRELATED, _WORD, _DROPPED, _EXTRA, _SWAPPED = 4.0, 3.0, 2.0, 4.0, 2.0, 2.0
"""Prices of the rarer channels, nats: right ones that gain less are hardly ever sure enough."""
_U = np.uint64
_SWAP = np.diff(POWERS)


class Channel(IntEnum):
    """How what was meant became what is written.

    Arrays hold the values. numpy asks a member for attributes that it lacks and drops whatever
    that raises, an interruption too.
    """

    CHARACTER = 0
    """One character for another of a like sound or shape."""
    WORD = 1
    """A word for another of the same sound."""
    DROPPED = 2
    """A character is missing."""
    EXTRA = 3
    """A character stands twice, or one was read as two."""
    SWAPPED = 4
    """Two neighbours changed places."""


class Candidates(NamedTuple):
    """Candidate edges, shape (candidates,) each.

    starts, ends      what the word would stand for, places in the runs
    numbers, keys     the word
    places, removed   the edit: the first written character that it replaces, and how many
    added             the characters it puts there, 16 bits each, the last one lowest
    channels          a Channel
    prices            how much more than others a candidate of its channel must gain, nats
    """

    starts: Places
    ends: Places
    numbers: Places
    keys: Keys
    places: Places
    removed: NDArray[np.int64]
    added: NDArray[np.uint64]
    channels: NDArray[np.uint8]
    prices: Floats

    def take(self, chosen: Places) -> Candidates:
        return Candidates._make(field.take(chosen) for field in self)


def concatenate(found: Iterable[Candidates]) -> Candidates:
    return Candidates._make(np.concatenate(fields) for fields in zip(*found, strict=True))


def candidates(paths: Paths, weak: Places, least: float) -> Candidates:
    """Candidates whose edit touches one of the weak places, and that may gain `least` nats.

    Characters that stand well by themselves are tried only where a word of one character is
    written.
    """
    search = _Search(paths, weak, least)
    return concatenate(
        [
            *_replaced(search, 2),
            *_replaced(search, 3),
            *_replaced(search, 4),
            _alone(search),
            *_homophones(search),
            *_dropped(search),
            *_extra(search),
            *_swapped(search),
        ]
    )


class _Edit(NamedTuple):
    """As in `Candidates`; a number is the same for all."""

    places: Places
    removed: int | Places
    added: int | NDArray[Any]
    channel: Channel
    price: float | Floats = 0.0


class _Edges(NamedTuple):
    """The first fields of `Candidates`."""

    starts: Places
    ends: Places
    numbers: Places
    keys: Keys

    def take(self, chosen: Places) -> _Edges:
        return _Edges._make(field.take(chosen) for field in self)


@dataclass(frozen=True)
class _Search:
    """Where to look, and what is worth keeping."""

    paths: Paths
    weak: Places
    least: float

    @property
    def lattice(self) -> Lattice:
        return self.paths.lattice

    @cached_property
    def touched(self) -> Flags:
        """Whether each place is weak, (n,)."""
        touched = np.zeros(len(self.lattice.codes), bool)
        touched[self.weak] = True
        return touched

    @cached_property
    def stretch(self) -> Flags:
        """Whether each place lies between the first and the last of the weak ones, (n,)."""
        inside = np.zeros(len(self.touched), bool)
        if len(self.weak):
            inside[self.weak[0] : self.weak[-1] + 1] = True
        return inside

    def room(self, length: int, size: int, price: float = 0.0) -> Flags:
        """Whether each window of `length` has room for a word of `size` characters at a price."""
        room = self.paths.best_before[:-length] + self.paths.best_after[length:]
        roomy: Flags = room > np.float32(self.least + _CHEAPEST[size] + price)
        return roomy

    def over(self, length: int, offset: int) -> Places:
        """The starts of the windows with room whose character at `offset` is weak.

        Of long windows it may be any: the other three show what was meant, even where two words
        that stand well, such as 收益 and 匪浅, make up what is written.
        """
        room = self.room(length, length)
        doubtful = self.touched if length < LONGEST_EDIT else self.stretch
        room &= doubtful[offset : offset + len(room)]
        return np.flatnonzero(room)

    def near(self, length: int, size: int, price: float) -> Places:
        """The starts of the windows with room for `size` characters that touch a weak place."""
        room = self.room(length, size, price)
        near = np.zeros(len(room), bool)
        for offset in range(length):
            near |= self.touched[offset : offset + len(room)]
        near &= room
        return np.flatnonzero(near)

    def words(self, starts: Places, ends: Places, keys: Keys, edit: _Edit) -> Candidates:
        """Those of the candidates whose keys are words that may gain enough."""
        numbers = self.lattice.words.numbers(keys)
        known = np.flatnonzero(numbers >= 0)
        return self._worth(_Edges(starts, ends, numbers, keys), known, edit)

    def characters(self, places: Places, size: int, chars: NDArray[Any], edit: _Edit) -> Candidates:
        """The same for words of one character over `size` written ones."""
        numbers = chars.astype(np.int64)
        edges = _Edges(places, places + size, numbers, numbers.view(np.uint64) + BASE)
        return self._worth(edges, np.arange(len(places)), edit)

    def _worth(self, edges: _Edges, known: Places, edit: _Edit) -> Candidates:
        """Those of the known edges that may gain enough."""
        edges = edges.take(known)
        bound = self.paths.bound(edges.starts, edges.ends, edges.numbers)
        bound -= _of(edit.price, known, np.float32)
        kept = np.flatnonzero(bound > self.least - BOUND_SLACK)
        known = known.take(kept)
        return Candidates(
            *edges.take(kept),
            edit.places.take(known),
            _of(edit.removed, known, np.int64),
            _of(edit.added, known, np.uint64),
            _of(edit.channel.value, known, np.uint8),
            _of(edit.price, known, np.float32),
        )


def _of(values: float | NDArray[Any], chosen: Places, kind: type[Any]) -> NDArray[Any]:
    """The chosen values, a number as many times."""
    if isinstance(values, np.ndarray):
        return values.take(chosen).astype(kind)
    return np.full(len(chosen), values, kind)


def _replaced(search: _Search, length: int) -> Iterator[Candidates]:
    """Words of which one character sounds or looks like what is written.

    Of a long one it may be any character: all the others are evidence enough.
    """
    windows = _windows(search, length)
    yield from _by_sound(search, windows)
    yield _by_shape(search, windows)
    if length > 2:
        yield _completed(search, windows)


class _Windows(NamedTuple):
    """Windows of a length over a weak place, shape (windows,) each.

    A window's key with `symbol` in the weak place is rest + symbol * power.
    """

    length: int
    starts: Places
    places: Places
    written: NDArray[np.uint32]
    rests: Keys
    powers: Keys

    def keys(self, owners: Places, symbols: NDArray[Any] | np.uint64) -> Keys:
        """The keys of the windows `owners` with a symbol each in the weak place."""
        keys = self.powers.take(owners)
        keys *= symbols.astype(np.uint64)
        keys += self.rests.take(owners)
        return keys

    def take(self, chosen: Places) -> _Windows:
        return self._replace(
            starts=self.starts.take(chosen),
            places=self.places.take(chosen),
            written=self.written.take(chosen),
            rests=self.rests.take(chosen),
            powers=self.powers.take(chosen),
        )


def _windows(search: _Search, length: int) -> _Windows:
    """The windows where some word fits all the other characters, as far as that is known."""
    starts = [search.over(length, offset) for offset in range(length)]
    offsets = np.repeat(np.arange(length), [len(each) for each in starts])
    start = np.concatenate(starts)
    places = start + offsets
    powers = POWERS.take(length - 1 - offsets)
    written = search.lattice.codes.take(places)
    rests = search.lattice.keys[length - 1].take(start) - written * powers
    windows = _Windows(length, start, places, written, rests, powers)
    if length == 2:
        return windows
    fits = confusions().gap_filter.holds(rests + _U(ANY) * powers)
    return windows.take(np.flatnonzero(fits))


def _by_sound(search: _Search, windows: _Windows) -> Iterator[Candidates]:
    for readings in sound.all_readings(windows.written).T:
        heard = np.flatnonzero(readings)
        symbols = sound.broad().take(readings.take(heard)) + _U(SOUND)
        keys = windows.keys(heard, symbols)
        maybe = np.flatnonzero(confusions().pattern_filter.holds(keys))
        owners, chars = confusions().patterns.of(keys.take(maybe))
        owners = heard.take(maybe.take(owners))
        prices = np.float32(_NEAR) * ~_alike(readings.take(owners), chars)
        yield _with(search, windows, owners, chars, prices)


def _alike(readings: NDArray[np.uint16], chars: NDArray[np.uint16]) -> Flags:
    """Whether each character is heard like the reading beside it."""
    fuzzy = sound.fuzzy()
    wanted = fuzzy.take(readings)
    alike = np.zeros(len(chars), bool)
    for other in sound.all_readings(chars).T[:2]:
        alike |= fuzzy.take(other) == wanted
    return alike


def _by_shape(search: _Search, windows: _Windows) -> Candidates:
    alike = confusions().alike_chars.take(confusions().alike_row.take(windows.written), axis=0)
    count = np.count_nonzero(alike, axis=1)
    order = np.argsort(-count, kind="stable")
    ordered, columns = windows.take(order), alike.take(order, axis=0).T
    owners, found = [], []
    for column, size in zip(columns, np.count_nonzero(alike, axis=0), strict=True):
        chars = column[:size].astype(np.uint64)
        keys = chars * ordered.powers[:size]
        keys += ordered.rests[:size]
        maybe = np.flatnonzero(search.lattice.words.filter.holds(keys))
        owners.append(order.take(maybe))
        found.append(chars.take(maybe))
    return _with(search, windows, np.concatenate(owners), np.concatenate(found))


def _completed(search: _Search, windows: _Windows) -> Candidates:
    every = np.arange(len(windows.starts))
    owners, chars = confusions().gaps.of(windows.keys(every, np.uint64(ANY)))
    return _with(search, windows, owners, chars, _UNRELATED)


def _with(
    search: _Search,
    windows: _Windows,
    owners: Places,
    chars: NDArray[np.uint16],
    prices: float | Floats = 0.0,
) -> Candidates:
    """Each owner's window with another character in the weak place."""
    other = np.flatnonzero(windows.written.take(owners) != chars)
    owners, chars = owners.take(other), chars.take(other)
    if not isinstance(prices, float):
        prices = prices.take(other)
    starts, ends = windows.starts.take(owners), windows.starts.take(owners) + windows.length
    edit = _Edit(windows.places.take(owners), 1, chars, Channel.CHARACTER, prices)
    return search.words(starts, ends, windows.keys(owners, chars), edit)


def _alone(search: _Search) -> Candidates:
    """The frequent characters of a like sound or shape as words of their own."""
    paths = search.paths
    single = paths.lattice.edges.lengths.take(paths.best_edge) == 1
    places = search.over(1, 0)
    places = places.take(np.flatnonzero(single.take(places)))
    owner, chars = confusions().frequent(paths.lattice.codes.take(places))
    places = places.take(owner)
    return search.characters(places, 1, chars, _Edit(places, 1, chars, Channel.CHARACTER))


def _homophones(search: _Search) -> Iterator[Candidates]:
    """Words of the same fuzzy sound that differ in two or more characters."""
    codes = search.lattice.codes
    heard = sound.fuzzy().take(sound.syllables(codes)) + _U(SOUND)
    keys = heard + BASE
    for length in range(2, LONGEST_EDIT + 1):
        keys = keys[:-1] * BASE
        keys += heard[length - 1 :]
        starts = search.near(length, length, _WORD)
        sounds = keys.take(starts)
        maybe = np.flatnonzero(confusions().homophone_filter.holds(sounds))
        owner, packed = confusions().homophones.of(sounds.take(maybe))
        starts = starts.take(maybe.take(owner))
        chars = _unpacked(packed, length)
        changed = np.stack([char != codes.take(starts + i) for i, char in enumerate(chars)], 1)
        several = np.flatnonzero(changed.sum(axis=1) > 1)
        starts, packed, changed = starts.take(several), packed.take(several), changed[several]
        head, tail = changed.argmax(axis=1), changed[:, ::-1].argmax(axis=1)
        removed = length - head - tail
        shifted = packed >> (16 * tail).astype(np.uint64)
        added = shifted & (_U(2**64 - 1) >> (64 - 16 * removed).astype(np.uint64))
        edit = _Edit(starts + head, removed, added, Channel.WORD, _WORD)
        yield search.words(starts, starts + length, keys_of(_unpacked(packed, length)), edit)


def _unpacked(packed: NDArray[np.uint64], length: int) -> list[NDArray[np.uint64]]:
    """The characters, 16 bits each, of words of `length`."""
    return [packed >> _U(16 * i) & _U(0xFFFF) for i in reversed(range(length))]


def _dropped(search: _Search) -> Iterator[Candidates]:
    """Words of three and four characters that stand without one of theirs."""
    codes = search.lattice.codes
    for length in range(2, LONGEST_EDIT):
        starts = search.near(length, length + 1, _DROPPED)
        owner, value = confusions().dropped.of(search.lattice.keys[length - 1].take(starts))
        starts, at, char = starts.take(owner), (value >> 16).astype(np.int64), value & 0xFFFF
        chars = [
            np.where(at == i, char, codes.take(starts + i - (i > at), mode="clip"))
            for i in range(length + 1)
        ]
        edit = _Edit(starts + at, 0, char, Channel.DROPPED, _DROPPED)
        yield search.words(starts, starts + length, keys_of(chars), edit)


def _extra(search: _Search) -> Iterator[Candidates]:
    """One or two characters that stand twice in a row, and parts read beside their whole."""
    single = np.concatenate([_doubled(search, 1), _split(search)])
    yield from _without(search, single, 1)
    yield from _without(search, _doubled(search, 2), 2)


def _doubled(search: _Search, size: int) -> Places:
    """Where `size` characters begin that stand there twice."""
    codes, touched = search.lattice.codes, search.touched
    doubled = codes[size:] == codes[:-size]
    if size == 2:
        doubled = doubled[:-1] & doubled[1:] & (codes[:-3] != codes[1:-2])
    places = np.flatnonzero(doubled & (codes[: len(doubled)] > 0))
    return places[touched.take(places) | touched.take(places + size)]


def _split(search: _Search) -> Places:
    """The characters of which a neighbour has one component more or less: 旧日 for 旧."""
    codes, touched = search.lattice.codes, search.touched
    near = np.flatnonzero(touched[:-1] | touched[1:])
    pairs = codes.take(near) << np.uint32(16) | codes.take(near + 1)
    parts = confusions().parts
    found = parts.take(np.searchsorted(parts, pairs), mode="clip") == pairs
    return np.concatenate([near[found], near[found] + 1])


def _without(search: _Search, places: Places, size: int) -> Iterator[Candidates]:
    """The words that the text makes with `size` characters from each place on taken out."""
    codes = search.lattice.codes
    for length in range(1, LONGEST_EDIT + 1):
        room = search.room(length + size, length, _EXTRA)
        before = np.repeat(np.arange(length + 1), len(places))
        place = np.tile(places, length + 1)
        starts = place - before
        fits = np.flatnonzero((starts > 0) & (starts < len(room)))
        fits = fits.take(np.flatnonzero(room.take(starts.take(fits))))
        starts, place, before = starts.take(fits), place.take(fits), before.take(fits)
        chars = [codes.take(starts + i + size * (i >= before)) for i in range(length)]
        edit = _Edit(place, size, 0, Channel.EXTRA, _EXTRA)
        if length == 1:
            yield search.characters(starts, 1 + size, chars[0], edit)
        else:
            yield search.words(starts, starts + length + size, keys_of(chars), edit)


def _swapped(search: _Search) -> Iterator[Candidates]:
    """Words of which two neighbouring characters changed places."""
    codes = search.lattice.codes
    for length in range(2, LONGEST_EDIT + 1):
        starts = search.near(length, length, _SWAPPED)
        written = search.lattice.keys[length - 1].take(starts)
        for at in range(length - 1):
            first, second = codes.take(starts + at), codes.take(starts + at + 1)
            # The key changes by the difference of the two, times that of their powers.
            keys = second.astype(np.uint64)
            keys -= first
            keys *= _SWAP[length - 2 - at]
            keys += written
            maybe = np.flatnonzero(search.lattice.words.filter.holds(keys))
            added = second.take(maybe).astype(np.uint64) << _U(16) | first.take(maybe)
            place = starts.take(maybe)
            edit = _Edit(place + at, 2, added, Channel.SWAPPED, _SWAPPED)
            yield search.words(place, place + length, keys.take(maybe), edit)
