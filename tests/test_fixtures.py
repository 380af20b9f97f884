"""Whole inputs: the expected report, and the expected text after all fixes.

A case is a folder with in.txt, or in.md and so on, in.report (the concise report) and in.fixed
(after `kanwu fix --unsafe`). `KANWU_UPDATE_FIXTURES=1 pytest tests/test_fixtures.py` writes the last two
anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kanwu import engine, files
from kanwu.diagnostic import Applicability
from kanwu.fix import fix
from kanwu.registry import Rules
from kanwu.report import Context, reporter
from kanwu.run import Result
from kanwu.settings import Project
from tests.conftest import ROOT

CASES = sorted(
    path for path in (ROOT / "fixtures").glob("*/in.*") if path.suffix not in (".report", ".fixed")
)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.parent.name)
def test_case(case: Path, rules: Rules) -> None:
    document = files.parse(case.name, case.read_bytes(), Project(ROOT))
    result = Result(case.name, document, engine.lint(document, rules))
    report = "".join(reporter("concise")([result], Context()))
    fixed = fix(document, lambda text: engine.lint(text, rules), Applicability.UNSAFE)
    if os.environ.get("KANWU_UPDATE_FIXTURES"):
        (case.parent / "in.report").write_bytes(report.encode())
        (case.parent / "in.fixed").write_bytes(fixed.document.encode())
    assert report == (case.parent / "in.report").read_text("utf-8")
    assert fixed.document.encode() == (case.parent / "in.fixed").read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.parent.name)
def test_clean_cases_are_silent(case: Path) -> None:
    if case.parent.name.startswith("clean"):
        assert (case.parent / "in.report").read_bytes() == b""
        assert (case.parent / "in.fixed").read_bytes() == case.read_bytes()
    else:
        assert (case.parent / "in.report").read_bytes() != b""
