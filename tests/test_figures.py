"""Figures are held against themselves: what agrees is left alone, what cannot be is found."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kanwu import Document, registry

RULES = {rule.code: rule for rule in registry.load() if rule.code[0] in "QC"}
HOSTILE = [
    "9", "一", "1,", "1.1", "%", "1%1", "1到", "1月1日至", "从1上升到2", "每台1元1台", "占1%", "两个合计1台",
    "也1元", "也要1元。\n", "11千台", "消费升级即从高", "Q1:\n", "Q:a\nA:b\n", "\u202e1到2\u202c", "下降了",
]  # fmt: skip


def found(code: str, text: str) -> list[str]:
    document = Document("notes.txt", text)
    return [finding.span.of(text) for finding in RULES[code].check(document)]


@given(
    st.integers(10, 999), st.integers(10, 999), st.sampled_from(["萬臺", "億元", "GW", "天", ""])
)
def test_a_change_that_is_what_it_is(first: int, last: int, unit: str) -> None:
    assume(first != last)
    up, by = ("增至", "增加了") if last > first else ("降至", "減少了")
    share = round(abs(last - first) / first * 100)
    assert found("C103", f"庫存從{first}{unit}{up}{last}{unit}。") == []
    if unit:
        assert (
            found("C103", f"庫存從{first}{unit}{up}{last}{unit}，{by}{abs(last - first)}{unit}。")
            == []
        )
    assert found("C103", f"庫存從{first}{unit}{up}{last}{unit}，{by}{share}%。") == []


@given(st.integers(10, 999), st.integers(10, 999))
def test_a_change_the_other_way(first: int, last: int) -> None:
    assume(first != last)
    wrong = "降至" if last > first else "增至"
    text = f"庫存從{first}天{wrong}{last}天。"
    assert found("C103", text) == [f"{first}天{wrong}{last}天"]


@given(st.lists(st.integers(1, 500), min_size=2, max_size=3), st.integers(0, 2000))
def test_totals(parts: list[int], stated: int) -> None:
    count = {2: "兩", 3: "三"}[len(parts)]
    text = f"分別是{'、'.join(f'{part}億元' for part in parts)}，{count}家合計{stated}億元。"
    off = abs(sum(parts) - stated)
    rounded = (len(parts) + 1) / 2
    assert bool(found("C104", text)) is (off > rounded)


@given(st.lists(st.integers(1, 60), min_size=2, max_size=3))
def test_shares_that_are_rounded(parts: list[int]) -> None:
    rest = 100 - sum(parts)
    assume(rest > 0)
    named = "，".join(f"甲{number}占{part}%" for number, part in enumerate(parts))
    for off in (-1, 0, 1):
        assert found("C104", f"{named}，其餘占{rest + off}%。") == []
    assert found("C104", f"{named}，其餘占{rest + 10}%。") != []


@given(st.integers(1, 12), st.integers(1, 31), st.integers(1, 12), st.integers(1, 31))
@example(2, 29, 3, 1)
def test_dates_that_exist(month: int, day: int, other_month: int, other_day: int) -> None:
    days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    text = f"從{month}月{day}日到{other_month}月{other_day}日。"
    exist = day <= days[month - 1], other_day <= days[other_month - 1]
    assert len(found("Q106", text)) == exist.count(False)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_is_read_in_one_pass(piece: str) -> None:
    """What is quadratic here runs for hours."""
    document = Document("notes.txt", piece * 10_000)
    for rule in RULES.values():
        assert sum(1 for _ in rule.check(document)) >= 0


def test_facts_of_other_answers_are_other_facts() -> None:
    text = "Q：單價？\nA：大約30元。\nQ：去年的營收？\nA：也可能有30萬元。"
    assert found("C106", text) == []
    assert found("C106", text.replace("\nQ：去年的營收？\nA：", "")) == ["30萬元"]
