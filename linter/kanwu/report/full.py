"""For people: each finding with its line, the place marked, the fix and the confidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from kanwu.diagnostic import Applicability, Diagnostic, Fix, Span, say
from kanwu.document import Document
from kanwu.errors import printable
from kanwu.report import Context
from kanwu.report.groups import Group, grouped
from kanwu.run import Result

_AROUND = 24  # characters shown on each side of the match
_PLACES = 6
_WORDS = {
    "zh": {"fix": "修正", "or": "或作", "sure": "信心", "places": "處", "delete": "刪除"},
    "en": {"fix": "fix", "or": "or", "sure": "confidence", "places": "places", "delete": "delete"},
}
_TRUST = {
    "zh": {
        Applicability.SAFE: "可自動套用",
        Applicability.UNSAFE: "須 --unsafe",
        Applicability.SHOW: "僅供參考",
    },
    "en": {
        Applicability.SAFE: "safe",
        Applicability.UNSAFE: "needs --unsafe",
        Applicability.SHOW: "for you to decide",
    },
}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    for result in results:
        if result.shown is not None:
            for group in grouped(result):
                yield _paragraph(result, result.shown, group, context.lang)


def _paragraph(result: Result, document: Document, group: Group, lang: str) -> str:
    first, words = group.first, _WORDS[lang]
    number, column = document.line_column(first.span.start)
    where, message = printable(result.path), say(first.finding.message, lang)
    lines = [f"{where}:{number}:{column}: {first.code} {message}"]
    gutter = " " * len(str(number))
    shown, caret = excerpt(document, first.span)
    lines += [f"{gutter} |", f"{number} | {shown}", f"{gutter} | {caret}"]
    lines += [f"{gutter} = {label}: {text}" for label, text in _notes(document, first, lang)]
    if len(group.diagnostics) > 1:
        places = group.places(result, _PLACES)
        lines.append(f"{gutter} = {len(group.diagnostics)} {words['places']}: {places}")
    return "\n".join(lines) + "\n\n"


def _notes(document: Document, diagnostic: Diagnostic, lang: str) -> Iterator[tuple[str, str]]:
    words = _WORDS[lang]
    for number, proposed in enumerate(diagnostic.finding.fixes):
        change = _change(document.text, diagnostic.span, proposed) or words["delete"]
        yield words["or" if number else "fix"], f"{change} ({_TRUST[lang][proposed.applicability]})"
    yield words["sure"], f"{diagnostic.finding.confidence:.2f}"


def _change(text: str, span: Span, proposed: Fix) -> str:
    replacement = proposed.replacement(text, span)
    return f"{_plain(span.of(text))} → {_plain(replacement)}" if replacement else ""


def excerpt(document: Document, span: Span) -> tuple[str, str]:
    """The line around `span` with the match in 【】, and a caret line for the cells below it.

    Only the part of a match that stands on its first line is shown.
    """
    number, _ = document.line_column(span.start)
    line = document.line_span(number)
    end = line.start + len(document.line(number))
    match = Span(span.start, max(span.start, min(span.end, end)))
    before = document.text[max(line.start, match.start - _AROUND) : match.start]
    after = document.text[match.end : min(end, match.end + _AROUND)]
    head = "…" if match.start - _AROUND > line.start else ""
    tail = "…" if match.end + _AROUND < end else ""
    left, middle = head + _plain(before) + "【", _plain(match.of(document.text))
    shown = f"{left}{middle}】{_plain(after)}{tail}"
    return shown, " " * width(left) + "^" * max(1, width(middle))


def _plain(text: str) -> str:
    """Text for one line of a terminal: what would move the cursor or hide is shown as a code."""
    return "".join(
        char
        if char.isprintable() or unicodedata.combining(char)
        else " "
        if char == "\t"
        else f"<U+{ord(char):04X}>"
        for char in text
    )


def width(text: str) -> int:
    """Terminal cells: two for wide and full-width characters, none for combining marks."""
    return sum(
        0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in text
    )
