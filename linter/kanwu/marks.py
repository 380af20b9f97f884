"""Marks in the text that silence findings.

`# kanwu: ignore[L101] why` at the end of a line speaks for that line, alone on a line for the
next one that has text; `ignore-start` and `ignore-end` enclose a block, `ignore-file` speaks for
the file. Codes may be prefixes, separated by commas; without brackets all codes are meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kanwu.diagnostic import Span
from kanwu.document import Document

Fault = Literal["", "unclosed", "unreadable"]
_BLANK = r"[ \t\u3000]"


@dataclass(frozen=True)
class Mark:
    """A mark at `span`, which silences `codes` (all where empty) within `scope`.

    `fault` is what is wrong with the mark itself: a block without an end, or something after
    `ignore` that is meant as codes and cannot be read.
    """

    span: Span
    scope: Span
    codes: tuple[str, ...]
    fault: Fault = ""

    def silences(self, code: str, place: int) -> bool:
        inside = self.scope.start <= place < self.scope.end
        return inside and (not self.codes or code.startswith(self.codes))


def find_marks(document: Document) -> tuple[Mark, ...]:
    """The marks of a document, in the comments of its format."""
    comment, closing = document.form.comment
    if not comment or "kanwu:" not in document.text:
        return ()
    opening = rf"(?:{comment})[ \t]*kanwu:"
    inside = f"{opening}|{closing}" if closing else opening
    expression = re.compile(
        rf"(?:(?<!{_BLANK}){_BLANK}*)?{opening}[ \t]*ignore(?P<kind>-file|-start|-end)?(?![\w-])"
        r"[ \t]*(?:\[(?P<codes>[^\]\r\n]*)\]|(?P<unreadable>[\[(:（：]))?"
        rf"(?:(?!{inside})[^\r\n])*(?:{closing})"
    )
    marks: list[Mark] = []
    blocks: list[Mark] = []
    for match in expression.finditer(document.text):
        span, codes = Span(*match.span()), _codes(match["codes"])
        line = document.line_column(span.start)[0]
        alone = document.line(line).rstrip() == span.of(document.text).rstrip()
        whole = Span(span.start, document.line_span(line).end) if alone else span
        to_the_end = Span(span.end, len(document.text))
        if match["unreadable"]:
            marks.append(Mark(whole, _nowhere(span), codes, "unreadable"))
        elif match["kind"] == "-file":
            marks.append(Mark(whole, Span(0, len(document.text)), codes))
        elif match["kind"] == "-start":
            blocks.append(Mark(whole, to_the_end, codes, "unclosed"))
        elif match["kind"] == "-end":
            closed = _innermost(blocks, codes)
            if closed is None:
                marks.append(Mark(whole, _nowhere(span), codes))
            else:
                blocks.remove(closed)
                scope = Span(closed.scope.start, span.start)
                marks.append(Mark(closed.span, scope, closed.codes))
                marks.append(Mark(whole, scope, closed.codes))
        else:
            spoken_for = _next_with_prose(document, line) if alone else line
            marks.append(Mark(whole, document.line_span(spoken_for), codes))
    return (*marks, *blocks)


def _next_with_prose(document: Document, line: int) -> int:
    """The number of the next line that rules see something of; of the last one if there is none."""
    reading, last = document.reading, len(document.line_starts)
    for number in range(line + 1, last):
        if any(
            place.of(reading.prose).strip() for place in reading.places(document.line_span(number))
        ):
            return number
    return last


def _innermost(blocks: Sequence[Mark], codes: tuple[str, ...]) -> Mark | None:
    """The block that an end closes: the last one open, of the same codes if the end has any."""
    fitting = (block for block in reversed(blocks) if not codes or block.codes == codes)
    return next(fitting, None)


def _nowhere(span: Span) -> Span:
    return Span(span.end, span.end)


def _codes(listed: str | None) -> tuple[str, ...]:
    return tuple(code for code in re.split(r"[,，、\s]+", listed or "") if code)
