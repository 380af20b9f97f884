"""All words of some packs, as a text is searched for them; see `compile` for the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.data.container import Tables, unpack
from kanwu.language.hashing import Filter, Places, Sorted, expand
from kanwu.language.ngrams import Floats
from kanwu.language.terms import Terms

HEAD = 2
"""Every word has two characters or more; by them most places of a text are passed over."""


class Lists(NamedTuple):
    """Lists of numbers, one after the other: where each starts, and what they hold."""

    starts: NDArray[np.int32]
    values: NDArray[np.int32]

    def of(self, numbers: Places) -> tuple[Places, Places]:
        """What the lists of `numbers` hold: whose each is, and it."""
        first = self.starts.take(numbers).astype(np.int64)
        owners, places = expand(first, self.starts.take(numbers + 1) - first)
        return owners, self.values.take(places).astype(np.int64)

    def at(self, number: int) -> list[int]:
        """What one list holds."""
        found: list[int] = self.values[self.starts[number] : self.starts[number + 1]].tolist()
        return found


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Terms and words have numbers, in the order of the packs and of the alphabet."""

    tables: Tables

    @cached_property
    def words(self) -> list[str]:
        return unpack(self.tables["words"])

    @cached_property
    def by_key(self) -> tuple[Sorted, NDArray[np.int32]]:
        """The words by key, and the number of each row."""
        return Sorted.named(self.tables, "word"), self.tables["word_numbers"]

    @property
    def heads(self) -> Filter:
        """The first characters of the words."""
        return Filter(self.tables["word_heads"])

    @property
    def lengths(self) -> list[int]:
        """The lengths that words have."""
        return list(self.tables["word_lengths"].tolist())

    @property
    def shown(self) -> NDArray[np.uint64]:
        """The domains that each word shows, as bits."""
        return self.tables["shown"]

    def show(self, words: Places, domains: NDArray[np.uint64] | np.uint64) -> Floats:
        """How much words show some of the domains, given as bits; 1 at most."""
        any_shown = (self.shown.take(words) & domains) > 0
        shown: Floats = self.tables["specific"].take(words) * any_shown
        return shown

    @cached_property
    def is_right(self) -> NDArray[np.bool_]:
        """Which words are right forms of terms, (words,)."""
        is_right: NDArray[np.bool_] = np.diff(self.terms.starts) > 0
        return is_right

    @cached_property
    def _written(self) -> list[str]:
        return unpack(self.tables["written"])

    def name(self, term: int) -> str:
        return self._written[int(self.right.starts[term])]

    def written_as(self, word: int, term: int) -> str:
        """The right form of a term that is a word, as the term writes it."""
        return self.written(term)[self.right.at(term).index(word)]

    def written(self, term: int) -> list[str]:
        """The right forms of a term as it writes them."""
        return self._written[self.right.starts[term] : self.right.starts[term + 1]]

    @property
    def domains(self) -> NDArray[np.uint64]:
        """The domains of each term, as bits."""
        return self.tables["domains"]

    @cached_property
    def has_context(self) -> NDArray[np.bool_]:
        """Which terms have words that speak for them, (terms,): those of a plain list have none."""
        return (self.domains > 0) | (np.diff(self.speaking.starts) > 0)

    @cached_property
    def right(self) -> Lists:
        """By term, the words that are its right forms."""
        return self._lists("right")

    @cached_property
    def terms(self) -> Lists:
        """By word, the terms of which it is a right form."""
        return self._lists("terms")

    @cached_property
    def speaking(self) -> Lists:
        """By term, the words that speak for it alone."""
        return self._lists("speaking")

    @cached_property
    def against(self) -> Lists:
        """By term, the words right beside which its forms are themselves."""
        return self._lists("against")

    @cached_property
    def spoken(self) -> Terms:
        """The forms that may be garbled in hanzi."""
        head = "spoken_"
        tables = self.tables.items()
        return Terms({name.removeprefix(head): t for name, t in tables if name.startswith(head)})

    def words_of(self, forms: Places) -> Places:
        """The words that spoken forms are."""
        return self.tables["spoken_words"].take(forms).astype(np.int64)

    def _lists(self, name: str) -> Lists:
        return Lists(self.tables[f"{name}_starts"], self.tables[name])
