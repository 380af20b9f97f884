"""The cache of findings: faster, never different."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kanwu import cache, engine
from kanwu.cache import Cache
from kanwu.diagnostic import Diagnostic
from kanwu.document import Document
from kanwu.registry import Rules
from tests.conftest import ROOT
from tests.test_cli import call, write

BAD = "經銷商處於號損狀態。\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few_terms: None) -> Path:
    """An empty cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("KANWU_CACHE_DIR", str(folder))
    return folder / cache.NAME


def kept(store: Path) -> int:
    (count,) = sqlite3.connect(store).execute("SELECT count(*) FROM findings").fetchone()
    return int(count)


def test_what_is_kept_is_what_was_found(tmp_path: Path, rules: Rules) -> None:
    """All fixtures, with all that a finding can hold."""
    opened = Cache.open(tmp_path / cache.NAME, b"")
    assert opened is not None
    looked: list[Document] = []

    def lint(document: Document) -> tuple[Diagnostic, ...]:
        looked.append(document)
        return engine.lint(document, rules, "high")

    cached = opened.around(lint, "x.txt")
    documents = [
        Document("x.txt", path.read_text("utf-8")) for path in (ROOT / "fixtures").glob("*/in.txt")
    ]
    fresh = [cached(document) for document in documents]
    assert [cached(document) for document in documents] == fresh
    assert len(looked) == len(documents)
    assert sum(map(len, fresh)) > 50


def test_a_text_is_looked_at_once(
    project: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Document] = []
    lint = engine.lint

    def watched(document: Document, *arguments: Any, **options: Any) -> tuple[Diagnostic, ...]:
        looked.append(document)
        return lint(document, *arguments, **options)

    monkeypatch.setattr(engine, "lint", watched)
    write(project, "a.txt", BAD)
    first = call("check", ".", "--output-format", "json")
    assert call("check", ".", "--output-format", "json").stdout == first.stdout
    assert len(looked) == 1
    assert call("fix", ".", "--diff").exit_code == 1
    assert len(looked) == 2  # the fixed text is another one
    assert call("fix", ".").exit_code == 1
    assert call("check", ".").exit_code == 0
    assert len(looked) == 2
    assert call("check", ".", "--no-cache").exit_code == 0
    assert len(looked) == 3


def test_all_that_matters_makes_it_look_again(project: Path, store: Path) -> None:
    write(project, "a.txt", BAD)
    write(project, "terms.txt", "經銷商\n")
    write(
        project,
        "rules/x.toml",
        (ROOT / "rules/lookalike/in_context.toml").read_bytes().replace(b"L102", b"X102"),
    )
    assert call("check", "a.txt").exit_code == 1
    for number, change in enumerate(
        (
            lambda: write(project, "a.txt", BAD * 2),
            lambda: write(project, "kanwu.toml", 'ignore = ["L101"]\n'),
            lambda: write(project, "kanwu.toml", 'glossary = ["terms.txt"]\n'),
            lambda: write(project, "terms.txt", "經銷商\n經銷\n"),
            lambda: write(project, "kanwu.toml", 'rules = ["rules"]\n'),
            lambda: write(project, "kanwu-ignore.toml", '[[ignore]]\ncode = "L"\ntext = "號損"\n'),
        ),
        2,
    ):
        change()
        call("check", "a.txt")
        call("check", "a.txt")
        assert kept(store) == number
    call("check", "a.txt", "--corpus")
    call("check", "a.txt", "--no-cache", "--select", "L101")
    assert kept(store) == number


def test_a_damaged_cache_is_made_anew_and_one_that_cannot_be_is_done_without(
    project: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, "a.txt", BAD)
    store.parent.mkdir()
    store.write_bytes(b"no database" * 1000)
    assert call("check", "a.txt").exit_code == 1
    assert kept(store) == 1
    database = sqlite3.connect(store)
    database.execute("UPDATE findings SET found = ?", (b"\xc1",))
    database.commit()
    assert call("check", "a.txt").exit_code == 1
    database.close()
    cache.remove(store)
    store.mkdir()
    assert call("check", "a.txt").exit_code == 1


def test_clean_deletes_it(project: Path, store: Path) -> None:
    write(project, "a.txt", BAD)
    call("check", "a.txt")
    assert store.exists()
    assert call("clean").exit_code == 0
    assert not store.exists()
    assert call("clean").exit_code == 0


def test_old_findings_are_forgotten(
    project: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST", 10)
    for number in range(25):
        write(project, f"{number}.txt", BAD * (number + 1))
    call("check", ".")
    assert kept(store) == 25
    call("check", "0.txt")
    assert kept(store) in (5, 6)


def test_several_processes_share_it(project: Path, store: Path) -> None:
    for number in range(40):
        write(project, f"{number}.txt", BAD * (number + 1))
    command = [sys.executable, "-m", "kanwu", "check", ".", "-j", "2", "--output-format", "concise"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    first, second = (process.communicate()[0] for process in running)
    assert first == second
    assert first.count(b"L101") == 820
    assert kept(store) == 40
