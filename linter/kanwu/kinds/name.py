"""Names of the glossary that were heard wrong, in one of the ways of `kanwu.glossary`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kanwu.diagnostic import Applicability, Finding, Fix, Message, smallest_edit
from kanwu.document import Document
from kanwu.glossary import Channel, Glossary
from kanwu.glossary.glossary import Match
from kanwu.kinds.spec import Example, Spec, TableRule, respell, should_be, times_likelier
from kanwu.rule import Bad, Good

_UNSAFE = 0.8
_LEAST = 0.1  # below what any sensitivity shows


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
        for match in self.glossary.matches(document.analysis):
            wanted = match.channel == self.spec.channel and match.wrong >= _LEAST
            if wanted and document.analysis.in_chinese(match.span):
                yield _finding(document, match)


def _finding(document: Document, match: Match) -> Finding:
    written = match.span.of(document.prose)
    right = respell(document, written, match.form)
    sure = Applicability.UNSAFE if match.probability >= _UNSAFE else Applicability.SHOW
    why = _why(match.evidence)
    fix = Fix((smallest_edit(match.span, written, right),), sure, why)
    return Finding(match.span, should_be(written, right, why), (fix,), match.wrong)


def _why(evidence: Mapping[str, float]) -> Message:
    found = [Message(*words) for name, words in _REASONS.items() if evidence.get(name)][:1]
    if (gain := evidence.get("gain", 0)) > 1:
        found.append(times_likelier(gain))
    if near := round(evidence["near"]):
        found.append(Message(f"上下文有 {near} 個同領域的詞", f"{near} words of its domain near"))
    if evidence["present"]:
        found.append(Message("正確寫法見於同一文件", "the right form is in the document"))
    return Message("，".join(zh for zh, _ in found), ", ".join(en for _, en in found))


_REASONS = {
    "case": ("大小寫與詞條不同", "the letters of the term in another case"),
    "heard": ("詞表列出的誤寫", "a listed wrong form of the term"),
    "listed": ("詞表列出的誤寫", "a listed wrong form of the term"),
    "dropped": ("詞條漏了一個音", "the term less a syllable"),
    "added": ("詞條多了一個音", "the term and one more syllable"),
    "swapped": ("詞條的兩個音對調", "two syllables of the term changed places"),
    "changed": ("與詞條差一個音", "the term but for a syllable"),
    "near_sound": ("與詞條音近", "nearly sounds like the term"),
    "same_sound": ("與詞條同音", "sounds like the term"),
    "apart": ("詞條的字母分開寫", "the letters of the term, one by one"),
    "mixed": ("拼起來近於詞條", "spelt out, it is nearly the term"),
    "latin": ("拼法或讀音近於詞條", "nearly the term in spelling or sound"),
    "size": ("與詞條同音", "sounds like the term"),
}
"""What the first of these shows, in words."""
