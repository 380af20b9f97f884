"""What users install: the wheel in an empty venv, and the hooks through pre-commit itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_containers import one_of_each

pytestmark = pytest.mark.slow

LONG = "今年第一季的營業收入較去年同期成長兩成，毛利率略有提升，經銷商的庫存回到合理水準。"
BAD, FIXED = "經銷商處於號損狀態。", "經銷商處於虧損狀態。"


def run(*command: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_a_wheel_finds_its_rules_and_data(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    built = run(*pip, "wheel", "--no-deps", "-w", tmp_path, ROOT, cwd=tmp_path)
    assert built.returncode == 0, built.stderr.decode()
    (wheel,) = tmp_path.glob("kanwu-*.whl")
    assert wheel.stat().st_size < 40_000_000

    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    installed = run(python, *pip[1:], "install", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr.decode()

    (tmp_path / "in.txt").write_text(f"{BAD}\n關於鹵門term,光模塊的需求很好。\n", "utf-8")
    kanwu = tmp_path / "venv" / "bin" / "kanwu"
    done = run(kanwu, "check", "in.txt", "--output-format", "concise", cwd=tmp_path)
    assert done.returncode == 1, done.stderr.decode()
    assert [line.split()[1] for line in done.stdout.decode().splitlines()] == ["L101", "N102"]
    assert run(kanwu, "rules", "--prove", cwd=tmp_path).returncode == 0


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where pre-commit keeps the environments it builds, once for all tests."""
    return str(tmp_path_factory.mktemp("pre-commit"))


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A repository of transcripts, of the kinds that hooks stumble over."""
    folder = tmp_path / "notes"
    (folder / "old").mkdir(parents=True)
    (folder / "專家 訪談 紀要.txt").write_bytes(f"{BAD}\n".encode())
    (folder / "crlf.txt").write_bytes(f"{LONG}\r\n{BAD}\r\n".encode())
    (folder / "gb.txt").write_bytes(f"{LONG}\n{BAD}\n".encode("gb18030"))
    (folder / "-dash.txt").write_bytes(f"{BAD}\n".encode())
    (folder / "old" / "excluded.txt").write_bytes(f"{BAD}\n".encode())
    (folder / "notes.log").write_bytes(f"{BAD}\n".encode())
    (folder / "kanwu.toml").write_text('exclude = ["old/"]\n', "utf-8")
    assert run("git", "init", "--quiet", cwd=folder).returncode == 0
    run("git", "add", ".", cwd=folder)
    return folder


def hook(name: str, folder: Path, store: str) -> tuple[int, str]:
    done = run(
        sys.executable, "-m", "pre_commit", "try-repo", ROOT, name, "--verbose", "--all-files",
        cwd=folder, PRE_COMMIT_HOME=store, PRE_COMMIT_COLOR="never",
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


def test_the_check_hook(notes: Path, store: str) -> None:
    code, said = hook("kanwu", notes, store)
    assert code == 1, said
    for name in ("專家 訪談 紀要.txt", "crlf.txt", "gb.txt", "-dash.txt"):
        assert f"{name}:" in said
    assert "excluded.txt" not in said
    assert "notes.log" not in said
    assert run("git", "diff", "--quiet", cwd=notes).returncode == 0

    for path in notes.rglob("*.txt"):
        path.write_text("經銷商沒有虧損。\n", "utf-8")
    code, said = hook("kanwu", notes, store)
    assert code == 0, said


def test_the_fix_hook(notes: Path, store: str) -> None:
    (notes / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0" + bytes(range(256)))
    run("git", "add", ".", cwd=notes)
    code, said = hook("kanwu-fix", notes, store)
    assert code == 1, said
    assert "binary.txt: looks like a binary file; not read" in said
    assert "Traceback" not in said
    assert (notes / "專家 訪談 紀要.txt").read_bytes() == f"{FIXED}\n".encode()
    assert (notes / "crlf.txt").read_bytes() == f"{LONG}\r\n{FIXED}\r\n".encode()
    assert (notes / "gb.txt").read_bytes() == f"{LONG}\n{FIXED}\n".encode("gb18030")
    assert (notes / "-dash.txt").read_bytes() == f"{FIXED}\n".encode()
    changed = run("git", "diff", "--name-only", "-z", cwd=notes).stdout.decode().split("\0")
    assert set(filter(None, changed)) == {"專家 訪談 紀要.txt", "crlf.txt", "gb.txt", "-dash.txt"}

    (notes / "binary.txt").unlink()
    run("git", "add", ".", cwd=notes)
    code, said = hook("kanwu-fix", notes, store)
    assert code == 0, said


def test_both_hooks_take_a_file_of_each_kind(tmp_path: Path, store: str) -> None:
    for name, content in one_of_each(f"{BAD}\n").items():
        (tmp_path / name).write_bytes(content)
    assert run("git", "init", "--quiet", cwd=tmp_path).returncode == 0
    run("git", "add", ".", cwd=tmp_path)
    code, said = hook("kanwu", tmp_path, store)
    assert code == 1, said
    assert all(f"{name}:" in said for name in one_of_each(""))
    code, said = hook("kanwu-fix", tmp_path, store)
    assert code == 1, said
    for name, content in one_of_each(f"{FIXED}\n").items():
        if name != "a.docx":
            assert (tmp_path / name).read_bytes() == content
    code, said = hook("kanwu", tmp_path, store)
    assert code == 0, said


def test_the_commands_of_the_readme_are_what_ci_runs() -> None:
    """CI reads the test command out of the README, so that it cannot rot."""
    assert shutil.which("bash")
    section = (ROOT / "README.md").read_text("utf-8").split("## Run the tests\n")[1]
    command = section.split("```sh\n")[1].split("```")[0]
    assert "pytest" in command
    assert "README.md" in (ROOT / ".ci" / "run").read_text("utf-8")
