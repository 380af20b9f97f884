"""What the language alone finds wrong, through the document's analysis and the rules."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanwu import engine, registry
from kanwu.diagnostic import apply_edits
from kanwu.document import Document
from kanwu.hanzi.script import code_points
from kanwu.language import judge, runs
from kanwu.language.suspicions import Suspicion, weigh

EVIDENCE = [rule for rule in registry.load() if rule.code in {"H201", "L201", "M201"}]


def suspicions(text: str) -> tuple[Suspicion, ...]:
    return Document("x.txt", text).analysis.suspicions


def best(text: str) -> dict[str, str]:
    """What is likely wrong, and what was meant, as words."""
    found = [each.proposals[0] for each in suspicions(text) if each.probability > 0.5]
    return {proposal.word_span.of(text): proposal.word for proposal in found}


def fixed(text: str) -> str:
    found = engine.lint(Document("x.txt", text), EVIDENCE)
    return apply_edits(text, [edit for one in found if one.fix for edit in one.fix.edits])


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("这家公司竞然没有负债。", "这家公司竟然没有负债。"),
        ("公司的经营壮况良好，影响力越来越大。", "公司的经营状况良好，影响力越来越大。"),
        ("經銷商去年處於號損狀態，今年有望轉正。", "經銷商去年處於虧損狀態，今年有望轉正。"),
        ("這一舉措有助於提開品牌形象。", "這一舉措有助於提升品牌形象。"),
        ("新產品的質質量很好，公司的經經營狀況良好，經濟發展展需要時間。", "新產品的質量很好，公司的經營狀況良好，經濟發展需要時間。"),
        ("不能掉以轻新，更不能半徒而废。", "不能掉以轻心，更不能半途而废。"),
        ("臺北的市場竟爭激烈。", "臺北的市場競爭激烈。"),
    ],
)  # fmt: skip
def test_the_fix_is_written_as_the_document_writes(text: str, right: str) -> None:
    assert fixed(text) == right


@pytest.mark.parametrize(
    "text",
    [
        "公司預計明年資本支出將增加兩成，主要用於擴充先進封裝產能。",
        "他看著窗外，什麼也沒說，之後便離開了辦公室。",
        "旭創的光模塊供貨穩定，協鑫的顆粒硅成本下降。",
        "那句臺詞說得精采極了，觀眾無不動容。",
        "2024年3月15日，营收为1,234.5亿元，同比增长12.3%。",
        "王建国和李淑芬在布宜诺斯艾利斯见到了费尔南德斯。",
        "弟弟今天跑的很快，他正再吃飯。",
        "看看天氣，想想辦法，走一走，試一試。",
    ],
)
def test_clean_text_and_words_of_one_sound_are_left_alone(text: str) -> None:
    assert fixed(text) == text


def test_an_error_is_likelier_where_others_are() -> None:
    sentence = "我們以經完成了這個項目，客戶都很滿意。"
    noise = "消費者的選則很多。公司竞然沒有負債。市場竟爭激烈。不能掉以輕新。影響力越來越夬。"
    clean = "消費者的選擇很多。公司竟然沒有負債。市場競爭激烈。不能掉以輕心。影響力越來越大。"

    def probability(around: str) -> float:
        found = suspicions(around * 3 + sentence)
        return max(each.probability for each in found if each.proposals[0].word == "已经")

    assert probability(noise) > probability(clean) + 0.05


def test_several_proposals_share_the_doubt_of_a_place() -> None:
    for each in suspicions("他的态度非常成恳，会意开了一整天，气份很热烈，选则很多。"):
        assert each.proposals == tuple(sorted(each.proposals, key=lambda p: -p.probability))
        assert each.probability >= each.proposals[0].probability - 1e-6
        assert len({proposal.span for proposal in each.proposals}) == 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="的了号损状态提开品牌〇一二3５，。\n a𠀀臺後什麼\u2028", max_size=60))
def test_any_text_can_be_weighed(text: str) -> None:
    document = Document("x.txt", text)
    for one in engine.lint(document, EVIDENCE, "high"):
        assert one.span.of(text).strip()
        assert not any(char.isdecimal() for edit in one.fix.edits for char in edit.span.of(text))
        done = apply_edits(text, one.fix.edits)
        assert done[: one.span.start] == text[: one.span.start]
        assert done.endswith(text[one.span.end :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no hanzi at all, 123\n" * 50,
        "好" * 3000,
        "好坏" * 3000,
        "".join(random.Random(1).choices("的一是在不了有和人这中大为上个国我以要他", k=5000)),
    ],
    ids=["empty", "letters", "one-character", "two-characters", "shuffled"],
)
def test_hostile_texts_are_weighed_without_alarm(text: str) -> None:
    assert fixed(text) == text


def test_terms_are_products_of_factors_and_bends() -> None:
    columns = {"a": np.array([1.0, 4.0, 9.0]), "b": np.array([True, False, True])}
    assert judge.values(judge.term("1"), columns).tolist() == [1, 1, 1]
    assert judge.values(judge.term("a*b"), columns).tolist() == [1, 0, 9]
    assert judge.values(judge.term("a>3*b"), columns).tolist() == [0, 0, 6]


def test_every_term_of_the_shipped_models_is_known() -> None:
    (weighed,) = weigh(runs.read(code_points("经销商处于号损状态")))
    known = {*weighed.columns, "1"}
    for wanted in judge.fitted("weights").terms:
        assert {factor.partition(">")[0] for factor in wanted} <= known
    assert {f for t in judge.fitted("document_weights").terms for f in t} == {
        "1",
        "score",
        "density",
    }
