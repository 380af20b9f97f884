"""What could have been meant: words of the lexicon that a channel's error makes of the text.

A candidate is an edge that the lattice would have if the text were edited: a word over the places
[start, end) of what is written, though it may be longer or shorter than they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.hanzi import sound
from kanwu.language.confusions import ANY, SOUND, confusions
from kanwu.language.hashing import BASE, POWERS, Keys, Places
from kanwu.language.lattice import Flags, Lattice
from kanwu.language.ngrams import words

LONGEST_EDIT = 4
_U = np.uint64
_MASKED = POWERS * _U(ANY)
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
    """

    starts: Places
    ends: Places
    numbers: Places
    keys: Keys
    places: Places
    removed: NDArray[np.int64]
    added: NDArray[np.uint64]
    channels: NDArray[np.uint8]

    def take(self, chosen: Places) -> Candidates:
        return Candidates._make(field.take(chosen) for field in self)


def concatenate(found: Iterable[Candidates]) -> Candidates:
    return Candidates._make(np.concatenate(fields) for fields in zip(*found, strict=True))


def candidates(lattice: Lattice, weak: Places, alone: Places) -> Candidates:
    """All candidates whose edit touches one of the weak places.

    Characters that stand well by themselves are tried only at `alone`, those of the weak places
    where a word of one character is written.
    """
    windows = _windows(lattice, weak)
    replaced = [_by_sound(lattice, windows), _by_shape(lattice, windows)]
    edits = [(each.places, each.added) for each in replaced]
    replaced.append(_by_gap(lattice, windows))
    owner, chars = confusions().frequent(lattice.codes.take(alone))
    edits.append((alone.take(owner), chars.astype(np.uint64)))
    touched = np.zeros(len(lattice.codes), bool)
    touched[weak] = True
    return concatenate(
        [
            *replaced,
            _alone(*map(np.concatenate, zip(*edits, strict=True))),
            _homophones(lattice, touched),
            _dropped(lattice, touched),
            _extra(lattice, touched),
            _swapped(lattice, touched),
        ]
    )


class _Windows(NamedTuple):
    """Windows of two to four characters over a weak place, shape (windows,) each.

    A window's key with `symbol` in the weak place is rest + symbol * power.
    """

    starts: Places
    lengths: Places
    places: Places
    rests: Keys
    powers: Keys

    def take(self, chosen: Places) -> _Windows:
        return _Windows._make(field.take(chosen) for field in self)


def _windows(lattice: Lattice, weak: Places) -> _Windows:
    """The windows where some word fits all the other characters."""
    found = []
    for length in range(2, LONGEST_EDIT + 1):
        keys = lattice.keys[length - 1]
        for offset in range(length):
            places = weak[(weak >= offset) & (weak - offset < len(keys))]
            power = POWERS[length - 1 - offset]
            rests = keys.take(places - offset)
            rests -= lattice.codes.take(places) * power
            if length > 2:
                fit = np.flatnonzero(
                    confusions().gap_filter.holds(rests + _MASKED[length - 1 - offset])
                )
                places, rests = places.take(fit), rests.take(fit)
            n = len(places)
            found.append((places - offset, np.full(n, length), places, rests, np.full(n, power)))
    return _Windows._make(map(np.concatenate, zip(*found, strict=True)))


def _by_sound(lattice: Lattice, windows: _Windows) -> Candidates:
    codes = lattice.codes.take(windows.places)
    broad = sound.broad()
    owners, chars = [], []
    for reading in sound.all_readings(codes).T:
        heard = np.flatnonzero(reading)
        symbols = broad.take(reading.take(heard)) + _U(SOUND)
        keys = windows.rests.take(heard) + symbols * windows.powers.take(heard)
        maybe = np.flatnonzero(confusions().pattern_filter.holds(keys))
        owner, char = confusions().patterns.of(keys.take(maybe))
        owners.append(heard.take(maybe.take(owner)))
        chars.append(char)
    return _replaced(lattice, windows, np.concatenate(owners), np.concatenate(chars))


def _by_shape(lattice: Lattice, windows: _Windows) -> Candidates:
    alike = confusions()
    rows = alike.alike_row.take(lattice.codes.take(windows.places))
    some = np.flatnonzero(rows)
    owners, chars = [], []
    for column in range(alike.alike_chars.shape[1]):
        char = alike.alike_chars[:, column].take(rows.take(some))
        some, char = some.take(present := np.flatnonzero(char)), char.take(present)
        keys = windows.rests.take(some) + char * windows.powers.take(some)
        maybe = np.flatnonzero(words().filter.holds(keys))
        owners.append(some.take(maybe))
        chars.append(char.take(maybe))
    return _replaced(lattice, windows, np.concatenate(owners), np.concatenate(chars))


def _by_gap(lattice: Lattice, windows: _Windows) -> Candidates:
    """Any character that completes a word of three or four: all but one of it are evidence."""
    long = np.flatnonzero(windows.lengths > 2)
    keys = windows.rests.take(long) + _U(ANY) * windows.powers.take(long)
    owner, char = confusions().gaps.of(keys)
    return _replaced(lattice, windows, long.take(owner), char)


def _replaced(
    lattice: Lattice, windows: _Windows, owners: Places, chars: NDArray[np.uint16]
) -> Candidates:
    """One character of each owner's window replaced; only what makes a word."""
    other = np.flatnonzero(lattice.codes.take(windows.places.take(owners)) != chars)
    window, added = windows.take(owners.take(other)), chars.take(other).astype(np.uint64)
    keys = window.rests + added * window.powers
    edit = _Edit(window.places, 1, added, Channel.CHARACTER)
    return _edges(window.starts, window.starts + window.lengths, keys, edit)


def _alone(places: Places, chars: NDArray[np.uint64]) -> Candidates:
    """The same replacements as words of one character."""
    order = np.sort(places << 16 | chars.view(np.int64))
    order = order.take(np.flatnonzero(np.diff(order, prepend=-1)))
    places, chars = order >> 16, (order & 0xFFFF).astype(np.uint64)
    edit = _Edit(places, 1, chars, Channel.CHARACTER)
    return _edges(places, places + 1, chars + BASE, edit, chars)


def _homophones(lattice: Lattice, touched: Flags) -> Candidates:
    """Words of the same fuzzy sound that differ in two or more characters."""
    heard = sound.fuzzy().take(sound.syllables(lattice.codes)) + _U(SOUND)
    keys = heard + BASE
    found = []
    for length in range(2, LONGEST_EDIT + 1):
        keys = keys[:-1] * BASE
        keys += heard[length - 1 :]
        starts = _touching(touched, length)
        sounds = keys.take(starts)
        maybe = np.flatnonzero(confusions().homophone_filter.holds(sounds))
        owner, packed = confusions().homophones.of(sounds.take(maybe))
        starts = starts.take(maybe.take(owner))
        chars = [packed >> _U(16 * i) & _U(0xFFFF) for i in range(length)][::-1]
        changed = np.stack(
            [char != lattice.codes.take(starts + i) for i, char in enumerate(chars)], 1
        )
        several = np.flatnonzero(changed.sum(axis=1) > 1)
        starts, packed, changed = starts.take(several), packed.take(several), changed[several]
        chars = [char.take(several) for char in chars]
        head, tail = changed.argmax(axis=1), changed[:, ::-1].argmax(axis=1)
        removed = length - head - tail
        shifted = packed >> (16 * tail).astype(np.uint64)
        added = shifted & (_U(2**64 - 1) >> (64 - 16 * removed).astype(np.uint64))
        edit = _Edit(starts + head, removed, added, Channel.WORD)
        found.append(_known(starts, starts + length, chars, edit))
    return concatenate(found)


def _dropped(lattice: Lattice, touched: Flags) -> Candidates:
    """Words of three and four characters that stand without one of theirs."""
    found = []
    for length in range(2, LONGEST_EDIT):
        starts = _touching(touched, length)
        owner, value = confusions().dropped.of(lattice.keys[length - 1].take(starts))
        starts, at, char = starts.take(owner), (value >> 16).astype(np.int64), value & 0xFFFF
        chars = [
            np.where(at == i, char, lattice.codes.take(starts + i - (i > at), mode="clip"))
            for i in range(length + 1)
        ]
        edit = _Edit(starts + at, 0, char, Channel.DROPPED)
        found.append(_known(starts, starts + length, chars, edit))
    return concatenate(found)


def _extra(lattice: Lattice, touched: Flags) -> Candidates:
    """One or two characters that stand twice in a row, and parts read beside their whole."""
    single = np.concatenate([_doubled(lattice, touched, 1), _split(lattice, touched)])
    return concatenate(
        [_without(lattice, single, 1), _without(lattice, _doubled(lattice, touched, 2), 2)]
    )


def _doubled(lattice: Lattice, touched: Flags, size: int) -> Places:
    """Where `size` characters begin that stand there twice."""
    codes = lattice.codes
    doubled = codes[size:] == codes[:-size]
    if size == 2:
        doubled = doubled[:-1] & doubled[1:] & (codes[:-3] != codes[1:-2])
    places = np.flatnonzero(doubled & (codes[: len(doubled)] > 0))
    return places[touched.take(places) | touched.take(places + size)]


def _split(lattice: Lattice, touched: Flags) -> Places:
    """The characters of which a neighbour has one component more or less: 旧日 for 旧."""
    codes = lattice.codes
    near = np.flatnonzero(touched[:-1] | touched[1:])
    pairs = codes.take(near) << np.uint32(16) | codes.take(near + 1)
    parts = confusions().parts
    found = parts.take(np.searchsorted(parts, pairs), mode="clip") == pairs
    return np.concatenate([near[found], near[found] + 1])


def _without(lattice: Lattice, places: Places, size: int) -> Candidates:
    """The words that the text makes with `size` characters from each place on taken out."""
    codes = lattice.codes
    found = []
    for length in range(1, LONGEST_EDIT + 1):
        for before in range(length + 1):
            starts = places - before
            fits = np.flatnonzero((starts > 0) & (starts + length + size < len(codes)))
            starts, place = starts.take(fits), places.take(fits)
            chars = [codes.take(starts + i + size * (i >= before)) for i in range(length)]
            edit = _Edit(place, size, 0, Channel.EXTRA)
            found.append(_known(starts, starts + length + size, chars, edit))
    return concatenate(found)


def _swapped(lattice: Lattice, touched: Flags) -> Candidates:
    """Words of which two neighbouring characters changed places."""
    codes = lattice.codes
    found = []
    for length in range(2, LONGEST_EDIT + 1):
        starts = _touching(touched, length)
        written = lattice.keys[length - 1].take(starts)
        for at in range(length - 1):
            first, second = codes.take(starts + at), codes.take(starts + at + 1)
            # The key changes by the difference of the two, times that of their powers.
            keys = second.astype(np.uint64)
            keys -= first
            keys *= _SWAP[length - 2 - at]
            keys += written
            maybe = np.flatnonzero(words().filter.holds(keys))
            added = second.take(maybe).astype(np.uint64) << _U(16) | first.take(maybe)
            edit = _Edit(starts.take(maybe) + at, 2, added, Channel.SWAPPED)
            place = starts.take(maybe)
            found.append(_edges(place, place + length, keys.take(maybe), edit))
    return concatenate(found)


def _touching(touched: Flags, length: int) -> Places:
    """The starts of all windows of `length` that have a weak place."""
    near = touched[: len(touched) - length + 1].copy()
    for offset in range(1, length):
        near |= touched[offset : len(near) + offset]
    return np.flatnonzero(near)


class _Edit(NamedTuple):
    """As in `Candidates`; a number is the same for all."""

    places: Places
    removed: int | Places
    added: int | NDArray[Any]
    channel: Channel


def _known(starts: Places, ends: Places, chars: Sequence[NDArray[Any]], edit: _Edit) -> Candidates:
    """Those of the candidates whose characters, an array for each place of them, are a word."""
    keys = np.ones(len(starts), np.uint64)
    for column in chars:
        keys *= BASE
        keys += column.astype(np.uint64)
    return _edges(starts, ends, keys, edit, chars[0] if len(chars) == 1 else None)


def _edges(
    starts: Places,
    ends: Places,
    keys: Keys,
    edit: _Edit,
    single: NDArray[Any] | None = None,
) -> Candidates:
    """Those of the candidates whose keys are words; `single` are words of one character."""
    if single is None:
        numbers = words().numbers(keys)
    else:
        numbers = np.where(single > 0, single.astype(np.int64), -1)
    n = len(starts)
    every = Candidates(
        starts,
        ends,
        numbers,
        keys,
        edit.places,
        np.broadcast_to(np.asarray(edit.removed, np.int64), n),
        np.broadcast_to(np.asarray(edit.added).astype(np.uint64), n),
        np.broadcast_to(np.uint8(edit.channel.value), n),
    )
    return every.take(np.flatnonzero(numbers >= 0))
