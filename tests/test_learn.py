"""`kanwu learn`, through the command with real repositories, and the aligning of any texts."""

from __future__ import annotations

import json
import os
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kanwu.cli.main import main
from kanwu.glossary import load_pack
from kanwu.glossary.corrections import all_bare, bare
from kanwu.glossary.learn import Known, Revision, learn
from kanwu.glossary.pack import Pack, Term

WRONG = """去年的金利潤成長三成,毛利率也有改善。
公司預計明年淨利潤增長,清蓝創投參與了投資。
第三季的金利潤好於預期。
清蓝創投管理的基金規模擴大。
會議照常舉行。
"""
RIGHT = """去年的淨利潤成長三成,毛利率也有改善。
公司預計明年淨利潤增長,沐岚創投參與了投資。
第三季的淨利潤好於預期。
沐岚創投管理的基金規模擴大。
會議照常舉行。
"""
HEARD = ("heard", "淨利潤", "金利潤")
NEW = ("term", "沐岚", "清蓝")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@pytest.fixture
def repository(project: Path) -> Path:
    git(project, "init", "--quiet", "--initial-branch=main")
    git(project, "config", "user.name", "校對")
    git(project, "config", "user.email", "proof@example.com")
    git(project, "config", "commit.gpgsign", "false")
    git(project, "config", "core.autocrlf", "false")
    return project


def commit(folder: Path, **texts: str | bytes) -> str:
    """Commit files, given by name less the suffix, and return the name of the commit."""
    return commit_files(folder, {f"{name}.txt": text for name, text in texts.items()})


def commit_files(folder: Path, contents: dict[str, str | bytes]) -> str:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "改")
    return git(folder, "rev-parse", "HEAD")


def call(*arguments: object, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["learn", *map(str, arguments)], input=stdin)


def proposals(*arguments: object) -> list[dict[str, Any]]:
    done = call(*arguments, "--output-format", "json")
    assert done.exit_code == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def forms(*arguments: object) -> list[tuple[str, ...]]:
    return [
        (found["kind"], found["term"], *found["heard"], *found["context"])
        for found in proposals(*arguments)
    ]


def learned(*pairs: tuple[str, str], terms: tuple[str, ...] = (), least: int = 2) -> list[Any]:
    """What pairs of lines teach who knows some terms."""
    pack = Pack(domain="", term=tuple(Term(term=term) for term in terms))
    old, new = ("\n".join(lines) for lines in zip(*pairs, strict=True))
    found = learn([Revision("a.txt", old, new)], Known((pack,)), least)
    return [(each.kind, each.term, *each.heard, *each.context) for each in found]


def test_wrong_forms_and_new_terms_come_from_the_history(repository: Path) -> None:
    commit(repository, a=WRONG)
    name = commit(repository, a=RIGHT)
    new, heard = proposals()
    assert heard == {
        "kind": "heard",
        "term": "淨利潤",
        "heard": ["金利潤"],
        "context": [],
        "plain_word": False,
        "corrections": 2,
        "files": 1,
        "commits": 1,
        "example": {
            "path": "a.txt",
            "commit": name,
            "before": "去年的金利潤成長三成,毛利率也有改善。",
            "after": "去年的淨利潤成長三成,毛利率也有改善。",
        },
    }
    assert (new["kind"], new["term"], new["heard"]) == ("term", "沐岚", ["清蓝"])


def test_the_report_is_for_people(repository: Path) -> None:
    commit(repository, a=WRONG)
    name = commit(repository, a=RIGHT)
    done = call()
    assert done.exit_code == 0
    assert done.stdout.split("\n\n")[1].splitlines() == [
        "誤寫 金利潤 → 淨利潤",
        "  改過 2 次，1 個檔案，1 次提交",
        f"  a.txt ({name[:10]})",
        "  - 去年的【金利潤】成長三成,毛利率也有改善。",
        "  + 去年的【淨利潤】成長三成,毛利率也有改善。",
    ]
    assert done.stderr == "2 項建議\n"
    assert "wrong form 金利潤 → 淨利潤\n  corrections: 2, files: 1" in call("--lang", "en").stdout


def test_paths_of_any_name_are_read(repository: Path) -> None:
    names = ["-錄 音.txt", "深/層/「引」.txt", "a'b.txt"]
    commit_files(repository, dict.fromkeys(names, WRONG))
    commit_files(repository, dict.fromkeys(names, RIGHT))
    found = proposals("--min-count", "2")[1]
    assert (found["corrections"], found["files"]) == (2, 1), "the same change is made once"
    assert found["example"]["path"] in names
    assert forms("深")[1] == forms("./-錄 音.txt")[1] == HEARD


def test_what_is_no_correction_of_a_text_is_passed_over(repository: Path) -> None:
    big = "字" * 800_000
    commit_files(
        repository,
        {"a.txt": WRONG, "b.bin": WRONG, "c.txt": b"\0\1" + WRONG.encode(), "d.txt": WRONG + big},
    )
    git(repository, "mv", "a.txt", "renamed.txt")
    changed = {"renamed.txt": RIGHT, "b.bin": RIGHT, "d.txt": RIGHT + big}
    commit_files(repository, changed | {"c.txt": b"\0\2" + RIGHT.encode(), "new.txt": RIGHT})
    assert forms() == []


def test_merges_are_passed_over(repository: Path) -> None:
    commit(repository, a="一\n" * 9 + WRONG, b="甲")
    git(repository, "checkout", "--quiet", "-b", "side")
    commit(repository, a="一\n" * 9 + RIGHT)
    git(repository, "checkout", "--quiet", "main")
    commit(repository, b="乙")
    git(repository, "merge", "--quiet", "--no-edit", "side")
    assert proposals()[1]["commits"] == 1


def test_since(repository: Path) -> None:
    commit(repository, a=WRONG)
    middle = commit(repository, a=RIGHT)
    commit(repository, a=RIGHT + "散會。\n")
    assert forms("--since", "HEAD~2") == forms() != []
    assert forms("--since", middle) == []
    done = call("--since", "--all")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "no commit “--all”" in done.stderr


def test_what_git_cannot_do_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    done = call()
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "is in no git repository" in done.stderr
    git(project, "init", "--quiet")
    assert "has no commit “HEAD”" in call().stderr
    assert "no such folder" in call("missing/folder").stderr
    monkeypatch.setenv("PATH", os.devnull)
    done = call()
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert "git: cannot be run" in done.stderr


def test_files_and_folders_are_compared(project: Path) -> None:
    for folder, text in (("old", WRONG), ("new", RIGHT)):
        (project / folder / "sub").mkdir(parents=True)
        (project / folder / "sub" / "a.txt").write_text(text, "utf-8")
    (project / "old" / "gone.txt").write_text(WRONG, "utf-8")
    found = proposals("old", "new")
    assert found == proposals("old/sub/a.txt", "new/sub/a.txt")
    assert (found[1]["corrections"], found[1]["commits"]) == (2, 0)
    assert found[1]["example"]["path"] == "new/sub/a.txt"
    assert call("old", "new/sub/a.txt").exit_code == 2
    assert call("old/gone.txt", "new/gone.txt").exit_code == 2
    assert call("old", "new", "--since", "HEAD").exit_code == 2
    assert call("old", "new", "more").exit_code == 2
    assert call("old", "new", "--write", "terms.txt").exit_code == 2


def test_corrections_are_small_and_local() -> None:
    """Neither rewriting, nor what was put in, nor numbers, marks, script and case."""
    spare = ("會議照常舉行。", "會議照常舉行。")
    for old, new in (
        ("去年金利潤成長。", "公司去年的淨利潤比前年更高。"),
        ("去年的利潤成長三成。", "去年的淨利潤成長三成。"),
        ("去年的利率成長三成。", "去年的利率,按我們的估計,成長三成。"),
        ("佔比從三成升到四成。", "佔比從兩成升到五成。"),
        ("佔比是H200的20%。", "佔比是H100的25%。"),
        ("净利润增长,三成。", "淨利潤增长；三成！"),
        ("open ai的Net Profit增長。", "OpenAI的net profit增長。"),
        ("公司的ＡＩ業務成長。", "公司的AI業務成長。"),
    ):
        pairs = [(head + old, head + new) for head in ("甲說,", "乙說,", "丙說,")]
        terms = ("淨利潤", "利率", "OpenAI", "AI", "H100", "net profit")
        assert learned(*pairs, spare, terms=terms) == [], old


def test_terms_are_whole_words() -> None:
    pairs = [
        ("我們看好沐蘭這家公司。", "我們看好沐岚這家公司。"),
        ("昨天沐蘭的股價上漲。", "昨天沐岚的股價上漲。"),
        ("光模塊由Lumentun供應。", "光模塊由Lumentum供應。"),
        ("另外Lumentun的產能不足。", "另外Lumentum的產能不足。"),
    ]
    assert learned(*pairs) == [("term", "Lumentum", "Lumentun"), ("term", "沐岚", "沐蘭")]
    assert learned(*pairs, least=3) == []


def test_a_term_may_be_corrected_in_two_places() -> None:
    pairs = [("由清嵐創頭投資。", "由青嵐創投投資。"), ("找到清嵐創頭合作。", "找到青嵐創投合作。")]
    assert learned(*pairs, terms=("青嵐創投",)) == [("heard", "青嵐創投", "清嵐創頭")]


def test_aliases_stand_for_their_term() -> None:
    pack = Pack(domain="", term=(Term(term="淨利潤", aliases=("純益",), heard=("金利潤",)),))
    old, new = "去年的蠢益不錯。\n今年金利潤更好。", "去年的純益不錯。\n今年淨利潤更好。"
    (found,) = learn([Revision("a.txt", old, new)], Known((pack,)), least=1)
    assert (found.term, found.heard) == ("淨利潤", ("蠢益",))


def test_right_words_are_no_wrong_forms() -> None:
    """Neither right forms of terms, nor other words that neither sound nor look alike."""
    pairs = [("去年的獲利不錯。", "去年的盈利不錯。"), ("預計獲利成長。", "預計盈利成長。")]
    assert learned(*pairs, terms=("盈利",)) == []
    pairs = [("去年的毛利率不錯。", "去年的淨利率不錯。"), ("預計毛利率成長。", "預計淨利率成長。")]
    assert learned(*pairs, terms=("毛利率", "淨利率")) == []
    pairs = [("未來的銷量不錯。", "蔚來的銷量不錯。"), ("預計未來交付更多。", "預計蔚來交付更多。")]
    assert learned(*pairs, terms=("蔚來",)) == [("heard", "蔚來", "未來")]


def test_grammar_is_no_term() -> None:
    pairs = [
        ("這件事做的很好。", "這件事做得很好。"),
        ("大家都說做的不錯。", "大家都說做得不錯。"),
        ("他們在開會。", "她們在開會。"),
        ("昨天他們也來了。", "昨天她們也來了。"),
    ]
    assert learned(*pairs) == []


def test_an_ordinary_word_is_proposed_for_its_wrong_form() -> None:
    lines = ["庫存{}到三十天。", "費用率{}的原因是規模。"]
    texts = ["\n".join(line.format(word) for line in lines) for word in ("隆至", "降至")]
    (found,) = learn([Revision("a.txt", *texts)], Known(()))
    assert (found.term, found.heard, found.plain_word) == ("降至", ("隆至",), True)


def test_what_stands_in_one_line_alone_is_no_new_term() -> None:
    """It may be any part of the line, however many files repeat it."""
    old, new = "歡迎收聽沐蘭投資日報。", "歡迎收聽沐岚投資日報。"
    revisions = [Revision(f"{number}.txt", old, new) for number in range(5)]
    assert learn(revisions, Known(())) == ()


def test_what_was_turned_back_is_not_proposed() -> None:
    lines = [("沐岚的基金不錯。", "沐蘭的基金不錯。"), ("我們看好沐岚。", "我們看好沐蘭。")]
    back = [(new, old) for old, new in lines]
    assert learned(*lines) != []
    assert learned(*lines, *back) == []


def test_a_form_that_was_corrected_again_is_no_term() -> None:
    steps = ["清攔", "沐蘭", "沐岚"]
    texts = [f"我們看好{name}。\n今天{name}的基金不錯。" for name in steps]
    revisions = [Revision("a.txt", *pair) for pair in pairwise(texts)]
    (found,) = learn(revisions, Known(()))
    assert (found.term, found.heard) == ("沐岚", ("沐蘭",))


def test_context_words_stand_near_the_corrections_alone() -> None:
    near = [f"{who}說沐{{}}的光刻機交付順利。" for who in "甲乙丙丁戊"]
    far = [f"第{number}場會議照常舉行,大家說交付順利。" for number in range(60)]
    pairs = [(line.format("蘭"), line.format("岚")) for line in near]
    (found,) = learned(*pairs, *((line, line) for line in far))
    assert found == ("term", "沐岚", "沐蘭", "光刻機")
    (heard, context) = learned(*pairs, *((line, line) for line in far), terms=("沐岚",))
    assert (heard, context) == (("heard", "沐岚", "沐蘭"), ("context", "沐岚", "光刻機"))


@pytest.fixture
def corrected(repository: Path) -> Path:
    commit(repository, a=WRONG)
    commit(repository, a=RIGHT)
    return repository


def test_a_pack_is_made(corrected: Path) -> None:
    done = call("--write", "desk.toml")
    assert "已寫入 desk.toml" in done.stderr
    pack = load_pack(corrected / "desk.toml")
    assert pack.domain == "desk"
    assert [(term.term, term.heard) for term in pack.terms] == [
        ("沐岚", ("清蓝",)),
        ("淨利潤", ("金利潤",)),
    ]
    assert forms("--write", "desk.toml") == [], "it is known by now"


LISTED = """# 桌上的詞
domain = "desk"  # 我們的
term = [
    # 財報
    "净利润", "毛利率",  # 兩個
    { term = "沐岚", heard = ["木蘭"] },  # 創投
]

[[case]]
text = "公司很好。"
"""
TABLES = """# 桌上的詞
domain = "desk"

[[term]]
term = "純益"  # 又名
aliases = ["淨利潤"]
heard = [
    "蠢益",  # 常見
]

# 創投
[[term]]
term = "沐岚"

[[case]]
text = "公司很好。"
"""


@pytest.mark.parametrize("text", [LISTED, TABLES], ids=["list", "tables"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_pack_keeps_its_layout(corrected: Path, text: str, ends: str) -> None:
    path = corrected / "desk.toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", ends).encode())
    assert call("--write", path).exit_code == 0
    written = path.read_bytes().decode()
    assert written.startswith("\ufeff# 桌上的詞")
    assert written.count(ends) == written.count("\n")
    old = [line for line in text.splitlines() if "#" in line or "case" in line]
    assert all(line.split("#")[-1] in written for line in old)
    heard = {term.right_forms[-1]: term.heard for term in load_pack(path).terms if term.heard}
    assert {"金利潤", "清蓝"} <= {form for wrong in heard.values() for form in wrong}
    assert (
        len(load_pack(path).terms)
        == len(load_pack(path).term)
        == text.count("term = ") + (text is LISTED)
    )


def test_a_new_term_has_a_line_of_its_own_behind_the_last_comment(corrected: Path) -> None:
    path = corrected / "desk.toml"
    path.write_text('domain = "desk"\nterm = [\n    "毛利率"\n    # 到此\n]\n', "utf-8")
    assert call("--write", path).exit_code == 0
    assert [term.term for term in load_pack(path).terms] == ["毛利率", "沐岚", "淨利潤"]
    assert "\n    # 到此\n    {" in path.read_text("utf-8")


def test_a_broken_pack_stays_as_it_is(corrected: Path) -> None:
    path = corrected / "desk.toml"
    for text in ("term = [", 'domain = "desk"\nterms = []\n'):
        path.write_text(text, "utf-8")
        done = call("--write", path)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
        assert path.read_text("utf-8") == text


def test_what_is_rejected_is_never_proposed_again(corrected: Path) -> None:
    done = call("--review", "--write", "desk.toml", stdin="n\ny\n")
    assert done.exit_code == 0
    assert "新詞" not in done.stdout and "誤寫 金利潤" in done.stdout
    assert [term.term for term in load_pack(corrected / "desk.toml").terms] == ["淨利潤"]
    assert forms() == [HEARD]
    assert forms("--rejected", "elsewhere.toml") == [NEW, HEARD]
    assert "沐岚" in (corrected / ".kanwu" / "rejected.toml").read_text("utf-8")
    assert forms("--forget") == [NEW, HEARD] == forms()


def test_a_review_may_end_early(corrected: Path) -> None:
    for answers in ("q\n", ""):
        done = call("--review", "--write", "desk.toml", stdin=answers)
        assert (done.exit_code, done.stdout) == (0, "")
    assert not (corrected / "desk.toml").exists()
    assert forms() == [NEW, HEARD]


def test_a_broken_memory_is_an_error(corrected: Path) -> None:
    (corrected / "no.toml").write_text("rejected = 1", "utf-8")
    done = call("--rejected", "no.toml")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


texts = st.lists(
    st.text("金淨净利潤润率沐岚蘭的再 ,。Aaé1三𠀀\u2028", max_size=12), max_size=6
).map("\n".join)


@given(st.lists(st.text("淨利潤 ,。Aé\u0301ΑΣİﬁⅣß三𠀀\u2028")))
def test_many_forms_are_compared_as_each_alone(forms: list[str]) -> None:
    assert all_bare(forms) == list(map(bare, forms))


@settings(max_examples=200)
@given(texts, texts)
def test_any_texts_are_aligned(old: str, new: str) -> None:
    known = Known((Pack(domain="", term=("淨利潤", "利率")),))
    for found in learn([Revision("a.txt", old, new)], known, least=1):
        before, after = found.seen.example.before, found.seen.example.after
        assert before.form in old and after.form in new
        assert all(form in old and len(form) > 1 for form in found.heard)
        assert found.kind != "term" or found.term in new
        assert not {"淨利潤", "净利润", "利率", found.term}.intersection(found.heard)
    assert learn([Revision("a.txt", old, old)], known, least=1) == ()
