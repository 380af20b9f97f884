"""What the rest of a document says about a candidate."""

from __future__ import annotations

import math
from dataclasses import dataclass

from kanwu.analysis import Analysis
from kanwu.glossary.candidate import Candidate
from kanwu.glossary.mentions import Mentions
from kanwu.hanzi.surnames import SURNAMES

AROUND = ("near", "elsewhere", "no_context", "present", "name")
BESIDE = 12
"""How far, in characters on both sides, words speak against a term."""
_GIVEN_NAME = 2


@dataclass(frozen=True, eq=False)
class Context:
    analysis: Analysis
    mentions: Mentions

    def evidence(self, candidate: Candidate) -> dict[str, float]:
        """What the document says, by name.

        near         how much the words beside the place speak for the term
        elsewhere    how much those of the passage do
        present      how often the term's right forms stand in the passage
        name         what is written may be a given name behind a surname
        """
        span, number = candidate.span, candidate.number
        elsewhere, times = self.mentions.around(span, number)
        return {
            "near": min(self.mentions.near(span, number), 6),
            "elsewhere": math.log1p(elsewhere),
            "no_context": elsewhere == 0,
            "present": math.log1p(times),
            "name": self._may_be_name(candidate),
        }

    def usual(self, candidate: Candidate) -> tuple[bool, float]:
        """Of the forms of a term that of the highest rank is written.

        The one that the document has comes first, then the one that gains most by what it is made
        of: 人形機器人 and 人型機器人 are both right.
        """
        evidence = candidate.evidence
        own = evidence.get("gain", 0) - evidence.get("bonus", 0)
        return candidate.normal in self.mentions.mentioned, own + evidence.get("spelt", 0)

    def spoken_against(self, candidate: Candidate) -> bool:
        """Whether a word stands beside it that speaks against the term."""
        start, end = candidate.span
        beside = self.analysis.lowered[max(0, start - BESIDE) : end + BESIDE]
        return any(word in beside for word in self.mentions.vocabulary.against(candidate.number))

    def _may_be_name(self, candidate: Candidate) -> bool:
        start, end = candidate.span
        before = self.analysis.folded[start - 1 : start]
        return bool(before) and end - start <= _GIVEN_NAME and before in SURNAMES
