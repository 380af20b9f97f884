"""The Latin names of the packs, and which of them are like something written or heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.data.container import unpack
from kanwu.glossary.english import english
from kanwu.glossary.spelling import TOKEN
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.language.ngrams import Floats

LONGEST = 24
"""Letters and digits of a name that is looked for."""
LEAST_ALIKE = 0.66
"""In spelling and sound, as EMR and EML; Sami and Semi have .75 and 1."""


class Name(NamedTuple):
    """A Latin right form: its term and word, how it is written, its letters and digits, and how
    they sound."""

    number: int
    word: int
    form: str
    letters: str
    sound: str

    @property
    def words(self) -> list[str]:
        return TOKEN.findall(self.form.lower())


@dataclass(frozen=True, eq=False)
class LatinNames:
    """The Latin names among the terms."""

    vocabulary: Vocabulary

    @cached_property
    def names(self) -> list[Name]:
        """All Latin right forms but plain words, such as robot."""
        return [name for name in self._all if name.form.lower() not in english()]

    @cached_property
    def _all(self) -> list[Name]:
        tables = self.vocabulary.tables
        columns = (unpack(tables[f"latin_{name}"]) for name in ("forms", "letters", "sounds"))
        numbers = (tables[f"latin_{name}"].tolist() for name in ("terms", "words"))
        return list(map(Name, *numbers, *columns))

    @cached_property
    def _right(self) -> frozenset[str]:
        """The letters of all right forms."""
        return frozenset(unpack(self.vocabulary.tables["letters"]))

    def is_right(self, letters: str) -> bool:
        """Whether letters are those of a right form, or its plural: Spectrum X is Spectrum-X."""
        return not {letters, letters.removesuffix("s"), letters.removesuffix("es")}.isdisjoint(
            self._right
        )

    @cached_property
    def by_letters(self) -> dict[str, Name]:
        return {name.letters: name for name in reversed(self._all)}

    @cached_property
    def _by_first(self) -> dict[str, list[Name]]:
        """The names by their first letter."""
        return _grouped((name.letters[0], name) for name in self.names)

    @cached_property
    def _by_sound(self) -> dict[str, list[Name]]:
        """The names by how they begin to sound."""
        return _grouped((name.sound[:1], name) for name in self.names)

    def near(self, letters: str, said: str) -> Iterator[tuple[Name, float, float]]:
        """The names of about the same length that begin like a word, and how alike they are in
        spelling and sound."""
        group = self.beginning(letters[0], said[:1])
        spelt, heard = group.spelt_like(letters), group.heard_like(said)
        near = np.abs(group.lengths - len(letters)) <= max(3, len(letters) // 3)
        near &= spelt + heard >= 2 * LEAST_ALIKE
        for row in np.flatnonzero(near).tolist():
            yield group.names[row], float(spelt[row]), float(heard[row])

    def beginning(self, letter: str, sound: str = "") -> Group:
        """The names that begin with a letter or, if one is given, a sound."""
        if (letter, sound) not in self._groups:
            names = (*self._by_first.get(letter, ()), *self._by_sound.get(sound, ()))
            self._groups[letter, sound] = Group(tuple(dict.fromkeys(names)))
        return self._groups[letter, sound]

    @cached_property
    def _groups(self) -> dict[tuple[str, str], Group]:
        return {}


@dataclass(frozen=True, eq=False)
class Group:
    """Names that are compared at once."""

    names: tuple[Name, ...]

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        return np.array([len(name.letters) for name in self.names], np.int64)

    def spelt_like(self, letters: str) -> Floats:
        """How alike each name is spelt, 0 to 1."""
        return _alike(letters, [name.letters for name in self.names])

    def heard_like(self, said: str) -> Floats:
        """How alike each name sounds, 0 to 1."""
        return _alike(said, [name.sound for name in self.names])


def _alike(text: str, others: Sequence[str]) -> Floats:
    from rapidfuzz import process  # noqa: PLC0415 - for Latin words alone
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    alike: Floats = process.cdist([text], others, scorer=Indel.normalized_similarity)[0]
    return alike


def _grouped(pairs: Iterator[tuple[str, Name]]) -> dict[str, list[Name]]:
    found: dict[str, list[Name]] = {}
    for key, name in pairs:
        found.setdefault(key, []).append(name)
    return found
