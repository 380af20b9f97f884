"""What kanwu eval prints: a record for programs, and tables of it for people.

files, total     for pairs: sentences, clean (without errors), clean_changed, false_positive_rate
                 (the share of the clean that was changed), and the scores strict and lenient; for
                 marked errors: lines, clean ... as above, errors, found, fixed, and the scores
                 place and fix
categories       of marked errors: errors, found, fixed
families, rules  findings, what they are worth (right, other_fix, wrong, open), and precision, the
                 share that is right of those that are not open
reliability      findings by confidence, its mean, and the shares in_place and right

Shares are 0 to 1, null where they are of nothing; `kanwu.evaluation` says what is counted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import getitem
from typing import Any, NamedTuple, TypeVar

from kanwu.diagnostic import Message, say
from kanwu.errors import printable
from kanwu.evaluation import (
    Found,
    Pages,
    Score,
    Sentences,
    Verdicts,
    by_category,
    by_family,
    by_rule,
    reliability,
    share,
    together,
)
from kanwu.report.full import width

_Measured = TypeVar("_Measured", Sentences, Pages)
_Record = dict[str, Any]


def record(files: Sequence[tuple[str, _Measured]]) -> _Record:
    """All that was measured, file by file and together."""
    total = together([part for _, part in files])
    findings = total.findings
    made: _Record = {
        "files": [{"path": path} | _measured(part) for path, part in files],
        "total": _measured(total),
    }
    if isinstance(total, Pages):
        categories = by_category(total.errors)
        made["categories"] = [{"category": name} | _found(of) for name, of in categories.items()]
    families, rules = by_family(findings), by_rule(findings)
    made["families"] = [{"family": name} | _verdicts(of) for name, of in families.items()]
    made["rules"] = [{"code": c, "rule": name} | _verdicts(of) for (c, name), of in rules.items()]
    made["reliability"] = [
        {
            "from": of.low,
            "to": of.high,
            "findings": of.verdicts.findings,
            "mean_confidence": of.mean,
            "in_place": of.verdicts.placed,
            "right": of.verdicts.precision,
        }
        for of in reliability(findings)
    ]
    return made


def _measured(part: Sentences | Pages) -> _Record:
    clean = {
        "clean": part.clean,
        "clean_changed": part.clean_changed,
        "false_positive_rate": share(part.clean_changed, part.clean),
    }
    if isinstance(part, Pages):
        scores = {"place": _score(part.place), "fix": _score(part.fix)}
        return {"lines": part.total} | clean | _found(Found.of(part.errors)) | scores
    strict = {"tp": part.tp, "fp": part.fp + part.spoilt, "fn": part.fn, "tn": part.tn}
    lenient = strict | {"fp": part.fp}
    scores = {"strict": strict | _score(part.strict), "lenient": lenient | _score(part.lenient)}
    return {"sentences": part.total} | clean | scores


def _score(score: Score) -> _Record:
    return {"precision": score.precision, "recall": score.recall, "f1": score.f1}


def _found(found: Found) -> _Record:
    return {"errors": found.errors, "found": found.found, "fixed": found.fixed}


def _verdicts(verdicts: Verdicts) -> _Record:
    return {
        "findings": verdicts.findings,
        "right": verdicts.right,
        "other_fix": verdicts.other,
        "wrong": verdicts.wrong,
        "open": verdicts.open,
        "precision": verdicts.precision,
    }


def to_json(made: _Record) -> str:
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def to_text(made: _Record, lang: str) -> str:
    """The tables, in the language `lang`; what would be empty is left out."""
    total = {"path": say(_TOTAL, lang)} | made["total"]
    files = [*made["files"], total] if len(made["files"]) > 1 else made["files"]
    measured, note = (_LINES, _OF_LINES) if "lines" in total else (_SENTENCES, _OF_SENTENCES)
    parts = [_table(measured, files, lang), say(note, lang)]
    families = [{"code": of["family"], "rule": ""} | of for of in made["families"]]
    rules = sorted((*families, *made["rules"]), key=lambda of: str(of["code"]))
    filled = (of for of in made["reliability"] if of["findings"])
    bins = [{"bin": f"{of['from']:.2f}–{of['to']:.2f}"} | of for of in filled]
    categories = made.get("categories", [])
    for columns, records in ((_CATEGORIES, categories), (_RULES, rules), (_RELIABILITY, bins)):
        parts += [_table(columns, records, lang)] * bool(records)
    return "\n".join(parts)


class _Column(NamedTuple):
    """A column of a table: what it shows of a record, under a path of keys, and how."""

    key: str
    head: Message
    form: str = ""


_COUNT, _SHARE, _PERCENT = "d", ".3f", ".2%"
_TOTAL = Message("全部", "all")
_CLEAN = (
    _Column("clean", Message("無誤", "clean"), _COUNT),
    _Column("false_positive_rate", Message("誤改", "changed"), _PERCENT),
)
_ERRORS = (
    _Column("errors", Message("錯誤", "errors"), _COUNT),
    _Column("found", Message("找到", "found"), _COUNT),
    _Column("fixed", Message("改對", "fixed"), _COUNT),
)
_SENTENCES = (
    _Column("path", Message("檔案", "file")),
    _Column("sentences", Message("句數", "sentences"), _COUNT),
    *_CLEAN,
    _Column("strict.recall", Message("召回率", "recall"), _SHARE),
    _Column("strict.precision", Message("嚴格精確率", "strict precision"), _SHARE),
    _Column("strict.f1", Message("嚴格F1", "strict F1"), _SHARE),
    _Column("lenient.precision", Message("寬鬆精確率", "lenient precision"), _SHARE),
    _Column("lenient.f1", Message("寬鬆F1", "lenient F1"), _SHARE),
)
_LINES = (
    _Column("path", Message("檔案", "file")),
    _Column("lines", Message("行數", "lines"), _COUNT),
    *_CLEAN,
    *_ERRORS,
    _Column("place.precision", Message("位置精確率", "place precision"), _SHARE),
    _Column("place.recall", Message("召回率", "recall"), _SHARE),
    _Column("place.f1", Message("F1", "F1"), _SHARE),
    _Column("fix.precision", Message("改法精確率", "fix precision"), _SHARE),
    _Column("fix.recall", Message("召回率", "recall"), _SHARE),
    _Column("fix.f1", Message("F1", "F1"), _SHARE),
)
_CATEGORIES = (_Column("category", Message("類別", "category")), *_ERRORS)
_RULES = (
    _Column("code", Message("規則", "rule")),
    _Column("rule", Message("名稱", "name")),
    _Column("findings", Message("發現", "findings"), _COUNT),
    _Column("right", Message("正確", "right"), _COUNT),
    _Column("other_fix", Message("改法不同", "other fix"), _COUNT),
    _Column("wrong", Message("誤報", "wrong"), _COUNT),
    _Column("open", Message("未定", "open"), _COUNT),
    _Column("precision", Message("精確率", "precision"), _SHARE),
)
_RELIABILITY = (
    _Column("bin", Message("信心", "confidence")),
    _Column("findings", Message("發現", "findings"), _COUNT),
    _Column("mean_confidence", Message("平均信心", "mean"), _SHARE),
    _Column("in_place", Message("位置正確", "in place"), _SHARE),
    _Column("right", Message("改法正確", "right"), _SHARE),
)
_OF_SENTENCES = Message(
    "誤改：無誤的句子被改動的比例。嚴格：改過的句子須與正確句完全相同。\n"
    "寬鬆：pycorrector 的算法，有錯的句子改錯了不算誤報。\n",
    "changed: the share of clean sentences. strict: a changed sentence must equal its target.\n"
    "lenient: as pycorrector counts; a wrong change of a sentence with errors is no false alarm.\n",
)
_OF_LINES = Message(
    "誤改：無誤的行被改動的比例。位置：該處確有錯誤。改法：與標記的相同。\n",
    "changed: the share of clean lines. place: something is wrong there. fix: the marked one.\n",
)


def _table(columns: Sequence[_Column], records: Sequence[_Record], lang: str) -> str:
    cells = [_cells(column, records, lang) for column in columns]
    return "".join("  ".join(row).rstrip() + "\n" for row in zip(*cells, strict=True))


def _cells(column: _Column, records: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """A head and what is below it, equally wide: texts from the left, numbers from the right."""
    keys = column.key.split(".")
    cells = [
        say(column.head, lang),
        *(_cell(reduce(getitem, keys, r), column.form) for r in records),
    ]
    widest = max(map(width, cells))
    blanks = [" " * (widest - width(cell)) for cell in cells]
    if column.form:
        return [blank + cell for cell, blank in zip(cells, blanks, strict=True)]
    return [cell + blank for cell, blank in zip(cells, blanks, strict=True)]


def _cell(value: Any, form: str) -> str:
    return "–" if value is None else format(value, form) if form else printable(value)
