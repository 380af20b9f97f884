"""私用區字元

私用區的字元沒有公定的意義，只有特定的字型才顯示得出來：造字、符號字型的項目符號，或是 PDF 的字型
對照表沒有隨文字帶出來。換一臺電腦就成了方框。

例：U+E123 在沒有那套造字檔的電腦上只是方框。

修正是否安全：沒有修正；原來是什麼字，要看原文件。

English: characters of the private use areas, which mean something in one font only: characters
made by a user, bullets of a symbol font, or text from a PDF without its table of characters. There
is no fix; the source tells what stood there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kanwu import Bad, Document, Finding, Good, Message, Span

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]+")
_MESSAGE = Message("私用區字元，沒有公定的意義", "private use: these mean nothing in other fonts")


class PrivateUse:
    code, name, status = "D103", "private-use-character", "stable"
    doc = __doc__
    examples = (
        Bad("負責人是\ue123先生。"),
        Bad("\uf0b7 第一季出貨持平"),
        Good("負責人是𠮷田先生，⿻表示重疊。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        for match in _PRIVATE.finditer(document.prose):
            yield Finding(Span(*match.span()), _MESSAGE, confidence=0.95, group="private use")


rule = PrivateUse()
