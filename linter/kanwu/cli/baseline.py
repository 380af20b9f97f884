"""kanwu baseline: live with what an old project has, and see only what is new."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from kanwu import files
from kanwu.baseline import Baseline, Place, place_of
from kanwu.cli.options import Judging, judging
from kanwu.diagnostic import Message, say
from kanwu.errors import KanwuError
from kanwu.run import Job, run
from kanwu.settings import Project

_PATHS = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


@click.group("baseline")
def command() -> None:
    """Findings that a project knows and does not want to see: kanwu-baseline.toml.

    They are known by path, code and text, however lines move. `kanwu check` and `kanwu fix` pass
    over them, unless with --no-baseline.
    """


@command.command()
@_PATHS
@judging
def create(paths: tuple[Path, ...], **options: Any) -> None:
    """Put all that is found now into a new baseline."""
    project = Judging(**options).project()
    if project.baseline_path.exists():
        raise KanwuError(project.baseline_path, "exists; `kanwu baseline update` changes it")
    _write(project, Baseline().with_files(_found(project, paths)))


@command.command()
@_PATHS
@judging
def update(paths: tuple[Path, ...], **options: Any) -> None:
    """Have the baseline know what is found now in these files, and in others what it knew."""
    project = Judging(**options).project().with_baseline()
    _write(project, project.known.with_files(_found(project, paths)))


@command.command()
@_PATHS
@judging
def prune(paths: tuple[Path, ...], **options: Any) -> None:
    """Forget what these files no longer have, and files that are gone."""
    project = Judging(**options).project().with_baseline()
    known = {place.path for place in project.known.counts}
    gone = [name for name in known if not (project.root / name).exists()]
    _write(project, project.known.less(_found(project, paths), gone))


@command.command()
@judging
def show(**options: Any) -> None:
    """Say how much the baseline knows, by rule and by file."""
    project = Judging(**options).project().with_baseline()
    for part in ("code", "path"):
        counts: Counter[str] = Counter()
        for place, count in project.known.counts.items():
            counts[getattr(place, part)] += count
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            click.echo(f"{count:>7}  {name}")
    _say(project, project.known)


def _found(project: Project, paths: tuple[Path, ...]) -> Mapping[str, Counter[Place]]:
    """What is found in each file. Errors are said, and end the command: nothing is written."""
    found: dict[str, Counter[Place]] = {}
    failed = False
    job = Job(project.without_baseline())
    for result in run(files.walk(paths or (Path(),), project, force_exclude=False), job):
        if result.error is not None or result.document is None:
            click.echo(f"kanwu: {result.error}", err=True)
            failed = True
            continue
        name, text = project.name_of(Path(result.path)), result.document.text
        found[name] = Counter(place_of(name, text, one) for one in result.diagnostics)
    if failed:
        sys.exit(2)
    return found


def _write(project: Project, baseline: Baseline) -> None:
    files.write(project.baseline_path, baseline.encode())
    _say(project, baseline)


def _say(project: Project, baseline: Baseline) -> None:
    path, total = project.settings.baseline, baseline.total
    said = Message(f"{path}：{total} 個問題", f"{path}: {total} findings")
    click.echo(say(said, project.settings.lang), err=True)
