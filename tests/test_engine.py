from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu import engine
from kanwu.diagnostic import Applicability, Diagnostic, Edit, Finding, Fix, Span
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.fix import choose, fix
from kanwu.registry import Rules
from kanwu.rule import Status
from kanwu.suppress import UNUSED_SUPPRESSION


class Word:
    """Finds a word, and may know a better one."""

    name, doc = "word", "doc"
    status: Status = "stable"
    examples = ()

    def __init__(
        self, code: str, wrong: str, right: str | None = None, confidence: float = 1.0
    ) -> None:
        self.code, self._wrong, self._right, self._confidence = code, wrong, right, confidence

    def check(self, document: Document) -> Iterator[Finding]:
        start = document.prose.find(self._wrong)
        while start >= 0:
            span = Span(start, start + len(self._wrong))
            fixes = ()
            if self._right is not None:
                fixes = (Fix.replace(span, self._right, Applicability.SAFE),)
            yield Finding(span, self._wrong, fixes, self._confidence)
            start = document.prose.find(self._wrong, span.end)


A, B = Word("A001", "甲"), Word("B001", "乙")


def test_a_mark_for_a_rule_that_did_not_run_is_not_judged() -> None:
    document = Document("x.txt", "# kanwu: ignore[B001]\n乙")
    assert engine.lint(document, (A, UNUSED_SUPPRESSION), known=("A001", "B001", "K001")) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"message": None},
        {"confidence": "high"},
        {"confidence": 1.5},
        {"span": Span(2, 1)},
        {"span": (0, 1)},
        {"fixes": (Fix((Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")), Applicability.SAFE),)},
        {"fixes": (Fix((Edit(Span(0, 1), None),), Applicability.SAFE),)},  # type: ignore[arg-type]
        {"fixes": (Fix((Edit(Span(2, 1), "x"),), Applicability.SAFE),)},
    ],
)
def test_a_finding_that_cannot_be_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises((ValueError, AttributeError)):
        Finding(**{"span": Span(0, 3), "message": "x", **fields})
    with pytest.raises(ValueError, match="no Applicability"):
        Fix((), "safe")  # type: ignore[arg-type]


def codes(text: str, *rules: Word) -> list[tuple[str, int]]:
    found = engine.lint(Document("x.txt", text), (*rules, UNUSED_SUPPRESSION))
    return [(diagnostic.code, diagnostic.span.start) for diagnostic in found]


def test_findings_come_in_the_order_of_the_text() -> None:
    assert codes("乙甲乙", B, A) == [("B001", 0), ("A001", 1), ("B001", 2)]


def test_rules_see_prose_only() -> None:
    pieces = (
        "甲 https://example.com/甲/a?b=甲&c=1 ",
        "甲 write@example.com ",
        "甲 www.example.com，",
        "甲",
    )
    starts = [len("".join(pieces[:n])) for n in range(len(pieces))]
    assert codes("".join(pieces), A) == [("A001", start) for start in starts]


@pytest.mark.parametrize(
    ("sensitivity", "shown"),
    [("low", [0.98, 0.92]), ("default", [0.98, 0.92, 0.7]), ("high", [0.98, 0.92, 0.7, 0.3])],
)
def test_sensitivity_moves_the_cut(sensitivity: engine.Sensitivity, shown: list[float]) -> None:
    confidences = (0.98, 0.92, 0.7, 0.3, 0.1)
    rules = [Word(f"A00{n}", "甲", confidence=c) for n, c in enumerate(confidences)]
    found = engine.lint(Document("x.txt", "甲"), rules, sensitivity)
    assert [diagnostic.finding.confidence for diagnostic in found] == shown


@pytest.mark.parametrize(
    ("sensitivity", "shown"),
    [("low", [0.98]), ("default", [0.98, 0.92]), ("high", [0.98, 0.92, 0.7, 0.3])],
)
def test_what_is_only_weighed_must_be_surer(
    sensitivity: engine.Sensitivity, shown: list[float]
) -> None:
    confidences = (0.98, 0.92, 0.7, 0.3, 0.1)
    rules = [Word(f"A20{n}", "甲", confidence=c) for n, c in enumerate(confidences)]
    found = engine.lint(Document("x.txt", "甲"), rules, sensitivity)
    assert [diagnostic.finding.confidence for diagnostic in found] == shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("甲 # kanwu: ignore\n甲", ["A001"]),
        ("甲乙 # kanwu: ignore[A]\n", ["B001"]),
        ("甲乙 # kanwu: ignore[A001, B001] 原話如此\n", []),
        ("# kanwu: ignore\n甲乙\n甲", ["A001"]),
        ("# kanwu: ignore[B001]\r\n甲乙\r\n乙", ["A001", "B001"]),
        (
            "甲\n# kanwu: ignore-start[A]\n甲\n乙\n# kanwu: ignore-end[A]\n甲",
            ["A001", "B001", "A001"],
        ),
        ("甲\n# kanwu: ignore-start\n甲\n乙", ["A001", "K001"]),  # never closed
        ("# kanwu: ignore-start[A]\n甲\n# kanwu: ignore-end\n甲乙", ["A001", "B001"]),
        (
            "# kanwu: ignore-start[A]\n# kanwu: ignore-start[B]\n甲乙\n# kanwu: ignore-end\n"
            "甲乙\n# kanwu: ignore-end\n甲乙",
            ["B001", "A001", "B001"],
        ),
        ("甲\n乙\n# kanwu: ignore-file[A]\n甲", ["B001"]),
        ("甲[sic]乙 [sic]甲（原文如此）甲(原文如此)「甲」[sic]", []),
        ("甲 kanwu: ignore\n", ["A001"]),
        ("甲 # kanwu: ignored\n", ["A001"]),
        ("# kanwu: ignore[A001]\n乙", ["K001", "B001"]),
        ("# kanwu: ignore\n丙", ["K001"]),
        ("# kanwu: ignore[Z999]\n丙", ["K001"]),  # no such rule
        ("甲 # kanwu: ignore(A001)\n", ["A001", "K001"]),  # not understood
        ("甲 # kanwu: ignore: A001\n", ["A001", "K001"]),
        ("甲 # kanwu: ignore [B001]\n", ["A001", "K001"]),
        ("甲乙 # kanwu: ignore[A001，B001]\n", []),
        ("甲乙 # kanwu: ignore[A] # kanwu: ignore[B]\n", []),
        ("　　# kanwu: ignore[A]\n甲", []),
        ("# kanwu: ignore-file[K001]\n# kanwu: ignore[A]\n乙", ["B001"]),
        ("# kanwu: ignore-start[A]\n乙\n# kanwu: ignore-end\n", ["K001", "B001", "K001"]),
        ("# kanwu: ignore-end\n甲", ["K001", "A001"]),
        ("甲 # kanwu: ignore[A]", []),
        ("甲\n# kanwu: ignore", ["A001", "K001"]),
    ],
)
def test_suppression(text: str, left: list[str]) -> None:
    assert [code for code, _ in codes(text, A, B)] == left


def test_a_mark_for_what_is_too_unsure_to_show_is_used() -> None:
    unsure = Word("A001", "甲", confidence=0.5)
    assert codes("甲 # kanwu: ignore[A001]", unsure) == []


def test_what_is_said_twice_of_a_place_is_shown_once() -> None:
    one, other = Word("A001", "甲", "乙", 0.9), Word("B001", "甲", "乙", 0.95)
    assert codes("甲", one, other) == [("B001", 0)]
    assert codes("甲", one, Word("B001", "甲", "丙")) == [("A001", 0), ("B001", 0)]


@given(st.text(alphabet="甲乙丙 \n#kanwu:ignore-start[A]-end-file", max_size=80))
def test_marks_never_break(text: str) -> None:
    codes(text, A, B)


def test_a_rule_that_fails_is_named() -> None:
    class Outside(Word):
        def check(self, document: Document) -> Iterator[Finding]:
            yield Finding(Span(0, 9), "x")

    with pytest.raises(KanwuError, match=r"^x\.txt: rule A001 failed: .* is out of the text$"):
        codes("甲", Outside("A001", ""))

    class Broken(Word):
        def check(self, document: Document) -> Iterator[Finding]:
            yield Finding(Span(0, 1), "x")
            raise KeyError("here")

    with pytest.raises(KanwuError, match=r"^x\.txt: rule A001 failed: KeyError: 'here'$"):
        codes("甲", Broken("A001", ""))


# -- fixes


def mended(text: str, *rules: Word) -> str:
    return fix(Document("x.txt", text), lambda d: engine.lint(d, rules)).document.text


def test_a_fix_may_make_way_for_the_next() -> None:
    assert mended("甲", Word("A001", "甲", "乙"), Word("B001", "乙", "丙")) == "丙"


def test_of_two_fixes_at_one_place_the_surer_is_made() -> None:
    assert (
        mended("甲乙丙", Word("A001", "甲乙", "1", 0.9), Word("B001", "乙丙", "2", 0.95)) == "甲2"
    )
    assert mended("甲乙丙", Word("A001", "甲乙", "1"), Word("B001", "乙丙", "2")) == "1丙"
    assert mended("甲乙", Word("B001", "甲乙", "2"), Word("A001", "甲乙", "1")) == "1"


def test_fixes_that_undo_each_other_are_an_error() -> None:
    with pytest.raises(
        KanwuError, match=r"^x\.txt: fixes do not settle .* B001; nothing was written$"
    ):
        mended("甲", Word("A001", "甲", "乙"), Word("B001", "乙", "甲"))


def test_a_fix_is_made_whole_or_not_at_all() -> None:
    both = Fix((Edit(Span(0, 1), "1"), Edit(Span(2, 3), "3")), Applicability.SAFE)

    class Two(Word):
        def check(self, document: Document) -> Iterator[Finding]:
            if document.text.startswith("甲"):
                yield Finding(Span(0, 3), "two", (both,))

    assert mended("甲丁丙", Two("A001", "")) == "1丁3"
    assert mended("甲丁丙", Two("B001", ""), Word("A001", "甲丁", "乙丁")) == "乙丁丙"


def test_a_fix_cannot_reach_out_of_its_finding() -> None:
    with pytest.raises(ValueError, match="reach out"):
        Finding(Span(0, 1), "x", (Fix.replace(Span(0, 2), "", Applicability.SAFE),))


def test_show_fixes_are_never_made() -> None:
    class Show(Word):
        def check(self, document: Document) -> Iterator[Finding]:
            yield Finding(Span(0, 1), "x", (Fix.replace(Span(0, 1), "乙", Applicability.SHOW),))

    for least in (Applicability.SAFE, Applicability.UNSAFE):
        done = fix(Document("x.txt", "甲"), lambda d: engine.lint(d, [Show("A001", "")]), least)
        assert done.document.text == "甲"
        assert len(done.remaining) == 1


fragments = st.sampled_from(
    "對于 之后 隆至 號損 4方3000臺 20到330到30萬 鹵門term 光模塊 愛安 訂單 比亞迪 車型 這 于 先生 \n \r\n 。 # "
    "kanwu:ignore 𠀀 e\u0301 \u2028 \x00 abc 800G Color\u0020Light [sic] 的 在 萬只 3".split(" ")
)


@given(st.lists(fragments, max_size=25).map("".join))
def test_fixing_settles_and_touches_nothing_else(rules: Rules, text: str) -> None:
    """One round makes the chosen edits and nothing else, and fixing twice changes nothing."""

    seen: list[tuple[Diagnostic, ...]] = []

    def lint(document: Document) -> tuple[Diagnostic, ...]:
        seen.append(engine.lint(document, rules))
        return seen[-1]

    document = Document("x.txt", text)
    done = fix(document, lint, Applicability.UNSAFE)
    found = seen[0]
    again = fix(done.document, lint, Applicability.UNSAFE)
    assert again.document.text == done.document.text
    assert again.applied == ()

    # What stands between the chosen findings of the first round stands there still.
    chosen = choose(found, Applicability.UNSAFE)
    rounds = iter([found, ()])
    first = fix(document, lambda _: next(rounds), Applicability.UNSAFE).document.text
    expected, last = "", 0
    for diagnostic, proposed in chosen:
        expected += text[last : diagnostic.span.start]
        expected += proposed.replacement(text, diagnostic.span)
        last = diagnostic.span.end
    assert first == expected + text[last:]


@given(st.text(max_size=300))
def test_no_text_breaks_the_rules(rules: Rules, text: str) -> None:
    document = Document("x.txt", text)
    for diagnostic in engine.lint(document, rules, "high"):
        assert 0 <= diagnostic.span.start < diagnostic.span.end <= len(text)
        assert 0 <= diagnostic.finding.confidence <= 1
