"""All words of all runs, and the best way through each run, exactly by the trigram model.

Everything is a flat array over all runs at once. An edge is a word at a place; a pair is two
adjacent edges, the state of a trigram model; a triple is a step from one pair to the next. Pairs
are in the order of where in its run the first word ends, so that one pass over the places of all
runs together computes the best scores of all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.language.hashing import Keys, Places, expand, window_keys
from kanwu.language.ngrams import LONGEST, STEP, Floats, Words, ngrams, words

NEVER = np.float32(-1e9)
BOUND_SLACK = np.float32(0.25)
"""How far below what is wanted a bound may lie, nats: bounds are kept in steps."""
_NEAR = np.float32(5e-3)
"""Scores that differ by less, nats, count as equal: sums of float32 are not exact."""
_RARE = np.float32(-12)
_SPEAKS = np.float32(0.5)
_DEAREST, _DEAREST_RUN = np.float32(7), np.float32(35)
"""What a run with a mistake or two costs at most, nats: so much a character, and so much besides.

Words drawn at random cost 9 a character, and every one of them would be searched for errors.
"""
Flags = NDArray[np.bool_]


class Edges(NamedTuple):
    """Words at places, by place and length; shape (edges,) each."""

    starts: Places
    ends: Places
    numbers: Places
    keys: Keys
    weights: Floats
    back_offs: Floats

    @property
    def lengths(self) -> Places:
        return self.ends - self.starts


class Adjacency(NamedTuple):
    """Pairs of adjacent edges; `first` and `number` say where those of a left edge lie."""

    left: Places
    right: Places
    first: Places
    number: Places


@dataclass(frozen=True)
class Lattice:
    """The words of the runs `codes`, uint32 (n,), 0 for a break."""

    codes: NDArray[np.uint32]
    words: Words = field(default_factory=words)

    @cached_property
    def breaks(self) -> Flags:
        breaks: Flags = self.codes == 0
        return breaks

    @cached_property
    def run(self) -> Places:
        """The number of the run of each place; a break belongs to the run that it begins."""
        return np.cumsum(self.breaks) - 1

    @cached_property
    def run_starts(self) -> Places:
        return np.flatnonzero(self.breaks) + 1

    @cached_property
    def keys(self) -> list[Keys]:
        """keys[n - 1] holds the keys of all windows of n characters."""
        return window_keys(self.codes, LONGEST)

    @cached_property
    def by_place(self) -> NDArray[np.int32]:
        """The number of the word of each length at each place, (n, 8); -1 for none."""
        found = np.full((len(self.codes), 8), -1, np.int32)
        found[:, 0] = np.where(self.breaks, -1, self.codes.astype(np.int32))
        for length in range(2, LONGEST + 1):
            keys = self.keys[length - 1]
            found[: len(keys), length - 1] = self.words.numbers(keys)
        return found

    @cached_property
    def edges(self) -> Edges:
        flat = np.flatnonzero(self.by_place.ravel() >= 0)
        starts, lengths = flat >> 3, (flat & 7) + 1
        numbers = self.by_place.ravel().take(flat).astype(np.int64)
        keys = np.empty(len(flat), np.uint64)
        for length in range(1, LONGEST + 1):
            of_length = np.flatnonzero(lengths == length)
            keys[of_length] = self.keys[length - 1].take(starts.take(of_length))
        return Edges(
            starts,
            starts + lengths,
            numbers,
            keys,
            self.words.weight(numbers),
            self.words.back_off(numbers),
        )

    @cached_property
    def starting(self) -> tuple[Places, Places]:
        """For each place, the first edge that starts there, and how many do; (n + 1,) each."""
        count = np.bincount(self.edges.starts, minlength=len(self.codes) + 1)
        return np.cumsum(count) - count, count

    @cached_property
    def ending(self) -> tuple[Places, Places, Places]:
        """The edges by their end, and for each place the first of them and how many there are."""
        count = np.bincount(self.edges.ends, minlength=len(self.codes) + 1)
        return np.argsort(self.edges.ends, kind="stable"), np.cumsum(count) - count, count

    @cached_property
    def at_start(self) -> Flags:
        """Whether each edge begins its run, (edges,)."""
        return self.breaks.take(self.edges.starts - 1)

    @cached_property
    def _step(self) -> NDArray[np.uint16]:
        """Where in its run each edge ends, (edges,)."""
        edges = self.edges
        return (edges.ends - self.run_starts.take(self.run.take(edges.starts))).astype(np.uint16)

    @cached_property
    def pairs(self) -> Adjacency:
        first, count = self.starting
        edges = self.edges
        order = np.argsort(self._step, kind="stable")
        order = order[count.take(edges.ends.take(order)) > 0]
        followers = count.take(edges.ends.take(order))
        owner, right = expand(first.take(edges.ends.take(order)), followers)
        end = np.cumsum(followers)
        first_of, count_of = np.zeros((2, len(edges.starts)), np.int64)
        first_of[order], count_of[order] = end - followers, followers
        return Adjacency(order.take(owner), right, first_of, count_of)

    def pairs_into(self, edges: Places) -> tuple[Places, Places]:
        """The pairs of which each edge is the right one: whose each is, and it."""
        order, first, count = self.ending
        starts = self.edges.starts.take(edges)
        owner, place = expand(first.take(starts), count.take(starts))
        among_right = edges - self.starting[0].take(starts)
        return owner, self.pairs.first.take(order.take(place)) + among_right.take(owner)

    @cached_property
    def steps(self) -> Places:
        """Where in `pairs` each step begins, and where the last one ends."""
        step = self._step.take(self.pairs.left)
        return np.searchsorted(step, np.arange(1, (int(step[-1]) if len(step) else 0) + 2))


@dataclass(frozen=True)
class Paths:
    """The best ways through the runs of a lattice.

    A known trigram gives its own weight; else the back-off of the pair before and the weight of
    the pair; else the back-off of the word before and the weight of the word. A run begins
    without context.
    """

    lattice: Lattice

    @cached_property
    def known(self) -> tuple[Flags, Floats, Floats]:
        """For each pair whether it is known, log P(right | left), and its back-off."""
        edges, pairs = self.lattice.edges, self.lattice.pairs
        known, weights, back_offs = ngrams().pairs(
            edges.keys.take(pairs.left), edges.keys.take(pairs.right)
        )
        alone = edges.back_offs.take(pairs.left)
        alone += edges.weights.take(pairs.right)
        return known, np.where(known, weights, alone), back_offs

    @cached_property
    def _triples(self) -> tuple[Places, Places, Floats]:
        """The pair before and the pair after of each triple, and log P(third | first, second)."""
        edges, pairs = self.lattice.edges, self.lattice.pairs
        known, weights, back_offs = self.known
        before, after = expand(pairs.first.take(pairs.right), pairs.number.take(pairs.right))
        scores = back_offs.take(before)
        scores += weights.take(after)
        # A triple is known only if both its pairs are.
        maybe = np.flatnonzero(known.take(before) & known.take(after))
        first, second = before.take(maybe), after.take(maybe)
        found, found_weights = ngrams().triples(
            edges.keys.take(pairs.left.take(first)),
            edges.keys.take(pairs.left.take(second)),
            edges.keys.take(pairs.right.take(second)),
        )
        scores[maybe.take(found)] = found_weights
        return before, after, scores

    @cached_property
    def _triple_steps(self) -> list[slice]:
        """The triples of each step, as far as it has some."""
        pairs = self.lattice.pairs
        ends = np.cumsum(pairs.number.take(pairs.right))
        bounds = np.concatenate([[0], ends]).take(self.lattice.steps).tolist()
        return [slice(start, end) for start, end in pairwise(bounds) if start < end]

    @cached_property
    def forward(self) -> Floats:
        """The best score of a path that ends with each pair."""
        edges, pairs = self.lattice.edges, self.lattice.pairs
        before, after, scores = self._triples
        best = np.full(len(pairs.left), NEVER)
        starts = np.flatnonzero(self.lattice.at_start.take(pairs.left))
        best[starts] = edges.weights.take(pairs.left.take(starts)) + self.known[1].take(starts)
        for step in self._triple_steps:
            _reach(best, before[step], after[step], scores[step])
        return best

    @cached_property
    def backward(self) -> Floats:
        """The best score of what can follow each pair."""
        pairs = self.lattice.pairs
        before, after, scores = self._triples
        best = np.where(pairs.number.take(pairs.right) == 0, np.float32(0), NEVER)
        for step in reversed(self._triple_steps):
            _reach(best, after[step], before[step], scores[step])
        return best

    @cached_property
    def before(self) -> Floats:
        """For each edge the best path that ends with it, with the back-off of its last pair."""
        pairs = self.lattice.pairs
        best = np.where(self.lattice.at_start, self.lattice.edges.weights, NEVER)
        np.maximum.at(best, pairs.right, self.forward + self.known[2])
        return best

    @cached_property
    def after(self) -> Floats:
        """For each edge the best path that follows it, as if nothing stood before it."""
        pairs = self.lattice.pairs
        best = np.where(pairs.number > 0, NEVER, np.float32(0))
        np.maximum.at(best, pairs.left, self.known[1] + self.backward)
        return best

    @cached_property
    def totals(self) -> Floats:
        """The best score of each run, (runs + 1,); the last break begins none."""
        best = np.full(len(self.lattice.run_starts), NEVER)
        starts = np.flatnonzero(self.lattice.at_start)
        edges = self.lattice.edges
        runs = self.lattice.run.take(edges.starts.take(starts))
        np.maximum.at(best, runs, edges.weights.take(starts) + self.after.take(starts))
        return best

    @cached_property
    def best_before(self) -> Floats:
        """For each place the best path that ends there, less the total of its run, (n + 1,)."""
        best = np.full(len(self.lattice.codes) + 1, NEVER)
        best[self.lattice.run_starts] = 0
        np.maximum.at(best, self.lattice.edges.ends, self.before)
        best[:-1] -= self.totals.take(self.lattice.run)
        return best

    @cached_property
    def best_after(self) -> Floats:
        """For each place the best of what can start there, (n + 1,)."""
        best = np.full(len(self.lattice.codes) + 1, NEVER)
        best[:-1][self.lattice.breaks] = 0
        np.maximum.at(best, self.lattice.edges.starts, self.after)
        return best

    def bound(self, starts: Places, ends: Places, numbers: Places) -> Floats:
        """The most that each word over [start, end) can gain, if trigrams add nothing."""
        bound = self.best_before.take(starts)
        bound += self.best_after.take(ends)
        cost = self.lattice.words.best_received.take(numbers).astype(np.float32)
        cost += self.lattice.words.best_given.take(numbers) * ~self.lattice.breaks.take(ends)
        bound -= cost * np.float32(STEP)
        return bound

    @cached_property
    def on_best(self) -> Flags:
        """Whether each edge lies on a best path of its run, (edges,)."""
        edges, pairs = self.lattice.edges, self.lattice.pairs
        totals = self.totals.take(self.lattice.run.take(edges.starts))
        whole = self.lattice.at_start & self.lattice.breaks.take(edges.ends)
        found = whole & (edges.weights >= totals - _NEAR)
        best = np.flatnonzero(self.forward + self.backward >= totals.take(pairs.left) - _NEAR)
        found[pairs.left.take(best)] = True
        found[pairs.right.take(best)] = True
        return found

    @cached_property
    def best_edge(self) -> Places:
        """The longest edge of a best path over each place, (n,); 0 for a break."""
        edges = self.lattice.edges
        found = np.zeros(len(self.lattice.codes), np.int64)
        on_best = np.flatnonzero(self.on_best)
        lengths = edges.lengths.take(on_best)
        for length in range(1, LONGEST + 1):
            of_length = on_best[lengths == length]
            for offset in range(length):
                found[edges.starts.take(of_length) + offset] = of_length
        return found

    @cached_property
    def word_starts(self) -> Flags:
        """Where the longest words of best paths start, (n,); breaks are such places too."""
        first = self.lattice.edges.starts.take(self.best_edge)
        starts: Flags = (first == np.arange(len(first))) | self.lattice.breaks
        return starts

    @cached_property
    def received(self) -> tuple[Floats, Floats]:
        """How much the best neighbour of each edge, left and right, speaks for it, nats.

        That is the pointwise mutual information of a known pair on best paths, else 0.
        """
        edges, pairs = self.lattice.edges, self.lattice.pairs
        known, weights, _ = self.known
        both = self.on_best.take(pairs.left) & self.on_best.take(pairs.right)
        good = np.flatnonzero(known & both)
        left, right = pairs.left.take(good), pairs.right.take(good)
        gained = weights.take(good) - edges.weights.take(right)
        from_left, from_right = np.zeros((2, len(edges.starts)), np.float32)
        np.maximum.at(from_left, right, gained)
        np.maximum.at(from_right, left, gained)
        return from_left, from_right

    @cached_property
    def weak(self) -> Flags:
        """Where something else may have been meant, (n,).

        These are words of one character on a best path, and those of two that are rare or that
        neither neighbour speaks for. A run of one character is no context, and one that nothing
        makes sense of is none either.
        """
        edges = self.lattice.edges
        doubtful = (edges.weights < _RARE) | (np.maximum(*self.received) < _SPEAKS)
        lengths = edges.lengths
        weak = self.on_best & ((lengths == 1) | ((lengths == 2) & doubtful))
        found = np.zeros(len(self.lattice.codes), bool)
        found[edges.starts[weak]] = True
        found[edges.ends[weak] - 1] = True
        breaks = self.lattice.breaks
        found[1:-1] &= ~(breaks[2:] & breaks[:-2])
        return found & self._makes_sense.take(self.lattice.run)

    @cached_property
    def _makes_sense(self) -> Flags:
        """Whether each run is likely enough to be language that the model knows, (runs + 1,)."""
        starts = self.lattice.run_starts
        lengths = np.diff(starts, append=len(self.lattice.codes) + 1) - 1
        sense: Flags = self.totals > -(_DEAREST * lengths + _DEAREST_RUN)
        return sense


def _reach(best: Floats, sources: Places, targets: Places, scores: Floats) -> None:
    """Raises the best score of each target to what its sources reach by one triple each."""
    reached = best.take(sources)
    reached += scores
    np.maximum.at(best, targets, reached)
