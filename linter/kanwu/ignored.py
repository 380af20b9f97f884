"""What a team writes as it is: what is found there is no error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.analysis import Analysis
from kanwu.diagnostic import Diagnostic, Span
from kanwu.hanzi.script import normal
from kanwu.search import Texts


class Allowed(NamedTuple):
    """Words, in whichever script and case they stand, and codes or prefixes with texts in which
    these rules are wrong."""

    words: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


NOTHING = Allowed()


def outside(
    diagnostics: Iterable[Diagnostic], allowed: Allowed, analysis: Analysis
) -> Iterator[Diagnostic]:
    """The diagnostics that leave alone what is allowed.

    Neither lies one of them within a word, nor would its best fix change a part of one.
    """
    if not any(allowed):
        yield from diagnostics
        return
    reach = _reach(allowed.words, analysis)
    for diagnostic in diagnostics:
        found = diagnostic.span.of(analysis.prose)
        if any(diagnostic.code.startswith(code) and found == text for code, text in allowed.texts):
            continue
        edits = diagnostic.fix.edits if diagnostic.fix else ()
        within = reach[diagnostic.span.start] >= max(diagnostic.span.end, 1)
        if not (within or any(_touches(reach, edit.span) for edit in edits)):
            yield diagnostic


def _touches(reach: NDArray[np.intp], span: Span) -> bool:
    """Whether a span shares a character with a word or, if it is empty, lies inside one."""
    return span.end > 0 and bool(reach[span.end - 1] > span.start)


def _reach(words: tuple[str, ...], analysis: Analysis) -> NDArray[np.intp]:
    """How far the words go that begin at or before each place, shape (n + 1,); 0 for no word."""
    reach = np.zeros(len(analysis.prose) + 1, np.intp)
    for _, start, end in _texts(words).words_in(analysis.lowered):
        reach[start] = max(reach[start], end)
    return np.maximum.accumulate(reach)


@lru_cache
def _texts(words: tuple[str, ...]) -> Texts:
    return Texts(normal(words))
