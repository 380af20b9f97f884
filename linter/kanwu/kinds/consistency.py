"""Names that a document writes in several ways, see `kanwu.glossary.own`, or otherwise than the
other documents of its run, see `kanwu.glossary.elsewhere`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from kanwu.analysis import Analysis
from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span, smallest_edit
from kanwu.document import Document
from kanwu.glossary import Glossary, elsewhere
from kanwu.glossary.corpus import Corpus, Names, Usage
from kanwu.glossary.elsewhere import Otherwise
from kanwu.glossary.own import Likeness, OwnName
from kanwu.glossary.own_hanzi import hanzi_names
from kanwu.glossary.own_latin import latin_names
from kanwu.kinds.quotation import is_spoken_about
from kanwu.kinds.spec import Example, Spec, TableRule, respell, should_be
from kanwu.rule import Bad, Good

_UNSAFE = 0.8
"""The confidence from which on a fix is for others than a reader to make."""
_CONFIDENCE: dict[Likeness, float] = {"sound": 0.9, "dropped": 0.75, "spelling": 0.75}
_ELSEWHERE: dict[Likeness, float] = {"sound": 0.85, "spelling": 0.75}
_UNSETTLED = 0.7
_MOST_PATHS = 2
_LIKENESS: dict[Likeness, Message] = {
    "sound": Message("音同或音近", "of the same or a near sound"),
    "dropped": Message("漏字", "a character is missing"),
    "spelling": Message("英文讀音相同", "of the same English sound"),
}


class ConsistencySpec(Spec, frozen=True, tag="consistency"):
    """`settled` names have one spelling that is right by how often it is there; of the others
    nobody can say which is."""

    settled: bool
    example: tuple[Example, ...]

    def build(self, glossary: Glossary) -> Consistency:
        return Consistency(self, glossary)


@dataclass(frozen=True)
class Consistency(TableRule[ConsistencySpec]):
    """`corpus` has the names of all documents of a run, where these are one body."""

    glossary: Glossary
    corpus: Corpus | None = None

    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def names(self, document: Document) -> Names:
        """What a document tells the others of its run."""
        return elsewhere.names(document.path, document.analysis, self.glossary)

    def within(self, corpus: Corpus) -> Consistency:
        """The same rule for the documents of a corpus."""
        return replace(self, corpus=corpus)

    def check(self, document: Document) -> Iterator[Finding]:
        for slip in self._slips(document):
            for span in slip.spans if slip.settled is self.spec.settled else ():
                spoken_about = is_spoken_about(document.analysis.folded, span)
                if not spoken_about and document.analysis.in_chinese(span):
                    yield slip.finding(document, span)

    def _slips(self, document: Document) -> Iterator[_Slip]:
        """As the document itself has its names, and where it says nothing, as the others do.

        What it has more often is not usual if it is a slip among all documents.
        """
        own = document.analysis.once(_Own(self.glossary))
        if self.corpus is None:
            yield from map(_own_slip, own)
            return
        otherwise = document.analysis.once(_Elsewhere(self.glossary, self.corpus, document.path))
        unusual = _places(span for name in otherwise for span in name.spelling.spans)
        slips = [
            _own_slip(name) for name in own if unusual.isdisjoint(_places(name.spellings[0].spans))
        ]
        yield from slips
        found = _places(span for slip in slips for span in slip.spans)
        for name in otherwise:
            if found.isdisjoint(_places(name.spelling.spans)):
                yield _slip_elsewhere(document, name)


@dataclass(frozen=True)
class _Own:
    """Finds the names that a document writes in several ways, once for all rules of a glossary."""

    glossary: Glossary

    def __call__(self, analysis: Analysis) -> tuple[OwnName, ...]:
        return (*hanzi_names(analysis, self.glossary), *latin_names(analysis, self.glossary))


@dataclass(frozen=True)
class _Elsewhere:
    """Finds the names that a document writes otherwise than others, once for all rules."""

    glossary: Glossary
    corpus: Corpus
    path: str

    def __call__(self, analysis: Analysis) -> tuple[Otherwise, ...]:
        return tuple(elsewhere.written_otherwise(self.path, analysis, self.glossary, self.corpus))


class _Slip(NamedTuple):
    """Where a name is not written as usual: `counted` says how often each spelling is there,
    `because` why the usual one is right."""

    spans: Sequence[Span]
    usual: str
    settled: bool
    confidence: float
    counted: Message
    because: Message

    def finding(self, document: Document, span: Span) -> Finding:
        written = span.of(document.prose)
        edit = smallest_edit(span, written, self.usual)
        if not self.settled:
            fix = Fix((edit,), Applicability.SHOW, self.because)
            return Finding(span, self.counted, (fix,), _UNSETTLED, self.usual)
        trust = Applicability.UNSAFE if self.confidence >= _UNSAFE else Applicability.SHOW
        fix = Fix((edit,), trust, self.because)
        message = should_be(written, self.usual, self.because)
        return Finding(span, message, (fix,), self.confidence)


def _own_slip(name: OwnName) -> _Slip:
    usual, *rest = name.spellings
    times = len(usual.spans)
    return _Slip(
        tuple(chain.from_iterable(other.spans for other in rest)),
        usual.text,
        name.settled,
        _CONFIDENCE[name.likeness],
        _counted([_times(each.text, len(each.spans)) for each in name.spellings]),
        _because(
            name.likeness if name.settled else None,
            Message(
                f"同一文件寫「{usual.text}」{times} 次",
                f"the document has “{usual.text}” {times} times",
            ),
        ),
    )


def _slip_elsewhere(document: Document, name: Otherwise) -> _Slip:
    written, others = name.spelling.text, name.usual
    usual = others.text if others.letters.isascii() else respell(document, written, others.text)
    where = _where(others)
    told = Message(
        f"其他文件寫「{usual}」{others.times} 次（{where.zh}）",
        f"other documents have “{usual}” {others.times} times ({where.en})",
    )
    there = _times(usual, others.times)
    elsewhere = Message(f"{there.zh}（{where.zh}）", f"{there.en} ({where.en})")
    return _Slip(
        name.spelling.spans,
        usual,
        name.settled,
        _ELSEWHERE[name.likeness],
        _counted([elsewhere, _times(written, name.usage.times)]),
        _because(name.likeness if name.settled else None, told),
    )


def _counted(spellings: Sequence[Message]) -> Message:
    """One name, and how often each spelling of it is there."""
    return Message(
        f"同一個名稱有 {len(spellings)} 種寫法：" + "、".join(each.zh for each in spellings),
        f"one name, {len(spellings)} spellings: " + ", ".join(each.en for each in spellings),
    )


def _times(text: str, count: int) -> Message:
    return Message(f"「{text}」{count} 次", f"“{text}” {count} ×")


def _because(likeness: Likeness | None, told: Message) -> Message:
    if likeness is None:
        return told
    alike = _LIKENESS[likeness]
    return Message(f"{alike.zh}，{told.zh}", f"{alike.en}, {told.en}")


def _where(usage: Usage) -> Message:
    """The documents that have a spelling most, and how many there are."""
    paths = [place.path for place in usage.places[:_MOST_PATHS]]
    more = usage.documents - len(paths)
    return Message(
        "、".join(paths) + (f" 等 {usage.documents} 個" if more else ""),
        ", ".join(paths) + (f" and {more} more" if more else ""),
    )


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(*span)}
