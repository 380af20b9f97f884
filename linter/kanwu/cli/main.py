"""kanwu: the group of commands, each loaded when it is called."""

from __future__ import annotations

import atexit
import errno
import gc
import io
import os
import signal
import sys
from importlib import import_module

import click

from kanwu.errors import KanwuError
from kanwu.version import __version__

_COMMANDS = ("check", "fix", "baseline", "rule", "rules", "glossary", "learn", "eval", "clean")


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"kanwu.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        signal.signal(signal.SIGTERM, _terminate)
        _prepare()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a console may lack characters, or be closed
                stream.reconfigure(errors="backslashreplace")
        try:
            return super().invoke(ctx)
        except KanwuError as error:
            click.echo(f"kanwu: {error}", err=True)
            sys.exit(2)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            click.echo(f"kanwu: {error.strerror or error}", err=True)
            sys.exit(2)
        except KeyboardInterrupt:
            sys.exit(128 + signal.SIGINT)
        except _Terminated:
            sys.exit(128 + signal.SIGTERM)


def _prepare() -> None:
    """Make a short process shorter, before numpy is loaded."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no use is made of its threads
    gc.set_threshold(100_000)  # tables are many objects that stay
    atexit.register(gc.freeze)  # and need not be searched once more at the end


class _Terminated(BaseException):
    """SIGTERM came. No part of the work may take this for an error of its own."""


def _terminate(_: int, __: object) -> None:
    raise _Terminated


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kanwu")
def main() -> None:
    """勘誤: find transcription and OCR errors in Chinese notes, and propose the fix.

    Exit codes: 0 clean, 1 findings or changes, 2 the work could not be done.
    """
