"""For a comment on a change, or a step's summary: counts by rule, and the findings of each file.

GitHub refuses comments of more than 65,536 characters; what goes beyond is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kanwu.diagnostic import say
from kanwu.report import Context
from kanwu.report.groups import Group, grouped
from kanwu.run import Result

_MOST = 60_000
_SHOWN = 40
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_WORDS = {
    "zh": (
        "沒有問題。",
        "代碼",
        "規則",
        "次數",
        "位置",
        "問題",
        "修正",
        "另有 {} 處，見完整的報告。",
    ),
    "en": ("Nothing found.", "code", "rule", "times", "place", "finding", "fix", "And {} more."),
}


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    nothing, code, rule, times, place, finding, fix, more = _WORDS[context.lang]
    shown = [(result, grouped(result)) for result in results if result.diagnostics]
    if not shown:
        yield f"{nothing}\n"
        return
    counts = Counter((d.code, d.rule) for result, _ in shown for d in result.diagnostics)
    text = f"| {code} | {rule} | {times} |\n|---|---|--:|\n"
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    text += "".join(f"| {number} | {name} | {count} |\n" for (number, name), count in ranked)
    text += f"\n| {place} | {code} | {finding} | {fix} |\n|---|---|---|---|\n"
    yield text
    length, left = len(text), 0
    for result, groups in shown:
        for group in groups:
            row = _row(result, group, context.lang)
            length += len(row)
            if length > _MOST:
                left += len(group.diagnostics)
            else:
                yield row
    if left:
        yield f"\n{more.format(left)}\n"


def _row(result: Result, group: Group, lang: str) -> str:
    document, first = result.shown, group.first
    assert document is not None
    line, column = document.line_column(first.span.start)
    count = len(group.diagnostics)
    times = f" (×{count})" if count > 1 else ""
    change = ""
    if first.fix and first.fix.edits:
        replacement = first.fix.replacement(document.text, first.span)
        change = f"{_cell(first.span.of(document.text))} → {_cell(replacement)}"
    message = _cell(say(first.finding.message, lang)) + times
    return f"| {_cell(result.path)}:{line}:{column} | {first.code} | {message} | {change} |\n"


def _cell(text: str) -> str:
    """Text for one line that means itself, shortened."""
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return _SPECIAL.sub(r"\\\1", " ".join(shown.split()))
