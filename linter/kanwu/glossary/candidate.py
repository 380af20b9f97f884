"""What the matchers find, with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from kanwu.diagnostic import Span

Columns = Mapping[str, NDArray[Any]]


EVIDENCE = (
    *("exact_2", "exact_3", "exact_4", "exact_5", "changed", "dropped", "added", "swapped"),
    *("heard", "gain", "left", "right", "size", "fuzzy", "near_sound", "half", "shared", "cuts"),
    *("words", "is_word", "written", "weight", "unknown", "bonus", "common"),
    *(
        "latin",
        "listed",
        "spelt",
        "sounds",
        "one_letter",
        "same_sound",
        "letters",
        "short",
        "same_words",
    ),
    *(
        "longer",
        "shorter",
        "first",
        "english",
        "english_name",
        "no_english",
        "in_name",
        "mixed",
        "part",
        "hanzi",
    ),
    *("near", "elsewhere", "no_context", "present", "name"),
)
"""The evidence by name: of terms by sound, of Latin names, and of the document around."""


class Candidate(NamedTuple):
    """A span that may stand for `form`, `normal` in Simplified characters and lower case, of the
    term with `number`; `evidence` is 0 but for what it has."""

    span: Span
    number: int
    form: str
    normal: str
    evidence: dict[str, float]

    @property
    def size(self) -> int:
        """How many characters are written."""
        return self.span.end - self.span.start
