"""Whether what was corrected was an error of a word, or other wording."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from kanwu.glossary.corrections import differ_in_words
from kanwu.glossary.english import english
from kanwu.hanzi import sound
from kanwu.hanzi.script import code_points
from kanwu.language import lexicon, runs
from kanwu.language.confusions import confusions
from kanwu.language.ngrams import LONGEST, words

_FREQUENT = -9.0
"""The log probability from which on characters are mostly words by themselves."""
_HEARD_ALIKE = 3  # a grade of `sound.grades`
_SPELT_ALIKE = 0.7


def may_be_word(key: str) -> bool:
    """Whether a bare form that no pack has may be a word.

    What begins or ends with a character that is mostly a word by itself is one only if the lexicon
    has it.
    """
    if is_word(key) or key.isascii():
        return True
    return len(key) <= LONGEST and not _stand_alone(key)[[0, -1]].any()


def _stand_alone(key: str) -> NDArray[np.bool_]:
    """Which characters are mostly words by themselves: 的, 再, 她; shape (characters,)."""
    spoken = runs.read(code_points(key))
    alone: NDArray[np.bool_] = words().weight(spoken.astype(np.int64)) > _FREQUENT
    return alone & (spoken > 0)


def is_word(key: str) -> bool:
    """Whether a bare form is an ordinary word."""
    return key in english() or bool(lexicon.are_words([key])[0])


def is_error(heard: str, right: str, is_known: bool) -> bool:
    """Whether one bare form is likely to have been an error for another, and no other wording.

    A word may have been one if it sounds or looks like the other. What is no known term must differ
    in more than grammar, as 做得 and 做的 do not, and not be a rarer word than the one it replaced.
    """
    if not differ_in_words(heard, right):
        return False
    if not is_known and (_differ_in_grammar(heard, right) or _is_rarer(right, heard)):
        return False
    return not is_word(heard) or _confusable(heard, right)


def _is_rarer(one: str, other: str) -> bool:
    weights = lexicon.weights([one, other])
    return is_word(one) and bool(weights[0] <= weights[1])


def _differ_in_grammar(one: str, other: str) -> bool:
    """Whether all characters in which two forms differ are mostly words by themselves."""
    if len(one) != len(other):
        return False
    differ = code_points(one) != code_points(other)
    return bool((_stand_alone(one) & _stand_alone(other))[differ].all())


def _confusable(heard: str, right: str) -> bool:
    """Whether each character sounds or looks like the other, or the whole is spelt nearly so."""
    if len(heard) != len(right) or right.isascii():
        spelt = sound.spell(heard), sound.spell(right)
        return Indel.normalized_similarity(*spelt) >= _SPELT_ALIKE
    one, other = code_points(heard), code_points(right)
    grades = sound.grades()[sound.syllables(one), sound.syllables(other)]
    glyph, read = confusions().likeness(one, other)
    return bool(((one == other) | (grades >= _HEARD_ALIKE) | (glyph > 0) | (read > 0)).all())
