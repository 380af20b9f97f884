"""Where a document mentions terms and the words of their domains: the context of a match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.pack import Pack, Term
from kanwu.hanzi.script import fold
from kanwu.search import Texts

NEAR = 200
"""How far, in characters on both sides, context words speak for a term."""


@dataclass(frozen=True)
class Vocabulary:
    """Every right form and context word of some packs, in Simplified characters and lower case.

    Terms have numbers, in the order of the packs.
    """

    packs: tuple[Pack, ...]

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for pack in self.packs for term in pack.term)

    @cached_property
    def right(self) -> tuple[frozenset[str], ...]:
        """The right forms of each term."""
        return tuple(frozenset(normal(term.right_forms)) for term in self.terms)

    @cached_property
    def all_right(self) -> frozenset[str]:
        return frozenset().union(*self.right)

    @cached_property
    def domains(self) -> dict[str, frozenset[str]]:
        """The domains that each word shows; those of a list without a domain show none."""
        shown: dict[str, set[str]] = {word: set() for word in self.all_right}
        for term in self.terms:
            for word in normal(term.context):
                shown.setdefault(word, set())
        for pack in self.packs:
            forms = (form for term in pack.term for form in term.right_forms)
            for word in normal((*pack.context, *forms)) if pack.domain else ():
                shown.setdefault(word, set()).add(pack.domain)
        return {word: frozenset(domains) for word, domains in shown.items()}

    @cached_property
    def term_domains(self) -> tuple[frozenset[str], ...]:
        """The domains of each term, of all packs that it stands in."""
        found: dict[str, set[str]] = {}
        for pack in self.packs:
            for term in pack.term:
                found.setdefault(fold(term.term), set()).add(pack.domain)
        return tuple(frozenset(found[fold(term.term)]) for term in self.terms)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(sorted(self.domains))

    @cached_property
    def texts(self) -> Texts:
        return Texts(self.words)

    def mentions(self, analysis: Analysis) -> Mentions:
        """Where the words stand in a document."""
        found = occurrences(self.texts, analysis.lowered)
        starts, ends, indices = np.array(sorted(found), np.intp).reshape(-1, 3).T
        return Mentions(self, len(analysis.prose), starts, ends, indices)


@dataclass(frozen=True)
class Mentions:
    """The words of a vocabulary in a document of `size` characters: start, end and number of each
    mention, in the order of the starts, shape (mentions,) each."""

    vocabulary: Vocabulary
    size: int
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]
    indices: NDArray[np.intp]

    def near(self, span: Span, number: int) -> int:
        """How many different words speak for a term around a span: words of its domains and its
        own context words, itself left out."""
        first, last = np.searchsorted(self.starts, [span.start - NEAR, span.end + NEAR])
        outside = (self.ends[first:last] <= span.start) | (self.starts[first:last] >= span.end)
        names = self.vocabulary
        own = names.right[number]
        mine = frozenset(normal(names.terms[number].context))
        words = {names.words[index] for index in self.indices[first:last][outside].tolist()} - own
        domains = names.term_domains[number]
        return sum(word in mine or not names.domains[word].isdisjoint(domains) for word in words)

    def present(self, number: int) -> bool:
        """Whether a right form of a term stands anywhere in the document."""
        return not self._mentioned.isdisjoint(self.vocabulary.right[number])

    @cached_property
    def inside_right_forms(self) -> NDArray[np.bool_]:
        """Which places between two characters lie inside a right form, shape (n + 1,)."""
        inside = np.zeros(self.size + 1, bool)
        places = self.starts, self.ends, self.indices
        for start, end, index in zip(*map(np.ndarray.tolist, places), strict=True):
            if self.vocabulary.words[index] in self.vocabulary.all_right:
                inside[start + 1 : end] = True
        return inside

    @cached_property
    def _mentioned(self) -> frozenset[str]:
        return frozenset(self.vocabulary.words[index] for index in set(self.indices.tolist()))


def normal(forms: Iterable[str]) -> list[str]:
    """The forms in Simplified characters and lower case, as `Analysis.lowered` has them."""
    return [form for form in fold("\n".join(forms)).lower().split("\n") if form]


def occurrences(words: Texts, text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and number of each word in a text, parts of Latin words aside."""
    for index, start, end in words.all_in(text):
        if stands_free(text, start, end):
            yield start, end, index


def stands_free(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], if it begins or ends in Latin letters, is not a part of a word."""
    before = text[start - 1 : start] + text[start]
    after = text[end - 1] + text[end : end + 1]
    return not (_both_latin(before) or _both_latin(after))


def _both_latin(pair: str) -> bool:
    return len(pair) == 2 and pair.isascii() and pair.isalpha()
