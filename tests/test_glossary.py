"""The packs: their specs hold, and ordinary words win over terms."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanwu import engine, registry
from kanwu.diagnostic import Applicability
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.fix import fix
from kanwu.glossary import load_pack
from kanwu.proof import pack_failures
from kanwu.registry import Rules
from kanwu.rule import Rule

PACKS = sorted((registry.builtin_root() / registry.PACKS).glob("*.toml"))


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_cases_of_packs_hold(path: Path, rules: Rules) -> None:
    assert list(pack_failures(load_pack(path), rules)) == []


def test_the_proof_of_packs_can_fail(tmp_path: Path, rules: Rules) -> None:
    path = tmp_path / "pack.toml"
    path.write_text(
        'domain = "a"\n[[term]]\nterm = "青嵐創投"\nheard = ["天下第一"]\n'
        '[[case]]\ntext = "公司很好。"\nfixed = "公司不好。"\n'
        '[[case]]\ntext = "愛安、小鵬與比亞迪的車型、訂單量、續航與智駕。"\n',
        "utf-8",
    )
    said = list(pack_failures(load_pack(path), rules))
    assert len(said) == 2
    assert "fixes '公司很好。' to '公司很好。'" in said[0]
    assert "fixes '愛安" in said[1]


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_packs_are_in_order(path: Path) -> None:
    pack = load_pack(path)
    assert pack.doc
    assert any(case.fixed for case in pack.case)
    assert any(not case.fixed for case in pack.case)
    assert min(map(len, pack.context)) > 1, "one character shows no domain"


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


def test_ordinary_words_win(tmp_path: Path) -> None:
    """蔚來 sounds like 未來, 股價 like 骨架: neither word is an error for that."""
    text = "未来的骨架还要加固，他在谈恋爱安排假期。"
    assert find(text, "蔚來", "股價", "埃安", tmp_path=tmp_path) == []


def test_right_forms_and_aliases_stay(tmp_path: Path) -> None:
    text = "青岚创投、青嵐創投、清嵐創投"
    assert [found for found, _ in find(text, "青嵐創投", tmp_path=tmp_path)] == ["清嵐創投"]
    assert find(text, "青嵐創投", "清嵐創投", tmp_path=tmp_path) == []


def test_more_evidence_more_confidence(tmp_path: Path) -> None:
    names = ("青嵐創投", "鯤鵬資本", "遠鏡資管", "雲帆實業")
    terms = "".join(f'[[term]]\nterm = "{name}"\n' for name in names)
    rules = name_rules(tmp_path, f'domain = "funds"\n{terms}')

    def confidence(text: str) -> float:
        (found,) = engine.lint(Document("x.txt", text), rules, "high")
        assert found.span.of(text) == "清嵐創投"
        return found.finding.confidence

    alone = confidence("清嵐創投")
    beside = confidence("清嵐創投、鯤鵬資本")
    among = confidence("清嵐創投、鯤鵬資本、遠鏡資管、雲帆實業")
    assert alone < beside < among
    assert confidence("清嵐創投" + "，" * 300 + "鯤鵬資本") == alone


def test_the_terms_of_a_list_do_not_speak_for_each_other(tmp_path: Path) -> None:
    terms = ("青嵐創投", "鯤鵬資本", "遠鏡資管")
    ((_, alone),) = find("清嵐創投", *terms, tmp_path=tmp_path)
    ((_, among),) = find("清嵐創投、鯤鵬資本、遠鏡資管", *terms, tmp_path=tmp_path)
    assert alone == among


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


def test_latin_context_stands_as_words(tmp_path: Path) -> None:
    term = '[[term]]\nterm = "極氪"\nheard = ["極客"]\n'
    rules = name_rules(tmp_path, f'domain = "cars"\ncontext = ["EV", "MPV", "SUV"]\n{term}')
    assert engine.lint(Document("x.txt", "極客的EV、MPV與SUV"), rules)
    assert not engine.lint(Document("x.txt", "極客的level、MPVX與SUVA"), rules)


def test_heard_forms_are_found_whatever_they_sound_like(tmp_path: Path) -> None:
    rules = name_rules(
        tmp_path,
        'domain = "optics"\ncontext = ["光纖", "雷射", "模組"]\n'
        '[[term]]\nterm = "Bright Loop"\nheard = ["white group"]\n'
        '[[term]]\nterm = "青嵐"\nheard = ["藍山"]\nsound = ["qing lan"]\naliases = ["鯤鵬資本"]\n',
    )
    text = "White Group、藍山與坤鵬資本在光纖、雷射與模組上競爭"
    found = engine.lint(Document("x.txt", text), rules)
    assert [d.span.of(text) for d in found] == ["White Group", "藍山", "坤鵬資本"]
    assert not engine.lint(Document("x.txt", "White Group與藍山"), rules)


def test_words_beside_a_form_speak_against_the_term(tmp_path: Path) -> None:
    term = '[[term]]\nterm = "極氪"\nheard = ["極客"]\nagainst = ["精神"]\n'
    rules = name_rules(tmp_path, f'domain = "cars"\ncontext = ["車型", "訂單", "門店"]\n{term}')
    assert engine.lint(Document("x.txt", "極客的車型、訂單與門店"), rules)
    assert not engine.lint(Document("x.txt", "極客精神、車型、訂單與門店"), rules)


def test_a_fix_is_written_in_the_script_of_the_document(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    path.write_text("鲲鹏资本\n青嵐創投\n", "utf-8")
    rules = registry.load(glossaries=[path])

    def mend(text: str) -> str:
        done = fix(Document("x.txt", text), lambda d: engine.lint(d, rules), Applicability.UNSAFE)
        return done.document.text

    assert mend("坤鵬資本與青嵐創投都看好這個產業") == "鯤鵬資本與青嵐創投都看好這個產業"
    assert mend("清岚创投与鲲鹏资本都看好这个产业") == "青岚创投与鲲鹏资本都看好这个产业"
    assert mend("台積店的晶圓、光刻、製程") == "台積電的晶圓、光刻、製程"
    assert mend("臺積店的晶圓、光刻、製程") == "臺積電的晶圓、光刻、製程"
    cars = "的新能源车型、订单量、续航"
    assert mend(f"那咤{cars}") == f"哪吒{cars}"  # 吒 alone would fold to 咤


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "domain = 3", "Expected `str`, got `int`"),
        ("a.toml", 'domain = "a"\n[[term]]\nterm = "甲"', "length >= 2"),
        ("a.toml", 'domain = "a"\n[[term]]\nterm = "甲乙"\n[[term]]\nterm = "甲乙"', "twice"),
        ("a.toml", 'domain = "a"\n[[term]]\nterm = "極客"\nheard = ["极客"]', "right and a wrong"),
        ("a.toml", 'domain = "a"\n[[term]]\nterm = "極氪"\nsound = ["ji kee"]', "no syllable"),
        ("a.toml", 'domain = ""', "length >= 1"),
        ("a.toml", 'domain = "a"\n[[term]]\nname = "甲乙"', "unknown field `name`"),
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
