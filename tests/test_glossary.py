"""The packs: their specs hold, and ordinary words win over terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanwu import engine, registry
from kanwu.analysis import Analysis
from kanwu.diagnostic import Applicability
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.fix import fix
from kanwu.glossary import Glossary, load_pack
from kanwu.glossary.cache import load_glossary, load_tables
from kanwu.glossary.compile import compile_packs
from kanwu.proof import pack_failures
from kanwu.registry import Rules
from kanwu.rule import Rule

LISTS = {"mainland_companies", "taiwan_companies"}  # nothing but names, made by a program
PACKS = sorted((registry.builtin_root() / registry.PACKS).glob("*.toml"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_cases_of_packs_hold(path: Path, rules: Rules) -> None:
    assert list(pack_failures(load_pack(path), rules)) == []


def test_the_proof_of_packs_can_fail(tmp_path: Path, rules: Rules) -> None:
    path = tmp_path / "pack.toml"
    path.write_text(
        'domain = "a"\n[[term]]\nterm = "青嵐創投"\nheard = ["天下第一"]\n'
        '[[case]]\ntext = "公司很好。"\nfixed = "公司不好。"\n'
        '[[case]]\ntext = "公司三季度的市戰率提升到三成，毛利率也在改善，客戶的訂單在增加。"\n',
        "utf-8",
    )
    said = list(pack_failures(load_pack(path), rules))
    assert len(said) == 2
    assert "fixes '公司很好。' to '公司很好。'" in said[0].what
    assert "市戰率" in said[1].what


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_packs_are_in_order(path: Path) -> None:
    pack = load_pack(path)
    assert pack.doc
    assert min(map(len, pack.context)) > 1, "one character shows no domain"
    if path.stem not in LISTS:
        assert any(case.fixed for case in pack.case)
        assert any(not case.fixed for case in pack.case)


def find(text: str, *terms: str, tmp_path: Path) -> list[tuple[str, float]]:
    """What N101 makes of a text with a glossary of one term a line."""
    path = tmp_path / "terms.txt"
    path.write_text("\n".join(terms), "utf-8")
    rules = [rule for rule in registry.load(glossaries=[path]) if rule.code == "N101"]
    found = engine.lint(Document("x.txt", text), rules, "high")
    return [(d.span.of(text), d.finding.confidence) for d in found]


def name_rules(tmp_path: Path, pack: str) -> list[Rule]:
    """The name rules with a pack of one's own besides."""
    path = tmp_path / "pack.toml"
    path.write_text(pack, "utf-8")
    return [rule for rule in registry.load(glossaries=[path]) if rule.code.startswith("N")]


@pytest.mark.usefixtures("few_terms")
def test_ordinary_words_win(tmp_path: Path, rules: Rules) -> None:
    """蔚來 sounds like 未來, 股價 like 骨架: neither word is an error for that."""
    text = "未来的骨架还要加固，他在谈恋爱安排假期。"
    names = [rule for rule in rules if rule.code == "N101"]
    assert engine.lint(Document("x.txt", text), names, "high") == ()
    assert find(text, "蔚來", "股價", "埃安", tmp_path=tmp_path) == []


@pytest.mark.usefixtures("few_terms")
def test_right_forms_and_aliases_stay(tmp_path: Path) -> None:
    text = "青岚创投、青嵐創投、清嵐創投"
    assert [found for found, _ in find(text, "青嵐創投", tmp_path=tmp_path)] == ["清嵐創投"]
    assert find(text, "青嵐創投", "清嵐創投", tmp_path=tmp_path) == []


def test_more_evidence_more_confidence(tmp_path: Path) -> None:
    names = ("青嵐創投", "鯤鵬資本", "遠鏡資管", "雲帆實業")
    terms = "".join(f'[[term]]\nterm = "{name}"\n' for name in names)

    def confidence(after: str) -> float:
        pack = f'domain = "a"\n{terms}'
        found = matches(f"他說清嵐創投看好這個產業。{after}也是。", pack, tmp_path)
        return found["清嵐創投"][1]

    alone = confidence("大家")
    beside = confidence("鯤鵬資本")
    among = confidence("鯤鵬資本、遠鏡資管與雲帆實業")
    assert alone < beside < among
    assert confidence("天氣很好。" * 50 + "鯤鵬資本") < beside


def test_the_terms_of_a_list_do_not_speak_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_text("青嵐創投\n鯤鵬資本\n遠鏡資管\n", "utf-8")
    text = "清嵐創投、鯤鵬資本與遠鏡資管都看好這個產業。"
    found = Glossary.of([load_pack(path)]).candidates(Analysis(text))
    (garbled,) = (row for row in found.rows() if row.span.of(text) == "清嵐創投")
    assert garbled.evidence["near"] == garbled.evidence["elsewhere"] == 0


@pytest.mark.usefixtures("few_terms")
def test_near_sounds_match_less(tmp_path: Path) -> None:
    term = '[[term]]\nterm = "青嵐創投"\ncontext = ["基金", "創投圈", "募資"]\n'
    rules = name_rules(tmp_path, f'domain = "funds"\n{term}')
    confidences = []
    for written in ("清嵐創投", "親嵐創投"):
        text = f"{written}在創投圈為新的基金募資。"
        (found,) = engine.lint(Document("x.txt", text), rules, "high")
        assert found.span.of(text) == written
        confidences.append(found.finding.confidence)
    assert confidences[0] > confidences[1]


@pytest.mark.usefixtures("few_terms")
def test_latin_context_stands_as_words(tmp_path: Path) -> None:
    term = '[[term]]\nterm = "青嵐創投"\n'
    words = '"XQA", "XQB", "XQC", "XQD"'
    rules = name_rules(tmp_path, f'domain = "funds"\ncontext = [{words}]\n{term}')
    whole, parts = (
        engine.lint(Document("x.txt", f"清嵐創投看好{names}的前景。"), rules, "high")[0]
        for names in ("XQA、XQB、XQC與XQD", "AXQA、XQBX、XQCA與XQDS")
    )
    assert whole.finding.confidence > parts.finding.confidence


def test_heard_forms_are_found_whatever_they_sound_like(tmp_path: Path) -> None:
    pack = (
        'domain = "optics"\ncontext = ["光纖", "雷射", "模組"]\n'
        '[[term]]\nterm = "Bright Loop"\nheard = ["white group"]\n'
        '[[term]]\nterm = "青嵐"\nheard = ["藍山"]\nsound = ["qing lan"]\n'
    )
    said = matches("White Group與藍山在光纖、雷射與模組上競爭。", pack, tmp_path)
    assert {form for form, _ in said.values()} == {"Bright Loop", "青嵐"}
    elsewhere = matches("週末我們去藍山走了走，風景很好。", pack, tmp_path)
    assert elsewhere["藍山"][1] < said["藍山"][1]


def test_letters_that_stand_apart_are_names(tmp_path: Path) -> None:
    pack = 'domain = "funds"\nterm = ["QVOX", "ETF"]\n'
    said = matches("三倍做多的Q V O X E T f跌了兩成，基金的規模也少了。", pack, tmp_path)
    assert {text: form for text, (form, _) in said.items()} == {"Q V O X": "QVOX", "E T f": "ETF"}
    assert not matches("選項有 A B C D 四個，座標有 X Y Z 三軸。", pack, tmp_path)
    assert not matches("E T F " * 10_000, pack, tmp_path)


def test_figures_are_heard_as_words(tmp_path: Path) -> None:
    pack = 'domain = "funds"\ncontext = ["指數", "基金"]\nterm = ["滬青300", "中庭2050"]\n'
    said = matches("這檔基金追蹤滬青散百指數，另一檔追蹤中停二零五零指數。", pack, tmp_path)
    assert {text: form for text, (form, _) in said.items()} == {
        "滬青散百": "滬青300",
        "中停二零五零": "中庭2050",
    }
    assert not matches("這檔基金追蹤滬青三百指數與中庭二零五零指數。", pack, tmp_path)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_term_may_go_on_in_the_next_line(line_end: str, tmp_path: Path) -> None:
    pack = 'domain = "state"\ncontext = ["預算", "國庫", "稅收"]\nterm = ["財庫政部"]\n'
    budget = "政部的預算由國庫與稅收支應。"
    assert matches(f"國庫與稅收由財庫{budget[1:]}", pack, tmp_path)
    assert not matches(f"國庫與稅收由財{line_end}庫{budget}", pack, tmp_path)


def test_the_case_of_a_term_counts_if_it_says_so(tmp_path: Path) -> None:
    pack = 'domain = "ai"\nterm = [{ term = "OpenQVO", aliases = ["QVOai"], exact-case = true }, "Vexo"]\n'
    said = matches("openqvo和QVOAI都是OpenQVO，QVOai也是，vexo不論。", pack, tmp_path)
    assert {text: form for text, (form, _) in said.items()} == {
        "openqvo": "OpenQVO",
        "QVOAI": "QVOai",
    }
    assert all(likely > 0.9 for _, likely in said.values())


@pytest.mark.usefixtures("few_terms")
def test_words_beside_a_form_speak_against_the_term(tmp_path: Path) -> None:
    term = '[[term]]\nterm = "青嵐創投"\nheard = ["清嵐創投"]\nagainst = ["景區"]\n'
    rules = name_rules(tmp_path, f'domain = "funds"\ncontext = ["募資", "基金"]\n{term}')
    assert engine.lint(Document("x.txt", "清嵐創投為新的基金募資。"), rules)
    assert not engine.lint(Document("x.txt", "清嵐創投景區為新的基金募資。"), rules)


def test_a_fix_is_written_in_the_script_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_text("鲲鹏资本\n青嵐創投\n", "utf-8")
    rules = registry.load(glossaries=[path])

    def mend(text: str) -> str:
        done = fix(Document("x.txt", text), lambda d: engine.lint(d, rules), Applicability.UNSAFE)
        return done.document.text

    assert mend("坤鵬資本與青嵐創投都看好這個產業") == "鯤鵬資本與青嵐創投都看好這個產業"
    known = "，青岚创投去年就投了三家"
    assert mend(f"清岚创投与鲲鹏资本都看好这个产业{known}") == (
        f"青岚创投与鲲鹏资本都看好这个产业{known}"
    )
    chips = "的晶圓代工、先進製程與先進封裝都滿載，晶圓的良率也高。"
    assert mend(f"台積店{chips}") == f"台積電{chips}"
    assert mend(f"臺積店{chips}") == f"臺積電{chips}"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "domain = 3", "Expected `str`, got `int`"),
        ("a.toml", 'domain = "a"\n[[term]]\nterm = "甲"', "a.toml:3: “甲” is too short for a term"),
        (
            "a.toml",
            'domain = "a"\nterm = [\n  "甲乙", # 註\n  "丙",\n]',
            "a.toml:4: “丙” is too short",
        ),
        ("a.toml", 'domain = "a"\nterm = ["甲乙", ""]', "a.toml:2: “” is empty"),
        (
            "a.toml",
            'domain = "a"\n[[term]]\nterm = "甲乙"\nweight = nan',
            "a.toml:3: the weight of",
        ),
        (
            "a.toml",
            'domain = "a"\n[[term]]\nterm = "甲乙"\n[[term]]\nterm = "甲乙"',
            "a.toml:5: “甲乙” is listed twice",
        ),
        (
            "a.toml",
            'domain = "a"\n[[term]]\nterm = "極客"\nheard = ["极客"]',
            "a.toml:4: “极客”, a wrong form of",
        ),
        (
            "a.toml",
            'domain = "a"\n[[term]]\nterm = "極氪"\nsound = ["ji kee"]',
            "a.toml:4: “kee” in the sound of",
        ),
        ("a.toml", 'domain = ""', "length >= 1"),
        ("a.toml", 'domain = "a"\n[[term]]\nname = "甲乙"', "unknown field `name`"),
        (
            "a.toml",
            'domain = "a"\n[[term]]\nterm = "甲乙"\nheard = 3',
            "a.toml:3: Expected `array`",
        ),
        ("a.txt", "甲乙\n# 註\n\n甲\n", "a.txt:4: “甲” is too short"),
        ("a.txt", b"\xff\xfe", "must be UTF-8"),
    ],
)
def test_a_broken_pack_is_one_clear_line(
    tmp_path: Path, name: str, text: str | bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(KanwuError) as caught:
        load_pack(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def matches(text: str, pack: str, tmp_path: Path) -> dict[str, tuple[str, float]]:
    """By what is written: what a pack alone makes of it, and how likely that is."""
    path = tmp_path / "alone.toml"
    path.write_text(pack, "utf-8")
    found = Glossary.of([load_pack(path)]).matches(Analysis(text))
    return {match.span.of(text): (match.form, match.probability) for match in found}


HARBOURS = """
domain = "harbours"
context = ["碼頭", "貨櫃", "航線", "領港"]
term = [
    "鯤島海峽", "青嵐港務局", "岸邊起重機",
    { term = "藍灣", plain-word = true, heard = ["藍彎彎"] },
    { term = "Portnova", aliases = ["港新"] },
    { term = "Harbor Line 200" },
    { term = "朝陽碼頭", sound = ["zhao yang ma tou"] },
]
"""


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("坤島海峽", "鯤島海峽"),  # the same sound
        ("青嵐港務居", "青嵐港務局"),
        ("岸邊起中機", "岸邊起重機"),  # a near sound
        ("Port nova", None),  # only a blank more
        ("Portnovas", None),  # a plural
        ("Port Nover", "Portnova"),
        ("Harbor Lime 200", "Harbor Line 200"),
        ("Harbor Lime 300", None),  # another number is another thing
        ("召陽碼頭", "朝陽碼頭"),  # by the sound that the pack gives
        ("藍彎彎", "藍灣"),
        ("蘭灣", None),  # a plain word: nothing but what is listed
        ("港新", None),
    ],
)
def test_ways_to_garble_a_term(tmp_path: Path, written: str, right: str | None) -> None:
    text = f"船公司說{written}的碼頭與貨櫃都在增加，新的航線由領港帶進來。"
    found = matches(text, HARBOURS, tmp_path)
    likely = {form for form, probability in found.values() if probability > 0.1}
    assert likely == ({right} if right else set())


def test_figures_and_right_forms_are_never_terms(tmp_path: Path) -> None:
    pack = 'domain = "a"\ncontext = ["債券"]\nterm = ["七年期", "旗年期"]\n'
    found = matches("債券的7年期與七年期都跌了，7年期更多。", pack, tmp_path)
    assert not any("年期" in form and "7" in written for written, (form, _) in found.items())
    assert "七年期" not in found


def test_compiled_packs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KANWU_CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "a.toml"
    path.write_text(HARBOURS, "utf-8")
    first = load_tables([path])
    (kept,) = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    for damage in (whole, b"", whole[:-64], whole[:500] + b"xx" + whole[502:]):
        kept.write_bytes(damage)
        again = load_tables([path])
        assert all((again[name] == table).all() for name, table in first.items())
        assert kept.read_bytes() == whole
    path.write_text(HARBOURS.replace("鯤島", "坤島"), "utf-8")
    load_tables([path])
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_glossary_in_use_is_that_of_the_same_packs(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(HARBOURS, "utf-8")
    first = load_glossary([path])
    assert load_glossary([path]) is first
    path.write_text(HARBOURS.replace("鯤島", "坤島"), "utf-8")
    other = load_glossary([path])
    assert other is not first
    assert "坤岛海峡" in other.vocabulary.words and "坤岛海峡" not in first.vocabulary.words


def test_without_a_place_for_the_cache_packs_are_compiled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("KANWU_CACHE_DIR", str(tmp_path / "file" / "cache"))
    path = tmp_path / "a.txt"
    path.write_text("青嵐創投\n", "utf-8")
    assert len(load_tables([path])["domains"]) == 1


def test_what_is_known_of_the_base_makes_no_difference(tmp_path: Path) -> None:
    base, own = tmp_path / "base.toml", tmp_path / "own.toml"
    base.write_text(HARBOURS, "utf-8")
    own.write_text('domain = "own"\nterm = ["長灘銀行", "鯤島海峽"]\n', "utf-8")
    alone = compile_packs([load_pack(base), load_pack(own)])
    after = load_tables([base, own], [base])
    assert all((alone[name] == table).all() for name, table in after.items())
