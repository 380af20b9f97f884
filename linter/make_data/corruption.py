"""Puts errors into clean sentences as the channels do, for training.

The shares of the channels are those of natural errors in SIGHAN, AISHELL and ECSpell, roughly; a
wrong character or word is drawn by the root of its frequency, as common ones are written for rare
ones more often than the other way round.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pypinyin import lazy_pinyin

from kanwu.hanzi import sound
from make_data.vocabulary import NATS, Neighbours

_SHARES = {
    "same": 0.34,
    "near": 0.10,
    "shape": 0.22,
    "word": 0.22,
    "doubled": 0.04,
    "dropped": 0.05,
    "swapped": 0.03,
    "split": 0.02,
}
_LEAST_CHARACTER = -6.0 * NATS
_LEAST_PART = -4.5 * NATS
_LEAST_WORD = -6.0 * NATS


@dataclass(frozen=True)
class Corruption:
    """`weights` are log probabilities of words; the rest is as in `make_data.vocabulary`."""

    weights: dict[str, float]
    alike: Neighbours
    parts: frozenset[tuple[str, str]]

    def corrupt(self, sentence: str, source: random.Random) -> str:
        """The sentence, in Simplified characters, with one error; itself where none fits."""
        places = [i for i, char in enumerate(sentence) if char in self.weights]
        if not places:
            return sentence
        channel = source.choices(list(_SHARES), list(_SHARES.values()))[0]
        if channel == "word":
            return self._word(sentence, source)
        place = source.choice(places)
        before, char, after = sentence[:place], sentence[place], sentence[place + 1 :]
        whole = {
            "doubled": char * 2 + after,
            "dropped": after,
            "swapped": after[:1] + char + after[1:],
        }
        if channel in whole:
            return before + whole[channel]
        if channel == "split":
            return before + char + source.choice(self._parts_of.get(char, [""])) + after
        options = self._characters(char, channel) or [(char, 1.0)]
        chosen = source.choices([c for c, _ in options], [w for _, w in options])[0]
        return before + chosen + after

    def _characters(self, char: str, channel: str) -> Sequence[tuple[str, float]]:
        if channel == "shape":
            found = self.alike.get(char, {})
            return [
                (c, self._root(c) ** 0.5 * math.exp(max(scores) / 32))
                for c, scores in found.items()
                if self.weights.get(c, -99) > _LEAST_CHARACTER
            ]
        syllables = sound.readings(char)[:2]
        same = {c for s in syllables for c in self._same[s]}
        if channel == "near":
            broad = sound.broad()
            same = {c for s in syllables for c in self._near[int(broad[s])]} - same
        return [(c, self._root(c)) for c in sorted(same - {char})]

    def _word(self, sentence: str, source: random.Random) -> str:
        """A word of the sentence for another of the same sound, or of nearly the same."""
        options: list[tuple[int, str, str]] = []
        for length in (2, 3, 4):
            for start in range(len(sentence) - length + 1):
                word = sentence[start : start + length]
                if word in self.weights:
                    table = self._homophones if source.random() < 0.7 else self._near_homophones
                    found = table.get(self._heard(word, table is self._near_homophones), ())
                    options += [(start, word, other) for other in found if other != word]
        if not options:
            return sentence
        roots = [self._root(other) for _, _, other in options]
        start, word, other = source.choices(options, roots)[0]
        return sentence[:start] + other + sentence[start + len(word) :]

    def _root(self, word: str) -> float:
        return math.exp(self.weights.get(word, -20) / 2)

    @cached_property
    def _parts_of(self) -> dict[str, list[str]]:
        """For each character those that may be read a second time out of it."""
        table: dict[str, list[str]] = defaultdict(list)
        for char, part in sorted(self.parts):
            if self.weights.get(part, -99) > _LEAST_PART:
                table[char].append(part)
        return table

    @cached_property
    def _same(self) -> dict[int, set[str]]:
        table: dict[int, set[str]] = defaultdict(set)
        for char, weight in self.weights.items():
            if len(char) == 1 and weight > _LEAST_CHARACTER:
                for syllable in sound.readings(char)[:2]:
                    table[syllable].add(char)
        return table

    @cached_property
    def _near(self) -> dict[int, set[str]]:
        table: dict[int, set[str]] = defaultdict(set)
        broad = sound.broad()
        for syllable, chars in self._same.items():
            table[int(broad[syllable])] |= chars
        return table

    @cached_property
    def _homophones(self) -> dict[tuple[str, ...], list[str]]:
        return self._by_sound(False)

    @cached_property
    def _near_homophones(self) -> dict[tuple[str, ...], list[str]]:
        return self._by_sound(True)

    def _by_sound(self, nearly: bool) -> dict[tuple[str, ...], list[str]]:
        table: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for word, weight in self.weights.items():
            if 2 <= len(word) <= 4 and weight > _LEAST_WORD:
                table[self._heard(word, nearly)].append(word)
        return table

    def _heard(self, word: str, nearly: bool) -> tuple[str, ...]:
        names = lazy_pinyin(word)
        if not nearly:
            return tuple(names)
        fuzzy, numbers = sound.fuzzy(), sound.numbers()
        return tuple(str(fuzzy[numbers.get(name, 0)]) for name in names)
