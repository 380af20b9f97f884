"""kanwu glossary: terms from tables and lists and back, one term more, and what is wrong."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kanwu import registry
from kanwu.errors import KanwuError
from kanwu.glossary import Glossary, Pack, Term, compile, load_pack
from kanwu.glossary.add import with_term
from kanwu.glossary.exchange import SEPARATORS, read_terms, to_list, to_table, to_toml
from kanwu.glossary.load import parse_pack
from kanwu.glossary.pack import Case, conflicts
from kanwu.glossary.union import together
from tests.test_cli import call, write

TABLE = (
    "term,aliases,heard,sound,plain-word,weight\n"
    "埃安,AION、廣汽埃安,愛安|艾安,ai an,,\n"
    "蔚來,NIO,未來,,true,0.5\n"
)
TERMS = (
    Term(term="埃安", aliases=("AION", "廣汽埃安"), heard=("愛安", "艾安"), sound=("ai an",)),
    Term(term="蔚來", aliases=("NIO",), heard=("未來",), plain_word=True, weight=0.5),
)
PACK = """\
domain = "cars"  # the trade
term = [
    # makers
    "理想汽車", { term = "小鵬" },  # both
    "零跑"  # the last
]

[[case]]
text = "小鵬很好。"
"""


def refused(done: Result, says: str) -> None:
    """It left with 2, and one line that says why."""
    assert done.exit_code == 2, done.output
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def sheet(path: Path, *rows: tuple[object, ...]) -> None:
    """A workbook, the least that is one."""

    def cell(value: object) -> str:
        if isinstance(value, bool):
            return f'<c t="b"><v>{int(value)}</v></c>'
        if isinstance(value, int | float):
            return f"<c><v>{value}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'

    schemas = "http://schemas.openxmlformats.org"
    office = f"{schemas}/officeDocument/2006/relationships"
    relation = f'<Relationships xmlns="{schemas}/package/2006/relationships"><Relationship Id="r1"'
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = f'xmlns="{schemas}/spreadsheetml/2006/main"'
    parts = {
        "_rels/.rels": f'{relation} Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'{relation} Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{lines}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.csv", TABLE.encode()),
        ("in.csv", ("\ufeff" + TABLE.replace("\n", "\r\n")).encode()),
        ("in.csv", TABLE.replace("term,aliases", "Term, Aliases").encode()),
        ("in.csv", TABLE.replace("、", " ; ").replace("|", "、 ").encode()),
        ("in.CSV", f"\n{TABLE}\n,,,,,\n".encode()),
        ("in.tsv", TABLE.replace(",", "\t").encode()),
    ],
)
def test_tables_become_packs(project: Path, name: str, content: bytes) -> None:
    write(project, name, content)
    assert call("glossary", "import", name, "-o", "cars.toml").exit_code == 0
    pack = load_pack(project / "cars.toml")
    assert (pack.domain, pack.terms) == ("cars", TERMS)


def test_workbooks_become_packs(project: Path) -> None:
    sheet(
        project / "in.xlsx",
        ("term", "aliases", "heard", "sound", "plain-word", "weight"),
        ("埃安", "AION、廣汽埃安", "愛安|艾安", "ai an"),
        (),
        ("蔚來", "NIO", "未來", "", True, 0.5),
        (360,),
    )
    assert call("glossary", "import", "in.xlsx", "-o", "cars.toml").exit_code == 0
    assert load_pack(project / "cars.toml").terms == (*TERMS, Term(term="360"))


def test_several_sources_become_one_pack(project: Path) -> None:
    write(project, "a.txt", "# 車\n埃安\n\n蔚來\n")
    write(project, "b.csv", "公司\n小鵬\n")
    options = ("-o", "c.toml", "--domain", "車", "--term-column", "公司")
    assert call("glossary", "import", "a.txt", "b.csv", *options).exit_code == 0
    text = (project / "c.toml").read_text("utf-8")
    assert text == 'domain = "車"\n\nterm = [\n    "埃安",\n    "蔚來",\n    "小鵬",\n]\n'


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        (
            "a.csv",
            "term,name\n埃安,甲\n",
            "a.csv:1: unknown column “name”; a table may have aliases, ",
        ),
        ("a.csv", "name\n埃安\n", "a.csv:1: unknown column “name”"),
        ("a.csv", "heard\n埃安\n", "a.csv:1: no column “term”"),
        ("a.csv", "term,heard,heard\n埃安\n", "a.csv:1: the column “heard” is there twice"),
        ("a.csv", "", "a.csv: is empty"),
        ("a.csv", "term\n埃安,愛安\n", "a.csv:2: “愛安” is in no column that has a name"),
        ("a.csv", "term,heard\n,愛安\n", "a.csv:2: has no term"),
        ("a.csv", "term\n埃安\n\n埃\n", "a.csv:4: “埃” is too short for a term"),
        ("a.csv", "term,heard\n埃安,愛\n", "a.csv:2: “愛” is too short for a term"),
        (
            "a.csv",
            'term\n"埃\n安"\n蔚來\n',
            "a.csv:2: “埃 安” is empty, or has blanks or line ends",
        ),
        ("a.csv", 'term,heard\n埃安,"愛\n安"\n', "a.csv:2: “愛 安” is empty, or"),
        ("a.csv", 'term\n"埃安\n', "a.csv:2: unexpected end of data"),
        ("a.csv", "term\n极客\n蔚來\n極客\n", "a.csv:4: “極客” is listed twice"),
        ("a.csv", "term,aliases\nNIO,\n蔚來,nio\n", "a.csv:3: “nio” is listed twice"),
        ("a.csv", "term,weight\n埃安,1;5\n", "a.csv:2: the weight “1;5” is no number"),
        ("a.csv", "term,weight\n埃安,nan\n", "a.csv:2: the weight of “埃安” is no number"),
        ("a.csv", "term,plain-word\n埃安,maybe\n", "a.csv:2: plain-word is true or false"),
        ("a.csv", "term,sound\n埃安,ai ann\n", "a.csv:2: “ann” in the sound of “埃安” is no syll"),
        ("a.csv", "term,heard\n埃安,爱安\n愛安,\n", "a.csv:2: “爱安”, a wrong form of “埃安”, is"),
        ("a.csv", "term\n埃安\n".encode("utf-16"), "a.csv: must be UTF-8"),
        ("a.tsv", "term\n埃安\n".encode("big5"), "a.tsv: must be UTF-8"),
        ("a.txt", "埃安\n# 註\n安\n", "a.txt:3: “安” is too short for a term"),
        ("a.txt", "埃安\n蔚來\n埃安\n", "a.txt:3: “埃安” is listed twice"),
        ("a.xlsx", "term\n埃安\n", "a.xlsx: "),
        ("a.toml", 'domain = "a"', "a.toml: is a pack already"),
    ],
)
def test_what_is_wrong_in_a_source_is_said_with_its_place(
    project: Path, name: str, content: str | bytes, says: str
) -> None:
    write(project, name, content)
    refused(call("glossary", "import", name, "-o", "out.toml"), says)
    assert not (project / "out.toml").exists()


def test_workbooks_are_as_strict(project: Path) -> None:
    sheet(project / "a.xlsx", ("term",), (), ("埃安",), ("埃安",))
    refused(call("glossary", "import", "a.xlsx", "-o", "out.toml"), "a.xlsx:4: “埃安” is listed")
    sheet(project / "a.xlsx", ("term", "weight"), ("埃安", "much"))
    refused(call("glossary", "import", "a.xlsx", "-o", "out.toml"), "a.xlsx:2: the weight “much”")
    refused(call("glossary", "import", "no.xlsx", "-o", "out.toml"), "no.xlsx: No such file")


def test_import_replaces_nothing_unasked(project: Path) -> None:
    write(project, "a.txt", "埃安\n")
    out = write(project, "out.toml", "mine")
    refused(call("glossary", "import", "a.txt", "-o", "out.toml"), "out.toml: exists; --force")
    write(project, "broken.txt", "埃\n")
    refused(call("glossary", "import", "broken.txt", "-o", "out.toml", "--force"), "too short")
    assert out.read_text() == "mine"
    assert call("glossary", "import", "a.txt", "-o", "out.toml", "--force").exit_code == 0
    assert load_pack(out).terms == (Term(term="埃安"),)
    refused(call("glossary", "import", "a.txt", "-o", "out.txt"), "a pack is a .toml file")
    refused(call("glossary", "import", "a.txt", "-o", "b.toml", "--domain", ""), "length >= 1")
    refused(call("glossary", "import", "a.txt", "-o", "b.toml", "--domain", "\udcff"), "no domain")
    assert not (project / "b.toml").exists()


@pytest.mark.usefixtures("few_terms")
def test_a_table_is_a_glossary(project: Path) -> None:
    write(project, "in.txt", "我們與鯤鵬資本和青岚创投交流,清嵐創投與坤鵬資本都看好。")
    write(project, "terms.csv", "term,heard\n鯤鵬資本,\n青嵐創投,\n")
    done = call("check", "in.txt", "--glossary", "terms.csv", "--output-format", "jsonl")
    found = [json.loads(line) for line in done.stdout.splitlines() if '"N101"' in line]
    assert {each["text"] for each in found} == {"清嵐創投", "坤鵬資本"}
    write(project, "terms.csv", "term\n鯤鵬資本\n鯤鵬資本\n")
    refused(call("check", "in.txt", "--glossary", "terms.csv"), "terms.csv:3: “鯤鵬資本” is listed")


def test_a_list_may_repeat_itself(tmp_path: Path) -> None:
    path = write(tmp_path, "terms.txt", "NIO\n埃安\nnio\n")
    assert [term.term for term in load_pack(path).terms] == ["nio", "埃安"]


_CHARACTERS = st.one_of(
    st.sampled_from("埃安愛蔚來未鯤鵬資本 AaBb.-'\",#"),
    st.characters(categories=["L", "N", "P", "S"], exclude_characters="、;|"),
)
_WORDS = st.text(_CHARACTERS, min_size=2, max_size=6).filter(lambda word: word == word.strip())
_LISTS = st.lists(_WORDS, max_size=2).map(tuple)
_SOUNDS = st.lists(st.sampled_from(["ai", "an", "chang", "lv"]), min_size=1, max_size=3).map(
    " ".join
)
_TERMS = st.builds(
    Term,
    term=_WORDS,
    aliases=_LISTS,
    heard=_LISTS,
    sound=st.lists(_SOUNDS, max_size=2).map(tuple),
    context=_LISTS,
    against=_LISTS,
    sisters=_LISTS,
    plain_word=st.booleans(),
    weight=st.floats(allow_nan=False, allow_infinity=False),
)


def _right(terms: list[Term]) -> bool:
    return not any(conflicts(terms))


_GLOSSARIES = st.lists(_TERMS, max_size=4).filter(_right).map(tuple)
round_trip = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("suffix", SEPARATORS)
@given(terms=_GLOSSARIES)
@round_trip
def test_tables_come_back(tmp_path: Path, suffix: str, terms: tuple[Term, ...]) -> None:
    path = tmp_path / f"terms{suffix}"
    path.write_text(to_table(terms, SEPARATORS[suffix]), "utf-8", newline="")
    assert tuple(term for _, term in read_terms(path)) == terms


@given(terms=_GLOSSARIES, case=st.builds(Case, text=st.text(_CHARACTERS), fixed=_WORDS))
@round_trip
def test_packs_come_back(terms: tuple[Term, ...], case: Case) -> None:
    pack = Pack(domain="a", doc="\x7f\n'", context=("甲\\", '"'), term=terms, case=(case,))
    again = parse_pack(Path("a.toml"), to_toml(pack))
    assert again.terms == terms
    assert (again.doc, again.context, again.case) == (pack.doc, pack.context, pack.case)
    assert together([again]) == terms


@given(names=st.lists(_WORDS.filter(lambda word: word[0] not in "#\ufeff"), unique=True))
@round_trip
def test_lists_come_back(tmp_path: Path, names: list[str]) -> None:
    path = tmp_path / "terms.txt"
    path.write_text(to_list(Term(term=name) for name in names), "utf-8")
    assert [term.term for _, term in read_terms(path)] == names


@given(terms=_GLOSSARIES, new=_TERMS)
@round_trip
def test_terms_are_added_to_packs_of_any_layout(terms: tuple[Term, ...], new: Term) -> None:
    path = Path("a.toml")
    array = to_toml(Pack(domain="a", term=terms, case=(Case(text="甲"),)))
    for text in (array, array.replace("\n]", "]"), array.replace(",\n]", "\n  # 註\n]\n")):
        try:
            made = with_term(path, text.encode(), new)
        except KanwuError:
            assert not _right([*terms, new])
        else:
            assert parse_pack(path, made.decode()).terms == (*terms, new)


def test_export_of_all_is_one_glossary(project: Path) -> None:
    assert call("glossary", "export", "-o", "all.csv").exit_code == 0
    assert (project / "all.csv").read_bytes().startswith(b"\xef\xbb\xbfterm,aliases,heard,")
    assert call("glossary", "import", "all.csv", "-o", "all.toml").exit_code == 0
    assert load_pack(project / "all.toml").terms == together(registry.load_packs())


def test_export(project: Path) -> None:
    write(project, "a.toml", to_toml(Pack(domain="車", context=("整車",), term=TERMS)))
    write(project, "b.toml", 'domain = "b"\nterm = [{ term = "埃安", sisters = ["蔚來"] }, "未來"]')
    assert call("glossary", "export", "a.toml", "--format", "list").stdout == "埃安\n蔚來\n"
    assert call("glossary", "export", "a.toml", "--format", "toml").stdout == to_toml(
        load_pack(project / "a.toml")
    )
    rows = call("glossary", "export", "a.toml", "b.toml", "--format", "tsv").stdout.splitlines()
    assert rows[1] == "埃安\tAION、廣汽埃安\t愛安、艾安\tai an\t\t\t蔚來\t\t\t"
    assert rows[2:] == ["蔚來\tNIO\t\t\t\t\t\ttrue\t\t0.5", "未來\t\t\t\t\t\t\t\t\t"]
    assert call("glossary", "export", "a.toml", "b.toml", "-o", "c.toml").exit_code == 0
    pack = load_pack(project / "c.toml")
    assert (pack.domain, pack.context, len(pack.terms)) == ("c", ("整車",), 3)
    write(project, "d.toml", 'domain = "d"\nterm = [{ term = "#12", aliases = ["a|b"] }]')
    refused(call("glossary", "export", "d.toml"), "“a|b” has what divides the words of a cell")
    refused(call("glossary", "export", "d.toml", "-o", "d.txt"), "would be a comment in a list")
    assert "--format says which" in call("glossary", "export", "-o", "a.xlsx").stderr
    refused(call("glossary", "export", "missing.toml"), "missing.toml: No such file")
    assert not (project / "d.txt").exists()


def test_a_term_is_added_to_a_pack(project: Path) -> None:
    path = write(project, "cars.toml", PACK)
    options = ("--alias", "AION", "--heard", "愛安", "--context", "純電", "--against", "說")
    assert call("glossary", "add", "埃安", "--to", path, *options, "--plain-word").exit_code == 0
    line = (
        '{ term = "埃安", aliases = ["AION"], heard = ["愛安"], context = ["純電"], '
        'against = ["說"], plain-word = true }'
    )
    last = '    "零跑"  # the last\n'
    wanted = PACK.replace(last, f'    "零跑",  # the last\n    {line},\n')
    assert path.read_text("utf-8") == wanted


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.toml", None, 'domain = "a"\n\nterm = [\n    "埃安",\n]\n'),
        ("a.toml", 'domain = "x"', 'domain = "x"\n\n[[term]]\nterm = "埃安"\n'),
        ("a.toml", 'domain = "x"\nterm = []', 'domain = "x"\nterm = ["埃安"]'),
        (
            "a.toml",
            '\ufeffdomain = "x"\r\n[[term]]\r\nterm = "小鵬" # 註\r\n[[case]]\r\ntext = "a"',
            '\ufeffdomain = "x"\r\n[[term]]\r\nterm = "小鵬" # 註\r\n[[case]]\r\ntext = "a"\r\n'
            '\r\n[[term]]\r\nterm = "埃安"\r\n',
        ),
        (
            "a.toml",
            'domain = "x"\r\nterm = [\r\n  "小鵬"\r\n]\r\n',
            'domain = "x"\r\nterm = [\r\n  "小鵬",\r\n    "埃安",\r\n]\r\n',
        ),
        ("a.txt", None, "埃安\n"),
        ("a.txt", "\ufeff# 車\r\n小鵬\r\n小鵬", "\ufeff# 車\r\n小鵬\r\n小鵬\r\n埃安\r\n"),
    ],
)
def test_a_term_is_added_with_the_layout_kept(
    project: Path, name: str, before: str | None, after: str
) -> None:
    if before is not None:
        write(project, name, before)
    done = call("glossary", "add", "埃安", "--to", name)
    assert done.exit_code == 0, done.stderr
    assert (project / name).read_bytes().decode() == after
    refused(call("glossary", "add", "埃安", "--to", name), f"{name}: “埃安” is there already")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("小鹏", "--to", "a.toml"), "a.toml: “小鹏” is there already"),
        (("埃安", "--alias", "零跑", "--to", "a.toml"), "a.toml: “零跑” is listed twice"),
        (("埃安", "--heard", "零跑", "--to", "a.toml"), "a.toml: “零跑”, a wrong form of “埃安”"),
        (("埃安", "--heard", "埃安", "--to", "a.toml"), "a.toml: “埃安”, a wrong form of “埃安”"),
        (("埃", "--to", "a.toml"), "a.toml: “埃” is too short"),
        (("", "--to", "a.toml"), "a.toml: “” is empty"),
        (("埃\n安", "--to", "a.toml"), "a.toml: “埃 安” is empty, or has blanks or line ends"),
        (("埃安\udcff", "--to", "a.toml"), "is empty, or has blanks"),
        (("埃安", "--alias", "AION", "--to", "a.txt"), "a.txt: a list has nothing but names"),
        (("#埃安", "--to", "a.txt"), "“#埃安”: would be a comment in a list"),
        (("#埃安", "--to", "new.txt"), "“#埃安”: would be a comment in a list"),
        (("埃安", "--to", "a.csv"), "a.csv: terms are added to .toml packs and to lists"),
        (("埃安", "--to", "broken.toml"), "broken.toml:1: “甲” is too short"),
        (("埃安", "--to", "big5.txt"), "big5.txt: must be UTF-8"),
        (("埃安", "--to", "no/such/folder.toml"), "folder.toml: not written"),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    project: Path, arguments: tuple[str, ...], says: str
) -> None:
    write(project, "a.toml", PACK)
    write(project, "a.txt", "小鵬\n")
    write(project, "broken.toml", 'term = ["甲"]\ndomain = "a"\n')
    write(project, "big5.txt", "小鵬\n".encode("big5"))
    before = {path: path.read_bytes() for path in project.iterdir()}
    refused(call("glossary", "add", *arguments), says)
    assert {path: path.read_bytes() for path in project.iterdir()} == before


def test_lint_is_silent_about_what_is_right(project: Path) -> None:
    done = call("glossary", "lint")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "0 files, 0 findings, 0 errors\n")
    write(project, "house/glossaries/cars.toml", PACK)
    write(project, "names.txt", "青嵐創投\nOpenAI\n")
    write(project, "kanwu.toml", 'rules = ["house"]\nglossary = ["names.txt"]\n')
    done = call("glossary", "lint")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "2 files, 0 findings, 0 errors\n")


@pytest.mark.usefixtures("few_terms")
def test_lint_says_what_is_wrong_and_where(project: Path) -> None:
    write(
        project,
        "a.toml",
        'domain = "a"\nterm = [\n    "鯤鵬資本", # "天下第一"\n'
        '    { term = "青嵐創投", heard = ["天下第一", "坤鵬資產"], against = ["「"] },\n]\n'
        '[[case]]\ntext = "公司\\u5f88好。"\nfixed = "公司不好。"\n'
        '[[case]]\ntext = """\n公司 "A" 好。"""\nfixed = "B"\n',
    )
    write(project, "b.csv", "term,aliases\n鲲鹏资本,坤鵬資產\n")
    write(project, "c.toml", 'domain = "c"\nterm = ["一二",\n "甲"]\n')
    write(project, "d.toml", 'domain = "d"\nterm = [\n')
    done = call("glossary", "lint", "a.toml", "b.csv", "./a.toml", "c.toml", "d.toml", "e.toml")
    assert done.exit_code == 2
    errors = done.stderr.splitlines()
    assert errors[0] == "kanwu: c.toml:3: “甲” is too short for a term"
    assert errors[1].startswith("kanwu: d.toml: ")
    assert errors[2:] == [
        "kanwu: e.toml: No such file or directory",
        "5 files, 6 findings, 3 errors",
    ]
    assert done.stdout.splitlines() == [
        "a.toml:7: fixes '公司很好。' to '公司很好。'",
        "a.toml:10: fixes '公司 \"A\" 好。' to '公司 \"A\" 好。'",
        "a.toml:4: never finds “天下第一”, a listed form of “青嵐創投”",
        "a.toml:4: never finds “坤鵬資產”, a listed form of “青嵐創投”",
        "a.toml:4: “坤鵬資產”, a wrong form of “青嵐創投”, is a right form of “鲲鹏资本” in b.csv",
        "b.csv:2: “鲲鹏资本” is listed in a.toml, too",
    ]
    assert call("glossary", "lint", "a.toml").exit_code == 1


def test_lint_holds_packs_against_the_builtin_ones(project: Path) -> None:
    write(project, "a.toml", 'domain = "a"\n[[term]]\nterm = "青嵐創投"\nheard = ["OpenAI"]\n')
    done = call("glossary", "lint", "a.toml")
    assert done.exit_code == 1
    assert done.stdout.startswith(
        "a.toml:4: “OpenAI”, a wrong form of “青嵐創投”, is a right form of"
    )


def test_list(project: Path) -> None:
    write(project, "a.toml", to_toml(Pack(domain="車", term=TERMS)))
    write(project, "b.txt", "蔚來資本\n")
    write(project, "kanwu.toml", 'glossary = ["a.toml", "b.txt"]\n')
    assert (
        call("glossary", "list", "--domain", "車").stdout
        == "埃安\t車\tAION\t廣汽埃安\n蔚來\t車\tNIO\n"
    )
    assert call("glossary", "list", "--domain", "車", "aion").stdout == "埃安\t車\tAION\t廣汽埃安\n"
    assert "蔚來資本\t\n" in call("glossary", "list", "蔚来").stdout
    assert len(call("glossary", "list").stdout.splitlines()) > 50_000
    assert call("glossary", "list", "沒有\n這個詞").stdout == ""
    refused(call("glossary", "list", "--domain", "cars"), "“cars”: no such domain; there are ")


def test_a_glossary_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compile, "MOST_TERMS", 2)
    pack = Pack(domain="", term=("甲乙", "丙丁", "戊己"))
    with pytest.raises(KanwuError, match="the glossary: has 3 terms; 2 are the limit"):
        Glossary.of([pack])


def test_a_term_is_explained(project: Path) -> None:
    text = "公司三季度的市戰率提升到三成，毛利率也在改善，客戶的訂單在增加。市佔率去年是兩成。"
    done = call("glossary", "explain", "市占率", text)
    assert done.exit_code == 0
    assert "sounds: shi zhan lv" in done.stdout
    assert "right at 33-35: 市佔率" in done.stdout
    assert "7-9: 市戰率 → 市占率  " in done.stdout
    assert "exact_3=1" in done.stdout


def test_what_is_not_like_a_term_is_explained(project: Path) -> None:
    done = call("glossary", "explain", "市占率", "今天的天氣很好。")
    assert "nothing else in the text sounds" in done.stdout
    done = call("glossary", "explain", "沒有這個詞條", "今天的天氣很好。")
    assert done.exit_code == 2
    assert "kanwu: “沒有這個詞條”: no such term" in done.stderr
