"""Latin names heard wrong, in one of the ways that names are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kanwu.analysis import Analysis
from kanwu.data.container import unpack
from kanwu.glossary.candidates import Row
from kanwu.glossary.english import common_english, english
from kanwu.glossary.half_rendered import half_rendered
from kanwu.glossary.latin_names import LatinNames
from kanwu.glossary.letters_apart import letters_apart
from kanwu.glossary.mentions import Mentions
from kanwu.glossary.misspelt import misspelt
from kanwu.glossary.spelling import TOKEN
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.search import Texts


@dataclass(frozen=True, eq=False)
class LatinTerms:
    """The terms that are written in letters."""

    vocabulary: Vocabulary

    @cached_property
    def names(self) -> LatinNames:
        return LatinNames(self.vocabulary)

    def find(self, analysis: Analysis, mentions: Mentions) -> Iterator[Row]:
        """What may stand for a name."""
        return chain(
            self._listed(analysis),
            self._in_other_case(analysis),
            letters_apart(self.names, analysis.prose),
            misspelt(self.names, analysis.prose, mentions),
            half_rendered(self.names, analysis.prose),
        )

    def _listed(self, analysis: Analysis) -> Iterator[Row]:
        """Where a listed wrong form stands that is not hanzi alone."""
        for row, start, end in self._heard.words_in(analysis.lowered):
            text = analysis.lowered[start:end]
            tokens = TOKEN.findall(text)
            number = int(self.vocabulary.tables["heard_terms"][row])
            evidence: dict[str, float] = {
                "latin": 1,
                "listed": 1,
                "letters": min(len(text), 12),
                "english": all(token in english() for token in tokens),
                "common_english": all(token in common_english() for token in tokens),
                "short": len(text) <= 4,
            }
            yield Row(start, end, number, self.vocabulary.right.at(number)[0], evidence)

    def _in_other_case(self, analysis: Analysis) -> Iterator[Row]:
        """Where a name of which the case counts is written in another."""
        for row, start, end in self._cased.words_in(analysis.lowered):
            number = int(self.vocabulary.tables["cased_terms"][row])
            if analysis.prose[start:end] not in self.vocabulary.written(number):
                word = int(self.vocabulary.tables["cased_words"][row])
                yield Row(start, end, number, word, {"latin": 1, "listed": 1, "case": 1})

    @cached_property
    def _cased(self) -> Texts:
        return Texts(unpack(self.vocabulary.tables["cased"]))

    @cached_property
    def _heard(self) -> Texts:
        return Texts(unpack(self.vocabulary.tables["heard"]))
