"""kanwu check: report what is found."""

from __future__ import annotations

from typing import Any

import click

from kanwu.cli import output
from kanwu.cli.options import Call, shared


@click.command("check")
@shared
def command(**options: Any) -> None:
    """Report errors in files and folders, or in standard input (-)."""
    call = Call.of(**options)
    tally = output.Tally(call.lang)
    call.write(output.report(tally.watch(call.results()), call))
    output.conclude(call, tally, found=tally.findings > 0)
