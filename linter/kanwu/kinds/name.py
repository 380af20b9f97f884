"""Names of the glossary that were heard wrong, in one of the ways of `kanwu.glossary`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kanwu.diagnostic import Applicability, Finding, Fix, Message
from kanwu.document import Document
from kanwu.glossary import Channel, Glossary
from kanwu.glossary.glossary import Match
from kanwu.kinds.spec import Row, Spec, TableRule, respell, should_be, smallest_edit
from kanwu.rule import Bad, Good


class NameExample(Row, frozen=True):
    text: str
    fixed: str = ""


class NameSpec(Spec, frozen=True, tag="name"):
    channel: Channel
    example: tuple[NameExample, ...]

    def build(self, glossary: Glossary) -> Name:
        examples = tuple(
            Bad(example.text, example.fixed) if example.fixed else Good(example.text)
            for example in self.example
        )
        return Name(self.code, self.name, self.doc, self.status, examples, self.channel, glossary)


@dataclass(frozen=True)
class Name(TableRule):
    channel: Channel
    glossary: Glossary

    def check(self, document: Document) -> Iterator[Finding]:
        for match in self.glossary.matches(self.channel, document.analysis):
            confidence = likelihood(match, self.channel)
            if confidence > 0:
                yield _finding(document, match, confidence)


def likelihood(match: Match, channel: Channel) -> float:
    """How likely the match is an error; 0 where too little speaks for it.

    The steps were set by reading what each let through on edited text, not fitted.
    """
    support = 3 if match.present and match.context else min(match.context, 3)
    if channel == "mixed-script":
        return (0.6, 0.85, 0.95, 0.97)[support]
    if match.heard:  # a word of its own: much must speak against it
        return (0.0, 0.0, 0.6, 0.95)[support]
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
    right = respell(written, document.analysis.unfold(match.term.term))
    why = Message(*_reasons(match))
    sure = Applicability.UNSAFE if confidence >= 0.8 else Applicability.SHOW
    fix = Fix((smallest_edit(match.span, written, right),), sure, why)
    message = should_be(written, right)
    said = Message(f"{message.zh}：{why.zh}", f"{message.en}: {why.en}")
    return Finding(match.span, said, (fix,), confidence)


def _reasons(match: Match) -> Iterator[str]:
    """Why, in Chinese and in English."""
    alike = "同音" if match.similarity == 1 else "音形相近"
    zh, en = [f"與詞條{alike}"], ["sounds or looks like the term"]
    if match.context:
        zh.append(f"上下文有 {match.context} 個同領域的詞")
        en.append(f"{match.context} words of its domain near")
    if match.present:
        zh.append("正確寫法見於同一文件")
        en.append("the right form is in the document")
    yield "，".join(zh)
    yield ", ".join(en)
