"""The tables are in order: what a reader of a diff cannot see at a glance."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kanwu import data, registry
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
            rule = registry.load_rule(path, Glossary())
            assert rule.code.startswith(families[path.parent.name])


def test_the_words_are_sorted_and_unpack() -> None:
    words = data.table("words")
    assert all(a < b for a, b in pairwise(words.tolist()))
    assert len(words) == len(data.table("word_costs"))


@pytest.mark.parametrize("content", [None, b"", b"\x93NUMPY\x01\0", b"no array"])
def test_a_missing_or_damaged_table_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    monkeypatch.setattr(data, "HERE", tmp_path)
    if content is not None:
        (tmp_path / "gone.npy").write_bytes(content)
    with pytest.raises(KanwuError, match=r"gone\.npy: is missing or damaged"):
        data.table("gone")
    with pytest.raises(KanwuError, match=r"gone\.txt: is missing or damaged"):
        data.text("gone.txt")


def test_every_table_has_its_notice() -> None:
    notice = (data.HERE / "NOTICE").read_text("utf-8")
    for path in data.HERE.iterdir():
        if path.suffix in {".npy", ".txt"}:
            assert path.name in notice


def test_span_arithmetic() -> None:
    assert Span(1, 3).overlaps(Span(2, 4))
    assert not Span(1, 3).overlaps(Span(3, 4))
    assert Span(1, 4).covers(Span(2, 4))
    assert not Span(1, 4).covers(Span(0, 2))
