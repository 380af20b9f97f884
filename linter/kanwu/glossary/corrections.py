"""Where a text was corrected: short pieces of a line that became others, the rest being equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from kanwu.diagnostic import Span
from kanwu.hanzi.script import fold, normal

_TOKEN = re.compile(r"[A-Za-z0-9]+|[^\W_]")
"""What is aligned: Latin words and figures whole, all else by characters, no marks and blanks."""
_ALIKE = 0.6
"""How much of a line must be as it was: what has been changed further has been rewritten."""
_LONGEST_CHANGE = 6  # tokens
_LONGEST_LINE = 20_000  # characters; to align more takes too much memory
_AHEAD = 20  # lines among which the one is looked for that a line became
_NUMERALS = re.compile(r"[0-9〇零一二三四五六七八九十百千万亿两]")
_FORM = re.compile(r"(?:[\w.&'’·/+-]|(?<=[A-Za-z0-9]) | (?=[A-Za-z0-9])){2,}")


class Change(NamedTuple):
    """What became what: ranges of the items before and after."""

    old: Span
    new: Span


class Tokens(NamedTuple):
    """The tokens of a line: where each stands, and what is compared of it."""

    spans: tuple[Span, ...]
    keys: tuple[str, ...]

    @classmethod
    def of(cls, line: str) -> Tokens:
        spans = tuple(Span(*match.span()) for match in _TOKEN.finditer(line))
        return cls(spans, tuple(normal(span.of(line) for span in spans)))

    def place(self, part: Span) -> Span:
        """Where some tokens, one at least, stand in the line."""
        return Span(self.spans[part.start].start, self.spans[part.end - 1].end)


@dataclass(frozen=True)
class Line:
    """A line before and after it was corrected."""

    before: str
    after: str

    @cached_property
    def old(self) -> Tokens:
        return Tokens.of(self.before)

    @cached_property
    def new(self) -> Tokens:
        return Tokens.of(self.after)

    @cached_property
    def replacements(self) -> tuple[Change, ...]:
        """The changes of a few tokens into a few others.

        What was only put in or left out replaces nothing.
        """
        return tuple(
            change
            for change in self._changes
            if all(0 < part.end - part.start <= _LONGEST_CHANGE for part in change)
        )

    def source(self, part: Span) -> Span | None:
        """Which tokens became the tokens `part`, or None where its edges lie inside a change."""
        places = self._unchanged
        if part.start not in places or part.end not in places:
            return None
        return Span(places[part.start], places[part.end])

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        return tuple(_changes(self.old.keys, self.new.keys))

    @cached_property
    def _unchanged(self) -> Mapping[int, int]:
        """The places between tokens that lie in no change, after and before.

        Where something was left out there is no one place before.
        """
        found: dict[int, int] = {}
        last = Change(Span(0, 0), Span(0, 0))
        end = Change(*(Span(len(side.keys), len(side.keys)) for side in (self.old, self.new)))
        for change in (*self._changes, end):
            shift = last.old.end - last.new.end
            places = range(last.new.end, change.new.start + 1)
            found |= {place: place + shift for place in places}
            last = change
        left_out = {new.start for _, new in self._changes if new.start == new.end}
        return {place: source for place, source in found.items() if place not in left_out}


def corrected_lines(old: str, new: str) -> Iterator[Line]:
    """The lines of a text in which something was replaced, in order."""
    before, after = old.splitlines(), new.splitlines()
    for (start, end), (first, last) in _changes(normal(before), normal(after)):
        for line in _paired(before[start:end], after[first:last]):
            if line.replacements:
                yield line


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Lines with what they became: the first of those ahead that is mostly the same."""
    first = 0
    for line in before:
        for place, other in enumerate(after[first : first + _AHEAD], first):
            if max(len(line), len(other)) <= _LONGEST_LINE and _alike(line, other):
                yield Line(line, other)
                first = place + 1
                break


def _alike(one: str, other: str) -> bool:
    return Levenshtein.normalized_similarity(fold(one), fold(other), score_cutoff=_ALIKE) > 0


def _changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Change]:
    """What differs, by the fewest edits (Levenshtein, 1966); neighbouring edits are one change."""
    steps = Levenshtein.opcodes(old, new)
    for equal, group in groupby(steps, key=lambda step: step.tag == "equal"):
        if not equal:
            edits = list(group)
            first, last = edits[0], edits[-1]
            yield Change(Span(first.src_start, last.src_end), Span(first.dest_start, last.dest_end))


def bare(form: str) -> str:
    """What is compared of a form: its characters in Simplified, lower case and usual width.

    Forms that are equal in that differ in script, case, blanks or marks only.
    """
    usual = unicodedata.normalize("NFKC", form)
    return _letters(fold(usual).lower())


def all_bare(forms: Iterable[str]) -> list[str]:
    """The same of many forms without line ends, which is faster at once."""
    given = list(forms)
    usual = unicodedata.normalize("NFKC", "\n".join(given)).split("\n") if given else []
    return list(map(_letters, normal(usual)))


def _letters(text: str) -> str:
    return text if text.isalnum() else "".join(filter(str.isalnum, text))


def may_be_form(text: str) -> bool:
    """Whether a text may be a form of a term.

    It has two characters or more, no mark of a sentence, and no blank but beside Latin.
    """
    return _FORM.fullmatch(text) is not None and len(bare(text)) > 1


def differ_in_words(one: str, other: str) -> bool:
    """Whether two forms differ in more than script, case, blanks, marks and numbers."""
    rest = [_NUMERALS.sub("", bare(form)) for form in (one, other)]
    return all(rest) and rest[0] != rest[1]
