"""A document as its own glossary: 減器 beside 減速器, 維斯特洛姆 beside 維斯特羅姆.

How a name is written shows by how often the passage has it: what is nearly that name and is
nothing else is a slip of it. Only spellings are compared, never what is said of a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from kanwu.diagnostic import Span

Likeness = Literal["sound", "dropped", "spelling"]
OFTEN, TIMES = 3, 3
"""How often the passage must have a right spelling, and how many times as often as another."""
MOST_OTHER = 2
"""How often another spelling may be there; what comes back is meant."""
_BESIDE = 8
"""Two names that stand so near each other are told apart there."""


class Spelling(NamedTuple):
    """One way to write a name: as the document has it first, and where it has it."""

    text: str
    spans: tuple[Span, ...]


class OwnName(NamedTuple):
    """How a document spells one name: the most usual first.

    `settled` says whether that is right, by how often it is there.
    """

    spellings: tuple[Spelling, ...]
    likeness: Likeness
    settled: bool


def beside(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    """Whether some of two spellings stand so near each other that they are two names there."""
    return any(
        span.start < other.end + _BESIDE and other.start < span.end + _BESIDE
        for span in spans
        for other in others
    )
