"""The options that check and fix share, and the job they make."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from kanwu import files, settings
from kanwu.diagnostic import Applicability
from kanwu.report import FORMATS
from kanwu.run import Job, Result, run
from kanwu.settings import Project, Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
STDIN = Path("-")


def _codes(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for listed in value for code in listed.split(",") if code.strip())


def _processes(_: click.Context, __: click.Parameter, value: str) -> int:
    if value == "auto":
        return os.cpu_count() or 1
    if value.isdecimal() and int(value) > 0:
        return int(value)
    raise click.BadParameter(f"“{value}” is no number of processes; a number from 1, or auto")


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
    click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True),
    click.option("--select", multiple=True, callback=_codes, metavar="CODES",
                 help="Run these rules only (codes or prefixes)."),
    click.option("--ignore", multiple=True, callback=_codes, metavar="CODES",
                 help="Don't run these rules."),
    click.option("--extend-select", multiple=True, callback=_codes, metavar="CODES",
                 help="Run these rules as well."),
    click.option("--glossary", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
                 help="Terms: one a line, or a .toml pack. Repeatable."),
    click.option("--sensitivity", type=click.Choice(["low", "default", "high"]),
                 help="How sure a finding must be to be shown: low shows the surest only."),
    click.option("--script", type=click.Choice(["auto", "cn", "tw", "hk"]),
                 help="The script and standard of the text."),
    click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="PATH",
                 help="The path that standard input (-) stands for."),
    click.option("--force-exclude", is_flag=True, help="Exclude files that are named, too."),
    click.option("--no-cache", is_flag=True, help="Read and write no cache (none is kept yet)."),
    click.option("-j", "processes", default="1", callback=_processes, metavar="N",
                 help="Processes, or auto. Default: 1."),
    click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE",
                 help="Write the report to a file."),
    click.option("--exit-zero", is_flag=True, help="Exit 0 in spite of findings."),
    click.option("--statistics", is_flag=True, help="Count the findings of each rule instead."),
    click.option("--config", type=click.Path(path_type=Path), metavar="FILE",
                 help="The configuration file, instead of the nearest."),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
    click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of messages."),
    click.option("-q", "--quiet", is_flag=True, help="No summary."),
)  # fmt: skip


def shared(command: _Command) -> _Command:
    """Add the options to a command that takes `**options`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class Call:
    """The options of one call, checked."""

    project: Project
    options: dict[str, Any]

    @classmethod
    def of(cls, options: dict[str, Any]) -> Call:
        """Raises KanwuError for a broken configuration, UsageError for options at odds."""
        if options["isolated"] and options["config"]:
            raise click.UsageError("--isolated and --config exclude each other")
        project = _configured(options)
        given = {
            name: options[name]
            for name in ("select", "ignore", "sensitivity", "script", "lang")
            if options[name]
        }
        old = project.settings
        packs = (*old.glossary, *(str(path.absolute()) for path in options["glossary"]))
        extended = (*old.extend_select, *options["extend_select"])
        merged = msgspec.structs.replace(old, glossary=packs, extend_select=extended, **given)
        return cls(Project(project.root, merged), options)

    def results(self, least: Applicability | None = None) -> Iterator[Result]:
        """The results of all paths; those of standard input stand where `-` does."""
        options, job = self.options, Job(self.project, least)
        paths = options["paths"] or (Path(),)
        if STDIN in paths:
            if len(paths) > 1:
                raise click.UsageError("standard input (-) is read alone")
            name = str(options["stdin_filename"] or "stdin.txt")
            document = files.parse(name, sys.stdin.buffer.read(), self.project)
            passed_over = options["force_exclude"] and self.project.excludes(Path(name))
            yield Result(name, document) if passed_over else job.load().document(document)
            return
        walked = files.walk(paths, self.project, options["force_exclude"])
        yield from run(walked, job, options["processes"])

    @property
    def lang(self) -> str:
        return self.project.settings.lang

    def write(self, chunks: Iterator[bytes]) -> None:
        """Write a report to standard output as it comes, or to the file of -o at once."""
        if self.options["output"]:
            files.write(self.options["output"], b"".join(chunks))
            return
        for chunk in chunks:
            sys.stdout.buffer.write(chunk)
        sys.stdout.buffer.flush()

    def leave(self, failed: bool, found: bool) -> None:
        sys.exit(2 if failed else 1 if found and not self.options["exit_zero"] else 0)


def _configured(options: dict[str, Any]) -> Project:
    if options["config"]:
        return settings.load(options["config"])
    nearest = None if options["isolated"] else settings.find(Path.cwd())
    return settings.load(nearest) if nearest else Project(Path.cwd(), Settings())
