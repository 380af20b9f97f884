"""A text as rules read it, put together from pieces of a file, and the way back to the file.

A reader of subtitles sees no times, one of HTML no tags, and `&amp;` stands for one character.
A format says of which pieces the text of a file consists; what is in no piece is not touched.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np

from kanwu.diagnostic import Applicability, Edit, Finding, Fix, Span, smallest_edit

Writer = Callable[[str], str | None]
_NO_LINE_END = re.compile(r"[^\r\n]")


def as_it_is(text: str) -> str:
    """The writer of a place where all characters stand for themselves."""
    return text


def never(_: str) -> None:
    """The writer of a place that stays as it is."""


class Piece(NamedTuple):
    """A part of a file that is read.

    reads    what it stands for; None where it stands for itself. What reads as "" is deleted with
             the text around it if it can be, as a line end within a paragraph is, and a tag is not.
    prose    whether rules look at it, and fixes change it; all else is there as a boundary
    write    how a new text is written there; None if it cannot be
    careful  whether a fix there needs a person's consent
    """

    span: Span
    reads: str | None = None
    prose: bool = True
    write: Writer = as_it_is
    careful: bool = False


class Form(Protocol):
    """How a kind of file is read.

    `comment` are regular expressions for what opens and what closes a comment, in which a
    suppression mark can stand; two times "" where there are no comments.
    """

    @property
    def comment(self) -> tuple[str, str]: ...

    def pieces(self, text: str) -> Iterable[Piece]:
        """The pieces of a file, in order and apart. Raises MalformedError for a damaged one."""
        ...


class MalformedError(Exception):
    """A file is not what it should be, at an offset of its text."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(what)
        self.offset, self.what = offset, what


def places_of_bytes(data: bytes) -> list[int]:
    """The number of the code point that each byte of a text in UTF-8 belongs to, and the number of
    all at the end: parsers count bytes."""
    begins = (np.frombuffer(data, np.uint8) & 0xC0) != 0x80
    places: list[int] = (np.cumsum(begins) - 1).tolist()
    return [*places, int(begins.sum())]


def around(
    span: Span, special: Iterable[Piece], write: Writer = as_it_is, careful: bool = False
) -> Iterator[Piece]:
    """All of a span: some special pieces, in any order, and what is around them as it stands.

    Of pieces that overlap the first goes before the others.
    """
    last = span.start
    for piece in sorted(special, key=lambda piece: piece.span):
        first = max(piece.span.start, last)
        if piece.span.end > first:
            if first > last:
                yield Piece(Span(last, first), None, True, write, careful)
            last = piece.span.end
            yield piece._replace(span=Span(first, last))
    if last < span.end:
        yield Piece(Span(last, span.end), None, True, write, careful)


def boundaries(spans: Iterable[Span]) -> Iterator[Piece]:
    """Spans that are no prose, as they stand."""
    return (Piece(span, prose=False) for span in spans)


@dataclass(frozen=True)
class Reading:
    """What the pieces of a file read as, one after the other."""

    source: str
    pieces: tuple[Piece, ...]

    @cached_property
    def text(self) -> str:
        return "".join(self._texts)

    @cached_property
    def prose(self) -> str:
        """The text with blanks for all that is no prose."""
        return "".join(
            text if piece.prose else _NO_LINE_END.sub(" ", text)
            for piece, text in zip(self.pieces, self._texts, strict=True)
        )

    @cached_property
    def _texts(self) -> Sequence[str]:
        return [
            piece.span.of(self.source) if piece.reads is None else piece.reads
            for piece in self.pieces
        ]

    @cached_property
    def _starts(self) -> Sequence[int]:
        """Where each piece begins in the text."""
        starts, place = [], 0
        for text in self._texts:
            starts.append(place)
            place += len(text)
        return starts

    def _piece_at(self, place: int) -> int:
        """The number of the piece that a character of the text belongs to."""
        return bisect_right(self._starts, place) - 1

    def span(self, span: Span) -> Span:
        """Where in the file a span of the text stands, from its first to its last character."""
        if span.start == span.end:
            place = self._insertion(span.start)
            return Span(place, place)
        return Span(self._start(span.start), self._end(span.end))

    def _start(self, place: int) -> int:
        number = self._piece_at(place)
        piece = self.pieces[number]
        return piece.span.start + (place - self._starts[number] if piece.reads is None else 0)

    def _end(self, place: int) -> int:
        """Where in the file the character before a place of the text ends."""
        number = self._piece_at(place - 1)
        piece = self.pieces[number]
        if piece.reads is None:
            return piece.span.start + place - self._starts[number]
        return piece.span.end

    def _insertion(self, place: int) -> int:
        """Where in the file to write what comes to stand at a place of the text."""
        if not self.pieces:
            return 0
        if place and (place == len(self.text) or self.pieces[self._piece_at(place - 1)].prose):
            return self._end(place)
        return self._start(place)

    def places(self, span: Span) -> Iterator[Span]:
        """The spans of the text that a span of the file has a part in."""
        first = bisect_left(self.pieces, span.start, key=lambda piece: piece.span.end)
        for number in range(first, len(self.pieces)):
            piece, start = self.pieces[number], self._starts[number]
            if piece.span.start >= span.end:
                return
            if piece.reads is not None:
                yield Span(start, start + len(piece.reads))
            elif piece.span.overlaps(span):
                inner = piece.span.within(span)
                yield inner.moved(start - piece.span.start)

    def finding(self, finding: Finding) -> Finding:
        """What was found in the text, in terms of the file; without fixes that cannot be made."""
        if len(self.pieces) == 1 and self.text == self.source:
            return finding
        fixes = tuple(fix for fix in map(self.fix, finding.fixes) if fix is not None)
        return replace(finding, span=self._reach(finding.span, fixes), fixes=fixes)

    def _reach(self, span: Span, fixes: Iterable[Fix]) -> Span:
        """The span of a finding, which covers the edits: an escape is written anew whole."""
        own = self.span(span)
        edits = [edit.span for fix in fixes for edit in fix.edits]
        first = min([own.start, *(edit.start for edit in edits)])
        return Span(first, max([own.end, *(edit.end for edit in edits)]))

    def fix(self, fix: Fix) -> Fix | None:
        """A fix of the text, in terms of the file; None if it cannot be made there."""
        made: list[Edit] = []
        careful = False
        for edit in fix.edits:
            for number, start, end, text in self._changes(edit):
                piece = self.pieces[number]
                careful |= piece.careful
                written = _written(piece, start, end, text)
                if written is None:
                    return None
                made.append(written)
        trust = min(fix.applicability, Applicability.UNSAFE) if careful else fix.applicability
        return Fix(tuple(made), trust, fix.why)

    def _changes(self, edit: Edit) -> Iterator[tuple[int, int, int, str]]:
        """The pieces that an edit changes: the number of a piece, a range within, and its text."""
        span, text = edit
        if span.start == span.end:
            place = max(0, span.start - 1)
            number = self._piece_at(place)
            if not self.pieces[number].prose or span.start == 0:
                number = self._piece_at(span.start)
            at = span.start - self._starts[number]
            yield number, at, at, text
            return
        numbers = range(self._piece_at(span.start), self._piece_at(span.end - 1) + 1)
        shares = self._shares(span, text, numbers) if len(numbers) > 1 else [text]
        for number, share in zip(numbers, shares, strict=True):
            start, whole = self._starts[number], len(self._texts[number])
            inner = span.moved(-start).within(Span(0, whole))
            if self.pieces[number].reads == "":
                if not text:
                    yield number, 0, 0, ""
            elif inner.of(self._texts[number]) != share:
                (first, last), smallest = smallest_edit(inner, inner.of(self._texts[number]), share)
                yield number, first, last, smallest

    def _shares(self, span: Span, text: str, numbers: range) -> Sequence[str]:
        """How a new text for a span is shared out among its pieces: each keeps what it has."""
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - few edits cross a boundary

        shares = dict.fromkeys(numbers, "")
        for step in Levenshtein.opcodes(span.of(self.text), text):
            new = text[step.dest_start : step.dest_end]
            if step.tag == "insert":
                before = span.start + max(0, step.src_start - 1)
                shares[self._piece_at(before)] += new
            elif step.tag != "delete":
                for place, character in zip(range(step.src_start, step.src_end), new, strict=True):
                    shares[self._piece_at(span.start + place)] += character
        return list(shares.values())

    def within(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Pieces of the text as pieces of the file: a format that is written in another one."""
        for piece in pieces:
            first = self._piece_at(piece.span.start)
            last = self._piece_at(max(piece.span.start, piece.span.end - 1))
            if piece.reads is not None:
                yield _inside(self.pieces[first], piece, self.span(piece.span), piece.reads)
                continue
            for number in range(first, last + 1):
                outer, start = self.pieces[number], self._starts[number]
                own = piece.span.within(Span(start, start + len(self._texts[number])))
                span = self.span(own) if outer.reads is None else outer.span
                yield _inside(outer, piece, span, outer.reads)


def _inside(outer: Piece, inner: Piece, span: Span, reads: str | None) -> Piece:
    """A piece of a format that is written in another one, as both would have it."""

    def write(text: str) -> str | None:
        written = inner.write(text)
        return None if written is None else outer.write(written)

    careful = outer.careful or inner.careful
    return Piece(span, reads, outer.prose and inner.prose, write, careful)


def _written(piece: Piece, start: int, end: int, text: str) -> Edit | None:
    """The edit that puts a text in the place of a range of a piece; None if there is none."""
    if not piece.prose and piece.reads != "":
        return None
    if piece.reads is None:
        written = piece.write(text)
        place = Span(start, end).moved(piece.span.start)
    else:
        written = piece.write(piece.reads[:start] + text + piece.reads[end:])
        place = piece.span
    return None if written is None else Edit(place, written)
