"""Whole inputs: the expected report, and the expected text after all fixes.

A case is a folder with in.txt, in.report (the concise report) and in.fixed (after
`kanwu fix --unsafe`). `KANWU_UPDATE_FIXTURES=1 pytest tests/test_fixtures.py` writes the last two
anew; read the difference before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kanwu import engine
from kanwu.diagnostic import Applicability
from kanwu.document import Document
from kanwu.fix import fix
from kanwu.registry import Rules
from kanwu.report import reporter
from kanwu.run import Result
from tests.conftest import ROOT

CASES = sorted(path.parent for path in (ROOT / "fixtures").glob("*/in.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_case(case: Path, rules: Rules) -> None:
    document = Document.parse("in.txt", (case / "in.txt").read_bytes())
    result = Result("in.txt", document, engine.lint(document, rules))
    report = "".join(reporter("concise")([result], "zh"))
    fixed = fix(document, lambda text: engine.lint(text, rules), Applicability.UNSAFE)
    if os.environ.get("KANWU_UPDATE_FIXTURES"):
        (case / "in.report").write_bytes(report.encode())
        (case / "in.fixed").write_bytes(fixed.document.encode())
    assert report == (case / "in.report").read_text("utf-8")
    assert fixed.document.encode() == (case / "in.fixed").read_bytes()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_clean_cases_are_silent(case: Path) -> None:
    if case.name.startswith("clean"):
        assert (case / "in.report").read_bytes() == b""
        assert (case / "in.fixed").read_bytes() == (case / "in.txt").read_bytes()
    else:
        assert (case / "in.report").read_bytes() != b""
