"""Names that a document itself writes in several ways, see `kanwu.glossary.own`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from kanwu.analysis import Analysis
from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span, smallest_edit
from kanwu.document import Document
from kanwu.glossary import Glossary
from kanwu.glossary.own import Likeness, OwnName
from kanwu.glossary.own_hanzi import hanzi_names
from kanwu.glossary.own_latin import latin_names
from kanwu.kinds.quotation import is_spoken_about
from kanwu.kinds.spec import Example, Spec, TableRule, should_be
from kanwu.rule import Bad, Good

_UNSAFE = 0.8
"""The confidence from which on a fix is for others than a reader to make."""
_CONFIDENCE: dict[Likeness, float] = {"sound": 0.9, "dropped": 0.75, "spelling": 0.75}
_UNSETTLED = 0.7


class ConsistencySpec(Spec, frozen=True, tag="consistency"):
    """`settled` names have one spelling that is right by how often it is there; of the others
    nobody can say which is."""

    settled: bool
    example: tuple[Example, ...]

    def build(self, glossary: Glossary) -> Consistency:
        return Consistency(self, glossary)


@dataclass(frozen=True)
class Consistency(TableRule[ConsistencySpec]):
    glossary: Glossary

    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def check(self, document: Document) -> Iterator[Finding]:
        for name in document.analysis.once(_Names(self.glossary)):
            if name.settled is self.spec.settled:
                for span in chain.from_iterable(other.spans for other in name.spellings[1:]):
                    if not is_spoken_about(document.analysis.folded, span):
                        yield _finding(document, name, span)


@dataclass(frozen=True)
class _Names:
    """Finds the names that a document writes in several ways, once for all rules of a glossary."""

    glossary: Glossary

    def __call__(self, analysis: Analysis) -> tuple[OwnName, ...]:
        return (*hanzi_names(analysis, self.glossary), *latin_names(analysis, self.glossary))


def _finding(document: Document, name: OwnName, span: Span) -> Finding:
    written, usual = span.of(document.prose), name.spellings[0].text
    edit = smallest_edit(span, written, usual)
    if not name.settled:
        fix = Fix((edit,), Applicability.SHOW, _usual(name))
        return Finding(span, _spellings(name), (fix,), _UNSETTLED, usual)
    why = _why(name)
    sure = _CONFIDENCE[name.likeness]
    trust = Applicability.UNSAFE if sure >= _UNSAFE else Applicability.SHOW
    return Finding(span, should_be(written, usual, why), (Fix((edit,), trust, why),), sure)


def _spellings(name: OwnName) -> Message:
    """One name, and how often the document has it in each spelling."""
    counts = [(spelling.text, len(spelling.spans)) for spelling in name.spellings]
    return Message(
        f"同一個名稱有 {len(counts)} 種寫法："
        + "、".join(f"「{text}」{count} 次" for text, count in counts),
        f"one name, {len(counts)} spellings: "
        + ", ".join(f"“{text}” {count} ×" for text, count in counts),
    )


def _why(name: OwnName) -> Message:
    zh, en = _LIKENESS[name.likeness]
    usual = _usual(name)
    return Message(f"{zh}，{usual.zh}", f"{en}, {usual.en}")


def _usual(name: OwnName) -> Message:
    text, spans = name.spellings[0]
    return Message(
        f"同一文件寫「{text}」{len(spans)} 次", f"the document has “{text}” {len(spans)} times"
    )


_LIKENESS: dict[Likeness, tuple[str, str]] = {
    "sound": ("音同或音近", "of the same or a near sound"),
    "dropped": ("漏字", "a character is missing"),
    "spelling": ("英文讀音相同", "of the same English sound"),
}
