"""佔位文字

名稱或一段話遺失後，原處留下的替代品：「12345」、○○○、[聽不清]、{{name}}、「此處插入圖片」、
Lorem ipsum。原來是什麼，文件裡已經沒有了。

例：「對於“12345”的投資」，五個數字佔著公司名稱的位置。

12345 熱線、有意隱去的「XX公司」「某某」「王○○」、年份「二○○○」、表格裡的 ○ 與沒有填的欄位都不報。

修正是否安全：沒有修正；原來是什麼，要看原文件或聽錄音。

English: what was left where a name or some speech was lost: the digits 12345 as a name, rows of
circles, [inaudible], fields of a template, Lorem ipsum. The hotline 12345, names hidden on purpose,
years with ○, circles in tables and empty forms stay. There is no fix; the source tells what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kanwu import Bad, Document, Finding, Good, Message, Span

_UNHEARD = r"""
    (?: 听不清楚? | 听不到 | 听不懂 | 听不出来 | 没听清楚? | 未听清 | 无法(?:辨认|辨识|识别|听清)
      | (?:音频|音质|声音|录音)不清晰? | 录音中断 | inaudible | unintelligible | indistinct
    )
"""
_FIELD = r"""
    (?: (?:公司|客户|产品|项目|品牌|嘉宾|机构|供应商)名称? | 人名 | 姓名 | 股票代码 | 职位
      | 日期 | 金额
      | 数字 | 城市
    )
"""
_PATTERNS = {
    "digits": (
        ("12345", "11111", "00000", "99999"),
        r"""
        (?<![A-Za-z0-9_.,+\-])(?:12345(?:6(?:7(?:89?)?)?)?|1{5,9}|0{5,9}|9{5,9})
        (?![A-Za-z0-9_.,%％+\-])
        """,
    ),
    "crosses": (
        ("xxx", "XXX", "ＸＸＸ", "×××", "╳╳╳"),
        r"(?<=[“\"「『])[xXＸ×╳]{3,12}(?=[”\"」』]\s?(?:公司|集团|股份|先生|女士))",
    ),
    "circles": (
        ("○○○", "◯◯◯", "〇〇〇"),
        r"(?<=[一-龥，、])[○◯〇]{3,20}(?=[一-龥])(?![一二三四五六七八九十年])",
    ),
    "unheard": (
        ("听", "无法", "不清", "中断", "nintelligible", "naudible", "ndistinct"),
        rf"[\[【(（〔]\s?(?i:{_UNHEARD})[^\]】)）〕\r\n]{{0,16}}[\]】)）〕]",
    ),
    "field": (
        ("{{", "${", "<%", "[", "【"),
        rf"""
        \{{\{{\s?[A-Za-z_][\w.]{{0,30}}\s?\}}\}} | \$\{{[A-Za-z_][\w.]{{0,30}}\}}
      | <%=\s?[A-Za-z_][\w.]{{0,30}}\s?%>
      | (?<=[一-龥，])[\[【]\s?{_FIELD}\s?[\]】](?=[一-龥，。])
        """,
    ),
    "prompt": (
        ("此处", "这里", "按一下以", "在此输入", "待", "TBD", "TODO", "占位"),
        r"""
        (?:单击|点击|按一下)(?:此处|这里|以)(?:添加|编辑|新增|输入)(?:副?标题|文[本字]|内容)
      | 此处(?:插入|填写|填入|补充)(?:图片|图表|文字|内容|数据|链接|公司名称?)
      | 在此输入(?:文字|内容|标题)
      | [\[【(（](?:待补充?|待填写?|TBD|TODO|占位[符文字]{0,2})[\]】)）]
        """,
    ),
    "filler": (
        ("ipsum", "Ipsum", "IPSUM"),
        r"(?i:lorem\s{1,3}ipsum\s{1,3}dolor)[\w\ ,.]{0,200}",
    ),
    "trial": (
        ("test", "Test", "TEST", "asdf", "qwerty", "测试测试"),
        r"^(?:(?i:test(?:ing)?\ ?\d{0,4}|asdf\w{0,8}|qwerty)|测试测试\w{0,8})$",
    ),
}
"""Of each kind what a text must hold to have one, and what it is like, in Simplified characters."""
_ABOUT = re.compile(
    r"(?:对于|关于|针对|看好|看待|怎么看|如何看|谈谈|谈到|聊聊|介绍"
    r"|收购|投资|买入|卖出|持有|推荐|请问|[对像])\s?[“\"「『‘']?\Z"
)
_OF_NAME = re.compile(
    r"[”\"」』’']?\s?"
    r"(?:的(?!热线|专线|电话|平台)|公司|集团|股份|这家|先生|女士|未来|目前|[今去明]年|是否|怎么|如何)"
)
_HOTLINE = re.compile("热线|专线|市民|便民|政务|诉求|工单|接诉|投诉|密码|口令|验证码")
_HIDDEN = re.compile("(?<!○)○○(?!○)|被告|原告|判决|当事人|匿名|化名|隐去")
_MEANT = {"digits": _HOTLINE, "circles": _HIDDEN}
"""What a text speaks of where such a thing is no placeholder."""
_NUMERAL = re.compile(r"[一二三四五六七八九十百千零〇○●★☆]\Z")
_SIGHT = 8
_SAYS = {
    "digits": (Message("一串數字佔著名稱的位置", "digits stand where a name should"), 0.75),
    "crosses": (Message("名稱的位置是一串叉", "crosses stand where a name should"), 0.6),
    "circles": (Message("名稱的位置是一串圈", "circles stand where a name should"), 0.6),
    "unheard": (Message("錄音沒有聽清，內容缺漏", "something was not heard, and is missing"), 0.9),
    "field": (Message("範本的欄位沒有填", "a field of a template is not filled in"), 0.8),
    "prompt": (Message("範本的提示沒有填", "a prompt of a template is not filled in"), 0.85),
    "filler": (Message("排版用的假文", "filler text"), 0.9),
    "trial": (Message("測試用的文字", "text of a test"), 0.6),
}


class Placeholder:
    code, name, status = "D110", "placeholder", "stable"
    doc = __doc__
    examples = (
        Bad("您對於“12345”的產能有什麼看法？"),
        Bad("分析師看好123456公司的訂單。"),
        Bad("我們拜訪了「XXX」公司的工廠。"),
        Bad("感謝○○○的分享。"),
        Bad("毛利率大概是[聽不清]，年底會好一些。"),
        Bad("The margin is [inaudible 00:12:31] this year."),
        Bad("尊敬的{{customer_name}}，您的訂單已經出貨。"),
        Bad("本次調研的對象是【公司名稱】，地點在臺中。"),
        Bad("單擊此處添加標題\n第一季出貨持平。"),
        Bad("Lorem ipsum dolor sit amet, consectetur."),
        Bad("test\n第一季出貨持平。"),
        Good("市民對12345的滿意度很高，熱線接通率九成。"),
        Good("“12345”工作法分五個步驟。"),
        Good("XX公司與某某機構要求不公開名稱，王○○先生也是。"),
        Good("被告○○○先生的上訴駁回。"),
        Good("二○○○年設廠，評等是●●○○○，合格打○○○。"),
        Good("股價從12345點漲到12,345點，編號12345。"),
        Good("【姓名】林小明\n【日期】三月一日\n"),
        Good("這是一個 test，測試還在進行。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        folded = document.analysis.folded
        for kind, (cues, _) in _PATTERNS.items():
            if not any(cue in folded for cue in cues):
                continue
            if kind in _MEANT and _MEANT[kind].search(folded):
                continue
            message, confidence = _SAYS[kind]
            for match in _compiled(kind).finditer(folded):
                if _is_one(kind, folded, Span(*match.span())):
                    yield Finding(Span(*match.span()), message, confidence=confidence)


@cache
def _compiled(kind: str) -> re.Pattern[str]:
    """Compiled for a text with cues: all of them take longer than most pages."""
    return re.compile(_PATTERNS[kind][1], re.VERBOSE | re.MULTILINE)


def _is_one(kind: str, folded: str, span: Span) -> bool:
    """Whether what stands around leaves no other reading."""
    before = folded[max(0, span.start - _SIGHT) : span.start]
    if kind == "circles":
        return not _NUMERAL.search(before)
    if kind != "digits":
        return True
    return bool(_ABOUT.search(before) and _OF_NAME.match(folded, span.end))


rule = Placeholder()
