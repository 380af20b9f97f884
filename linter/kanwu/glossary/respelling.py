"""How much better a name fits where a document has another spelling of it.

The name is weighed as a word of the text, as likely as it is there (a cache model, Kuhn and De
Mori 1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from kanwu.glossary.hanzi_texts import Codes, Text
from kanwu.language.hashing import keys_of
from kanwu.language.lattice import Lattice, Paths
from kanwu.language.ngrams import Floats, words
from kanwu.language.terms import UNKNOWN

LEAST_GAIN = 10.0
_SIGHT = 12
"""Characters on both sides in which a spelling is weighed."""


class Respelling(NamedTuple):
    """A text, the name that it may be a spelling of, and how often a character begins that."""

    other: Text
    usual: Codes
    rate: float


def gains(codes: Codes, respellings: Sequence[Respelling]) -> Floats:
    """How much better each name fits where the other stands first, nats, (respellings,)."""
    if not respellings:
        return np.zeros(0, np.float32)
    rest = np.zeros(1, np.uint32)
    weighed = [rest]
    for other, usual, _ in respellings:
        before, after = _around(codes, other)
        weighed += before, codes[other.starts[0] :][: other.length], after, rest
        weighed += before, usual, after, rest
    keys = np.concatenate([keys_of(list(usual[:, None])) for _, usual, _ in respellings])
    known = words().numbers(keys) >= 0
    model = words().with_words(np.unique(keys[~known]), UNKNOWN)
    totals = Paths(Lattice(np.concatenate(weighed), model)).totals[:-1].reshape(-1, 2)
    bonus = np.log([each.rate for each in respellings]) - model.weight(model.numbers(keys))
    found: Floats = totals[:, 1] - totals[:, 0] + np.maximum(bonus, 0)
    return found


def _around(codes: Codes, text: Text) -> tuple[Codes, Codes]:
    """What stands before and after a text where it is first, up to a break."""
    ((start, end), *_) = text.spans
    before, after = codes[max(0, start - _SIGHT) : start], codes[end:][:_SIGHT]
    last = int(np.flatnonzero(before == 0).max(initial=-1)) + 1
    return before[last:], after[: int(np.flatnonzero(after == 0).min(initial=_SIGHT))]
