"""What the matchers find, before its context is weighed."""

from __future__ import annotations

from typing import NamedTuple

from kanwu.diagnostic import Span

AS_WORD = -16.0
"""The log probability of a term as a word: that of a rare one."""


class Candidate(NamedTuple):
    """A span that may stand for the right form `form` of the term with `number`.

    similarity  0 to 1; 1 for the same syllables or letters
    heard       what is written is listed as a form that the term is heard as
    """

    span: Span
    number: int
    form: str
    similarity: float
    heard: bool = False

    @property
    def rank(self) -> tuple[bool, float, int]:
        """Of several candidates for a span the one of the highest rank counts."""
        return self.heard, self.similarity, -self.number
