"""The rules of data quality on hostile input, and what their examples cannot show."""

from __future__ import annotations

import pytest

from kanwu import engine
from kanwu.document import Document
from kanwu.registry import Rules

HOSTILE = {
    "digits": "1234567890" * 20_000,
    "one character": "的" * 200_000,
    "marks": "「（《“)】\"'" * 20_000,
    "openers": "（" * 100_000,
    "lines of one character": "的\n" * 100_000,
    "equal lines": "同樣的一行文字又來了一次而且相當長。\n" * 5_000,
    "labels": "".join(f"張總{number}:\n" for number in range(20_000)),
    "counts": "+關注\n3\n" * 20_000,
    "invisible": "\u200b\u200d\u200e" * 50_000 + "ไ",
    "bytes": "ä¸\x80é" * 40_000,
    "high bytes": "ÖÐ" * 80_000 + "é",
    "misread": "鐨勬" * 60_000,
    "replaced": "\ufffd?" * 60_000,
    "circles": "○" * 100_000 + "年",
    "braces": "{{ a" * 50_000,
    "blanks": " \t\u3000" * 60_000 + "x",
    "commas": "甲,乙，" * 50_000,
    "wide": "Ａ１．" * 50_000,
}
"""Texts on which a search that goes back again and again would take minutes."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_one_go(name: str, rules: Rules) -> None:
    document = Document("x.txt", HOSTILE[name])
    for rule in rules:
        if rule.code.startswith("D"):
            assert len(engine.lint(document, [rule], "high")) <= len(document.text)
