from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.diagnostic import Span
from kanwu.hanzi import conversion, script, sound
from kanwu.language import lexicon, runs


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    folded = script.fold(text)
    assert len(folded) == len(text)
    assert script.fold(folded) == folded
    assert "".join(script.fold(char) for char in text) == folded
    assert script.fold(text * 200) == folded * 200


def test_folding() -> None:
    assert script.fold("虧損、後來、什麼、臺灣𠀀 abc") == "亏损、后来、什么、台湾𠀀 abc"


@pytest.mark.parametrize(
    ("text", "standard"),
    [
        ("經銷商的庫存", "tw"),
        ("经销商的库存", "cn"),
        ("對于經銷商的庫存来说", "tw"),
        ("大同小異", "tw"),
        ("大同小区", "cn"),
        ("abc", "cn"),
        ("", "cn"),
    ],
)
def test_the_script_is_that_of_most_telling_characters(text: str, standard: str) -> None:
    assert script.detect(text) == standard


@given(st.text(st.sampled_from("皇后之後于於理發髮干乾\n𠀀a")))
def test_the_round_trip_keeps_every_offset(text: str) -> None:
    assert len(script.round_trip(text)) == len(text)


def test_the_round_trip_goes_by_phrases() -> None:
    assert script.round_trip("皇后之后頭髮干部干燥") == "皇后之後頭髮幹部乾燥"


def test_the_round_trip_of_a_long_text_is_that_of_its_lines() -> None:
    text = "皇\n后之后頭髮\r\n干部干燥\n" * 10_000
    lines = text.splitlines(keepends=True)
    assert script.round_trip(text) == "".join(map(cache(script.round_trip), lines))


_PIECES = st.one_of(
    st.sampled_from("皇后之後理发干部燥臺灣里面黄东梁纯吃茶味千拉面咏鑫喫麪裏麵着罗兴丑余云台樑"),
    st.sampled_from(
        ["纯吃茶", "黄东梁", "味千拉面", "姜咏鑫", "SQL注入", "启思中学", "𠀀", "丽", "\n"]
    ),
    st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF, exclude_categories=["Cs", "Cn"]),
    st.text(max_size=2).filter(lambda text: "\0" not in text),
)


@pytest.mark.parametrize(
    ("config", "target"), [("t2s", "s"), ("s2t", "t"), ("s2tw", "tw"), ("s2hk", "hk")]
)
@given(st.lists(_PIECES).map("".join))
def test_the_conversion_is_that_of_opencc(
    config: str, target: conversion.Target, text: str
) -> None:
    text = re.sub("[\u2ff0-\u2fff\u31ef]", "", text)
    codes = conversion.convert(script.code_points(text), target)
    assert codes.tobytes().decode("utf-32-le") == _opencc(config)(text)


@cache
def _opencc(config: str) -> Callable[[str], str]:
    convert: Callable[[str], str] = opencc.OpenCC(config).convert
    return convert


def test_readings_and_near_sounds() -> None:
    assert sound.spell("鹵門term") == "lumenterm"
    assert [sound.names()[number] for number in sound.readings("行")][:2] == ["xing", "hang"]
    assert sound.readings("a") == sound.readings("𠀀") == ()
    alike = sound.fuzzy()
    number = sound.numbers()
    for one, other in (("zhang", "zan"), ("shi", "si"), ("ling", "nin"), ("cheng", "cen")):
        assert alike[number[one]] == alike[number[other]]
    assert alike[number["ba"]] != alike[number["pa"]]


@pytest.mark.parametrize(
    ("text", "part", "cut"),
    [
        ("从基隆至台北", "隆至", True),
        ("库存隆至五十天", "隆至", False),
        ("生意由兴隆至衰败", "隆至", True),
        ("谈恋爱安排在周末", "爱安", True),
        ("爱安的订单", "爱安", False),
        ("公司若干部门合并", "干部", True),
        ("公司的干部", "干部", False),
        ("旅游业", "旅游", False),  # a longer word may hold the whole
        ("隆至", "隆至", False),
    ],
)
def test_spans_that_cut_words(text: str, part: str, cut: bool) -> None:
    start = text.index(part)
    span = Span(start, start + len(part))
    assert lexicon.divide(runs.read(script.code_points(text)), [span]).cut.tolist() == [cut]


@given(st.text(alphabet="从基隆至台北的库存𠀀a，", min_size=1), st.data())
def test_many_spans_are_judged_as_each_alone(text: str, data: st.DataObject) -> None:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    spans = [Span(*sorted(pair)) for pair in data.draw(st.lists(ends, max_size=6))]
    spans = [span for span in spans if span.start < span.end and span.end - span.start <= 4]
    codes = runs.read(script.code_points(text))
    together = lexicon.divide(codes, spans)
    alone = [lexicon.divide(codes, [span]) for span in spans]
    assert together.cut.tolist() == [bool(one.cut[0]) for one in alone]
    assert together.whole.tolist() == [bool(one.whole[0]) for one in alone]
    assert not (together.cut & together.whole).any()


def test_words_are_known_whatever_stands_beside_them() -> None:
    words, others = ["恋爱", "有限公司"], ["爱安", "", "字", "a b", "𠀀𠀀", "有限责任公司的"]
    assert lexicon.are_words(words).all()
    assert not lexicon.are_words(others).any()
    assert lexicon.are_words([*others, *words]).sum() == len(words)
    assert lexicon.are_words([]).tolist() == []
