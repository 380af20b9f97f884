"""Latin names half in hanzi: 鹵門term is Lumentum, spelt out."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from kanwu.diagnostic import Span
from kanwu.glossary.candidates import Row
from kanwu.glossary.english import english
from kanwu.glossary.latin_names import LEAST_ALIKE, LONGEST, LatinNames, Name
from kanwu.glossary.spelling import digits
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points
from kanwu.search import pieces

_MIXED = re.compile(
    r"(?P<before>[\u3400-\u9fff]{2,4})(?P<tail>[A-Za-z]{2,24}+)(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<head>[A-Za-z]{2,24}+)(?P<after>[\u3400-\u9fff]{2,3})"
)
_HANZI = re.compile(r"[\u3400-\u9fff]+")
_SHORTEST = 5
_LEAST_PART = 0.5


def half_rendered(names: LatinNames, prose: str) -> Iterator[Row]:
    """Hanzi and letters that, spelt out together, are nearly a name."""
    judged: dict[str, list[tuple[Span, Name, dict[str, float]]]] = {}
    for match in _mixed(prose):
        if match[0] not in judged:
            judged[match[0]] = list(_rendered(names, match))
        for span, name, evidence in judged[match[0]]:
            start, end = (match.start() + offset for offset in span)
            yield Row(start, end, name.number, name.word, evidence)


def _rendered(
    names: LatinNames, match: re.Match[str]
) -> Iterator[tuple[Span, Name, dict[str, float]]]:
    """The names like a match; the span counts from its start."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - for Latin words alone

    if names.is_right((match["tail"] or match["head"]).lower()):
        return
    for span, head, tail in _splits(match):
        whole = head + tail
        if len(whole) < _SHORTEST:
            continue
        group = names.beginning(whole[0])
        spelt = group.spelt_like(whole)
        for row in np.flatnonzero(spelt >= LEAST_ALIKE):
            name = group.names[row]
            parts = (head, name.letters[: len(head)]), (tail, name.letters[len(head) :])
            least = min(Indel.normalized_similarity(*part) for part in parts)
            if least >= _LEAST_PART and not digits(name.letters):
                yield (
                    span,
                    name,
                    {
                        "mixed": 1,
                        "spelt": float(spelt[row]),
                        "part": least,
                        "letters": min(len(name.letters), 12),
                        "english": tail in english() or head in english(),
                        "hanzi": sum(map(_is_hanzi, match[0][span.start : span.end])),
                    },
                )


def _mixed(prose: str) -> Iterator[re.Match[str]]:
    """What _MIXED matches, looked for only where hanzi and letters meet: in each there is one
    such place."""
    last = 0
    for place in _meetings(prose):
        match = _MIXED.search(prose, max(last, place - LONGEST), place + LONGEST + 1)
        if match and match.start() < place < match.end():
            last = match.end()
            yield match


def _meetings(prose: str) -> Iterator[int]:
    """The places between a hanzi and a letter, from left to right."""
    for first, piece in pieces(prose, 2):
        codes = code_points(piece)
        lower = codes | 0x20
        letter = (lower >= ord("a")) & (lower <= ord("z"))
        hanzi = (codes >= sound.FIRST_HANZI) & (codes <= sound.LAST_HANZI)
        meet = (hanzi[:-1] & letter[1:]) | (letter[:-1] & hanzi[1:])
        yield from (first + 1 + np.flatnonzero(meet)).tolist()


def _splits(match: re.Match[str]) -> Iterator[tuple[Span, str, str]]:
    """Parts of a match with two hanzi and more, and what they spell before and after the break."""
    start, end = match.span()
    if match["before"]:
        for count in range(2, len(match["before"]) + 1):
            hanzi = match["before"][-count:]
            yield (
                Span(len(match["before"]) - count, end - start),
                sound.spell(hanzi),
                match["tail"].lower(),
            )
    else:
        for count in range(2, len(match["after"]) + 1):
            hanzi = match["after"][:count]
            yield Span(0, len(match["head"]) + count), match["head"].lower(), sound.spell(hanzi)


def _is_hanzi(char: str) -> bool:
    return _HANZI.fullmatch(char) is not None
