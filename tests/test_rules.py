"""Every example of every rule holds, with all rules loaded; and a stranger's rules load too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kanwu import engine, registry
from kanwu.diagnostic import Span
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.kinds.quotation import is_spoken_about
from kanwu.proof import failures
from kanwu.registry import Rules
from kanwu.rule import Rule
from kanwu.suppress import UNUSED_SUPPRESSION

BUILTIN = registry.load()


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.code)
def test_examples_hold(rule: Rule, rules: Rules) -> None:
    assert list(failures(rule, rules)) == []


@pytest.mark.parametrize("rule", BUILTIN, ids=lambda rule: rule.code)
def test_doc_says_what_a_reader_needs(rule: Rule) -> None:
    for part in ("例：", "修正是否安全：", "English:"):
        assert part in rule.doc


def test_a_good_example_of_one_rule_is_good_for_all(rules: Rules) -> None:
    """What a rule's author holds up as right text, no other rule may find fault with."""
    for rule in rules:
        for example in rule.examples:
            if type(example).__name__ == "Good":
                found = engine.lint(Document("x.txt", example.text), rules)
                assert found == (), (rule.code, example.text)


@pytest.mark.parametrize(
    ("text", "spoken_about"),
    [
        ("「号损」这个词应写成「亏损」。", True),
        ("应写成「号损」，不是别的", True),
        ("「号损」是错字", True),
        ("「号损」，应为「亏损」", True),
        ("误写为「隆至」", True),
        ("「隆至」和「号损」都是常见的错别字", True),
        ("错字有「隆至」、「号损」", True),
        ("原文：「号损」（应为「亏损」）", True),
        ("「隆」字写错了", True),
        ("他说：「号损」", False),
        ("他认为「号损」很大", False),
        ("所谓「号损」字段", False),
        ("「号损」，这是一个错误的决定。「隆至」是错字", False),
        ("号损应为亏损", False),
        ("「亏损」应为多少，号损了", False),
    ],
)
def test_words_that_are_spoken_about(text: str, spoken_about: bool) -> None:
    (word,) = re.findall("号损|隆", text)[:1]
    start = text.index(word)
    assert is_spoken_about(text, Span(start, start + len(word))) is spoken_about


PYTHON_RULE = '''
"""A rule of a team's own."""
import re
from kanwu import Applicability, Bad, Finding, Fix, Good, Span

class House:
    code, name, status, doc = "X101", "house-name", "stable", __doc__
    examples = (Good("本公司"), Bad("我司", fixed="本公司"))
    def check(self, document):
        for match in re.finditer("我司", document.prose):
            span = Span(*match.span())
            yield Finding(span, "寫全稱", (Fix.replace(span, "本公司", Applicability.SAFE),))

rule = House()
'''
TOML_RULE = """
code = "X102"
name = "house-words"
kind = "confusion"
doc = "團隊自己的錯字表"
confidence = 0.98
applicability = "safe"
why = "形近字"
why-en = "look alike"
[[pair]]
wrong = "蓉器"
right = "容器"
bad = ["蓉器已送達。"]
good = ["容器已送達。"]
"""


def test_a_users_rules_come_in_by_the_same_door(tmp_path: Path) -> None:
    (tmp_path / "house.py").write_text(PYTHON_RULE, "utf-8")
    (tmp_path / "words.toml").write_text(TOML_RULE, "utf-8")
    rules = registry.load(tmp_path)
    assert {"X101", "X102"} <= {rule.code for rule in rules}
    found = engine.lint(Document("x.txt", "我司的蓉器。"), rules)
    assert [diagnostic.code for diagnostic in found] == ["X101", "X102"]
    changed = [
        rule for rule in rules if rule.code in {"X101", "X102"} or rule is UNUSED_SUPPRESSION
    ]
    assert len(changed) == 3
    assert [line for rule in changed for line in failures(rule, rules)] == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "code = ", "line 1"),
        ("a.toml", 'code = "X1"\nkind = "confusion"', "missing required field"),
        ("a.toml", TOML_RULE + 'wrongg = "x"', "unknown field `wrongg`"),
        ("a.toml", TOML_RULE.replace('"confusion"', '"confusoin"'), "confusoin"),
        ("a.toml", TOML_RULE.replace("X102", "x9"), "is no code"),
        ("a.toml", TOML_RULE.replace("X102", "L101"), "is taken by"),
        ("a.toml", TOML_RULE.replace('good = ["容器已送達。"]', "good = []"), "good"),
        ("a.toml", TOML_RULE.replace("蓉器已送達", "已送達"), "does not contain"),
        ("a.toml", TOML_RULE.replace('right = "容器"', 'right = "蓉器"'), "own correction"),
        ("a.toml", TOML_RULE + TOML_RULE[TOML_RULE.index("[[pair]]") :], "listed twice"),
        ("a.py", "rule = 1 / 0", "ZeroDivisionError"),
        ("a.py", "pass", "no attribute 'rule'"),
        ("a.py", "class A: code = 'X1'\nrule = A()", "the rule has no `name` that is a str"),
        ("a.py", "raise SystemExit('x')", "SystemExit"),
        ("a.py", PYTHON_RULE.replace('"X101"', "101"), "the rule has no `code` that is a str"),
        ("a.py", PYTHON_RULE.replace('"stable"', '"stabel"'), "status “stabel” is none of"),
        ("a.py", PYTHON_RULE.replace('Good("本公司"), ', '"本公司", '), "are Good(…) and Bad(…)"),
        ("a.py", PYTHON_RULE.replace("def check", "def chekc"), "has no method `check`"),
    ],
)
def test_a_broken_rule_is_named_with_its_error(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(KanwuError) as caught:
        registry.load(tmp_path)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_rule_file_may_have_dataclasses(tmp_path: Path) -> None:
    head = "from __future__ import annotations\nfrom dataclasses import dataclass\n"
    dataclass = "@dataclass\nclass Pair:\n    wrong: str\n\nclass House"
    rule = PYTHON_RULE.replace("class House", dataclass)
    (tmp_path / "house.py").write_text(head + rule.split('"""')[2], "utf-8")
    text = (tmp_path / "house.py").read_text("utf-8").replace("__doc__", '"doc"')
    (tmp_path / "house.py").write_text(text, "utf-8")
    assert "X101" in {rule.code for rule in registry.load(tmp_path)}


def test_proof_sees_what_does_not_hold(tmp_path: Path) -> None:
    """The check that guards all rules can itself fail."""
    broken = PYTHON_RULE.replace('Good("本公司")', 'Good("我司")').replace(
        '"我司", fixed', '"甲", fixed'
    )
    (tmp_path / "house.py").write_text(broken, "utf-8")
    rules = registry.load(tmp_path)
    (rule,) = [rule for rule in rules if rule.code == "X101"]
    said = list(failures(rule, rules))
    assert len(said) == 2
    assert "finds 寫全稱" in said[0]
    assert "finds nothing" in said[1]
