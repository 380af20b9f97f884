"""kanwu fix: make the fixes, or show them as a patch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from kanwu import files
from kanwu.cli import output
from kanwu.cli.options import Call, shared
from kanwu.diagnostic import Applicability
from kanwu.errors import KanwuError
from kanwu.report.diff import diff
from kanwu.run import Result


@click.command("fix")
@shared
@click.option("--unsafe", is_flag=True, help="Make the likely fixes too, not only the safe ones.")
@click.option("--diff", "as_diff", is_flag=True, help="Write nothing; print a patch.")
def command(unsafe: bool, as_diff: bool, **options: Any) -> None:
    """Fix errors in place, and report what remains.

    Standard input (-) is fixed to standard output.
    """
    call = Call.of(**options)
    least = Applicability.UNSAFE if unsafe else Applicability.SAFE
    tally = output.Tally(call.lang)
    if as_diff:
        call.write(_patches(tally.watch(call.results(least)), tally))
    elif call.from_stdin:
        results = list(tally.watch(call.results(least)))
        call.write(_texts(results) if results else [call.stdin])
    else:
        call.write(output.report(tally.watch(_written(call.results(least))), call))
    found = tally.changed > 0 or (tally.findings > 0 and not as_diff)
    output.conclude(call, tally, found, written=not as_diff)


def _written(results: Iterable[Result]) -> Iterator[Result]:
    """The results, each once its file is written; a file that fails becomes an error."""
    for result in results:
        if result.fixed is None:
            yield result
            continue
        try:
            assert result.document is not None
            files.rewrite(Path(result.path), result.document.encode(), result.fixed.encode())
            yield result
        except KanwuError as error:
            yield Result(result.path, error=error)


def _patches(results: Iterable[Result], tally: output.Tally) -> Iterator[bytes]:
    for result in results:
        try:
            yield diff(result)
        except KanwuError as error:
            tally.fail(error)


def _texts(results: Iterable[Result]) -> Iterator[bytes]:
    for result in results:
        document = result.fixed or result.document
        if document is not None:
            yield document.encode()
