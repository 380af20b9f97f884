"""看不見的字元

零寬空格、零寬連接符、夾在文中的位元組順序記號（BOM）、軟連字號、方向標記、控制字元與終端機的色碼：
看不見，卻使搜尋、比對、分詞與計數出錯。多半是從網頁、聊天軟體或 PDF 貼上時帶進來的。

例：「毛利率」中間若夾著 U+200B，搜尋「毛利率」就找不到。

表情符號裡的連接符與變體選擇符、泰文與印度文等文字需要的零寬字元、有阿拉伯文或希伯來文的文件裡的方向標記、
定位字元、換行與換頁都不報。

修正是否安全：安全。刪除後，看得見的文字不變。U+001C 到 U+001E 可能代替分隔或連字號，須 --unsafe。

English: characters that nobody sees: zero-width spaces and joiners, byte order marks inside the
text, soft hyphens, marks of direction, control characters and the colour codes of terminals. They
break search and comparison. Those that emoji and other scripts need, tabs and line ends stay. The
fix is safe: it deletes them, and what can be seen does not change. U+001C to U+001E may stand for
something and need --unsafe.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_SCRIPTS = "\u0300-\u036f\u0590-\u109f\u1200-\u1cff\ufb1d-\ufdff\ufe70-\ufefe"
_EMOJI = "\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\ufe0e\ufe0f\U0001f000-\U000e007f"
_LATIN = "\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u20ac"
_INVISIBLE = re.compile(
    rf"""
    (?P<colour>\x1b\[[0-9;]{{0,20}}[A-Za-z])
  | (?P<separator>[\x1c-\x1e]+)
  | (?P<control>[\x00-\x08\x0e-\x1b\x1f\x7f\ufff9-\ufffb]+)
  | (?P<mark>\ufeff+)
  | (?<![{_SCRIPTS}])(?P<space>[\u180e\u200b\u2060-\u2064]+)(?![{_SCRIPTS}])
  | (?<![{_SCRIPTS}{_EMOJI}])(?P<joiner>[\u200c\u200d]+)(?![{_SCRIPTS}{_EMOJI}])
  | (?P<direction>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]+)
  # beside another such byte it is a part of a character that was misread
  | (?<![{_LATIN}])(?:(?P<hyphen>\xad)|(?P<high>[\x80-\x84\x86-\x9f]))(?![{_LATIN}])
    """,
    re.VERBOSE,
)
_CUE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffb]+"
)
"""What may be one, found many times faster; an escape sequence begins with one."""
_COLOUR = 24
"""The longest escape sequence."""
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
_NAMES = {
    "colour": Message("終端機色碼", "terminal colour codes"),
    "separator": Message("控制字元", "control characters"),
    "control": Message("控制字元", "control characters"),
    "high": Message("控制字元", "control characters"),
    "mark": Message("位元組順序記號（BOM）", "byte order marks"),
    "space": Message("零寬空格", "zero-width spaces"),
    "joiner": Message("零寬連接符", "zero-width joiners"),
    "direction": Message("方向標記", "marks of direction"),
    "hyphen": Message("軟連字號", "soft hyphens"),
}


class Invisible:
    code, name, status = "D102", "invisible-character", "stable"
    doc = __doc__
    examples = (
        Bad("毛\u200b利率回升。", fixed="毛利率回升。"),
        Bad("\u200c出貨\u200d順利。\ufeff", fixed="出貨順利。"),
        Bad("庫存\x08下降，\u2060客戶\u202d補貨\u202c。", fixed="庫存下降，客戶補貨。"),
        Bad("data\u00adbase 已經上線。", fixed="database 已經上線。"),
        Bad("狀態：\x1b[32m完成\x1b[0m。", fixed="狀態：完成。"),
        Bad("甲\x1e乙。", fixed="甲乙。"),
        Good("全家\U0001f468\u200d\U0001f469\u200d\U0001f467都來了\u2764\ufe0f。"),
        Good("他用波斯文寫「می\u200cخواهم」，右邊\u200f是起點。"),
        Good("品名\t數量\r\n螺絲\t三百\f"),
        Good("泰文的換行點：ภาษา\u200bไทย。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        directed = None
        for match in _invisible(document.prose):
            kind = str(match.lastgroup)
            if kind == "direction":
                if directed is None:
                    directed = _RIGHT_TO_LEFT.search(document.prose) is not None
                if directed:
                    continue
            span = Span(*match.span())
            trust = Applicability.UNSAFE if kind == "separator" else Applicability.SAFE
            what = _NAMES[kind]
            message = Message(f"看不見的{what.zh}", f"{what.en} that nobody sees")
            yield Finding(span, message, (Fix.replace(span, "", trust),), 0.99, what.en)


def _invisible(prose: str) -> Iterator[re.Match[str]]:
    done = 0
    for cue in _CUE.finditer(prose):
        for match in _INVISIBLE.finditer(prose, max(done, cue.start()), cue.end() + _COLOUR):
            if match.start() >= cue.end():
                break
            done = match.end()
            yield match


rule = Invisible()
