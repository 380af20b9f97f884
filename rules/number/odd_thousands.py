"""以「千」計的兩位數

「35-36千臺」是英文 35–36 thousand 的直譯：中文到了萬就以萬計，不說三十五千。語音轉寫或逐字翻譯時
留下，讀的人容易少看一位。

例：「訂單有35-36千臺」應為「3.5-3.6萬臺」，同一文件用 35,000 的寫法時，為「35,000-36,000臺」。

千米、千克、千瓦等單位不報；「8千元」是中文的說法，也不報。

修正是否安全：數值不變，但要確定原話就是這個數，須 --unsafe。

English: a figure of two digits or more before 千, carried over from English thousands. Chinese
counts in 萬. The value stays; the fix needs --unsafe.
"""

from __future__ import annotations

from collections.abc import Iterator

from kanwu import Applicability, Bad, Document, Finding, Fix, Good, Message, Span

_TEN = 10
_WHY = Message("中文到萬以萬計", "Chinese counts in 萬 from ten thousand on")
_MESSAGE = Message("兩位數以「千」計，像是英文的直譯", "two digits before 千, as English has it")
_MEASURED = {
    "length",
    "mass",
    "power",
    "energy",
    "area",
    "volume",
    "rate",
    "time",
    "ratio",
    "points",
}


class OddThousands:
    code, name, status = "Q104", "odd-thousands", "stable"
    doc = __doc__
    examples = (
        Bad("今年預計賣出35-36千臺。", fixed="今年預計賣出3.5-3.6萬臺。"),
        Bad("单月出货18千只，上季12万只。", fixed="单月出货1.8万只，上季12万只。"),
        Bad("會員有64千名，去年底58,500名。", fixed="會員有64,000名，去年底58,500名。"),
        Good("每人8千元，共3千多臺。"),
        Good("全長15千米，功率135千瓦，重100千克。"),
        Good("訂單有3.5萬臺。"),
    )

    def check(self, document: Document) -> Iterator[Finding]:
        commas = any("," in document.prose[q.start : q.end] for q in document.analysis.quantities)
        for quantity in document.analysis.quantities:
            last = quantity.numerals[-1]
            if last.places != "千" or last.style != "arabic" or not quantity.unit:
                continue
            thousands = [each.low / (1000 if each.places else 1) for each in quantity.numerals]
            if quantity.kind.partition("/")[0] in _MEASURED or min(thousands) < _TEN:
                continue
            span = Span(quantity.start, quantity.end)
            place = Span(quantity.numerals[0].start, last.end)
            between = (
                document.prose[quantity.numerals[0].end : last.start] if quantity.is_range else ""
            )
            in_full = between.join(f"{each * 1000:,.0f}" for each in thousands)
            in_myriads = between.join(f"{each / _TEN:f}" for each in thousands)
            in_myriads += document.analysis.rewrite("萬")
            texts = (in_full, in_myriads) if commas else (in_myriads, in_full)
            fixes = (Fix.replace(place, text, Applicability.UNSAFE, _WHY) for text in texts)
            yield Finding(span, _MESSAGE, tuple(fixes), confidence=0.9)


rule = OddThousands()
