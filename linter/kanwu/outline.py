"""How notes are laid out: passages, which are questions with their answers, or single lines.

What is said in one passage can be held against itself; across them facts belong to other things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kanwu.diagnostic import Span

_QUESTION = "[Qq]|问题?|提问|追问|問題?|提問|追問"
_ANSWER = "[Aa]|答|回答|回复|答复|回覆|答覆"
_TURN = re.compile(
    rf"^[ \t>*#-]*(?:(?P<question>{_QUESTION})|(?P<answer>{_ANSWER}))"
    r" ?(?P<number>[0-9]{1,3})?[.、]?\**[ \t]*[:：]"
)
_END = re.compile(r"[。！？!?\n]")
_ENDED = re.compile(r"[。！？!?；;：:，,…]\W*$")
_LONGEST_HEADING = 40
Kind = Literal["question", "answer"]


class Turn(NamedTuple):
    """A question or an answer: its paragraphs, and how it is labelled."""

    span: Span
    kind: Kind
    label: Span
    number: int | None


class Passage(NamedTuple):
    """Lines that are about one thing; `turns` is empty for those outside of questions."""

    span: Span
    turns: tuple[Turn, ...] = ()


def sentence(text: str, span: Span, before: int, after: int) -> Span:
    """The sentence around a span, which reaches no further than so many characters."""
    head = text[max(0, span.start - before) : span.start]
    tail = text[span.end : span.end + after]
    return Span(span.start - len(_END.split(head)[-1]), span.end + len(_END.split(tail)[0]))


def passages(prose: str) -> tuple[Passage, ...]:
    """The passages of a text, from left to right: each question with its answers, or a line.

    A heading, a short line without an end mark right before a question, ends the passage before.
    """
    found: list[Passage] = []
    turns: list[Turn] = []
    lines = list(_lines(prose))
    for number, line in enumerate(lines):
        match = _TURN.match(line.of(prose))
        if match:
            if match["question"] and turns and turns[-1].kind == "answer":
                found.append(_exchange(turns))
                turns = []
            turns.append(_turn(match, line))
        elif turns and not _is_heading(prose, lines[number : number + 2]):
            turns[-1] = turns[-1]._replace(span=Span(turns[-1].span.start, line.end))
        else:
            if turns:
                found.append(_exchange(turns))
                turns = []
            found.append(Passage(line))
    if turns:
        found.append(_exchange(turns))
    return tuple(found)


def _lines(prose: str) -> Iterator[Span]:
    """The lines that are not blank."""
    for match in re.finditer(r"[^\r\n]*[^\s][^\r\n]*", prose):
        yield Span(*match.span())


def _turn(match: re.Match[str], line: Span) -> Turn:
    kind: Kind = "question" if match["question"] else "answer"
    number = int(match["number"]) if match["number"] else None
    return Turn(line, kind, Span(*match.span()).moved(line.start), number)


def _exchange(turns: list[Turn]) -> Passage:
    return Passage(Span(turns[0].span.start, turns[-1].span.end), tuple(turns))


def _is_heading(prose: str, lines: list[Span]) -> bool:
    """Whether the first of two lines is a heading over a question, the second."""
    line, *following = (line.of(prose) for line in lines)
    short = len(line) <= _LONGEST_HEADING and not _ENDED.search(line)
    return short and any(map(_TURN.match, following))
