"""Subtitles: SubRip (.srt), WebVTT (.vtt) and Advanced SubStation Alpha (.ass, .ssa).

The text of the cues is prose, and a sentence that runs on from one to the next is read as one;
times, numbers, names of styles and tags are not touched. WebVTT as in www.w3.org/TR/webvtt1.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple

from kanwu.diagnostic import Span
from kanwu.formats import Wanted
from kanwu.reading import MalformedError, Piece, around, never

_CLOCK = r"(?:(?P<{0}h>\d{{1,3}}):)?(?P<{0}m>\d{{1,2}}):(?P<{0}s>\d{{1,2}}(?:[.,]\d{{1,3}})?)"
_TIMES = re.compile(
    rf"^[ \t]*{_CLOCK.format('a')}[ \t]*-->[ \t]*{_CLOCK.format('z')}"
    r"(?:[ \t][^\r\n]*)?(?=\r|\n|\Z)",
    re.MULTILINE | re.ASCII,
)
_ARROW = re.compile(r"^[^\r\n]*-->[^\r\n]*", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]+")
_NUMBER = re.compile(r"(?:\A|[\r\n])[ \t]*\d+[ \t]*[\r\n]*\Z", re.ASCII)
_BLANK = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_TAG = re.compile(
    r"<[^<>\r\n]{0,200}>|\{\\[^{}\r\n]{0,200}\}|(?P<entity>&(?:amp|lt|gt|nbsp|lrm|rlm);)"
)
_OVERRIDE = re.compile(r"\{[^{}\r\n]{0,1000}\}|(?P<blank>\\h)|(?P<end>\\[Nn])")
_DRAWING = re.compile(r"\{[^{}]*\\p[1-9]")
_EVENT = re.compile(r"^(?P<kind>Dialogue|Format|Comment):[ \t]*(?P<rest>[^\r\n]*)", re.MULTILINE)
_TIME = re.compile(r"(?P<h>\d+):(?P<m>\d{1,2}):(?P<s>\d{1,2}(?:\.\d{1,3})?)", re.ASCII)
_ENDED = re.compile(r"[。！？!?…；;：:.][」』”’\"）)】]{0,2}\s*\Z")
_NEW_SPEAKER = re.compile(r"\s*[-–—\[【(（♪>]")
_PAUSE = 2.0
"""Seconds of silence after which something new begins."""


class _Line(NamedTuple):
    """A line of a cue, from when to when it is shown, in seconds."""

    pieces: tuple[Piece, ...]
    text: str
    start: float
    end: float


@dataclass(frozen=True)
class Subtitles:
    name: str

    @property
    def comment(self) -> tuple[str, str]:
        return (r"(?m:^)NOTE", "") if self.name == "vtt" else ("", "")

    def pieces(self, text: str) -> Iterator[Piece]:
        lines = _ass(text) if self.name == "ass" else _cues(text, self.name == "vtt")
        before: _Line | None = None
        for line in lines:
            if before:
                seam = Span(before.pieces[-1].span.end, line.pieces[0].span.start)
                yield Piece(seam, _seam(before, line), prose=False, write=never)
            yield from line.pieces
            before = line


def _seam(before: _Line, after: _Line) -> str:
    """What stands between two lines: nothing where a sentence runs on."""
    anew = _ENDED.search(before.text) or _NEW_SPEAKER.match(after.text)
    if anew or after.start - before.end > _PAUSE:
        return "\n"
    return " " if (before.text[-1] + after.text[0]).isascii() else ""


def _cues(text: str, vtt: bool) -> Iterator[_Line]:
    """The lines of the cues of .srt and .vtt."""
    if vtt and not re.match(r"WEBVTT(?![^\s])", text):
        raise MalformedError(0, "is no WebVTT: it does not begin with WEBVTT")
    times = list(_TIMES.finditer(text))
    good = {match.end() for match in times}
    for arrow in _ARROW.finditer(text):
        if arrow.end() not in good:
            raise MalformedError(arrow.start(), "is no time of a cue; mend it first")
    if text.strip() and not times and not vtt:
        raise MalformedError(0, "has no cues")
    for number, match in enumerate(times):
        last = number + 1 == len(times)
        end = len(text) if last else times[number + 1].start()
        blank = _BLANK.search(text, match.end(), end) if vtt else None
        body = text[match.end() : blank.start() if blank else end]
        own = _NUMBER.search(body) if not last and not blank else None
        shown = _seconds(match, "a"), _seconds(match, "z")
        stop = match.end() + (own.start() if own else len(body))
        for line in _LINE.finditer(text, match.end(), stop):
            yield from _line(text, Span(*line.span()), _tags(text, Span(*line.span()), vtt), *shown)


def _tags(text: str, span: Span, vtt: bool) -> Iterator[Piece]:
    for tag in _TAG.finditer(text, *span):
        place = Span(*tag.span())
        if not tag["entity"]:
            yield Piece(place, "", prose=False, write=never)
        elif vtt:
            yield Piece(place, unescape(tag["entity"]), write=_escape)


def _escape(text: str) -> str:
    return escape(text, quote=False)


def _no_markup(text: str) -> str | None:
    """Text that means itself in all of these formats."""
    return None if set(text) & set("<>&{}\\\r\n") else text


def _line(
    text: str, span: Span, special: Iterable[Piece], start: float, end: float
) -> Iterator[_Line]:
    pieces = tuple(around(span, special, _no_markup))
    plain = "".join(piece.span.of(text) if piece.reads is None else piece.reads for piece in pieces)
    if plain.strip():
        yield _Line(pieces, plain, start, end)


def _seconds(match: re.Match[str], side: str) -> float:
    hours, minutes, seconds = (match[side + unit] or "0" for unit in "hms")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def _ass(text: str) -> Iterator[_Line]:
    """The lines of the dialogues, whose last field is the text."""
    section = text.find("[Events]")
    if section < 0:
        raise MalformedError(0, "has no [Events]")
    fields = ["Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect"]
    for event in _EVENT.finditer(text, section):
        if event["kind"] == "Format":
            fields = [field.strip() for field in event["rest"].split(",")][:-1]
        elif event["kind"] == "Dialogue":
            values = event["rest"].split(",", len(fields))
            if len(values) <= len(fields):
                raise MalformedError(event.start(), "is no dialogue: fields are missing")
            shown = dict(zip(fields, values, strict=False))
            times = [_TIME.match(shown.get(field, "").strip()) for field in ("Start", "End")]
            if not times[0] or not times[1]:
                raise MalformedError(event.start(), "is no dialogue: its time cannot be read")
            span = Span(event.end() - len(values[-1]), event.end())
            if not _DRAWING.search(values[-1]):
                yield from _spoken(text, span, _seconds(times[0], ""), _seconds(times[1], ""))


def _spoken(text: str, span: Span, start: float, end: float) -> Iterator[_Line]:
    """The lines of a dialogue, between line ends written \\\\N."""
    first = span.start
    special: list[Piece] = []
    for mark in _OVERRIDE.finditer(text, *span):
        place = Span(*mark.span())
        if mark["end"]:
            yield from _line(text, Span(first, place.start), special, start, end)
            first, special = place.end, []
        else:
            reads = " " if mark["blank"] else ""
            special.append(Piece(place, reads, prose=False, write=never))
    yield from _line(text, Span(first, span.end), special, start, end)


def form(name: str, _: Wanted) -> Subtitles:
    return Subtitles(name)
