"""All words of some packs, as a text is searched for them; see `compile` for the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kanwu.data.container import Tables, unpack
from kanwu.language.hashing import Filter, Sorted
from kanwu.language.terms import Terms

HEAD = 2
"""Every word has two characters or more; by them most places of a text are passed over."""


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
        keys = Sorted(Filter(self.tables["word_filter"]), self.tables["word_keys"])
        return keys, self.tables["word_numbers"]

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

    @property
    def specific(self) -> NDArray[np.float32]:
        """How much each word shows its domains, 0 to 1."""
        return self.tables["specific"]

    @cached_property
    def is_right(self) -> NDArray[np.bool_]:
        """Which words are right forms of terms, (words,)."""
        is_right: NDArray[np.bool_] = np.diff(self.tables["terms_starts"]) > 0
        return is_right

    @cached_property
    def _written(self) -> list[str]:
        return unpack(self.tables["written"])

    def name(self, term: int) -> str:
        return self._written[int(self.tables["right_starts"][term])]

    def written_as(self, word: int, term: int) -> str:
        """The right form of a term that is a word, as the term writes it."""
        first = int(self.tables["right_starts"][term])
        return self._written[first + self.right(term).index(word)]

    def domains(self, term: int) -> np.uint64:
        """The domains of a term, as bits."""
        bits: np.uint64 = self.tables["domains"][term]
        return bits

    def right(self, term: int) -> list[int]:
        """The words that are right forms of a term."""
        return self._of("right", term)

    def terms_of(self, word: int) -> list[int]:
        """The terms of which a word is a right form."""
        return self._of("terms", word)

    def speaking(self, term: int) -> list[int]:
        """The words that speak for a term alone."""
        return self._of("speaking", term)

    def against(self, term: int) -> list[str]:
        """The words right beside which the forms of a term are themselves."""
        return [self.words[word] for word in self._of("against", term)]

    @cached_property
    def spoken(self) -> Terms:
        """The forms that may be garbled in hanzi."""
        head = "spoken_"
        tables = self.tables.items()
        return Terms({name.removeprefix(head): t for name, t in tables if name.startswith(head)})

    def spoken_word(self, form: int) -> int:
        """The word that a spoken form is."""
        return int(self.tables["spoken_words"][form])

    def _of(self, name: str, number: int) -> list[int]:
        starts = self.tables[f"{name}_starts"]
        found: list[int] = self.tables[name][starts[number] : starts[number + 1]].tolist()
        return found
