"""Names of the glossary that were heard wrong, in one of the ways of `kanwu.glossary`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kanwu.diagnostic import Applicability, Finding, Fix, Message
from kanwu.document import Document
from kanwu.glossary import Channel, Glossary
from kanwu.glossary.glossary import Match
from kanwu.kinds.spec import Example, Spec, TableRule, respell, should_be, smallest_edit
from kanwu.rule import Bad, Good


class NameSpec(Spec, frozen=True, tag="name"):
    channel: Channel
    example: tuple[Example, ...]

    def build(self, glossary: Glossary) -> Name:
        return Name(self, glossary)


@dataclass(frozen=True)
class Name(TableRule[NameSpec]):
    glossary: Glossary

    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def check(self, document: Document) -> Iterator[Finding]:
        for match in self.glossary.matches(self.spec.channel, document.analysis):
            confidence = likelihood(match, self.spec.channel)
            if confidence > 0:
                yield _finding(document, match, confidence)


def likelihood(match: Match, channel: Channel) -> float:
    """How likely the match is an error; 0 where too little speaks for it.

    The steps were set by reading what each let through on edited text, not fitted. On garbled
    pages by another author all that they showed at .7 and more were errors, so a third of the
    doubt that they leave is kept.
    """
    step = _step(match, channel)
    return 1 - (1 - step) / 3 if step else 0.0


def _step(match: Match, channel: Channel) -> float:
    support = 3 if match.present and match.context else min(match.context, 3)
    if channel == "mixed-script":
        return (0.6, 0.85, 0.95, 0.97)[support]
    if match.heard:  # a word of its own: much must speak against it
        return 0.95 if match.present and match.context else (0.0, 0.0, 0.6, 0.85)[support]
    if channel == "spelling":
        return (0.0, 0.75, 0.92, 0.95)[support]
    length = match.span.end - match.span.start
    if length == 2:
        return (0.0, 0.0, 0.6, 0.92)[support] * match.similarity**2
    # A long term of the same sound that shares most of its characters needs no context.
    alone = 0.8 if length > 3 and match.similarity == 1 and match.shared > 0.5 else 0.5
    return (alone, 0.85, 0.92, 0.95)[support] * match.similarity


def _finding(document: Document, match: Match, confidence: float) -> Finding:
    written = match.span.of(document.prose)
    right = respell(document, written, match.form)
    sure = Applicability.UNSAFE if confidence >= 0.93 else Applicability.SHOW
    why = _why(match)
    fix = Fix((smallest_edit(match.span, written, right),), sure, why)
    return Finding(match.span, should_be(written, right, why), (fix,), confidence)


def _why(match: Match) -> Message:
    if match.heard:
        zh, en = ["詞表列出的誤寫"], ["a listed wrong form of the term"]
    elif match.similarity == 1:
        zh, en = ["與詞條同音"], ["sounds like the term"]
    else:
        zh, en = ["與詞條音形相近"], ["nearly the term"]
    if match.context:
        zh.append(f"上下文有 {match.context} 個同領域的詞")
        en.append(f"{match.context} words of its domain near")
    if match.present:
        zh.append("正確寫法見於同一文件")
        en.append("the right form is in the document")
    return Message("，".join(zh), ", ".join(en))
