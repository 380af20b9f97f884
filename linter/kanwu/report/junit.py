"""JUnit's XML: a suite a file, a failure a finding; a file without findings passes one test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from kanwu.diagnostic import say
from kanwu.report import Context
from kanwu.run import Result

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(results: Iterable[Result], context: Context) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="kanwu">\n'
    for result in results:
        cases = list(_cases(result, context.lang))
        failures, errors = len(result.diagnostics), int(result.error is not None)
        yield (
            f'<testsuite name={_attribute(result.path)} tests="{len(cases)}" '
            f'failures="{failures}" errors="{errors}">\n{"".join(cases)}</testsuite>\n'
        )
    yield "</testsuites>\n"


def _cases(result: Result, lang: str) -> Iterator[str]:
    document = result.shown
    if result.error is not None:
        yield _case(result, "read", f"<error message={_attribute(result.error.what)}/>")
    elif document is None or not result.diagnostics:
        yield _case(result, "clean", "")
    else:
        for diagnostic in result.diagnostics:
            line, column = document.line_column(diagnostic.span.start)
            message = say(diagnostic.finding.message, lang)
            where = escape(_NO_XML.sub("\ufffd", f"{result.path}:{line}:{column}: {message}"))
            failure = f"<failure type={_attribute(diagnostic.code)} message={_attribute(message)}>"
            name = f"{diagnostic.code} {line}:{column}"
            yield _case(result, name, f"{failure}{where}</failure>")


def _case(result: Result, name: str, content: str) -> str:
    return (
        f"<testcase classname={_attribute(result.path)} name={_attribute(name)}>"
        f"{content}</testcase>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
