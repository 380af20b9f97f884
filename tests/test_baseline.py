"""The baseline, through the command line."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from kanwu.baseline import Baseline, Place
from tests.test_cli import call, write

BAD = "經銷商處於號損狀態。\n"
NAME = "kanwu-baseline.toml"


def found(*arguments: object) -> list[str]:
    done = call("check", *arguments, "--output-format", "concise", "-q")
    assert done.exit_code in (0, 1), done.stderr
    return [line.split(": ")[0] for line in done.stdout.splitlines()]


def test_only_what_is_new_is_shown(project: Path) -> None:
    write(project, "a.txt", BAD)
    write(project, "b/b.txt", BAD * 2)
    done = call("baseline", "create", "--lang", "en")
    assert (done.exit_code, done.stderr) == (0, f"{NAME}: 3 findings\n")
    assert Path(NAME).read_text("utf-8").splitlines()[1:] == [
        "known = [",
        '    { path = "a.txt", code = "L101", text = "號損", count = 1 },',
        '    { path = "b/b.txt", code = "L101", text = "號損", count = 2 },',
        "]",
    ]
    assert found() == []
    assert found("--no-baseline") == ["a.txt:1:6", "b/b.txt:1:6", "b/b.txt:2:6"]
    assert found("--isolated") == found("--no-baseline")
    write(project, "a.txt", f"前言一行。\n\n{BAD}庫存隆至五十天。\n{BAD}")
    assert found() == ["a.txt:4:3", "a.txt:5:6"]
    assert found("b") == []
    write(project, "c.txt", BAD)
    assert found("c.txt") == ["c.txt:1:6"]


def test_what_is_known_is_not_fixed(project: Path) -> None:
    write(project, "a.txt", BAD)
    assert call("baseline", "create").exit_code == 0
    write(project, "a.txt", f"{BAD}庫存隆至五十天。\n")
    assert call("fix", ".").exit_code == 1
    assert Path("a.txt").read_text("utf-8") == f"{BAD}庫存降至五十天。\n"
    assert call("fix", ".", "--no-baseline").exit_code == 1
    assert "號" not in Path("a.txt").read_text("utf-8")


def test_what_is_gone_is_told_and_pruned(project: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        write(project, name, BAD * 2)
    assert call("baseline", "create").exit_code == 0
    write(project, "a.txt", BAD)
    Path("b.txt").unlink()
    done = call("check", ".", "--lang", "en")
    assert done.exit_code == 0
    assert (
        done.stderr.splitlines()[1]
        == "1 finding of the baseline no longer there: kanwu baseline prune"
    )
    assert call("baseline", "prune", "--lang", "en").stderr == f"{NAME}: 3 findings\n"
    assert call("check", ".", "--lang", "en").stderr == "2 files: 0 findings\n"
    write(project, "a.txt", BAD * 2)
    assert found() == ["a.txt:2:6"]


def test_an_update_knows_the_files_it_saw(project: Path) -> None:
    write(project, "a.txt", BAD)
    write(project, "b.txt", BAD)
    assert call("baseline", "create").exit_code == 0
    write(project, "a.txt", "沒有問題。\n")
    write(project, "b.txt", BAD * 2)
    assert call("baseline", "update", "b.txt", "--lang", "en").stderr == f"{NAME}: 3 findings\n"
    assert call("baseline", "update", "--lang", "en").stderr == f"{NAME}: 2 findings\n"
    shown = call("baseline", "show", "--lang", "en")
    assert shown.stdout == "      2  L101\n      2  b.txt\n"


def test_paths_are_those_of_the_project(project: Path) -> None:
    write(project, "kanwu.toml", 'baseline = "known.toml"\n')
    write(project, "sub/a.txt", BAD)
    assert call("baseline", "create", project / "sub").exit_code == 0
    assert 'path = "sub/a.txt"' in (project / "known.toml").read_text("utf-8")
    assert found("sub/a.txt") == found(project / "sub" / "a.txt") == []


def test_nothing_is_written_for_what_cannot_be_done(project: Path) -> None:
    write(project, "a.txt", BAD)
    write(project, "b.txt", b"\0\1\2")
    done = call("baseline", "create")
    assert done.exit_code == 2
    assert not Path(NAME).exists()
    Path("b.txt").unlink()
    assert call("baseline", "create").exit_code == 0
    assert "exists" in call("baseline", "create").stderr
    for broken in ("known = [", "known = [{ path = 'a.txt' }]", "known = [{ path = 1 }]"):
        write(project, NAME, broken)
        done = call("check", ".")
        assert done.exit_code == 2
        assert done.stderr.startswith(f"kanwu: {project / NAME}: ")


@given(st.dictionaries(st.builds(Place, st.text(), st.text(), st.text()), st.integers(1, 9)))
def test_a_baseline_is_read_back(counts: dict[Place, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NAME
        path.write_bytes(Baseline(counts).encode())
        assert Baseline.read(path) == Baseline(counts)
