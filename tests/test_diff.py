"""The patches of `kanwu fix --diff` are taken by git, whatever the files are like."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanwu.cli.main import main

LONG = "今年第一季的營業收入較去年同期成長兩成，毛利率略有提升，經銷商的庫存回到合理水準。"
SHORT = "毛利率略有提升。"
BAD, FIXED = "經銷商處於號損狀態。", "經銷商處於虧損狀態。"

FILES = {
    "plain.txt": f"{SHORT}\n" * 5 + f"{BAD}\n" + f"{SHORT}\n" * 9 + f"{BAD}\n",
    "名 字 有空白.txt": f"{BAD}\n{LONG}\n",
    "no newline.txt": f"{LONG}\n{BAD}",
    "crlf.txt": f"{LONG}\r\n{BAD}\r\n",
    "mixed.txt": f"{LONG}\r{BAD}\n{LONG}\r\n{BAD}\u2028{BAD}\x0b\n",
    "bom.txt": f"\ufeff{BAD}\n",
    "-dash.txt": f"{BAD}\n",
    "deep/er/a'b.txt": f"{BAD}\n",
    "one.txt": BAD,
    "mark.txt": f"{LONG}\n# kanwu: ignore[Q]\n{SHORT}\n",
}
ENCODED = {"gb.txt": "gb18030", "big5.txt": "big5"}


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture
def repository(project: Path) -> Path:
    git(project, "init", "--quiet")
    git(project, "config", "core.autocrlf", "false")
    for name, text in FILES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_bytes(text.encode())
    for name, encoding in ENCODED.items():
        (project / name).write_bytes(f"{LONG}\n{BAD}\n".encode(encoding))
    git(project, "add", ".")
    return project


def test_git_applies_the_patch(repository: Path) -> None:
    before = {path: path.read_bytes() for path in repository.rglob("*.txt")}
    done = CliRunner().invoke(main, ["fix", "--diff", "--unsafe", "."])
    assert done.exit_code == 1, done.stderr
    assert {path: path.read_bytes() for path in repository.rglob("*.txt")} == before

    git(repository, "apply", "--check", "-", stdin=done.stdout_bytes)
    git(repository, "apply", "-", stdin=done.stdout_bytes)
    for name, text in FILES.items():
        expected = text.replace(BAD, FIXED).replace("# kanwu: ignore[Q]\n", "")
        assert (repository / name).read_bytes().decode() == expected
    for name, encoding in ENCODED.items():
        assert (repository / name).read_bytes().decode(encoding) == f"{LONG}\n{FIXED}\n"

    done = CliRunner().invoke(main, ["fix", "--diff", "."])
    assert (done.exit_code, done.stdout_bytes) == (0, b"")


def test_the_patch_is_the_one_git_makes(repository: Path) -> None:
    """Patch and fix in place lead to the same files."""
    patch = CliRunner().invoke(main, ["fix", "--diff", "plain.txt", "crlf.txt"]).stdout_bytes
    CliRunner().invoke(main, ["fix", "plain.txt", "crlf.txt"])
    git(repository, "apply", "--check", "--reverse", "-", stdin=patch)


def test_utf16_has_no_patch_but_says_so(project: Path) -> None:
    (project / "wide.txt").write_bytes(f"{LONG}\n{BAD}\n".encode("utf-16"))
    done = CliRunner().invoke(main, ["fix", "--diff", "wide.txt"])
    assert done.exit_code == 2
    assert "git has no diffs of utf-16-le files" in done.stderr
    assert CliRunner().invoke(main, ["fix", "wide.txt"]).exit_code == 1
    assert (project / "wide.txt").read_bytes().decode("utf-16") == f"{LONG}\n{FIXED}\n"


lines = st.lists(st.sampled_from([BAD, LONG, "", "\n", "\n", "\r\n", "\r", "x"]), max_size=30)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines.map("".join))
def test_any_text_makes_a_patch_that_applies(project: Path, text: str) -> None:
    (project / "x.txt").write_bytes(text.encode())
    patch = CliRunner().invoke(main, ["fix", "--diff", "x.txt"]).stdout_bytes
    if patch:
        git(project, "apply", "-", stdin=patch)
    assert (project / "x.txt").read_bytes().decode() == text.replace(BAD, FIXED)


@pytest.mark.skipif(os.name == "nt", reason="no such names")
def test_names_with_quotes_are_quoted(project: Path) -> None:
    git(project, "init", "--quiet")
    (project / 'a"b\t.txt').write_text(f"{BAD}\n", "utf-8")
    patch = CliRunner().invoke(main, ["fix", "--diff", "."]).stdout_bytes
    git(project, "apply", "-", stdin=patch)
    assert (project / 'a"b\t.txt').read_text("utf-8") == f"{FIXED}\n"


def test_paths_are_those_git_knows(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the top of the repository, wherever kanwu is called."""
    monkeypatch.chdir(repository / "deep")
    patch = CliRunner().invoke(main, ["fix", "--diff", "er", "../one.txt"]).stdout_bytes
    git(repository / "deep", "apply", "-", stdin=patch)  # git takes what is below its folder
    git(repository, "apply", "--exclude=deep/*", "-", stdin=patch)
    assert (repository / "deep/er/a'b.txt").read_text("utf-8") == f"{FIXED}\n"
    assert (repository / "one.txt").read_text("utf-8") == FIXED


def test_a_file_that_no_patch_reaches_is_named(project: Path) -> None:
    (project.parent / "outside.txt").write_text(BAD, "utf-8")
    done = CliRunner().invoke(main, ["fix", "--diff", "../outside.txt"])
    assert done.exit_code == 2
    assert "lies outside the working folder" in done.stderr


def test_many_changed_paragraphs_take_one_pass(project: Path) -> None:
    text = "".join(f"第{number}段,{BAD}\n\n" for number in range(3000))
    (project / "x.txt").write_text(text, "utf-8")
    git(project, "init", "--quiet")
    patch = CliRunner().invoke(main, ["fix", "--diff", "x.txt"]).stdout_bytes
    git(project, "apply", "-", stdin=patch)
    assert (project / "x.txt").read_text("utf-8") == text.replace(BAD, FIXED)
