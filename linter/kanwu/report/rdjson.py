"""Reviewdog's diagnostics (rdformat), as one JSON object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kanwu.report import Context
from kanwu.report.rdjsonl import SOURCE, diagnostics
from kanwu.run import Result


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    opening = f'{{"source": {json.dumps(SOURCE)}, "diagnostics": [\n'
    yield opening
    for number, entry in enumerate(diagnostics(results, context.lang)):
        yield ",\n" * (number > 0) + json.dumps(entry, ensure_ascii=False)
    yield "\n]}\n"
