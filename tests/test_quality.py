"""The rules of data quality on hostile input, and what their examples cannot show."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu import engine
from kanwu.diagnostic import Applicability
from kanwu.document import Document
from kanwu.fix import fix
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
    "blank line": "甲\n" + " " * 200_000 + "\n乙",
    "blanks after a word": "主要是因為" + " " * 200_000 + "x",
    "long line with counts": "評論 3 " * 50_000 + "\n關注\n分享\n",
    "brackets": "[" * 100_000 + "【聽不清" * 20_000,
    "sentences": "他說：“好。" * 40_000,
    "commas": "甲,乙，" * 50_000,
    "wide": "Ａ１．" * 50_000,
}
"""Texts on which a search that goes back again and again would take minutes."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_in_one_go(name: str, rules: Rules) -> None:
    document = Document("x.txt", HOSTILE[name])
    found = engine.lint(document, [rule for rule in rules if rule.code.startswith("D")], "high")
    assert all(0 <= one.span.start <= one.span.end <= len(document.text) for one in found)


PIECES = [
    *"“”「」（）()[]\"'《》,，。:：;?？1aＡ３ \n\t\u200b\u200d\ufeff\xad\ufffd\ue000\r",
    *("主持：", "主持人：", "張總：", "张总:", "Speaker 1: ", "Speaker1: ", "A:", "\r\n", "\n\n"),
    *("+關注\n", "1280瀏覽量\n", "相關推薦\n", "責任編輯：某某\n", "返回頂部\n", "點讚\n", "3\n"),
    *("Ã©", "ç¬¬", "鐨勬瘺", "鐨", "€", "ÖÐÎÄ", "锟斤拷", "12345", "對于", "的", "○○○", "[聽不清]"),
    "工廠從三月起換了新的壓鑄機，單班產量比舊機多四成，良率也升到九成二。\n",
    "下半年的價格還在談，預計不會有太大的變化，主要是因為\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_any_text_is_read_and_its_fixes_settle(rules: Rules, text: str) -> None:
    quality = [rule for rule in rules if rule.code.startswith("D")]
    done = fix(Document("x.txt", text), lambda it: engine.lint(it, quality), Applicability.SHOW)
    assert not any(diagnostic.fix for diagnostic in done.remaining)


TALK = """專家交流紀要
Q：產能什麼時候開出來？
A：新的廠房明年春天完工，設備已經下單。
Q：毛利率呢？
A：會回到四成，主要是產品組合變好。
"""


@pytest.mark.parametrize(
    ("tail", "left"),
    [
        ("責編：王大同\n轉載請註明出處。\n長按識別二維碼關注\n閱讀 1.2萬\n讚 35\n", ""),
        ("延伸閱讀\n螺絲漲價\n分享到 Facebook\n熱門新聞\n留言\n人氣 3,201\n", ""),
        ("关注\n3\n点赞\n5\n收藏\n评论\n分享\n复制链接\n", ""),
        (
            "责任编辑：林小明\n原文链接：https://example.com/a\n点赞\n阅读 300\n相关推荐\n",
            "原文链接：https://example.com/a\n",
        ),
        *(
            (tail, tail)
            for tail in (
                "來源：工廠日報\n責任編輯：林小明\n",
                "結論\n一、繼續關注\n二、下週回覆\n下次會議：3月8日\n",
                "追蹤者 3000\n按讚 500\n留言 20\n分享 8\n觀看 12萬\n",
                "歡迎訂閱\n點讚\n分享\n下次見\n",
                "",
            )
        ),
    ],
)
def test_what_a_page_has_behind_its_text(tail: str, left: str, rules: Rules) -> None:
    document = Document("x.txt", TALK + tail)
    done = fix(document, lambda it: engine.lint(it, _only("D109", rules)), Applicability.UNSAFE)
    assert done.document.text == TALK + left
    assert len(done.applied) == (0 if left == tail else 2 if left else 1)


def test_an_address_in_brackets_closes_nothing(rules: Rules) -> None:
    text = "第一季持平。\n詳見官網(https://example.com/a)與附件。\n訂單增加。\n"
    assert engine.lint(Document("x.txt", text), _only("D106", rules)) == ()


def test_many_marks_by_themselves_are_a_text_of_extracts(rules: Rules) -> None:
    few = "他說：“訂單排到年底。\n" + "工廠已經復工。\n" * 40
    assert len(engine.lint(Document("x.txt", few), _only("D106", rules))) == 1
    assert engine.lint(Document("x.txt", few * 9), _only("D106", rules)) == ()


def _only(code: str, rules: Rules) -> Rules:
    return tuple(rule for rule in rules if rule.code == code)
