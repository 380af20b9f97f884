"""Formats, held against the programs that write and read them: what is prose, and how fixes land.

The rules here are made up, so that each place of a file is looked at, whatever it says.
"""

from __future__ import annotations

import ast
import contextlib
import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import docx
import nbformat
import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanwu import engine, files, formats
from kanwu.diagnostic import Applicability, Edit, Finding, Fix, Span
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.fix import fix
from kanwu.rule import Bad, Good, Status
from kanwu.settings import Project, Settings

PROJECT = Project(Path("/"))


@dataclass(frozen=True)
class Rewrite:
    """A rule that rewrites what an expression finds in the prose."""

    pattern: str
    right: str
    code: str = "X101"
    name: str = "rewrite"
    doc: str = ""
    status: Status = "stable"
    examples: tuple[Good | Bad, ...] = ()

    def check(self, document: Document) -> Iterator[Finding]:
        for match in re.finditer(self.pattern, document.prose):
            span = Span(*match.span())
            fixed = Fix.replace(span, self.right, Applicability.SAFE)
            yield Finding(span, "wrong", (fixed,))


def parse(name: str, data: str | bytes, **configured: object) -> Document:
    content = data.encode() if isinstance(data, str) else data
    return files.parse(name, content, Project(Path("/"), Settings(**configured)))  # type: ignore[arg-type]


def rewritten(document: Document, rule: Rewrite) -> Document:
    """The document after all that the rule can fix in it, unsafe fixes too."""
    return fix(document, lambda one: engine.lint(one, [rule]), Applicability.UNSAFE).document


def prose(document: Document) -> str:
    return document.page.prose


# What each format holds: how a list of texts is written, and how another program reads it back.


def write_csv(texts: Sequence[str]) -> str:
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(
        [str(n), text] for n, text in enumerate(texts)
    )
    return target.getvalue()


def read_csv(text: str) -> list[str]:
    return [row[1] for row in csv.reader(io.StringIO(text, newline=""))]


def write_srt(texts: Sequence[str]) -> str:
    return "".join(
        f"{n + 1}\n00:00:{5 * n % 60:02},000 --> 00:00:{5 * n % 60 + 1:02},000\n{text}\n\n"
        for n, text in enumerate(texts)
    )


def write_vtt(texts: Sequence[str]) -> str:
    cues = (
        f"00:{5 * n % 60:02}.000 --> 00:{5 * n % 60 + 1:02}.000\n{text}\n\n"
        for n, text in enumerate(texts)
    )
    return "WEBVTT\n\n" + "".join(cues)


def write_ass(texts: Sequence[str]) -> str:
    head = "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
    head += "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    times = (
        (f"0:00:{5 * n % 60:02}.00", f"0:00:{5 * n % 60 + 1:02}.00") for n in range(len(texts))
    )
    return head + "".join(
        f"Dialogue: 0,{start},{end},Default,,0,0,0,,{text}\n"
        for (start, end), text in zip(times, texts, strict=True)
    )


def read_subtitles(kind: str) -> Callable[[str], list[str]]:
    return lambda text: [event.plaintext for event in pysubs2.SSAFile.from_string(text, kind)]


def write_html(texts: Sequence[str]) -> str:
    return "<html>" + "".join(f"<p class='甲'>{escape(text)}</p>\n" for text in texts) + "</html>"


def read_html(text: str) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(text).iter("p")]


def write_python(texts: Sequence[str]) -> str:
    return "".join(f"x{n} = {text!r}\n" for n, text in enumerate(texts))


def read_python(text: str) -> list[str]:
    return [ast.literal_eval(statement.value) for statement in ast.parse(text).body]  # type: ignore[attr-defined]


def write_notebook(texts: Sequence[str]) -> str:
    cells = [nbformat.v4.new_markdown_cell(text) for text in texts]
    cells.insert(len(cells) // 2, nbformat.v4.new_code_cell("甲 = '甲乙'"))
    return str(nbformat.writes(nbformat.v4.new_notebook(cells=cells)))


def read_notebook(text: str) -> list[str]:
    cells = nbformat.reads(text, 4).cells
    assert [cell.source for cell in cells if cell.cell_type == "code"] == ["甲 = '甲乙'"]
    return [cell.source for cell in cells if cell.cell_type == "markdown"]


HANZI = "甲乙丙丁"
PLAIN = st.text(HANZI + "a1，", min_size=1, max_size=12)
ANY = st.text(HANZI + "a1, \"'\\&<>{}\n\t；", min_size=1, max_size=12).filter(str.strip)
KINDS = {
    "x.csv": (write_csv, read_csv, ANY),
    "x.json": (json.dumps, json.loads, ANY),
    "raw.json": (lambda texts: json.dumps(texts, ensure_ascii=False, indent=1), json.loads, ANY),
    "x.jsonl": (
        lambda texts: "".join(json.dumps({"甲": text}) + "\n" for text in texts),
        lambda text: [json.loads(line)["甲"] for line in text.splitlines()],
        ANY,
    ),
    "x.html": (write_html, read_html, ANY.filter(lambda text: not set("\n\t") & set(text))),
    "x.py": (write_python, read_python, ANY),
    "x.ipynb": (write_notebook, read_notebook, PLAIN),
    "x.srt": (write_srt, read_subtitles("srt"), PLAIN),
    "x.vtt": (write_vtt, read_subtitles("vtt"), PLAIN),
    "x.ass": (write_ass, read_subtitles("ass"), PLAIN),
}


@pytest.mark.parametrize("name", KINDS)
@given(st.data())
def test_other_programs_read_the_fixed_texts(name: str, data: st.DataObject) -> None:
    write, read, texts = KINDS[name]
    written = write(data.draw(st.lists(texts, min_size=1, max_size=5)))
    old = read(written)
    document = parse(name, written)
    for pattern, right in (
        ("甲", "戊己"),
        ("甲乙", "戊"),
        ("[甲乙丙]丁", "戊"),
        ("丁", "丁戊"),
        ("丙", ""),
    ):
        rule = Rewrite(f"{pattern}(?!戊)", right)
        diagnostics = engine.lint(document, [rule])
        fixed = rewritten(document, rule)
        assert read(fixed.text) == [re.sub(rule.pattern, rule.right, text) for text in old]
        assert (fixed.encode() == document.encode()) == (not diagnostics)


@pytest.mark.parametrize("name", KINDS)
@given(st.data(), st.sampled_from([*"\"'\\&<>{},;\n`*_|", "-->", "&amp;", "\\N", "\\u4e00"]))
def test_a_text_that_needs_escapes_is_written_with_them_or_not(
    name: str, data: st.DataObject, special: str
) -> None:
    write, read, texts = KINDS[name]
    written = write(data.draw(st.lists(texts, min_size=1, max_size=3)))
    old = read(written)
    rule = Rewrite("甲(?!戊)", f"甲戊{special}")
    fixed = rewritten(parse(name, written), rule)
    new = read(fixed.text)
    for before, after in zip(old, new, strict=True):
        parts = [re.escape(part) for part in re.split("甲(?!戊)", before)]
        assert re.fullmatch(f"甲(?:戊{re.escape(special)})?".join(parts), after)


MARKDOWN = st.text("甲乙丁 *_`[](){}<>#>|-:.\\!~&;=\n a1。，", max_size=60)


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.html"])
@given(MARKDOWN)
def test_nothing_outside_of_the_spans_changes(name: str, text: str) -> None:
    document = parse(name, text)
    diagnostics = engine.lint(document, [Rewrite("[甲乙]+", "丙")])
    edits = [edit for one in diagnostics if one.fix for edit in one.fix.edits]
    assert {edit.text for edit in edits} <= {"丙", ""}
    assert set("".join(edit.span.of(text) for edit in edits)) <= {"甲", "乙"}
    fixed = document.edited(edits).text
    assert fixed.replace("丙", "") == document.edited(Edit(edit.span, "") for edit in edits).text
    if not edits:
        assert document.edited(edits).encode() == text.encode()


class TestWord:
    """Files that python-docx writes."""

    @staticmethod
    def written(make: Callable[[docx.document.Document], None]) -> bytes:
        document, target = docx.Document(), io.BytesIO()
        make(document)
        document.save(target)
        return target.getvalue()

    def test_fixes_go_into_the_runs(self) -> None:
        def make(document: docx.document.Document) -> None:
            paragraph = document.add_paragraph("第一")
            paragraph.add_run("甲").bold = True
            paragraph.add_run("乙<&>丙").italic = True
            document.add_table(1, 2).cell(0, 1).text = "格甲乙\n二"
            document.add_paragraph("甲\t乙").add_run().add_break()

        data = self.written(make)
        document = parse("x.docx", data)
        assert document.text == "第一甲乙<&>丙\n\n格甲乙\n二\n甲\t乙\n\n"
        assert document.encode() == data
        fixed = rewritten(document, Rewrite("甲乙", "戊己庚"))
        again = docx.Document(io.BytesIO(fixed.encode()))
        runs = again.paragraphs[0].runs
        assert [(run.text, run.bold, run.italic) for run in runs] == [
            ("第一", None, None),
            ("戊己", True, None),
            ("庚<&>丙", None, True),
        ]
        assert again.tables[0].cell(0, 1).text == "格戊己庚\n二"
        assert again.paragraphs[1].text == "甲\t乙\n"
        assert parse("x.docx", fixed.encode()).text == fixed.text
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(io.BytesIO(fixed.encode())) as new,
        ):
            assert old.namelist() == new.namelist()
            changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert changed == ["word/document.xml"]

    def test_tracked_changes_stay(self) -> None:
        def make(document: docx.document.Document) -> None:
            paragraph = document.add_paragraph("前甲")
            text = "<w:r {0}><w:{1}>甲乙</w:{1}></w:r>"
            space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            for kind, part in (("ins", "t"), ("del", "delText")):
                run = text.format(space, part)
                mark = f'<w:{kind} {space} w:id="1" w:author="a">{run}</w:{kind}>'
                paragraph._p.append(docx.oxml.parse_xml(mark))
            paragraph.add_run("乙甲乙")

        document = parse("x.docx", self.written(make))
        fixed = rewritten(document, Rewrite("甲乙", "戊"))
        xml = zipfile.ZipFile(io.BytesIO(fixed.encode())).read("word/document.xml").decode()
        assert re.findall("[甲乙戊]+", xml) == ["甲", "甲乙", "甲乙", "乙戊"]

    @settings(max_examples=30)  # python-docx takes longer than all else
    @given(st.lists(st.lists(ANY, min_size=1, max_size=3), min_size=1, max_size=3))
    def test_other_programs_read_the_fixed_texts(self, paragraphs: list[list[str]]) -> None:
        def make(document: docx.document.Document) -> None:
            for runs in paragraphs:
                paragraph = document.add_paragraph()
                for text in runs:
                    paragraph.add_run(text)

        document = parse("x.docx", self.written(make))
        for pattern, right in (("甲", "戊己"), ("甲乙", "戊"), ("丙", "")):
            fixed = rewritten(document, Rewrite(f"{pattern}(?!戊)", right))
            again = docx.Document(io.BytesIO(fixed.encode()))
            assert [paragraph.text for paragraph in again.paragraphs] == [
                "".join(runs).replace(pattern, right) for runs in paragraphs
            ]

    def test_what_is_no_word_file(self) -> None:
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr("word/document.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
        for data, said in (
            (b"PK", "no zip file"),
            (self.written(lambda _: None)[:-300], "no zip file"),
            (target.getvalue(), "document type"),
        ):
            with pytest.raises(KanwuError, match=said):
                parse("x.docx", data)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.json", '{"a": "甲",\n "b": }', "x.json:2:7: is no JSON"),
        ("x.jsonl", '{"a": 1}\n{"a": "甲"\n', "x.jsonl:2:10: is no JSON"),
        ("x.json", "[" * 100_000 + '"甲"', "x.json:1:1: is JSON in too many levels"),
        ("x.csv", 'a,b\n1,"甲\n2,乙\n', "x.csv:2:3: a quotation mark"),
        ("x.srt", "1\n00:00:01,000 -> 00:00:02,000\n甲\n", "x.srt:1:1: has no cues"),
        ("x.srt", "1\n00:00:01 --> ende\n甲\n", "x.srt:2:1: is no time of a cue"),
        ("x.vtt", "00:01.000 --> 00:02.000\n甲\n", "x.vtt:1:1: is no WebVTT"),
        ("x.ass", "甲", "x.ass:1:1: has no .Events"),
        ("x.ass", "[Events]\nDialogue: 0,甲\n", "x.ass:2:1: is no dialogue"),
        ("x.ipynb", '{"cells": "甲"}', "x.ipynb:1:1: is no notebook"),
        ("x.py", "def f(:\n    '甲'\n", "x.py:1:7: is no Python"),
        ("x.py", "# 甲\nx = " + "(" * 5000 + ")" * 5000, "x.py:2:"),
    ],
)
def test_a_damaged_file_is_one_clear_error(name: str, data: str, said: str) -> None:
    with pytest.raises(KanwuError, match=said):
        _ = parse(name, data).reading


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        "*",
        "_",
        "[",
        "](",
        "`",
        "> ",
        "|a",
        "\n",
        " ",
        '"',
        "{",
        "[[",
        "1\n",
        "甲\n",
        "-->\n",
        "{\\b}",
        "&",
        "\\u",
    ],
)
@pytest.mark.parametrize("kind", [name for name in formats.NAMES if name != "docx"])
def test_hostile_texts_are_read_in_one_go(kind: str, piece: str) -> None:
    """Nothing here may take a pattern or a parser longer than its length."""
    length = 5_000 if kind == "python" else 50_000
    document = parse(f"x.{kind}", piece * (length // len(piece)), format=kind)
    with contextlib.suppress(KanwuError):
        assert len(document.reading.prose) == len(document.reading.text)


@pytest.mark.parametrize("odd", ["<![>", "<![endif]>", "<![CDATA[乙]]>", "<!甲>", "</>", "<?乙?>"])
def test_html_is_read_as_browsers_read_it(odd: str) -> None:
    assert "甲丙" in prose(parse("x.html", f"<p>甲{odd}丙</p>"))
