"""The options of the commands, and the job that those of check and fix make."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, TypeVar

import click
import msgspec

from kanwu import files, formats, settings
from kanwu.cache import NAME
from kanwu.diagnostic import Applicability
from kanwu.errors import KanwuError
from kanwu.glossary.cache import folder
from kanwu.report import FORMATS
from kanwu.run import Job, Result, run
from kanwu.settings import Project, Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])
STDIN = Path("-")


def _codes(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.strip() for listed in value for code in listed.split(",") if code.strip())


def _processes(_: click.Context, __: click.Parameter, value: str) -> int:
    processors = os.cpu_count() or 1
    if value == "auto":
        return processors
    if value.isdecimal() and len(value) < 6 and int(value) > 0:
        return min(int(value), 4 * processors)
    raise click.BadParameter(f"“{value}” is no number of processes; a number from 1, or auto")


_Added = tuple[Callable[[Any], Any], ...]
_CONFIGURING: _Added = (
    click.option("--glossary", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
                 help="Terms: a list, a table (.csv, .tsv, .xlsx) or a .toml pack. Repeatable."),
    click.option("--config", type=click.Path(path_type=Path), metavar="FILE",
                 help="The configuration file, instead of the nearest."),
    click.option("--isolated", is_flag=True, help="Read no configuration file."),
    click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of messages."),
)  # fmt: skip
_JUDGING: _Added = (
    click.option("--select", multiple=True, callback=_codes, metavar="CODES",
                 help="Run these rules only (codes or prefixes)."),
    click.option("--ignore", multiple=True, callback=_codes, metavar="CODES",
                 help="Don't run these rules."),
    click.option("--extend-select", multiple=True, callback=_codes, metavar="CODES",
                 help="Run these rules as well."),
    click.option("--sensitivity", type=click.Choice(["low", "default", "high"]),
                 help="How sure a finding must be to be shown: low shows the surest only."),
    click.option("--script", type=click.Choice(["auto", "cn", "tw", "hk"]),
                 help="The script and standard of the text."),
    *_CONFIGURING,
)  # fmt: skip
_WORKING: _Added = (
    click.argument("paths", nargs=-1, type=click.Path(path_type=Path)),
    click.option("--output-format", type=click.Choice(FORMATS), default="full", show_default=True),
    click.option("--stdin-filename", type=click.Path(path_type=Path), metavar="PATH",
                 help="The path that standard input (-) stands for."),
    click.option("--format", "file_format", type=click.Choice(formats.NAMES), metavar="NAME",
                 help=f"Read all files as: {', '.join(formats.NAMES)}."),
    click.option("--corpus/--no-corpus", default=None,
                 help="Hold the names in all files against each other (C101, C102)."),
    click.option("--no-baseline", is_flag=True, help="Show what the baseline knows, too."),
    click.option("--force-exclude", is_flag=True, help="Exclude files that are named, too."),
    click.option("--no-cache", is_flag=True, help="Look at every text anew."),
    click.option("-j", "processes", default="1", callback=_processes, metavar="N",
                 help="Processes, or auto. Default: 1."),
    click.option("-o", "output", type=click.Path(path_type=Path), metavar="FILE",
                 help="Write the report to a file."),
    click.option("--exit-zero", is_flag=True, help="Exit 0 in spite of findings."),
    click.option("--statistics", is_flag=True, help="Count the findings of each rule instead."),
    click.option("-q", "--quiet", is_flag=True, help="No summary."),
)  # fmt: skip


def configuring(command: _Command) -> _Command:
    """Add the options of `Configuring` to a command that takes `**options`."""
    return _add(_CONFIGURING, command)


def judging(command: _Command) -> _Command:
    """Add the options of `Judging` to a command that takes `**options`."""
    return _add(_JUDGING, command)


def shared(command: _Command) -> _Command:
    """Add the options of `Options` to a command that takes `**options`."""
    return judging(_add(_WORKING, command))


def _add(options: _Added, command: _Command) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class Configuring:
    """The options that say what project it is, under their names on the command line."""

    glossary: tuple[Path, ...]
    config: Path | None
    isolated: bool
    lang: Literal["zh", "en"] | None

    def project(self) -> Project:
        """The configuration with what the options say instead.

        Raises KanwuError for a broken configuration, UsageError for options at odds.
        """
        project = configured(self.config, self.isolated)
        old = project.settings
        packs = (*old.glossary, *(str(path.absolute()) for path in self.glossary))
        lang = self.lang or old.lang
        return project.with_settings(msgspec.structs.replace(old, glossary=packs, lang=lang))


@dataclass(frozen=True)
class Judging(Configuring):
    """The options that say how a text is judged."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    sensitivity: str | None
    script: str | None

    def project(self) -> Project:
        """As in `Configuring`, with the options for judging instead of the configuration's."""
        project = super().project()
        names = ("select", "ignore", "sensitivity", "script")
        given = {name: getattr(self, name) for name in names if getattr(self, name)}
        old = project.settings
        extended = (*old.extend_select, *self.extend_select)
        merged = msgspec.structs.replace(old, extend_select=extended, **given)
        return project.with_settings(merged)


@dataclass(frozen=True)
class Options(Judging):
    """The options that check and fix share."""

    paths: tuple[Path, ...]
    output_format: str
    stdin_filename: Path | None
    file_format: str | None
    corpus: bool | None
    no_baseline: bool
    force_exclude: bool
    no_cache: bool
    processes: int
    output: Path | None
    exit_zero: bool
    statistics: bool
    quiet: bool

    def project(self) -> Project:
        """As in `Judging`, with what is said of the files of the run, and the baseline."""
        project = super().project()
        if not (self.no_baseline or self.isolated):
            project = project.with_baseline()
        given: dict[str, Any] = {"corpus": self.corpus, "format": self.file_format}
        given = {name: value for name, value in given.items() if value is not None}
        return project.with_settings(msgspec.structs.replace(project.settings, **given))


@dataclass(frozen=True)
class Call:
    """One call of check or fix: its options, and the project they are for."""

    options: Options
    project: Project

    @classmethod
    def of(cls, **values: Any) -> Call:
        """Raises KanwuError for a broken configuration, UsageError for options at odds."""
        options = Options(**values)
        if STDIN in options.paths and len(options.paths) > 1:
            raise click.UsageError("standard input (-) is read alone")
        return cls(options, options.project())

    def results(self, least: Applicability | None = None) -> Iterator[Result]:
        """The results of all paths, or of standard input; none where that is excluded."""
        cache = None if self.options.no_cache else folder() / NAME
        job = Job(self.project, least, cache=cache)
        if not self.from_stdin:
            paths = self.options.paths or (Path(),)
            walked = files.walk(paths, self.project, self.options.force_exclude)
            yield from run(walked, job, self.options.processes)
            return
        name = self.options.stdin_filename or Path("stdin.txt")
        if not (self.options.force_exclude and self.project.excludes(name)):
            yield job.load().document(files.parse(str(name), self.stdin, self.project))

    @property
    def from_stdin(self) -> bool:
        return STDIN in self.options.paths

    @cached_property
    def stdin(self) -> bytes:
        if sys.stdin is None:
            raise KanwuError("standard input", "is closed")
        return sys.stdin.buffer.read()

    @property
    def lang(self) -> str:
        return self.project.settings.lang

    def write(self, chunks: Iterable[bytes]) -> None:
        write(chunks, self.options.output)


def write(chunks: Iterable[bytes], output: Path | None) -> None:
    """Write a report to standard output as it comes, or to a file at once."""
    if output:
        files.write(output, b"".join(chunks))
        return
    if sys.stdout is None:
        raise KanwuError("standard output", "is closed")
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def configured(config: Path | None = None, isolated: bool = False) -> Project:
    """The project of a configuration file, else of the nearest one.

    Raises KanwuError for a broken file, UsageError if there is to be none and one is named.
    """
    if isolated and config:
        raise click.UsageError("--isolated and --config exclude each other")
    found = config or (None if isolated else settings.find(Path.cwd()))
    if found:
        return settings.load(found)
    root = Path.cwd()
    return Project(root, Settings(), () if isolated else settings.read_silenced(root))
