"""The documents of a run are one body: what most of them write shows the slips of the others."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kanwu import engine
from kanwu.cli.main import main
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.glossary.corpus import Corpus
from kanwu.hanzi.script import fold
from kanwu.registry import Rules

OFTEN = "我們先看{0}的情況。去年{0}的表現不錯。目前{0}仍然偏緊。法人看好{0}的前景。\n"
ONCE = "另外，市場上也有{}的消息，大家可以參考。\n"
TWICE = "客戶說{0}的價格會漲。問：{0}的需求如何？\n"


def found(texts: Sequence[str], rules: Rules) -> list[list[Diagnostic]]:
    """What is found in each of some documents, which are a corpus."""
    documents = [Document(f"{number}.txt", text) for number, text in enumerate(texts)]
    own = [rule for rule in rules if rule.code.startswith("C")]
    told = filter(None, (engine.names(document, own) for document in documents))
    within = engine.within(Corpus.of(told), own)
    return [list(engine.lint(document, within)) for document in documents]


def codes(texts: Sequence[str], rules: Rules) -> list[list[str]]:
    return [[diagnostic.code for diagnostic in one] for one in found(texts, rules)]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("忠翔科技", "忠祥科技"),
        ("維斯特羅姆", "維斯特洛姆"),
        ("Brightvell", "Britevell"),
        ("Halvorsen", "Halverson"),
    ],
)
@pytest.mark.parametrize("simplified", [False, True])
def test_a_slip_of_what_others_write(
    usual: str, other: str, simplified: bool, rules: Rules
) -> None:
    """Also where the others are in the other script."""
    text = ONCE.format(other)
    many, (diagnostic,) = found(
        [fold(OFTEN.format(usual)) if simplified else OFTEN.format(usual), text], rules
    )
    assert many == []
    assert diagnostic.code == "C101"
    assert "其他文件寫" in str(diagnostic.finding.message)
    assert "4 次（0.txt）" in str(diagnostic.finding.message)
    assert diagnostic.fix is not None
    start, end = diagnostic.span
    mended = text[:start] + diagnostic.fix.replacement(text, diagnostic.span) + text[end:]
    assert mended == ONCE.format(usual)
    assert found([text], rules) == [[]]


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("忠翔科技", "翔忠科技"),
        ("忠翔1號", "忠翔2號"),
        ("林鈺翔", "林玉翔"),  # another person
        ("毛利率", "毛力率"),  # of words the language knows how they are written
        ("維斯特羅姆", "維斯特諾姆"),  # of a near sound only
        ("忠翔科技", "宗翔科技"),
        ("Model X", "Model Y"),
        ("Propane", "Propanes"),
    ],
)
def test_other_names_are_left_alone(usual: str, other: str, rules: Rules) -> None:
    assert codes([OFTEN.format(usual), ONCE.format(other)], rules) == [[], []]


def test_a_document_that_has_both_means_one_person(rules: Rules) -> None:
    text = ONCE.format("林鈺翔") + "大家可以想一想再說。" + ONCE.format("林玉翔")
    assert codes([OFTEN.format("林鈺翔"), text], rules) == [[], ["C101"]]


def test_what_is_seldom_shows_nothing(rules: Rules) -> None:
    assert codes([TWICE.format("忠翔科技"), ONCE.format("忠祥科技")], rules) == [[], []]


def test_what_comes_back_anywhere_is_meant(rules: Rules) -> None:
    others = [ONCE.format("忠祥科技")] * 3
    assert codes([OFTEN.format("忠翔科技") * 3, *others], rules) == [[]] * 4


def test_names_that_one_document_tells_apart_are_two(rules: Rules) -> None:
    both = "Halvorsen和Halverson是兩家公司。\n"
    texts = [OFTEN.format("Halvorsen"), ONCE.format("Halverson")]
    assert codes(texts, rules) == [[], ["C101"]]
    assert codes([*texts, both], rules) == [[], [], []]


def test_what_is_spoken_about_stays(rules: Rules) -> None:
    assert codes([OFTEN.format("忠翔科技"), "「忠祥科技」是錯字。"], rules) == [[], []]


def test_spellings_none_of_which_prevails(rules: Rules) -> None:
    """They are one finding in each document that has the rarer one."""
    usual, other = "維斯特羅姆", "維斯特洛姆"
    texts = [TWICE.format(usual), TWICE.format(other), TWICE.format(usual), ONCE.format(other)]
    first, second, third, fourth = found(texts, rules)
    assert (first, third) == ([], [])
    assert [diagnostic.code for diagnostic in (*second, *fourth)] == ["C102"] * 3
    assert len({diagnostic.finding.group for diagnostic in second}) == 1
    assert str(second[0].finding.message) == (
        "同一個名稱有 2 種寫法：「維斯特羅姆」4 次（0.txt、2.txt）、「維斯特洛姆」3 次"
    )
    assert second[0].fix is not None
    assert second[0].fix.applicability is Applicability.SHOW


def test_many_documents_are_counted(rules: Rules) -> None:
    texts = [*[OFTEN.format("忠翔科技")] * 4, ONCE.format("忠祥科技")]
    ((diagnostic,),) = [one for one in found(texts, rules) if one]
    assert "16 次（0.txt、1.txt 等 4 個）" in str(diagnostic.finding.message)


def test_what_a_document_says_itself_is_said_once(rules: Rules) -> None:
    text = OFTEN.format("忠翔科技") + ONCE.format("忠祥科技")
    first, (diagnostic,) = found([OFTEN.format("忠翔科技"), text], rules)
    assert first == []
    assert "同一文件寫「忠翔科技」4 次" in str(diagnostic.finding.message)


def test_what_a_document_has_more_often_may_be_wrong(rules: Rules) -> None:
    text = OFTEN.format("維斯特洛姆") + ONCE.format("維斯特羅姆")
    alone = codes([text], rules)
    _, together = found([OFTEN.format("維斯特羅姆") * 3, text], rules)
    assert alone == [["C101"]]
    assert [diagnostic.code for diagnostic in together] == ["C102"] * 4


def test_what_a_document_tells_travels_and_is_small(rules: Rules) -> None:
    names = engine.names(Document("x.txt", OFTEN.format("忠翔科技") * 500), rules)
    assert names is not None
    assert pickle.loads(pickle.dumps(names)) == names
    assert len(pickle.dumps(names)) < 1000


def test_no_rule_asks_for_names(rules: Rules) -> None:
    others = [rule for rule in rules if not rule.code.startswith("C")]
    assert engine.names(Document("x.txt", OFTEN.format("忠翔科技")), others) is None


def test_the_order_of_documents_says_nothing(rules: Rules) -> None:
    texts = {
        "a.txt": OFTEN.format("忠翔科技"),
        "b.txt": TWICE.format("忠翔科技") + TWICE.format("維斯特羅姆"),
        "c.txt": TWICE.format("維斯特洛姆") + ONCE.format("忠祥科技"),
        "d.txt": TWICE.format("維斯特羅姆"),
    }
    documents = [Document(path, text) for path, text in texts.items()]
    own = [rule for rule in rules if rule.code.startswith("C")]
    outcomes = set()
    for order in permutations(documents):
        told = filter(None, (engine.names(document, own) for document in order))
        within = engine.within(Corpus.of(told), own)
        outcomes.add(tuple(engine.lint(document, within) for document in documents))
    (outcome,) = outcomes
    assert [len(diagnostics) for diagnostics in outcome] == [0, 0, 3, 0]


def call(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


def reported(*arguments: object) -> list[tuple[str, str]]:
    done = call("check", "--output-format", "jsonl", *arguments)
    return [(each["path"], each["code"]) for each in map(json.loads, done.stdout.splitlines())]


@pytest.fixture
def calls(project: Path) -> Path:
    """A folder with a name, and a slip of it in another file."""
    (project / "a.txt").write_text(OFTEN.format("忠翔科技"), "utf-8")
    (project / "b.txt").write_text(ONCE.format("忠祥科技"), "utf-8")
    return project


def test_on_the_command_line(calls: Path) -> None:
    assert reported() == []
    assert reported("--corpus") == [("b.txt", "C101")]
    assert reported("--corpus", "b.txt") == []
    assert reported("--corpus", "b.txt", "a.txt") == [("b.txt", "C101")]
    assert reported("--corpus", "--ignore", "C101") == []
    assert reported("--corpus", "--select", "L") == []


def test_as_a_setting(calls: Path) -> None:
    (calls / "kanwu.toml").write_text("corpus = true\n", "utf-8")
    assert reported() == [("b.txt", "C101")]
    assert reported("--no-corpus") == []
    assert reported("--isolated") == []


def test_files_that_cannot_be_read_say_nothing(calls: Path) -> None:
    (calls / "c.txt").write_bytes(b"\0")
    done = call("check", "--corpus", "missing.txt", ".")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 3  # two errors and the summary
    assert "C101" in done.stdout


def test_processes_find_the_same(calls: Path) -> None:
    for number in range(20):
        text = TWICE.format("維斯特羅姆") if number % 3 else ONCE.format("維斯特洛姆")
        (calls / f"{number:02}.txt").write_text(text, "utf-8")
    one, two = call("check", "--corpus", "-j", "1"), call("check", "--corpus", "-j", "2")
    assert one.stdout == two.stdout
    assert one.stdout.count("C102") == 7


def test_fixes(calls: Path) -> None:
    assert call("fix", "--corpus", ".").exit_code == 1
    assert (calls / "b.txt").read_text("utf-8") == ONCE.format("忠祥科技")
    call("fix", "--corpus", "--unsafe", ".")
    assert (calls / "b.txt").read_text("utf-8") == ONCE.format("忠翔科技")
    assert (calls / "a.txt").read_text("utf-8") == OFTEN.format("忠翔科技")


def test_standard_input_stands_alone(calls: Path) -> None:
    done = call("check", "--corpus", "-", stdin=ONCE.format("忠祥科技"))
    assert (done.exit_code, done.stdout) == (0, "")
