"""A document is its own glossary: slips of its names are found, and other names are left alone."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from kanwu import engine
from kanwu.analysis import Analysis
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.hanzi.script import fold
from kanwu.registry import Rules

FRAMES = (
    "我們先看{}的情況。",
    "去年{}的表現不錯。",
    "問：{}的需求如何？",
    "目前{}仍然偏緊。",
    "客戶說{}的價格會漲。",
    "法人看好{}的前景。",
)
LAST = "另外，市場上也有{}的消息，大家可以參考。"


def told(usual: str, other: str, times: int = len(FRAMES)) -> str:
    """A text that has one name again and again, and another in its last sentence."""
    return "".join(frame.format(usual) for frame in FRAMES[:times]) + LAST.format(other)


def found(text: str, rules: Rules) -> list[Diagnostic]:
    own = [rule for rule in rules if rule.code.startswith("C")]
    return list(engine.lint(Document("x.txt", text), own))


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("編碼器", "編碼氣"),
        ("伺服器", "伺服氣"),
        ("張忠謀", "張中謀"),
        ("忠翔科技", "鐘祥科技"),
        ("維斯特羅姆", "維斯特洛姆"),
        ("減速器", "減器"),
        ("驅動輪", "驅輪"),
        ("Brightvell", "Britevell"),
    ],
)
@pytest.mark.parametrize("simplified", [False, True])
def test_slips(usual: str, other: str, simplified: bool, rules: Rules) -> None:
    text, right = told(usual, other), told(usual, usual)
    if simplified:
        text, right = fold(text), fold(right)
    (diagnostic,) = found(text, rules)
    assert diagnostic.code == "C101"
    start, end = diagnostic.span
    assert diagnostic.fix is not None
    mended = text[:start] + diagnostic.fix.replacement(text, diagnostic.span) + text[end:]
    assert mended == right


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("800G", "400G"),
        ("GPT-4", "GPT-5"),
        ("A100", "H100"),
        ("CEO", "CFO"),
        ("DRAM", "SRAM"),
        ("上游", "上市"),
        ("Model X", "Model Y"),
        ("iPhone", "iPad"),
        ("Propane", "Propanes"),
        ("propane", "propene"),
        ("第一季", "第三季"),
        ("台積電", "台積"),
        ("電池片", "電池"),
        ("阿里巴巴", "阿里巴"),
        ("私營部門", "私部門"),
        ("中芯國際", "中信國際"),
        ("王小明", "王曉玲"),
        ("林志強", "林志祥"),
        ("碳酸鋰", "碳酸鋁"),
        ("正極材料", "負極材料"),
        ("買權", "賣權"),
        ("經濟型", "經濟性"),
        ("高級管理", "高級官吏"),
        ("刑事訴訟", "行使訴訟"),
        ("我們的", "我們得"),
        ("他們的車", "她們的車"),
    ],
)
def test_other_names_are_left_alone(usual: str, other: str, rules: Rules) -> None:
    assert found(told(usual, other), rules) == []
    assert found(fold(told(usual, other)), rules) == []


@pytest.mark.parametrize("text", ["", "好", "，", "A", "毛利率", "Model Y", "\n"])
def test_a_text_of_next_to_nothing(text: str, rules: Rules) -> None:
    assert found(text, rules) == []


def test_what_is_seldom_is_no_glossary(rules: Rules) -> None:
    assert found(told("編碼器", "編碼氣", times=2), rules) == []


def test_what_comes_back_is_meant(rules: Rules) -> None:
    assert found(told("減速器", "減器") + LAST.format("減器"), rules) == []


def test_another_passage_says_nothing(rules: Rules) -> None:
    """A name of one call is not that of another, far below in the same file."""
    between = "\n今天的天氣很好，大家都到河邊散步，孩子們在草地上放風箏。" * 150
    assert found(told("編碼器", "編碼器") + between + LAST.format("編碼氣"), rules) == []


def test_names_beside_each_other_are_two(rules: Rules) -> None:
    text = told("Halvorsen", "Halvorsen和Halverson")
    assert found(text, rules) == []


def test_a_spelling_that_is_spoken_about_stays(rules: Rules) -> None:
    assert found(told("編碼器", "編碼器") + "「編碼氣」是錯字。", rules) == []


def test_spellings_none_of_which_prevails_are_one_finding(rules: Rules) -> None:
    text = (
        "公司向維斯特羅姆採購軸承，維斯特羅姆的交期是八週。"
        "不過上個月起維斯特洛姆調整了價格，還好我們有庫存。聽說維斯特洛姆也缺料。"
    )
    diagnostics = found(text, rules)
    assert [diagnostic.code for diagnostic in diagnostics] == ["C102", "C102"]
    assert len({diagnostic.finding.group for diagnostic in diagnostics}) == 1
    first = diagnostics[0]
    assert str(first.finding.message) == (
        "同一個名稱有 2 種寫法：「維斯特羅姆」2 次、「維斯特洛姆」2 次"
    )
    assert first.fix is not None
    assert first.fix.applicability is Applicability.SHOW


def test_latin_spellings_are_one_finding(rules: Rules) -> None:
    text = (
        "經銷商是Kongsvinger，去年春天才換的。今年Kongsvenger的價格沒有變。"
        "我們下個月去拜訪Kongsvinger的工廠。之後再決定要不要跟Kongswinger續約。"
    )
    (diagnostic,) = found(text, rules)
    assert diagnostic.code == "C102"
    assert "「Kongsvinger」2 次、「Kongsvenger」1 次" in str(diagnostic.finding.message)


def test_a_reading_says_where_words_have_their_edges() -> None:
    text = "公司的毛利率在改善，Model Y的銷量也是。"
    edges = np.flatnonzero(Analysis(text).reading(None).word_edges).tolist()
    parts = [text[start:end] for start, end in pairwise(edges)]
    assert "".join(parts) == text
    assert {"公司", "的", "毛利率", "改善", "，", "銷量"} <= set(parts)
