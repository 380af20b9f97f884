"""One JSON array of the objects that `kanwu.report.record` documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kanwu.report import Context
from kanwu.report.record import records
from kanwu.run import Result


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    opening = "[\n"
    for result in results:
        for record in records(result, context.lang):
            yield opening + json.dumps(record, ensure_ascii=False)
            opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"
