"""The rules about script, through the engine: S101 to S105."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from random import Random

import numpy as np
import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu import engine
from kanwu.analysis import Standard
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.fix import fix
from kanwu.hanzi import sections
from kanwu.kinds.conversion import Conversion
from kanwu.registry import Rules

CLEAN = """
公司今年的营收和获利都创下新高，经营团队对于下半年的订单保持乐观。
皇后在宫里设宴，三天后太后也来了，后面还跟着几位王爷。
他只有一只猫，可是邻居养了三只狗，只要天黑就开始叫。
标准写得很清楚，不算准确的批准文件下周才会公布。
规范委员会的主席姓范，他的示范小组范围很广。
面粉涨价以后，面包店方面只好把面条也一起涨价。
干部们干劲十足，烘干的粮食堆满了干燥的仓库，没有人干预。
头发可以重新生长，研发却需要时间，理发店的发票已经寄出。
闹钟响了一分钟，钟先生仍然钟情于那座老钟楼。
谷歌在硅谷的办公室旁边种了稻谷，山谷里到处是谷物。
北斗卫星系统的设计者为此奋斗了很多年，关系到整个体系的联系。
历史学家翻了翻日历，说农历新年的经历让人难忘。
他征服了高山，政府却征求大家的意见，说这象征着什么。
松鼠爬上松树，政策放松以后气氛轻松了许多。
方向已经明确，他向往自由，向导带着大家往前走。
尽管时间不多，我们还是会尽力尽快完成，请尽量配合。
试卷收齐了，台风卷走了屋顶，问卷还没有填完。
老板说地板要换，主机板的出口也要看下一出戏。
手表和报表放在一起，表面看不出区别，他表示不急。
对冲基金受到冲击，冲泡咖啡的时候不要冲动。
同志们的意志很坚定，杂志社的志愿者写了一份日志。
丑闻曝光以后，小丑也笑不出来，老少咸宜的节目停播了。
家具店的专家说这家伙很聪明，作家和国家队都来过。
签约仪式上挂着标签，抽签决定先后，他签了名。
心脏不好的人别碰脏水，内脏和肝脏都要检查。
上游的供应商去旅游，游泳之后又玩了一会儿游戏。
外汇存底和词汇量都在增加，汇率的变化要汇总起来。
两家公司合并以后并不裁员，并且一并处理旧合约。
请注意备注栏的注释，注册会员要关注新的规定。
布料店发布公告，瀑布旁边的分布图重新公布。
他骑摩托车去委托律师，乌托邦只是一种寄托。
内蒙古的朋友没有蒙骗我们，特别的区别就在这里。
症状减轻了，症结还在，癌症的新药已经通过审查。
岳父爬过五岳，必须承认胡须变白了，佣金却没有少。
集团的团队吃饭团，论坛外面摆着一坛老酒。
计划和规划很划算，划船的人多，划分区域的人少。
价格上涨百分之五，复杂的问题反复出现，恢复需要时间。
我们采取新的做法，风采依旧，开采的成本却很高。
云端服务的需求像白云一样多，人云亦云不可取。
限制产能，控制成本，制造商的制度也要改革。
"""
WRONGLY_CONVERTED = {
    "这里不准吸烟，标准写得很清楚。": ("準", "准"),
    "范先生是规范委员会的主席。": ("範", "范"),
    "这不是小事，可是只有一个人来了。": ("隻", "只"),
}
SENTENCES = CLEAN.strip().split("\n")


def convert(config: str, text: str) -> str:
    return _converter(config)(text)


@cache
def _converter(config: str) -> Callable[[str], str]:
    converter: Callable[[str], str] = opencc.OpenCC(config).convert
    return converter


@pytest.fixture(scope="module")
def check(rules: Rules) -> Callable[..., Sequence[Diagnostic]]:
    about_script = [rule for rule in rules if rule.code in {"S101", "S102", "S103", "S104"}]

    def run(text: str, standard: Standard | None = None) -> Sequence[Diagnostic]:
        return engine.lint(Document("x.txt", text, standard=standard), about_script)

    return run


@pytest.mark.parametrize("config", ["s2t", "s2tw", "s2hk", "s2twp"])
@given(st.permutations(SENTENCES).map(lambda lines: lines[:8]), st.sampled_from(["", "\n", "\n\n"]))
def test_what_a_converter_makes_of_clean_text_is_clean(
    check: Callable[..., Sequence[Diagnostic]], config: str, lines: list[str], between: str
) -> None:
    assert check(convert(config, between.join(lines))) == ()


@pytest.mark.parametrize(("forth", "back"), [("s2tw", "tw2s"), ("s2hk", "hk2s"), ("s2t", "t2s")])
def test_and_so_is_what_it_makes_of_that(
    check: Callable[..., Sequence[Diagnostic]], forth: str, back: str
) -> None:
    assert check(CLEAN) == ()
    assert check(convert(back, convert(forth, CLEAN))) == ()


@given(st.permutations(SENTENCES), st.randoms(use_true_random=False))
def test_half_converted_text_is_found(
    check: Callable[..., Sequence[Diagnostic]], lines: list[str], random: Random
) -> None:
    """Every character that was left is found and mended, or the whole text is reported."""
    simplified = "\n".join(lines[:12])
    clean = convert("s2tw", simplified)
    left = {place for place in range(len(clean)) if random.random() < 0.05}
    text = "".join(simplified[i] if i in left else char for i, char in enumerate(clean))
    document = Document("x.txt", text)
    strays = set(document.analysis.sections.strays.tolist())
    found = {diagnostic.span.start: diagnostic for diagnostic in check(text)}
    if any(diagnostic.code == "S104" for diagnostic in found.values()):
        assert len(found) == 1
        return
    assert strays <= found.keys()
    for place in strays:
        proposed = found[place].fix
        assert proposed is not None
        assert [edit.text for edit in proposed.edits] == [clean[place]]
    telling = sections.read(simplified, False, False)
    assert len(telling.strays) == 0


def test_what_a_converter_itself_gets_wrong_is_found(
    check: Callable[..., Sequence[Diagnostic]],
) -> None:
    for sentence, (wrong, right) in WRONGLY_CONVERTED.items():
        text = convert("s2tw", sentence).replace("只有", "隻有")
        (found,) = check(text)
        assert (found.code, found.span.of(text)) == ("S102", wrong)
        assert found.fix is not None
        assert found.fix.edits[0].text == right


def places(found: Sequence[Diagnostic]) -> list[tuple[str, int]]:
    return [(diagnostic.code, diagnostic.span.start) for diagnostic in found]


TRADITIONAL = "公司今年的營收創下新高，經營團隊對訂單保持樂觀。"
SIMPLIFIED = "公司今年的营收创下新高，经营团队对订单保持乐观。"


@pytest.mark.parametrize(
    "text",
    [
        f"{TRADITIONAL}\n\n{SIMPLIFIED}在这之后，他们对于并购没有说什么。\n",  # 后 and 于 are right there
        f"# 摘要\n{TRADITIONAL}\n# 原文\n{SIMPLIFIED}\n",
        f"{TRADITIONAL}他在微博上寫道：「我们会继续扩产。」外界反應熱烈。",
        f"{TRADITIONAL}他讀的是《红楼梦》（简体版）。",
        f"{TRADITIONAL}我们会继续努力，谢谢各位的支持！{TRADITIONAL}",
        f"{SIMPLIFIED}他引用了「經營團隊對訂單保持樂觀」这句话。",
        f"{SIMPLIFIED}{TRADITIONAL}{SIMPLIFIED}",
        f"{TRADITIONAL}日本の国会で会議を開く。",
        f"{SIMPLIFIED}会议提到臺灣的聯發科和臺積電。",
    ],
)
def test_what_is_deliberate_is_left_alone(
    check: Callable[..., Sequence[Diagnostic]], text: str
) -> None:
    assert check(text) == ()


def test_each_section_has_its_own_script(check: Callable[..., Sequence[Diagnostic]]) -> None:
    text = f"{TRADITIONAL}这裡是第一段。\n\n{SIMPLIFIED}這里是第二段，国際会议也在这里。\n"
    astray = [text.index(word) for word in ("这裡", "這里", "際会")]
    assert places(check(text)) == [("S103", place) for place in astray]


def test_a_character_with_several_forms_is_mended_as_its_word(
    check: Callable[..., Sequence[Diagnostic]],
) -> None:
    text = f"{TRADITIONAL}他的頭发很長，产品的开发很順利，发。"
    found = [diagnostic for diagnostic in check(text) if diagnostic.span.of(text) == "发"]
    proposed = [(one.fix.edits[0].text, one.fix.applicability) for one in found if one.fix]
    assert proposed == [
        ("髮", Applicability.SAFE),
        ("發", Applicability.SAFE),
        ("發", Applicability.UNSAFE),
    ]


@pytest.mark.parametrize(("standard", "right"), [("tw", "說"), ("hk", "説"), (None, "說")])
def test_the_standard_says_how_it_is_written(
    check: Callable[..., Sequence[Diagnostic]], standard: Standard | None, right: str
) -> None:
    (found,) = check(f"{TRADITIONAL}他這樣说話。", standard)
    assert found.fix is not None
    assert found.fix.edits[0].text == right


def test_a_document_of_hong_kong_is_mended_in_its_own_forms(
    check: Callable[..., Sequence[Diagnostic]],
) -> None:
    (found,) = check("説明會上，他説價格會調整，分析員都説合理，只有他没有说話。")
    assert found.fix is not None
    assert found.fix.edits[0].text == "説"


def test_a_text_that_is_not_converted_is_reported_once(
    check: Callable[..., Sequence[Diagnostic]],
) -> None:
    half = "".join(
        old if number % 5 == 0 else new
        for number, (old, new) in enumerate(zip(CLEAN, convert("s2tw", CLEAN), strict=True))
    )
    (found,) = check(half)
    assert found.code == "S104"
    assert "opencc -c s2tw" in str(found.finding.message)
    assert found.fix is None


def test_a_known_standard_that_the_text_is_not_in(
    check: Callable[..., Sequence[Diagnostic]],
) -> None:
    (found,) = check(CLEAN, "hk")
    assert found.code == "S104"
    assert "opencc -c s2hk" in str(found.finding.message)
    assert places(check(convert("s2tw", CLEAN), "cn"))[0][0] == "S104"
    assert check(CLEAN, "cn") == ()
    assert check(convert("s2hk", CLEAN), "hk") == ()


def test_one_or_two_characters_do_not_make_a_script(
    check: Callable[..., Sequence[Diagnostic]],
) -> None:
    for text in ("会議", "国際", "老么在家裡", "这個", "體国", ""):
        assert check(text) == ()


def test_what_one_rule_makes_no_other_undoes(rules: Rules) -> None:
    """The fixes of the two tables settle in each of their phrases."""
    tables = [rule for rule in rules if isinstance(rule, Conversion)]
    assert [rule.code for rule in tables] == ["S101", "S102"]
    texts = [
        f"這個{form}，{form}的"
        for rule in tables
        for row in rule.spec.character
        for phrase in (*row.always, *row.unless)
        for form in (phrase, phrase.replace(row.left, row.right))
    ]
    document = Document("x.txt", "\n\n".join(texts), standard="tw")
    fix(document, lambda text: engine.lint(text, tables), Applicability.SHOW)


@pytest.mark.parametrize(
    "piece",
    ["國" * 19 + "国", "「国」國", "「国", "\n国國", "發发后後裡", "國國国\n\n", "隻有皇後"],
)
def test_hostile_text_is_read_in_one_go(
    check: Callable[..., Sequence[Diagnostic]], piece: str
) -> None:
    text = piece * (200_000 // len(piece))
    assert all(0 <= found.span.start < found.span.end <= len(text) for found in check(text))


def variants(rules: Rules, text: str, standard: Standard | None = None) -> list[tuple[str, str]]:
    rule = next(rule for rule in rules if rule.code == "S105")
    document = Document("x.txt", text, standard=standard)
    found = engine.lint(document, [rule])
    return [(one.span.of(text), one.fix.edits[0].text) for one in found if one.fix]


def test_variants_follow_the_standard_or_the_document(rules: Rules) -> None:
    assert next(rule for rule in rules if rule.code == "S105").status == "preview"
    mixed = "週期變長，本週與上周都一樣，周先生說周圍沒有人。"
    assert variants(rules, mixed) == [("周", "週")]
    assert variants(rules, "周期變長，本周的會議。") == []
    assert variants(rules, "周期變長，本周的會議。", "tw") == [("周", "週"), ("周", "週")]
    assert variants(rules, "他說明稅率。", "hk") == [("說", "説"), ("稅", "税")]
    assert variants(rules, "他説明税率。", "tw") == []  # nothing says how Taiwan writes 説
    assert variants(rules, "他在這裏說明，那裏也有。", "tw") == [("裏", "裡"), ("裏", "裡")]


def test_sections_keep_their_shape() -> None:
    for text in ("", "\n", "國", "国\n國", "「国」\r\n\r\n# 國\n"):
        found = sections.read(text, True, False)
        assert len(found.traditional) == len(text)
        assert found.traditional.dtype == np.bool_
