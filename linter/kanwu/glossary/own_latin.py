"""Latin names that no pack has and a document spells in several ways: Halvorsen, Halverson."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kanwu.analysis import Analysis
from kanwu.diagnostic import Span
from kanwu.glossary.english import english
from kanwu.glossary.glossary import Glossary
from kanwu.glossary.misspelt import windows
from kanwu.glossary.own import OFTEN, TIMES, OwnName, Spelling, beside
from kanwu.glossary.spelling import TOKEN, digits, digits_and_letters, sound_of

_SHORTEST, _LONG = 6, 8
_ALIKE, _LONG_ALIKE = 0.8, 0.7
"""How alike two names of one sound are spelt, and those of _LONG letters and more."""


def latin_names(analysis: Analysis, glossary: Glossary) -> Iterator[OwnName]:
    """The Latin names that are in no pack and are spelt in several ways."""
    by_sound: dict[str, list[Spelling]] = defaultdict(list)
    for letters, spelling in spellings(analysis.prose, glossary).items():
        by_sound[sound_of(letters) + digits(letters)].append(spelling)
    for same_sound in by_sound.values():
        usual, *rest = sorted(same_sound, key=lambda spelling: -len(spelling.spans))
        others = [other for other in rest if _may_be_one(usual, other)]
        counts = [len(other.spans) for other in others]
        if counts and len(usual.spans) + sum(counts) >= OFTEN:
            settled = len(usual.spans) >= max(OFTEN, TIMES * max(counts))
            yield OwnName((usual, *others), "spelling", settled)


def spellings(prose: str, glossary: Glossary) -> dict[str, Spelling]:
    """By their letters, Latin words that may be an unknown name: as each is first written."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for window in windows(prose):
        spans[window.span.of(prose)].append(window.span)
    found: dict[str, Spelling] = {}
    for text, places in spans.items():
        letters = digits_and_letters(text)
        if _may_be_name(text, letters) and not glossary.has_letters(letters):
            before = found.get(letters, Spelling(text, ()))
            found[letters] = Spelling(before.text, (*before.spans, *places))
    return found


def _may_be_name(text: str, letters: str) -> bool:
    """Whether Latin words are none that everybody has: some of them is not English."""
    tokens = TOKEN.findall(text)
    unknown = [token for token in tokens if token.isalpha() and token.lower() not in english()]
    return len(letters) >= _SHORTEST and text[0].isupper() and bool(unknown)


def _may_be_one(usual: Spelling, other: Spelling) -> bool:
    """Whether two spellings of one sound are alike, and are not told apart."""
    letters, others = digits_and_letters(usual.text), digits_and_letters(other.text)
    return are_alike(letters, others) and not beside(usual.spans, other.spans)


def are_alike(letters: str, others: str) -> bool:
    """Whether the letters of two names of one sound are alike, and neither has the other."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - for Latin words alone

    least = _LONG_ALIKE if min(len(letters), len(others)) >= _LONG else _ALIKE
    alike = Indel.normalized_similarity(letters, others) >= least and letters[0] == others[0]
    return alike and letters not in others and others not in letters
