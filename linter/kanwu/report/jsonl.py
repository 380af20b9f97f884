"""JSON Lines: one object a finding, as `kanwu.report.record` documents it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kanwu.report import Context
from kanwu.report.record import records
from kanwu.run import Result


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    for result in results:
        for record in records(result, context.lang):
            yield json.dumps(record, ensure_ascii=False) + "\n"
