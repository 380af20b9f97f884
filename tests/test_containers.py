"""Archives, workbooks and whole folders of many formats, through the command line."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from kanwu.formats import archive
from tests.conftest import Run
from tests.test_cli import CLEAN, call, write

BAD = "經銷商處於號損狀態。\n"
FIXED = "經銷商處於虧損狀態。\n"


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


def workbook(rows: list[list[object]], sheet: str = "紀要") -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.create_sheet("空白")
    book.save(target)
    return target.getvalue()


def found(*arguments: object) -> list[str]:
    """The places of what a check finds, as path:line:column."""
    done = call("check", *arguments, "--output-format", "concise", "-q", "--select", "L101")
    return [line.split(": ")[0] for line in done.stdout.splitlines()]


def test_archives_are_walked(project: Path) -> None:
    inner = {"乙/b.md": BAD.encode(), "a.txt": BAD.encode(), "c.bin": b"\0", ".d.txt": BAD.encode()}
    write(project, "x.zip", zipped(inner | {"e.srt": CLEAN.encode()}))
    done = call("check", ".", "--output-format", "concise", "-q", "--select", "L101")
    assert done.exit_code == 2
    assert done.stderr == "kanwu: x.zip/e.srt:1:1: has no cues\n"
    assert found("x.zip") == ["x.zip/a.txt:1:6", "x.zip/乙/b.md:1:6"]
    write(project, "kanwu.toml", 'exclude = ["x.zip/乙"]\n')
    assert found("x.zip") == ["x.zip/a.txt:1:6"]


def test_what_is_in_an_archive_is_never_written(project: Path) -> None:
    old = write(project, "x.zip", zipped({"a.txt": BAD.encode()})).read_bytes()
    done = call("fix", "x.zip", "--unsafe", "--output-format", "concise")
    assert done.exit_code == 1
    assert "x.zip/a.txt:1:6: L101" in done.stdout
    assert Path("x.zip").read_bytes() == old
    assert call("fix", "x.zip", "--diff").stdout == ""


def test_sheets_are_read_row_by_row(project: Path) -> None:
    rows: list[list[object]] = [
        ["編號", "內容", "備註"],
        [1, BAD, BAD],
        [None],
        [2.5, "第一行\n號損", None],
    ]
    write(project, "x.xlsx", workbook(rows))
    assert found(".") == ["x.xlsx/紀要:2:7", "x.xlsx/紀要:2:19", "x.xlsx/紀要:4:6"]
    write(project, "kanwu.toml", 'text-columns = ["備註"]\n')
    assert found(".") == ["x.xlsx/紀要:2:8"]
    write(project, "kanwu.toml", 'text-columns = ["note"]\n')
    done = call("check", "x.xlsx")
    assert done.exit_code == 2
    assert "x.xlsx/紀要: has no column “note”, but 編號, 內容, 備註" in done.stderr


def test_what_is_no_archive_and_what_is_too_large(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = zipped({"a.txt": BAD.encode() * 100, "b.txt": CLEAN.encode()})
    write(project, "cut.zip", good[:-40])
    write(project, "cut.xlsx", workbook([[1]])[:-40])
    write(project, "no.docx", BAD)
    write(project, "x.zip", good)
    monkeypatch.setattr(archive, "MOST_BYTES", 1000)
    done = call("check", ".", "-q")
    assert done.exit_code == 2
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        *("cut.xlsx", "cut.zip", "no.docx", "x.zip"),
    ]
    assert "unpacks to more than" in done.stderr
    monkeypatch.setattr(archive, "_MOST_MEMBERS", 1)
    assert "unpacks to more than is read" in call("check", "x.zip").stderr


def test_an_archive_that_lies_about_its_sizes_is_refused(project: Path) -> None:
    """A bomb whose entries say that they are small."""
    data = bytearray(zipped({"a.txt": b"\n" * (archive.MOST_BYTES + 100)}))
    size = struct.pack("<I", archive.MOST_BYTES + 100)
    assert data.count(size) == 2
    write(project, "x.zip", bytes(data.replace(size, struct.pack("<I", 100))))
    done = call("check", "x.zip", "-q")
    assert done.exit_code == 2
    assert done.stderr.startswith("kanwu: x.zip: ")


def test_a_file_that_is_too_large_is_refused(project: Path) -> None:
    with Path("x.txt").open("wb") as file:
        file.truncate(200 << 20)
    assert call("check", "x.txt").stderr.startswith("kanwu: x.txt: is larger than 64 MB")


def test_files_of_any_name_are_read_in_the_format_that_is_named(project: Path) -> None:
    write(project, "notes.log", "號損 `號損`\n")
    assert "no format" in call("check", "notes.log").stderr
    assert found("notes.log", "--format", "text") == ["notes.log:1:1", "notes.log:1:5"]
    assert found("notes.log", "--format", "markdown") == ["notes.log:1:1"]
    done = call("check", "-", "--format", "markdown", "--output-format", "concise", stdin="`號損`")
    assert done.exit_code == 0


def test_columns_and_keys_that_are_read(project: Path) -> None:
    write(project, "x.csv", f"text,note\n{BAD.strip()!r},號損\n".replace("'", '"'))
    write(
        project,
        "x.jsonl",
        '{"text": "號損", "parts": [{"a/b": "號損", "c": "號損"}], "id": "號損"}\n',
    )
    write(
        project, "kanwu.toml", 'text-columns = ["text"]\ntext-keys = ["/text", "/parts/*/a~1b"]\n'
    )
    assert found(".") == ["x.csv:2:7", "x.jsonl:1:11", "x.jsonl:1:35"]
    write(project, "kanwu.toml", 'text-columns = ["body"]\n')
    assert "x.csv:1:1: has no column “body”, but text, note" in call("check", "x.csv").stderr
    write(project, "kanwu.toml", 'text-keys = ["text"]\n')
    assert call("check", "x.csv").exit_code == 2


def test_what_has_no_comments_is_silenced_by_a_file(project: Path) -> None:
    write(project, "a/x.json", '["\\u865f\\u640d", "而己"]')
    write(project, "b/x.json", '["號損"]')
    write(project, "kanwu.toml", "")
    ignore = '[[ignore]]\npath = "a/*.json"\ncode = "L1"\ntext = "號損"\nwhy = "原文如此"\n'
    write(project, "kanwu-ignore.toml", ignore)
    assert found(".") == ["b/x.json:1:3"]
    write(project, "kanwu-ignore.toml", "[[ignore]]\ncode = 1\n")
    done = call("check", ".")
    assert done.exit_code == 2
    assert "kanwu-ignore.toml: " in done.stderr


def one_of_each(text: str) -> dict[str, bytes]:
    """A file of each kind that is written, each with a text that is a line."""
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(text.strip())
    document.save(target)
    files = {
        **dict.fromkeys(("a.txt", "a.md", "a.csv", "a.tsv", "a.html"), text),
        "a.srt": f"1\n00:00:01,000 --> 00:00:02,000\n{text}",
        "a.vtt": f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}",
        "a.ass": f"[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,{text}",
        "a.json": json.dumps([text]),
        "a.jsonl": json.dumps({"text": text}, ensure_ascii=False) + "\n",
        "a.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": [text]}]}),
        "a.py": f'"""{text}"""\n# {text}',
    }
    return {name: written.encode() for name, written in files.items()} | {
        "a.docx": target.getvalue()
    }


def test_a_folder_of_all_formats(project: Path, kanwu: Run) -> None:
    """What is fixed stays, and the rest goes on in spite of a damaged file."""
    for name, content in one_of_each(BAD).items():
        write(project, name, content)
    write(project, "broken.json", '["甲"')
    write(project, "settings.json", '// no JSON\n{"a": 1,}')
    write(project, "string.py", f"x = '{BAD.strip()}'\n")
    done = kanwu("fix", ".", "--select", "L", "--output-format", "concise")
    assert done.returncode == 2
    assert done.stdout.startswith(b"string.py:1:11: L101")  # which may mean something: --unsafe
    assert b"broken.json:1:5: is no JSON" in done.stderr
    for name, content in one_of_each(FIXED).items():
        if name != "a.docx":
            assert Path(name).read_bytes() == content
    assert docx.Document("a.docx").paragraphs[0].text == FIXED.strip()
    Path("broken.json").unlink()
    assert kanwu("fix", ".", "--select", "L", "--unsafe").returncode == 1
    assert Path("string.py").read_text("utf-8") == f"x = '{FIXED.strip()}'\n"
    assert kanwu("check", ".", "--select", "L").returncode == 0


def test_there_is_no_patch_of_a_word_file(project: Path) -> None:
    data = one_of_each(BAD)["a.docx"]
    write(project, "a.docx", data)
    done = call("fix", "a.docx", "--diff")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "git has no diffs of .docx files; fix it in place" in done.stderr
    assert Path("a.docx").read_bytes() == data


def test_a_text_is_read_without_any_parser(project: Path) -> None:
    write(project, "a.txt")
    command = [sys.executable, "-X", "importtime", "-m", "kanwu", "check", "a.txt"]
    done = subprocess.run(command, capture_output=True, check=False)
    said = done.stderr.decode().splitlines()
    imported = {line.rsplit("|", 1)[1].strip() for line in said if line.startswith("import time")}
    parsers = {"tree_sitter", "libcst", "html.parser", "xml.parsers.expat", "python_calamine"}
    parsers |= {f"kanwu.formats.{name}" for name in ("markdown", "python", "jsontext", "docx")}
    assert "kanwu.formats.text" in imported
    assert not parsers & imported
