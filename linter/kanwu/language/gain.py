"""What each candidate would gain: the best path through it less the best path of its run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

import numpy as np

from kanwu.language.hashing import Keys, Places, expand
from kanwu.language.lattice import BOUND_SLACK, NEVER, Flags, Paths
from kanwu.language.ngrams import STEP, Floats, ngrams

_SLACK = np.float32(3.5)
"""What a trigram can add, nats, to a known pair in a bound. More keeps no more candidates."""


class Candidates(Protocol):
    """Words that may stand for the places [starts, ends), shape (candidates,) each.

    numbers, keys    the word
    prices           how much more than others a candidate must gain, nats
    """

    @property
    def starts(self) -> Places: ...
    @property
    def ends(self) -> Places: ...
    @property
    def numbers(self) -> Places: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def prices(self) -> Floats: ...
    def take(self, chosen: Places) -> Self: ...


_Some = TypeVar("_Some", bound=Candidates)


class Joins(NamedTuple):
    """Candidates with an edge beside them, shape (joins,) each.

    weights       log P of the second given the first
    back_offs     of the two together, 0 where they are not known
    """

    candidates: Places
    edges: Places
    known: Flags
    weights: Floats
    back_offs: Floats

    def take(self, chosen: Places) -> Joins:
        return Joins._make(field.take(chosen) for field in self)

    def among(self, kept: Places, count: int) -> Joins:
        """Those of the kept ones of `count` candidates, renumbered."""
        number = np.full(count, -1, np.int64)
        number[kept] = np.arange(len(kept))
        owners = number.take(self.candidates)
        chosen = np.flatnonzero(owners >= 0)
        return self.take(chosen)._replace(candidates=owners.take(chosen))


class Gains(NamedTuple, Generic[_Some]):
    """Candidates with their gain in nats, and how the words beside them receive them.

    left, right    the most that a neighbour's knowledge of the candidate's word adds to its
                   log probability, 0 where none knows it
    """

    candidates: _Some
    gains: Floats
    left: Floats
    right: Floats


def gains(paths: Paths, found: _Some, least: float) -> Gains[_Some]:
    """The candidates that gain `least` nats or more.

    Two bounds, each cheaper than what it spares: by the pairs to its left, by the pairs on both
    sides. Only what passes is scored by trigrams.
    """
    scorer = _Scorer(paths, least)
    left = scorer.left(found)
    kept = scorer.possible_from_left(found, left)
    left = left.among(kept, len(found.starts))
    found = found.take(kept)
    right = scorer.right(found)
    kept = scorer.possible_from_both(found, left, right)
    left, right = (joins.among(kept, len(found.starts)) for joins in (left, right))
    found = found.take(kept)
    exact = scorer.exact(found, left, right)
    best = np.flatnonzero(exact >= least + found.prices)
    support = (_support(found, left, True, paths), _support(found, right, False, paths))
    return Gains(found.take(best), exact.take(best), *(side.take(best) for side in support))


def _support(found: Candidates, joins: Joins, left: bool, paths: Paths) -> Floats:
    """The pointwise mutual information with the best known neighbour of each candidate."""
    alone = paths.lattice.words.weight(found.numbers).take(joins.candidates)
    if not left:
        alone = paths.lattice.edges.weights.take(joins.edges)
    best = np.zeros(len(found.starts), np.float32)
    known = np.flatnonzero(joins.known)
    np.maximum.at(best, joins.candidates.take(known), (joins.weights - alone).take(known))
    return best


@dataclass(frozen=True)
class _Scorer:
    paths: Paths
    least: float

    def left(self, found: Candidates) -> Joins:
        """The pairs of a candidate and an edge that ends where it starts."""
        lattice = self.paths.lattice
        order, first, count = lattice.ending
        owner, place = expand(first.take(found.starts), count.take(found.starts))
        edges = order.take(place)
        known, weights, back_offs = ngrams().pairs(
            lattice.edges.keys.take(edges), found.keys.take(owner)
        )
        alone = lattice.edges.back_offs.take(edges)
        alone += self.paths.lattice.words.weight(found.numbers).take(owner)
        return Joins(owner, edges, known, np.where(known, weights, alone), back_offs)

    def right(self, found: Candidates) -> Joins:
        """The pairs of a candidate and an edge that starts where it ends."""
        lattice = self.paths.lattice
        first, count = lattice.starting
        owner, edges = expand(first.take(found.ends), count.take(found.ends))
        known, weights, back_offs = ngrams().pairs(
            found.keys.take(owner), lattice.edges.keys.take(edges)
        )
        alone = self.paths.lattice.words.back_off(found.numbers).take(owner)
        alone += lattice.edges.weights.take(edges)
        return Joins(owner, edges, known, np.where(known, weights, alone), back_offs)

    def possible_from_left(self, found: Candidates, left: Joins) -> Places:
        bound = self._bound_left(found, left)
        bound += self.paths.best_after.take(found.ends)
        given = self.paths.lattice.words.best_given.take(found.numbers) * ~self._last(found)
        bound -= given * np.float32(STEP)
        bound -= self._totals(found)
        bound -= found.prices
        return np.flatnonzero(bound > self.least - BOUND_SLACK)

    def possible_from_both(self, found: Candidates, left: Joins, right: Joins) -> Places:
        bound = self._bound_left(found, left)
        best = np.where(self._last(found), np.float32(0), NEVER)
        reached = right.weights + right.back_offs
        reached += self.paths.after.take(right.edges)
        reached += right.known * _SLACK
        np.maximum.at(best, right.candidates, reached)
        bound += best
        bound -= self._totals(found)
        bound -= found.prices
        return np.flatnonzero(bound > self.least - BOUND_SLACK)

    def exact(self, found: Candidates, left: Joins, right: Joins) -> Floats:
        """The gain of the best path through each candidate."""
        begun, ended = self._begun(found, left), self._ended(found, right)
        best = np.full(len(found.starts), NEVER)
        first, last = self._first(found), self._last(found)
        weight = self.paths.lattice.words.weight(found.numbers)

        ends_run = np.flatnonzero(last.take(left.candidates))
        np.maximum.at(best, left.candidates.take(ends_run), begun.take(ends_run))
        begins_run = np.flatnonzero(first.take(right.candidates))
        reached = weight.take(right.candidates) + right.weights + ended
        np.maximum.at(best, right.candidates.take(begins_run), reached.take(begins_run))
        whole = np.flatnonzero(first & last)
        best[whole] = weight.take(whole)

        order = np.argsort(right.candidates, kind="stable")
        right, ended = right.take(order), ended.take(order)
        count = np.bincount(right.candidates, minlength=len(found.starts))
        start = np.cumsum(count) - count
        before, after = expand(start.take(left.candidates), count.take(left.candidates))
        scores = left.back_offs.take(before) + right.weights.take(after)
        maybe = np.flatnonzero(left.known.take(before) & right.known.take(after))
        a, b = before.take(maybe), after.take(maybe)
        keys = self.paths.lattice.edges.keys
        hit, weights = ngrams().triples(
            keys.take(left.edges.take(a)),
            found.keys.take(left.candidates.take(a)),
            keys.take(right.edges.take(b)),
        )
        scores[maybe.take(hit)] = weights
        scores += begun.take(before)
        scores += ended.take(after)
        np.maximum.at(best, left.candidates.take(before), scores)
        return best - self._totals(found)

    def _begun(self, found: Candidates, left: Joins) -> Floats:
        """The best path that ends with each left join."""
        paths, lattice = self.paths, self.paths.lattice
        first = lattice.at_start.take(left.edges)
        best = np.where(first, lattice.edges.weights.take(left.edges) + left.weights, NEVER)
        join, pair = lattice.pairs_into(left.edges)
        known, _, back_offs = paths.known
        scores = back_offs.take(pair) + left.weights.take(join)
        maybe = np.flatnonzero(left.known.take(join) & known.take(pair))
        a, b = join.take(maybe), pair.take(maybe)
        keys, pairs = lattice.edges.keys, lattice.pairs
        hit, weights = ngrams().triples(
            keys.take(pairs.left.take(b)),
            keys.take(pairs.right.take(b)),
            found.keys.take(left.candidates.take(a)),
        )
        scores[maybe.take(hit)] = weights
        scores += paths.forward.take(pair)
        np.maximum.at(best, join, scores)
        return best

    def _ended(self, found: Candidates, right: Joins) -> Floats:
        """The best of what can follow each right join."""
        paths, lattice = self.paths, self.paths.lattice
        pairs = lattice.pairs
        count = pairs.number.take(right.edges)
        best = np.where(count == 0, np.float32(0), NEVER)
        join, pair = expand(pairs.first.take(right.edges), count)
        known, after, _ = paths.known
        scores = right.back_offs.take(join) + after.take(pair)
        maybe = np.flatnonzero(right.known.take(join) & known.take(pair))
        a, b = join.take(maybe), pair.take(maybe)
        keys = lattice.edges.keys
        hit, weights = ngrams().triples(
            found.keys.take(right.candidates.take(a)),
            keys.take(pairs.left.take(b)),
            keys.take(pairs.right.take(b)),
        )
        scores[maybe.take(hit)] = weights
        scores += paths.backward.take(pair)
        np.maximum.at(best, join, scores)
        return best

    def _bound_left(self, found: Candidates, left: Joins) -> Floats:
        weight = self.paths.lattice.words.weight(found.numbers)
        best = np.where(self._first(found), weight, NEVER)
        reached = left.weights + self.paths.before.take(left.edges)
        reached += left.back_offs * ~self._last(found).take(left.candidates)
        reached += left.known * _SLACK
        np.maximum.at(best, left.candidates, reached)
        return best

    def _first(self, found: Candidates) -> Flags:
        return self.paths.lattice.breaks.take(found.starts - 1)

    def _last(self, found: Candidates) -> Flags:
        return self.paths.lattice.breaks.take(found.ends)

    def _totals(self, found: Candidates) -> Floats:
        lattice = self.paths.lattice
        return self.paths.totals.take(lattice.run.take(found.starts))
