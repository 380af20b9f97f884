"""網頁的邊角文字

從網頁複製下來的紀要，開頭或結尾往往帶著正文以外的東西：關注、閱讀數、標籤、責任編輯、轉載聲明、相關推薦、
登入與分享的按鈕。整塊算一個問題。

例：正文之後的「責任編輯：某某」「+關注」「1261瀏覽量」「相關推薦」。

要報，開頭或結尾須有幾行這樣的文字，且不止一類（計數、按鈕、署名、轉載、欄目、分享、導覽）；正文裡出現
這些字詞不算，只有署名或只請人訂閱的結尾也不算。夾在當中的標籤與文章標題一併算進去；開頭的文章標題留下。

修正是否安全：須 --unsafe。結尾整塊刪除，開頭只刪這些行；當中若有網址，網址那一行留下。

English: what a web page has around its text: follow buttons, numbers of readers, tags, credits,
notes on reprinting, lists of other articles, log-in and share links. At the head or the tail of a
document a block with several such lines of several sorts is one finding; single words in prose
never count. The fix deletes the block, at the head only the lines themselves, and needs --unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, islice
from typing import NamedTuple

from kanwu import Applicability, Bad, Document, Edit, Finding, Fix, Good, Message, Span

_HEAD, _TAIL = 3_000, 12_000
_TITLES = 5
_GAP = 3
_LIST = 30
_LONGEST = 40

_NUMBER = r"\d[\d,.]{0,12}\s?[万亿kKwW千]?\+?\s?"
_COUNTED = r"""
    (?: 文章 | 浏览 | 阅读 | 阅览 | 点阅 | 评论 | 留言 | 点赞 | 赞同? | 收藏 | 粉丝 | 关注者?
      | 获赞 | 回复 | 回答
      | 人气 | 观看 | 播放 | 转发 | 分享 | 查看 | 点击 | 下载 | 追踪者? | 喜欢 | 在看 | 推荐
      | 热度 | 弹幕 | 帖子
      | views? | likes? | comments? | shares? | followers? | reads?
    )
"""
_ACTION = r"""
    (?: 已?关注 | 取消关注 | 追踪 | 收藏 | 点赞 | 按赞 | 赞 | 在看 | 评论 | 留言 | 回复 | 转发
      | 分享 | 举报 | 检举 | 打赏
      | 赞赏 | 投币 | 订阅 | 立即(?:订阅|注册) | 登录 | 登入 | 注册 | 会员登[录入] | 免费注册
      | 加入会员 | 私信
      | 写留言 | 发[布表](?:评论|留言) | 我要评论 | 我来说两句 | 打印 | 列印 | 纠错
      | (?:意见)?反馈 | 保存
      | 复制[链连][接结] | 扫一扫 | 听全文 | 语音播报 | Follow | Like | Share | Subscribe
      | Comments?
      | Log\s?in | Sign\s?(?:in|up) | Print
    )
"""
_SITE = r"""
    (?: 微信(?:好友|朋友圈)? | 朋友圈 | (?:新浪)?微博 | QQ(?:空间|好友)? | 豆瓣 | 知乎 | 钉钉
      | Facebook | FB
      | LINE | Twitter | X | Telegram | WhatsApp | LinkedIn | Email | 邮件 | 电邮 | (?:生成)?海报
    )
"""
_SECTION = r"""
    (?: 相关(?:推荐|阅读|文章|新闻|资讯|内容|话题|视频|报[道导]|[链连][接结]|标签|产品|下载)
      | 推荐(?:阅读|文章|新闻|内容|视频) | (?:延伸|扩展)阅读 | 猜你(?:也?喜欢|想看)
      | [为给][你您]推荐
      | [你您]可能(?:也|还|会){0,2}(?:喜欢|感兴趣|想看).{0,4} | 大家[都还]在看
      | (?:热门|最热|最新|精彩|精选|往期|更多|全部|网友|最近|本周|今日|焦点|即时|站内)
        (?:文章|新闻|推荐|评论|留言|排行榜?|标签|话题|资讯|内容|回顾|视频|专题|精彩|报[道导])
      | (?:24小时|阅读|点击|人气|文章|新闻)(?:热门|热文|排行榜?) | 编辑(?:推荐|精选)
      | 文章(?:标签|目录)
      | 评论区 | 广告 | 赞助内容 | 更多精彩内容 | Related\s(?:posts|articles|news|stories)
      | Recommended | Trending | Most\sread | Advertisement
    )
"""
_OF_PAGE = r"""
    (?: 关于我们 | 联[系络]我们 | 隐私权?政策 | (?:服务|使用)条款 | 网站地图 | 免责声明
      | 广告合作 | 招聘信息 )
"""
_BAR = r"[\s|｜/／·•、+]{1,3}"
_SORTS = {
    "count": rf"""
        \+?{_NUMBER}(?:[篇次人个条则位名]\s?)?{_COUNTED}(?:量|数|次数?|人数)?
      | {_COUNTED}(?:量|数|次数|人数|人次)?\s?[:：(（]?\s?{_NUMBER}[次人条篇则]?[)）]?
    """,
    "action": rf"""
        字号\s?[:：]?[\s大中小]{{0,8}}
      | \+?\s?(?:{_ACTION}|{_SITE})(?:{_BAR}(?:{_ACTION}|{_SITE})){{0,10}}
    """,
    "share": rf"""
        (?:一键)?(?:分享|转发|推荐|share)(?:[到至给于]|\s?[:：])(?:好友|朋友)?\s?[:：]?
            (?:\s?{_SITE})?(?:{_BAR}{_SITE}){{0,10}}
    """,
    "credit": r"""
        [(（\[【]?\s?(?: 审[核校]编辑 | 责任编辑 | 责编 | 责任校对 | 值班编辑 | 网络编辑
          | 原标题 | 原文标题
          | 文章出处 | 原文出处 | 编审 | 终审 )\s?[:：丨|｜/／].{1,80}
      | 编辑\s?[:：丨|｜/／]\s?\S{1,8}
    """,
    "reprint": r"""
        .{0,60}(?:
            转载(?:请|须|需|时请|时须|必须|敬请)[^。]{0,12}(?:注明|标明|联系|联络|保留|授权)
          | 未经[^。，]{0,20}(?:授权|许可|允许|同意)[^。]{0,20}(?:转载|摘编|复制|引用|使用|重制)
          | 版权[归属为][^。]{0,20}所有 | 版权所有 | 著作权所有 | 侵权[^。]{0,10}(?:删除|联系)
          | (?:如有|若有|涉及)侵权 | 文章转载自 | 本文(?:转载|转自|来自|首发于?|授权转载)
          | All\srights\sreserved | Copyright | ©
        ).{0,120}
    """,
    "call": r"""
        .{0,40}(?:
            发[布表]评论请先 | 请先\s?登[录入]
          | 登[录入]后(?:即可|才[能可]|可以?)?(?:评论|查看|阅读|发表|留言|收藏)
          | 欢迎(?:添加|扫码|长按|点击|搜索){0,3}关注
          | (?:扫码|扫描|长按|识别|扫一扫)[^。]{0,10}(?:二维码|关注|加入|下载)
          | 公众号\s?[:：] | 微信号\s?[:：]
          | 点击(?:上方|下方|蓝字|标题|右[上下]角|左下角|这里|此处|阅读原文|关注)
          | (?:下载|打开|使用|前往)[^。\s]{0,8}(?:APP|客户端)(?:查看|阅读|观看|打开|体验|看更多|\Z)
          | (?:订阅|加入|追踪)(?:我们的?|本[站报刊])?(?:电子报|频道|公众号|LINE|粉丝团|社群)
          | 点我加入 | 免费加入 | 仅代表作者 | 不代表(?:本站|本网|本?平台)
        ).{0,80}
    """,
    "section": rf"""
        [▍■●◆★\[【《>»\#*\s]{{0,3}}{_SECTION}\s?[\]】》>»:：*+]{{0,3}}(?:\s?(?:查看)?更多|\s?换一批)?
    """,
    "navigation": rf"""
        (?:您?(?:当前|现在|所在)?的?位置\s?[:：]\s?)?(?:首页|主页|Home)
            (?:\s{{0,2}}[>»›/|｜\-→]\s{{0,2}}[^>»›/|｜\s]{{1,12}}){{1,8}}
      | [上下]一[篇页则章条](?:\s?[:：].{{1,60}})?
      | (?:返回|回到|回)(?:顶部|首页|列表|主页|上[一页]页?) | TOP | Back\sto\stop
      | (?:点击)?(?:查看|阅读|展开|显示|看)(?:更多|全文|原文) | [加载]载?入?更多 | 没有更多了?
      | Read\smore
      | {_OF_PAGE}(?:[\s|｜/／·•、\-]{{1,3}}\S{{2,8}}){{0,12}}
    """,
    "figure": r"\d{1,9}\s?[\-|·]?",
    "between": r"""
        [\-–—|｜·•*=_~>»<+\s]{1,40}
      | (?: (?:文章|图片|信息|资料)?来源 | 作者 | 撰文 | 文 | 图 | 记者 | 标签 | 关键[词字]
      | Tags? | 分类 | 发布时间
          | 发[布表]于 | 更新时间 | 时间 | 日期 | (?:版权|免责)?声明 | (?:原文|本文)[链连][接结]
        )\s?[:：/／丨|｜].{0,200}
      | \d{4}\s?[\-/.年]\s?\d{1,2}\s?[\-/.月]\s?\d{1,2}日?
            (?:\s{1,2}\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?(?:\s.{1,30})?
    """,
}
"""Of which sorts the lines are that a page has around its text, in Simplified characters; figures
and what is in between say nothing by themselves."""
_CUE = re.compile(
    "关注|追踪|浏览|阅读|评论|留言|[点按]?赞|收藏|转发|分享|转载|版权|推荐|编辑|责编|原文|登[录入]|注册|首页|[上下]一篇|返回"
    "|热门|精彩|公众号|微信|二维码|订阅|人气|喜欢|(?i:share|like|views|comment|follow)"
)
_CUES = 3
_PROSE = re.compile(r"[。！？!?；;，,：:]\Z|[，,。].*[，,。]|[QAqa问答甲乙]\d{0,3}\s?[:：.、]")
_LINE = re.compile(r"[^\r\n]+(?:\r\n|\n|\r|\Z)")
_WHY = Message("刪除網頁的邊角文字", "delete what the page has around its text")


class _Line(NamedTuple):
    """A line that is not blank, with its end; of which sort it is, "short" or "prose" for none."""

    span: Span
    sort: str

    @property
    def tells(self) -> bool:
        return self.sort in _SORTS and self.sort not in ("figure", "between")


class PageFurniture:
    code, name, status = "D109", "page-furniture", "stable"
    doc = __doc__
    examples = (
        Bad(
            "螺絲的交期是八週，客戶可以接受。\n責任編輯：林小明\n五金\n+關注\n33文章\n1280瀏覽量\n"
            "相關推薦\n螺絲與螺帽如何選擇\n2萬閱讀\n",
            fixed="螺絲的交期是八週，客戶可以接受。\n",
        ),
        Bad(
            "工厂已经复工，订单排到年底。\n\n阅读 3200\n点赞\n收藏\n分享到：微信 微博\n"
            "上一篇：工厂停工\n返回顶部",
            fixed="工厂已经复工，订单排到年底。\n\n",
        ),
        Bad(
            "首页 > 财经 > 正文\n工厂复工记\n阅读 3200\n+关注\n收藏\n"
            "工厂已经复工，订单排到年底。\n",
            fixed="工厂复工记\n工厂已经复工，订单排到年底。\n",
        ),
        Good(
            "請大家多多關注，歡迎評論與分享。\n我們的文章有三萬閱讀，點讚與收藏也多。\n相關推薦請看官網。\n"
        ),
        Good("頻道介紹完了。\n歡迎訂閱\n點讚\n分享\n下次見\n"),
        Good("工厂已经复工，订单排到年底。\n来源：工厂日报\n责任编辑：林小明\n"),
        Good("各平台的數據如下。\n粉絲：3萬\n點讚：1200\n評論：45\n收藏：30\n轉發：8\n"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        folded = document.analysis.folded
        tail: Sequence[_Line] = ()
        if _has_cues(folded[-_TAIL:]):
            tail = _tail(_lines(folded, max(0, len(folded) - _TAIL), len(folded)))
        body = tail[0].span.start if tail else len(folded)
        head: Sequence[_Line] = ()
        if _has_cues(folded[: min(body, _HEAD)]):
            head = _head(_lines(folded, 0, min(body, _HEAD)))
        if head:
            span = Span(head[0].span.start, head[-1].span.end)
            yield from _findings(document, span, [line.span for line in head], head)
        if tail:
            span = Span(body, tail[-1].span.end)
            yield from _findings(document, span, [span], tail)


def _has_cues(text: str) -> bool:
    return next(islice(_CUE.finditer(text), _CUES - 1, None), None) is not None


def _lines(folded: str, start: int, end: int) -> list[_Line]:
    """The lines of a part of the text; what it begins or ends within is no line."""
    found = []
    for match in _LINE.finditer(folded, start, end):
        whole = match.start() == 0 or folded[match.start() - 1] in "\r\n"
        if (
            not match[0].isspace()
            and whole
            and (match[0][-1] in "\r\n" or match.end() == len(folded))
        ):
            found.append(_Line(Span(*match.span()), _sort(match[0].strip())))
    return found


@cache
def _known() -> re.Pattern[str]:
    """Compiled for a text with cues: that takes longer than most pages."""
    sorts = "|".join(f"(?P<{sort}>(?:{pattern}))\\Z" for sort, pattern in _SORTS.items())
    return re.compile(sorts, re.VERBOSE | re.IGNORECASE)


def _sort(text: str) -> str:
    if len(text) > 300:
        return "prose"
    known = _known().match(text)
    if known:
        return str(known.lastgroup)
    return "prose" if len(text) > _LONGEST or _PROSE.search(text) else "short"


def _tail(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines from the first that tells of a page to the end, if there is prose before them."""
    first, short = len(lines), 0
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.tells:
            if short > (_LIST if line.sort in ("section", "navigation") else _GAP):
                break
            first, short = number, 0
        elif line.sort == "short":
            short += 1
        elif line.sort == "prose":
            break
    block = lines[first:]
    return block if first and _is_page(block) else ()


def _head(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines that tell of a page before the prose."""
    telling: list[_Line] = []
    titles = 0
    for line in lines:
        titles += line.sort == "short"
        if line.sort == "prose" or titles > _TITLES:
            break
        if line.tells:
            telling.append(line)
    return telling if _is_page(telling) else ()


def _is_page(block: Sequence[_Line]) -> bool:
    """Whether enough lines tell, and of enough sorts, for no text to have them by chance.

    Figures say nothing alone, but among others they are how often a button was pressed.
    """
    telling = [line.sort for line in block if line.tells]
    figures = sum(line.sort == "figure" for line in block)
    sorts = len(set(telling)) + (figures >= 2 and "count" not in telling)
    return (len(telling) >= 3 and sorts >= 3) or (len(telling) >= 5 and sorts == 2)


def _findings(
    document: Document, block: Span, deleted: Sequence[Span], lines: Sequence[_Line]
) -> Iterator[Finding]:
    """One finding, or one for each part between lines with addresses, which are no prose."""
    count = sum(line.tells for line in lines)
    message = Message(
        f"網頁的邊角文字，不是正文（{count} 行可以認出）",
        f"what a web page has around its text ({count} lines tell)",
    )
    group = f"page from {block.start}"
    for part in _prose_parts(document, block):
        edits = tuple(Edit(span, "") for span in deleted if part.covers(span)) or (Edit(part, ""),)
        yield Finding(part, message, (Fix(edits, Applicability.UNSAFE, _WHY),), 0.9, group)


def _prose_parts(document: Document, block: Span) -> Iterator[Span]:
    lines = [
        Span(*match.span())
        for match in _LINE.finditer(document.text, *block)
        if not match[0].isspace()
    ]
    for prose, part in groupby(
        lines, lambda line: line.of(document.prose) == line.of(document.text)
    ):
        if prose:
            spans = list(part)
            yield Span(spans[0].start, spans[-1].end)


rule = PageFurniture()
