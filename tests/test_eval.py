"""kanwu eval: the counting on findings made up for it, and the command on files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from kanwu import registry
from kanwu.cli.main import main
from kanwu.diagnostic import Applicability, Diagnostic, Finding, Fix, Span
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.evaluation import (
    EDGES,
    Judged,
    Pages,
    Sentence,
    Sentences,
    Verdict,
    evaluate_document,
    evaluate_pairs,
    reliability,
    together,
)
from kanwu.labels import MarkedError, Pair, read_marked, read_pairs
from tests.conftest import ROOT

BAD, FIXED = "由干需求疲軟,出貸量下滑。", "由於需求疲軟,出貨量下滑。"
CLEAN = "經銷商沒有虧損。"
MISSED = ("會議在三點開始。", "會議在四點開始。")

FILE = Document("x.tsv", "")
short = st.text("甲乙丙丁", max_size=6)


def found(start: int, end: int, fix: str | None = None, confidence: float = 1.0) -> Diagnostic:
    span = Span(start, end)
    fixes = () if fix is None else (Fix.replace(span, fix, Applicability.SHOW),)
    return Diagnostic("X101", "made-up", Finding(span, "made up", fixes, confidence))


def finds(*diagnostics: Diagnostic) -> Callable[[Document], Sequence[Diagnostic]]:
    return lambda _: diagnostics


def sentence(source: str, target: str, *diagnostics: Diagnostic) -> Sentence:
    (done,) = evaluate_pairs(FILE, [Pair(source, target)], finds(*diagnostics))
    return done


def verdict(source: str, target: str, diagnostic: Diagnostic) -> Verdict:
    (judged,) = sentence(source, target, diagnostic).findings
    return judged.verdict


# Sentences


def test_sentences_are_counted_both_ways() -> None:
    fix = found(0, 1, "甲")
    counts = Sentences.of(
        [
            sentence("乙丙", "甲丙", fix),  # mended
            sentence("乙丙", "甲丁", fix),  # changed, and still wrong
            sentence("乙丙", "乙丁"),  # missed
            sentence("乙丙", "乙丙", fix),  # a false alarm
            sentence("乙丙", "乙丙", found(0, 1)),  # shown only
        ]
    )
    assert (counts.total, counts.clean, counts.clean_changed) == (5, 2, 1)
    assert (counts.tp, counts.fp, counts.fn, counts.tn, counts.spoilt) == (1, 1, 2, 1, 1)
    assert (counts.strict.precision, counts.strict.recall) == (1 / 3, 1 / 3)
    assert (counts.lenient.precision, counts.lenient.recall) == (1 / 2, 1 / 3)
    assert counts.lenient.f1 == pytest.approx(0.4)


def test_a_share_of_nothing_is_none() -> None:
    clean = Sentences.of([sentence("甲", "甲")])
    assert (clean.strict.precision, clean.strict.recall, clean.strict.f1) == (None, None, None)
    missed = Sentences.of([sentence("甲", "乙")])
    assert (missed.strict.precision, missed.strict.recall, missed.strict.f1) == (None, 0, 0)


@given(st.lists(st.builds(Sentence, short, short, short), min_size=1))
def test_counts_add_up(sentences: list[Sentence]) -> None:
    counts = Sentences.of(sentences)
    assert counts.total == len(sentences)
    assert counts.strict.recall == counts.lenient.recall
    assert (counts.strict.precision or 0) <= (counts.lenient.precision or 0)
    parts = [Sentences.of([one]) for one in sentences]
    assert together(parts) == counts


def test_of_overlapping_fixes_the_surer_one_is_made() -> None:
    both = found(0, 2, "丙", 0.8), found(1, 3, "丁", 0.9)
    assert sentence("甲乙甲", "甲丁", *both).output == "甲丁"


def test_a_fix_is_right_if_it_is_on_the_way_to_the_target() -> None:
    assert verdict("甲乙丙", "甲丁丙", found(1, 2, "丁")) is Verdict.RIGHT
    assert verdict("甲乙丙", "甲丁丙", found(0, 3, "甲丁丙")) is Verdict.RIGHT
    assert verdict("甲乙丙", "丁丁丁", found(1, 2, "丁")) is Verdict.RIGHT
    assert verdict("甲乙丙", "甲丁丙", found(1, 2, "丙")) is Verdict.OTHER
    assert verdict("甲乙丙", "甲丁丙", found(1, 2)) is Verdict.OTHER
    assert verdict("甲乙丙", "甲丁丙", found(1, 3, "丁丁")) is Verdict.OTHER
    assert verdict("甲乙丙", "甲丁丙", found(0, 1, "丁")) is Verdict.WRONG
    assert verdict("甲乙丙", "甲乙丙", found(0, 1)) is Verdict.WRONG


def test_what_is_missing_or_doubled_has_no_sure_place() -> None:
    for start in (1, 2):
        assert verdict("甲的的乙", "甲的乙", found(start, start + 1, "")) is Verdict.RIGHT
        assert verdict("甲的的乙", "甲的乙", found(start, start + 1)) is Verdict.OTHER
    assert verdict("光塊貴", "光模塊貴", found(0, 2, "光模塊")) is Verdict.RIGHT
    assert verdict("光塊貴", "光模塊貴", found(1, 1)) is Verdict.OTHER
    assert verdict("光塊貴", "光模塊貴", found(2, 3)) is Verdict.WRONG


@given(short, short)
def test_the_way_to_the_target_is_right_step_by_step(source: str, target: str) -> None:
    steps = [step for step in Levenshtein.opcodes(source, target) if step.tag != "equal"]
    done = sentence(
        source,
        target,
        *(found(s.src_start, s.src_end, target[s.dest_start : s.dest_end]) for s in steps),
    )
    assert {judged.verdict for judged in done.findings} <= {Verdict.RIGHT}


@given(st.data(), short, short)
def test_a_right_fix_comes_closer_and_none_is_right_where_nothing_is_wrong(
    data: st.DataObject, source: str, target: str
) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    diagnostic = found(start, end, data.draw(short))
    done = sentence(source, target, diagnostic)
    if done.findings[0].verdict is Verdict.RIGHT:
        assert Levenshtein.distance(done.output, target) < Levenshtein.distance(source, target)
    assert verdict(source, source, diagnostic) is Verdict.WRONG


def test_a_finding_belongs_to_the_line_that_it_lies_in() -> None:
    pairs = [Pair("甲乙", "甲丁"), Pair("", ""), Pair("乙丙", "丁丙")]
    lines: list[str] = []

    def lint(document: Document) -> Sequence[Diagnostic]:
        lines.append(document.text)
        inside = found(1, 2, "丁"), found(6, 7, "丁"), found(8, 8, "丁")
        return *inside, found(1, 3, ""), found(2, 4, ""), found(5, 7, "丁")

    done = evaluate_pairs(FILE, pairs, lint)
    assert lines == ["甲乙\n\n\n\n乙丙"]
    assert [one.output for one in done] == ["甲丁", "", "丁丙丁"]
    assert [len(one.findings) for one in done] == [1, 0, 2]


@given(st.lists(st.tuples(short, short), min_size=1), st.data())
def test_every_line_is_mended_as_if_it_were_alone(
    rows: list[tuple[str, str]], data: st.DataObject
) -> None:
    starts = [sum(len(source) + 2 for source, _ in rows[:row]) for row in range(len(rows))]
    fixes: list[list[Diagnostic]] = []
    for source, _ in rows:
        start = data.draw(st.integers(0, len(source)))
        end = data.draw(st.integers(start, len(source)))
        fixes.append([found(start, end, data.draw(short))])
    moved = [one.moved(start) for of, start in zip(fixes, starts, strict=True) for one in of]
    done = evaluate_pairs(FILE, [Pair(*row) for row in rows], finds(*moved))
    assert done == [sentence(*row, *of) for row, of in zip(rows, fixes, strict=True)]


# Marked errors


def page(text: str, errors: Sequence[MarkedError], *diagnostics: Diagnostic) -> Pages:
    return evaluate_document(Document("x.txt", text), errors, finds(*diagnostics))


def test_findings_are_held_against_marks() -> None:
    errors = [
        MarkedError(Span(0, 2), "丁丁", "name"),
        MarkedError(Span(3, 4), None),
        MarkedError(Span(6, 7), "丁", certain=False),
    ]
    text = "甲乙丙甲乙丙甲乙\n\n乙丙\n"

    def verdicts(*diagnostics: Diagnostic) -> list[str]:
        return [judged.verdict.value for judged in page(text, errors, *diagnostics).findings]

    assert verdicts(found(0, 2, "丁丁"), found(0, 3, "丁丁丙")) == ["right", "right"]
    assert verdicts(found(0, 1, "丁"), found(0, 2)) == ["other", "other"]
    assert verdicts(found(3, 4), found(3, 4, "丁")) == ["right", "other"]
    assert verdicts(found(2, 3, "丁"), found(6, 7, "丁"), found(6, 7)) == ["wrong", "open", "open"]

    done = page(text, errors, found(0, 2, "丁丁"), found(6, 7, "丙"), found(10, 11, "甲"))
    assert (done.total, done.clean, done.clean_changed) == (2, 1, 1)
    assert [(error.category, error.found, error.fixed) for error in done.errors] == [
        ("name", True, True),
        ("", False, False),
    ]
    assert (done.fix.precision, done.fix.recall) == (1 / 2, 1 / 2)


def test_one_finding_may_mend_several_errors_or_one_of_them() -> None:
    errors = [MarkedError(Span(0, 1), "丁"), MarkedError(Span(2, 3), "丁")]
    done = page("甲乙丙", errors, found(0, 3, "丁乙丁"))
    assert [error.fixed for error in done.errors] == [True, True]
    done = page("甲乙丙", errors, found(0, 3, "丁乙丙"))
    assert [error.fixed for error in done.errors] == [True, False]
    assert done.place.recall == 1
    either = [MarkedError(Span(0, 2), "丁丁"), MarkedError(Span(0, 1), "丁")]
    assert page("甲乙丙", either, found(0, 2, "丁丁")).findings[0].verdict is Verdict.RIGHT


@given(st.text("甲乙丙\n\r", min_size=1, max_size=20), st.data())
def test_whoever_finds_what_is_marked_is_right(text: str, data: st.DataObject) -> None:
    document = Document("x.txt", text)
    places = [place for place, char in enumerate(text) if char not in "\r\n"]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    lines = []
    for place in chosen:
        line, column = document.line_column(place)
        entry = {"line": line, "start": column - 1, "end": column, "text": text[place], "fix": "丁"}
        lines.append(json.dumps(entry))
    if not chosen:
        return
    errors = read_marked(Document("gold.jsonl", "\n".join(lines)), document)
    assert [error.span.start for error in errors] == chosen
    done = evaluate_document(
        document, errors, finds(*(found(place, place + 1, "丁") for place in sorted(chosen)))
    )
    assert (done.place.f1, done.fix.f1, done.clean_changed) == (1, 1, 0)


# Reliability


@given(st.lists(st.floats(0, 1)))
def test_every_finding_is_in_the_bin_of_its_confidence(confidences: list[float]) -> None:
    bins = reliability(Judged("X101", "x", sure, Verdict.RIGHT) for sure in confidences)
    assert [(one.low, one.high) for one in bins] == list(pairwise(EDGES))
    assert sum(one.verdicts.findings for one in bins) == len(confidences)
    for one in bins:
        assert one.mean is None or one.low <= one.mean + 1e-9 <= one.high + 2e-9
        inside = [
            sure for sure in confidences if one.low <= sure < one.high or sure == one.high == 1
        ]
        assert one.verdicts.findings == len(inside)


def test_open_findings_are_not_set_against_their_confidence() -> None:
    verdicts = (Verdict.RIGHT, Verdict.OTHER, Verdict.WRONG, Verdict.WRONG, Verdict.OPEN)
    (part,) = (one for one in reliability(Judged("X", "x", 0.8, v) for v in verdicts) if one.mean)
    assert (part.low, part.high, part.mean) == (0.8, 0.9, 0.8)
    assert (part.verdicts.precision, part.verdicts.placed) == (1 / 4, 1 / 2)


# Reading


@given(
    st.lists(st.tuples(short, short), min_size=1), st.booleans(), st.sampled_from(["\n", "\r\n"])
)
def test_pairs_are_read_as_they_stand(
    rows: list[tuple[str, str]], header: bool, line_end: str
) -> None:
    lines = ["source\ttarget"] * header + [f"{a}\t{b}\tmore\tmore" for a, b in rows]
    pairs = read_pairs(Document("pairs.tsv", line_end.join([*lines, ""])))
    assert list(pairs) == rows


def test_only_a_first_line_is_a_header_and_nothing_a_comment_or_quoted() -> None:
    text = '# 甲\t"乙\nsource\ttarget\n\u3000甲 \t乙\u2028丙\n'
    pairs = read_pairs(Document("pairs.tsv", text))
    assert list(pairs) == [
        ("# 甲", '"乙'),
        ("source", "target"),
        ("\u3000甲 ", "乙\u2028丙"),
    ]


ENTRY = {"line": 1, "start": 1, "end": 2, "text": "乙", "fix": "丁"}


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"text": "丙"}, "is “乙”, not “丙”"),
        ({"end": 9, "text": "乙丙"}, "line 1, 1 to 9 of x.txt is “乙丙”"),
        ({"start": 2, "end": 1, "text": ""}, "2 to 1"),
        ({"line": 3}, "x.txt has no line 3, only 2"),
        ({"line": 0}, "$.line"),
        ({"start": -1}, "$.start"),
        ({"certainty": "sure"}, "$.certainty"),
        ({"fix": 3}, "$.fix"),
    ],
)
def test_marks_that_do_not_fit_are_refused(entry: dict[str, Any], what: str) -> None:
    gold = Document("gold.jsonl", "\n" + json.dumps(ENTRY | entry))
    with pytest.raises(KanwuError) as refused:
        read_marked(gold, Document("x.txt", "甲乙丙\n"))
    assert str(refused.value).startswith("gold.jsonl:2: ")
    assert what in str(refused.value)


# The command


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["eval", *map(str, arguments)])


def measured(*arguments: object) -> dict[str, Any]:
    done = call(*arguments, "--output-format", "json")
    assert (done.exit_code, done.stderr) == (0, "")
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def pairs(path: str, *rows: tuple[str, str]) -> Path:
    Path(path).write_text("".join(f"{a}\t{b}\n" for a, b in rows), "utf-8")
    return Path(path)


ROWS = (
    ("source", "target"),
    (BAD, FIXED),
    ("由干成本上升。", "由於成本下降。"),
    ("他寫成「由干」。", "他寫成「由干」。"),
    (CLEAN, CLEAN),
    MISSED,
)


def test_pairs_as_json(project: Path) -> None:
    pairs("pairs.tsv", *ROWS)
    made = measured("pairs.tsv")
    assert made["files"] == [{"path": "pairs.tsv"} | made["total"]]
    total = made["total"]
    assert (total["sentences"], total["clean"], total["false_positive_rate"]) == (5, 2, 0.5)
    strict = {"tp": 1, "fp": 2, "fn": 2, "tn": 1, "precision": 1 / 3, "recall": 1 / 3}
    assert total["strict"] == pytest.approx(strict | {"f1": 1 / 3})
    lenient = {"tp": 1, "fp": 1, "fn": 2, "tn": 1, "precision": 1 / 2, "recall": 1 / 3}
    assert total["lenient"] == pytest.approx(lenient | {"f1": 0.4})
    worth = {"findings": 4, "right": 3, "other_fix": 0, "wrong": 1, "open": 0, "precision": 0.75}
    assert made["families"] == [{"family": "L"} | worth]
    assert made["rules"] == [{"code": "L101", "rule": "lookalike-word"} | worth]
    (part,) = (part for part in made["reliability"] if part["findings"])
    assert (part["from"], part["to"], part["right"], part["in_place"]) == (0.97, 1, 0.75, 0.75)
    assert part["mean_confidence"] == pytest.approx(0.98)


def test_pairs_as_tables(project: Path) -> None:
    pairs("pairs.tsv", *ROWS)
    pairs("清楚.tsv", (CLEAN, CLEAN))
    lines = call("pairs.tsv", "清楚.tsv").stdout.splitlines()
    assert lines[:4] == [
        "檔案       句數  無誤    誤改  召回率  嚴格精確率  嚴格F1  寬鬆精確率  寬鬆F1",
        "pairs.tsv     5     2  50.00%   0.333       0.333   0.333       0.500   0.400",
        "清楚.tsv      1     1   0.00%       –           –       –           –       –",
        "全部          6     3  33.33%   0.333       0.333   0.333       0.500   0.400",
    ]
    assert "pycorrector" in lines[6]
    english = call("清楚.tsv", "--lang", "en").stdout
    assert english.startswith("file      sentences  clean  changed  recall  strict precision")
    assert "rule" not in english


def test_the_readme_shows_what_is_printed(project: Path) -> None:
    section = (ROOT / "README.md").read_text("utf-8").split("### Measure it")[1]
    written, shown = (part.split("```")[0] for part in section.split("```text\n")[1:3])
    Path("pairs.tsv").write_text(written, "utf-8")
    assert call("pairs.tsv").stdout == shown


@pytest.mark.usefixtures("few_terms")
def test_the_options_are_those_of_check(project: Path) -> None:
    pairs("pairs.tsv", *ROWS, ("坤鵬資本看好。", "鯤鵬資本看好。"))
    Path("terms.txt").write_text("鯤鵬資本\n", "utf-8")
    Path("other.toml").write_text('ignore = ["L"]\nlang = "en"\n', "utf-8")

    def codes(*options: str) -> list[str]:
        return [rule["code"] for rule in measured("pairs.tsv", *options)["rules"]]

    assert codes() == ["L101"]
    assert codes("--ignore", "L") == []
    assert codes("--select", "H") == []
    assert codes("--glossary", "terms.txt") == ["L101", "N101"]
    assert codes("--config", "other.toml", "--glossary", "terms.txt") == ["N101"]
    assert call("pairs.tsv", "--config", "other.toml").stdout.startswith("file")
    assert call("pairs.tsv", "--select", "X9").exit_code == 2
    Path("kanwu.toml").write_text('[per-file-ignores]\n"pairs.*" = ["L"]\n', "utf-8")
    assert codes() == []
    assert codes("--isolated") == ["L101"]


def test_the_sources_of_a_file_are_one_document(project: Path) -> None:
    silent = f"{BAD} # kanwu: ignore-file"
    pairs("pairs.tsv", (silent, silent), (BAD, FIXED))
    pairs("others.tsv", (BAD, FIXED))
    assert [file["strict"]["tp"] for file in measured("pairs.tsv", "others.tsv")["files"]] == [0, 1]


def test_eval_finds_what_check_finds_in_the_same_lines(project: Path) -> None:
    rows = [(example.text, example.text) for rule in registry.load() for example in rule.examples]
    rows = [row for row in rows if not set(row[0]) & set("\n\t#")]
    pairs("pairs.tsv", *rows)
    Path("notes.txt").write_text("\n\n".join(source for source, _ in rows), "utf-8")
    done = CliRunner().invoke(main, ["check", "notes.txt", "--output-format", "jsonl"])
    assert done.exit_code == 1
    counts = Counter(json.loads(line)["code"] for line in done.stdout.splitlines())
    made = {rule["code"]: rule["findings"] for rule in measured("pairs.tsv")["rules"]}
    assert made == counts


def test_files_in_other_encodings(project: Path) -> None:
    text = "".join(f"{a}\t{b}\r\n" for a, b in ROWS)
    for encoding in ("utf-8-sig", "utf-16", "big5"):
        Path("pairs.tsv").write_bytes(text.encode(encoding))
        assert measured("pairs.tsv")["total"]["sentences"] == 5


def test_a_report_can_go_into_a_file(project: Path) -> None:
    pairs("pairs.tsv", *ROWS)
    assert call("pairs.tsv", "-o", "out.txt").stdout == ""
    assert Path("out.txt").read_text("utf-8") == call("pairs.tsv").stdout


def gold(path: str, *entries: dict[str, Any]) -> None:
    lines = (json.dumps(entry, ensure_ascii=False) for entry in entries)
    Path(path).write_text("\n".join(lines), "utf-8")


def test_marked_errors(project: Path) -> None:
    Path("notes.txt").write_text(f"紀要\r\n\r\n{BAD}\r\n{CLEAN}{MISSED[0]}", "utf-8")
    at = BAD.index
    gold(
        "errors.jsonl",
        {"line": 3, "start": at("由"), "end": at("由") + 2, "text": "由干", "fix": "由於", "category": "look"},
        {"line": 3, "start": at("貸"), "end": at("貸") + 1, "text": "貸", "fix": "口", "certainty": "possible"},
        {"line": 4, "start": len(CLEAN) + 3, "end": len(CLEAN) + 4, "text": "三", "fix": "四", "why": "heard"},
    )  # fmt: skip
    made = measured("--gold", "errors.jsonl", "notes.txt")
    total = made["total"]
    assert (total["lines"], total["clean"], total["clean_changed"]) == (3, 1, 0)
    assert (total["errors"], total["found"], total["fixed"]) == (2, 1, 1)
    assert (
        total["place"]
        == total["fix"]
        == pytest.approx({"precision": 1, "recall": 1 / 2, "f1": 2 / 3})
    )
    assert made["categories"] == [
        {"category": "", "errors": 1, "found": 0, "fixed": 0},
        {"category": "look", "errors": 1, "found": 1, "fixed": 1},
    ]
    assert [(rule["right"], rule["open"]) for rule in made["rules"]] == [(1, 1)]
    lines = call("notes.txt", "--gold", "errors.jsonl", "--lang", "en").stdout.splitlines()
    assert lines[1].split()[:7] == ["notes.txt", "3", "1", "0.00%", "2", "1", "1"]
    several = measured(*["notes.txt", "--gold", "errors.jsonl"] * 2)
    assert several["total"]["errors"] == 4


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("甲\t乙\n\n丙 丁\n", "bad.tsv:3: has no tab"),
        ("", "bad.tsv: holds no pairs"),
        ("source\ttarget\n", "bad.tsv: holds no pairs"),
        (None, "bad.tsv: No such file"),
        (b"\0\1\2", "bad.tsv: looks like a binary file"),
    ],
)
def test_bad_pairs_are_one_line(project: Path, content: str | bytes | None, what: str) -> None:
    if content is not None:
        data = content if isinstance(content, bytes) else content.encode()
        Path("bad.tsv").write_bytes(data)
    done = call(pairs("good.tsv", *ROWS), "bad.tsv")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kanwu: {what}")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ('{"line": 1,\n', "gold.jsonl:1: "),
        (json.dumps(ENTRY) + '\n{"line": 1}', "gold.jsonl:2: "),
        (json.dumps(ENTRY | {"text": "丙"}), "gold.jsonl:1: line 1, 1 to 2 of notes.txt is “乙”"),
        ("\n", "gold.jsonl: holds no marked errors"),
        (None, "gold.jsonl: No such file"),
    ],
)
def test_bad_marks_are_one_line(project: Path, content: str | None, what: str) -> None:
    Path("notes.txt").write_text("甲乙丙\n", "utf-8")
    if content is not None:
        Path("gold.jsonl").write_text(content, "utf-8")
    done = call("notes.txt", "--gold", "gold.jsonl")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"kanwu: {what}")
    assert done.stderr.count("\n") == 1


def test_calls_that_make_no_sense(project: Path) -> None:
    pairs("pairs.tsv", *ROWS)
    Path("notes.txt").write_text(BAD, "utf-8")
    assert call().exit_code == 2
    assert call("pairs.tsv", "--output-format", "full").exit_code == 2
    assert call("notes.txt", "notes.txt", "--gold", "errors.jsonl").exit_code == 2
    assert call(".").exit_code == 2
    assert call("missing.txt", "--gold", "pairs.tsv").exit_code == 2
    Path("notes.dat").write_text(BAD, "utf-8")
    assert call("notes.dat", "--gold", "pairs.tsv").stderr.startswith("kanwu: notes.dat: no format")


def test_a_rule_that_fails_names_the_file(project: Path) -> None:
    Path("rules").mkdir()
    Path("rules/fails.py").write_text(
        "from kanwu import Bad, Good\n"
        "class Fails:\n"
        "    code, name, doc, status = 'X101', 'fails', 'doc', 'stable'\n"
        "    examples = (Good('x'), Bad('y'))\n"
        "    def check(self, document):\n"
        "        return iter([document.text.index('無此文')] and ())\n"
        "rule = Fails()\n",
        "utf-8",
    )
    Path("kanwu.toml").write_text('rules = ["rules"]\n', "utf-8")
    done = call(pairs("pairs.tsv", (BAD, FIXED), MISSED))
    assert done.exit_code == 2
    assert done.stderr.startswith("kanwu: pairs.tsv: rule X101 failed")
