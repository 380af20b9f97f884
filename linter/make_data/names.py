"""How much each character speaks for a name: tables of log-odds against ordinary text.

Counted over the names in jieba's dictionary and THUOCL's people, each name once. The dictionary's
tags are loose (its Chinese names hold foreign ones and phrases), so a word counts as a Chinese
name only if it opens with a surname and its characters are likelier in names than in
transliterations, after a first count has told the two apart.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from kanwu.hanzi.script import fold
from make_data import lexicon

_OWN = Path(__file__).with_name("surnames.txt")
_ENOUGH = 3  # a character seen less often in a role says nothing
_PRIOR = 20  # in the ordinary counts, so that rare characters prove little

Table = dict[str, float]


def tables() -> dict[str, Table]:
    """Natural logarithms of how much likelier a character is in a role than in ordinary text.

    surname          the first character of a name, for the surnames of one character
    double_surname   the first two
    given_first      the first of two given characters
    given_second     the second of two
    given_single     the only given character
    transliteration  any character of a foreign name
    """
    surnames = lexicon.own_words(_OWN.name)
    ordinary = _ordinary()
    foreign = _foreign(surnames)
    people = [name for name in _people() if _surname(name, surnames)]
    for _ in range(2):
        given, abroad = _odds(_given(people, surnames), ordinary), _odds(foreign, ordinary)
        people = [name for name in people if _is_chinese(name, surnames, given, abroad)]
    parts = [(_surname(name, surnames), name) for name in people]
    two = [name[len(first) :] for first, name in parts if len(name) - len(first) == 2]
    one = [name[len(first) :] for first, name in parts if len(name) - len(first) == 1]
    heads = Counter(first for first, _ in parts)
    return {
        "surname": _odds({name: n for name, n in heads.items() if len(name) == 1}, ordinary),
        "double_surname": _rarity({name: n for name, n in heads.items() if len(name) == 2}),
        "given_first": _odds(Counter(given[0] for given in two), ordinary),
        "given_second": _odds(Counter(given[1] for given in two), ordinary),
        "given_single": _odds(Counter(one), ordinary),
        "transliteration": _odds(foreign, ordinary),
    }


def _surname(name: str, surnames: set[str]) -> str:
    """The surname that a name of two to four characters opens with, or nothing."""
    for length in (2, 1):
        if name[:length] in surnames and 1 <= len(name) - length <= 2:
            return name[:length]
    return ""


def _is_chinese(name: str, surnames: set[str], given: Table, abroad: Table) -> bool:
    """Whether the given characters are likelier in a Chinese name than in a foreign one."""
    rest = name[len(_surname(name, surnames)) :]
    return sum(given.get(char, -3.0) - abroad.get(char, -3.0) for char in rest) > 0


def _given(people: Iterable[str], surnames: set[str]) -> Counter[str]:
    return Counter(char for name in people for char in name[len(_surname(name, surnames)) :])


def _people() -> list[str]:
    """The words of two to four characters that jieba or THUOCL holds for names."""
    tagged = {word for word, tag in lexicon.jieba_tags().items() if tag in {"nr", "nrfg"}}
    both = tagged | {fold(name) for name in lexicon.thuocl()["历史人名"]}
    return sorted(name for name in both - lexicon.phrases() if 2 <= len(name) <= 4)


def _foreign(surnames: set[str]) -> Counter[str]:
    """The characters of transliterations: of three or more that no Chinese name would have."""
    phrases = lexicon.phrases()
    kept = [
        word
        for word, tag in lexicon.jieba_tags().items()
        if word not in phrases
        and len(word) > {"nrt": 2, "nr": 3}.get(tag, math.inf)
        and not (len(word) == 3 and word[0] in surnames)
    ]
    return Counter(char for word in kept for char in word)


def _ordinary() -> Counter[str]:
    """How often each character stands in jieba's words."""
    counts: Counter[str] = Counter()
    for word, count in lexicon.jieba_counts():
        for char in fold(word):
            counts[char] += int(count)
    return counts


def _odds(role: dict[str, int], ordinary: Counter[str]) -> Table:
    """ln of a character's share of the role over its share of ordinary text."""
    total, everything = sum(role.values()), ordinary.total()
    result = {}
    for char, n in sorted(role.items()):
        if n >= _ENOUGH:
            usual = (ordinary[char] + _PRIOR) / everything
            result[char] = round(math.log(n / total / usual), 2)
    return result


def _rarity(role: dict[str, int]) -> Table:
    """ln of each double surname's share of all names with one."""
    total = sum(role.values())
    return {name: round(math.log(n / total), 2) for name, n in sorted(role.items())}
