"""The tables are in order: what a reader of a diff cannot see at a glance."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kanwu import data, registry
from kanwu.data import container
from kanwu.diagnostic import Span
from kanwu.errors import KanwuError
from kanwu.glossary import Glossary
from kanwu.hanzi.script import fold
from kanwu.kinds.confusion import Confusion
from kanwu.rule import Rule

CONFUSIONS = [rule for rule in registry.load() if isinstance(rule, Confusion)]


def test_no_table_undoes_another() -> None:
    pairs = [pair for rule in CONFUSIONS for pair in rule.spec.pair]
    wrong = {fold(pair.wrong) for pair in pairs}
    assert len(wrong) == len(pairs), "a wrong form stands in two tables"
    for pair in pairs:
        for form in wrong - {fold(pair.wrong)}:
            assert form not in fold(pair.right), f"{pair.right} contains the wrong form {form}"


def test_codes_and_names_are_unique_and_fit_their_folder(rules: tuple[Rule, ...]) -> None:
    families = {
        "homophone": "H", "lookalike": "L", "missing": "M", "name": "N",
        "number": "Q", "script": "S", "consistency": "C", "quality": "D",
    }  # fmt: skip
    assert len({rule.name for rule in rules}) == len(rules)
    for path in registry.builtin_root().rglob("*.*"):
        if path.suffix in {".toml", ".py"} and path.parent.name != registry.PACKS:
            rule = registry.load_rule(path, Glossary.of(()))
            assert rule.code.startswith(families[path.parent.name])


@pytest.mark.parametrize("content", [None, b"", b"kanwu tables", b"no table"])
def test_a_missing_or_damaged_table_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    monkeypatch.setattr(data, "HERE", tmp_path)
    if content is not None:
        (tmp_path / "gone.dat").write_bytes(content)
    with pytest.raises(KanwuError, match=r"gone\.dat: is .*reinstall kanwu"):
        data.tables("gone")
    with pytest.raises(KanwuError, match=r"gone\.txt: is missing or damaged"):
        data.text("gone.txt")


def test_tables_come_back_as_they_were_written(tmp_path: Path) -> None:
    tables = {"a": np.arange(7, dtype=np.uint16), "b": np.zeros((3, 5), np.float32)}
    container.write(tmp_path / "x.dat", tables)
    read = container.read(tmp_path / "x.dat")
    assert list(read) == ["a", "b"]
    for name, table in tables.items():
        assert (read[name] == table).all() and read[name].dtype == table.dtype
        assert not read[name].flags.writeable
    again = tmp_path / "again.dat"
    container.write(again, tables)
    assert again.read_bytes() == (tmp_path / "x.dat").read_bytes()


@pytest.mark.parametrize("damage", ["missing", "empty", "short", "long", "flipped", "foreign"])
def test_damaged_tables_are_one_clear_error(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "x.dat"
    container.write(path, {"a": np.arange(100)})
    whole = path.read_bytes()
    path.unlink()
    broken = {
        "empty": b"", "short": whole[:-1], "long": whole + b"x", "foreign": b"PK" + whole[2:],
        "flipped": whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
    }  # fmt: skip
    if damage in broken:
        path.write_bytes(broken[damage])
    with pytest.raises(KanwuError, match=r"x\.dat: is .*reinstall kanwu"):
        container.read(path)


def test_every_table_has_its_notice() -> None:
    notice = (data.HERE / "NOTICE").read_text("utf-8")
    for path in data.HERE.iterdir():
        if path.suffix in {".txt", ".dat", ".tsv"}:
            assert path.name in notice


def test_span_arithmetic() -> None:
    assert Span(1, 3).overlaps(Span(2, 4))
    assert not Span(1, 3).overlaps(Span(3, 4))
    assert Span(1, 4).covers(Span(2, 4))
    assert not Span(1, 4).covers(Span(0, 2))


@pytest.mark.parametrize("name", ["words.dat", "ngrams.dat", "confusions.dat", "weights.tsv"])
def test_a_missing_table_stops_the_run_with_one_line(tmp_path: Path, name: str) -> None:
    for file in data.HERE.iterdir():
        if file.is_file() and file.name != name:
            (tmp_path / file.name).symlink_to(file)
    for number in (1, 2):
        (tmp_path / f"{number}.md.txt").write_text("經銷商處於號損狀態。\n", "utf-8")
    code = (
        "import sys, pathlib, kanwu.data as data;"
        f"data.HERE = pathlib.Path({str(tmp_path)!r});"
        "from kanwu.cli.main import main; main(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, "check", "--isolated", "1.md.txt", "2.md.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert name in line and "reinstall kanwu" in line
