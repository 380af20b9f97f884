from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kanwu import settings
from kanwu.cli.main import main
from kanwu.errors import KanwuError

BAD = "經銷商處於號損狀態。\n出貨量為20到330到30萬隻。\n"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def found(*arguments: str) -> list[tuple[str, str]]:
    done = call("check", "--output-format", "jsonl", *arguments)
    assert done.exit_code in (0, 1), done.stderr
    objects = map(json.loads, done.stdout.splitlines())
    return [(found["path"], found["code"]) for found in objects]


@pytest.fixture
def notes(project: Path) -> Path:
    for name in ("a.txt", "old/b.txt", "old/deep/c.txt"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(BAD, "utf-8")
    return project


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kanwu.toml", 'select = ["Q"]'),
        (".kanwu.toml", 'select = ["Q"]'),
        ("pyproject.toml", '[tool.kanwu]\nselect = ["Q"]'),
    ],
)
def test_the_nearest_configuration_holds(
    notes: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    (notes / name).write_text(text, "utf-8")
    assert found("a.txt") == [("a.txt", "Q101")]
    assert found("a.txt", "--isolated") == [("a.txt", "L101"), ("a.txt", "Q101")]
    assert found("a.txt", "--select", "L") == [("a.txt", "L101")]
    monkeypatch.chdir(notes / "old")
    assert found("b.txt") == [("b.txt", "Q101")]
    (notes / "old" / "kanwu.toml").write_text('select = ["L"]', "utf-8")
    assert found("b.txt") == [("b.txt", "L101")]
    assert found("b.txt", "--config", f"../{name}") == [("b.txt", "Q101")]


def test_a_pyproject_without_a_table_is_passed_over(notes: Path) -> None:
    (notes / "kanwu.toml").write_text('select = ["Q"]', "utf-8")
    (notes / "old" / "pyproject.toml").write_text("[project]\n", "utf-8")
    assert settings.find(notes / "old") == notes / "kanwu.toml"


def test_excludes(notes: Path) -> None:
    (notes / "kanwu.toml").write_text('exclude = ["old/"]', "utf-8")
    assert {path for path, _ in found()} == {"a.txt"}
    assert {path for path, _ in found("old/b.txt")} == {"old/b.txt"}
    assert found("--force-exclude", "old/deep/c.txt") == []
    (notes / "kanwu.toml").write_text('exclude = ["*.txt", "!a.txt"]', "utf-8")
    assert {path for path, _ in found("--force-exclude", "a.txt", "old/b.txt")} == {"a.txt"}


def test_excludes_hold_for_standard_input(notes: Path) -> None:
    (notes / "kanwu.toml").write_text('exclude = ["old/"]', "utf-8")
    options = ["fix", "-", "--stdin-filename", "old/b.txt", "--force-exclude"]
    done = CliRunner().invoke(main, options, input=BAD)
    assert (done.exit_code, done.stdout) == (0, BAD)


def test_per_file_ignores(notes: Path) -> None:
    (notes / "kanwu.toml").write_text('[per-file-ignores]\n"old/**" = ["L"]', "utf-8")
    assert found("a.txt", "old/b.txt") == [
        ("a.txt", "L101"),
        ("a.txt", "Q101"),
        ("old/b.txt", "Q101"),
    ]


def texts(name: str, text: str, *options: str) -> list[str]:
    Path(name).write_text(text, "utf-8")
    done = call("check", name, "--output-format", "jsonl", *options)
    assert done.exit_code in (0, 1), done.stderr
    return [json.loads(line)["text"] for line in done.stdout.splitlines()]


def test_words_to_ignore_are_right_in_either_script(project: Path) -> None:
    def kept(*words: str) -> list[str]:
        listed = json.dumps(words, ensure_ascii=False)
        Path("kanwu.toml").write_text(f"ignore-words = {listed}", "utf-8")
        return texts("a.txt", "投保號損險。\n工厂号损。\n出貨量為20到330到30萬隻。\n")

    assert kept() == ["號損", "号损", "20到330到30萬"]
    assert kept("號損險") == ["号损", "20到330到30萬"]
    assert kept("号损") == ["20到330到30萬"]
    assert kept("保號") == ["号损", "20到330到30萬"]  # the fix would make it 保虧
    assert kept("損險", "330到30萬隻") == ["號損", "号损"]  # the fix of 號損 spares 損
    assert kept("330", "亏损") == ["號損", "号损"]
    assert kept("號損險", "厂号", "隻") == ["20到330到30萬"]


def test_words_to_ignore_in_letters_are_whole_words_in_any_case(project: Path) -> None:
    text = "數據中心的光模塊由Color Light供貨，Cloud Light也擴產，硅光與EML都缺。\n"
    assert texts("a.txt", text) == ["Color Light"]
    Path("kanwu.toml").write_text('ignore-words = ["olor", "ligh"]', "utf-8")
    assert texts("a.txt", text) == ["Color Light"]
    Path("kanwu.toml").write_text('ignore-words = ["color"]', "utf-8")
    assert texts("a.txt", text) == []


def test_words_to_ignore_are_not_fixed_and_leave_marks_alone(project: Path) -> None:
    Path("kanwu.toml").write_text('ignore-words = ["號損"]', "utf-8")
    text = "處於號損狀態。 # kanwu: ignore[L101] 號損\n"
    assert texts("a.txt", text) == [" # kanwu: ignore[L101] 號損"]
    Path("b.txt").write_text("處於號損狀態。\n", "utf-8")
    assert call("fix", "b.txt").exit_code == 0
    assert Path("b.txt").read_text("utf-8") == "處於號損狀態。\n"


TERM = '[[term]]\nterm = "鯤鵬"\naliases = ["轻新"]\n'


@pytest.mark.usefixtures("few_terms")
@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("terms.txt", "輕新\n", []),
        ("terms.txt", "掉以轻新\n", []),
        ("terms.txt", "者的選\n", ["掉以輕新"]),  # the fix spares it
        ("terms.txt", "選擇\n", ["掉以輕新"]),
        ("terms.toml", f'domain = "house"\n{TERM}', []),
    ],
)
def test_what_needs_no_table_leaves_terms_alone(
    project: Path, name: str, content: str, kept: list[str]
) -> None:
    text = "不能掉以輕新，也不能半途而廢。\n"
    assert texts("a.txt", text) == ["掉以輕新"]
    Path(name).write_text(content, "utf-8")
    assert texts("a.txt", text, "--glossary", name) == kept
    Path("kanwu.toml").write_text(f'glossary = ["{name}"]', "utf-8")
    assert texts("a.txt", text) == kept


def test_what_needs_no_table_leaves_the_terms_of_packs_alone(project: Path) -> None:
    """Those of the folders of rules, whence the built-in ones come too."""
    text = "不能掉以輕新，也不能半途而廢。\n"
    Path("house/glossaries").mkdir(parents=True)
    Path("house/glossaries/terms.toml").write_text(f'domain = "house"\n{TERM}', "utf-8")
    Path("kanwu.toml").write_text('rules = ["house"]', "utf-8")
    assert texts("a.txt", text) == []
    assert texts("a.txt", text, "--isolated") == ["掉以輕新"]


@pytest.mark.usefixtures("few_terms")
def test_tables_find_wrong_forms_within_terms(project: Path) -> None:
    Path("terms.txt").write_text("號損險\n", "utf-8")
    assert texts("a.txt", "投保號損險。\n", "--glossary", "terms.txt") == ["號損"]


@pytest.mark.usefixtures("few_terms")
def test_paths_start_at_the_configuration(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (notes / "terms.txt").write_text("青嵐創投\n鯤鵬資本\n", "utf-8")
    (notes / "house").mkdir()
    (notes / "kanwu.toml").write_text('glossary = ["terms.txt"]\nrules = ["house"]', "utf-8")
    (notes / "old/b.txt").write_text("清嵐創投與鯤鵬資本", "utf-8")
    monkeypatch.chdir(notes / "old")
    assert found("b.txt") == [("b.txt", "N101")]


def test_encodings_can_be_narrowed_to_one(notes: Path) -> None:
    (notes / "a.txt").write_bytes("處於號損".encode("gb18030"))
    assert call("check", "a.txt").exit_code == 2
    (notes / "kanwu.toml").write_text('encodings = ["gb18030"]', "utf-8")
    assert found("a.txt") == [("a.txt", "L101")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('selct = ["L"]', "unknown setting “selct”; did you mean “select”?"),
        ("select = 3", "Expected `array`, got `int` - at `$.select`"),
        ('ignore-words = "號損"', "Expected `array`, got `str` - at `$.ignore-words`"),
        ("ignore-words = [3]", "Expected `str`, got `int` - at `$.ignore-words[0]`"),
        ('ignore-words = [""]', "Expected `str` of length >= 1 - at `$.ignore-words[0]`"),
        ('sensitivity = "middling"', "Invalid enum value 'middling'"),
        ('encodings = ["latin-1"]', "Invalid enum value 'latin-1'"),
        ('select = ["L1O1"]', "no rule has the code “L1O1”; did you mean “L101”?"),
        ('[per-file-ignores]\n"*" = ["Y"]', "no rule has the code “Y”"),
        ("select = [", "kanwu.toml: "),
        ('exclude = ["!"]', "kanwu.toml: "),
        ('rules = ["missing"]', "no such folder of rules"),
        ('glossary = ["missing.toml"]', "No such file"),
    ],
)
def test_a_broken_configuration_is_one_clear_line(notes: Path, text: str, says: str) -> None:
    (notes / "kanwu.toml").write_text(text, "utf-8")
    done = call("check", "a.txt")
    assert done.exit_code == 2
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_named_configuration_must_exist(notes: Path) -> None:
    assert call("check", "--config", "no.toml", "a.txt").exit_code == 2
    assert call("check", "--config", "no.toml", "--isolated", "a.txt").exit_code == 2
    (notes / "pyproject.toml").write_text("[project]\n", "utf-8")
    with pytest.raises(KanwuError, match="has no table"):
        settings.load(notes / "pyproject.toml")
