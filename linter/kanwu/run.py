"""Checks or fixes many files, in one process or several, always in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kanwu import engine, files
from kanwu import fix as fixing
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.errors import DataError, KanwuError
from kanwu.registry import Rules
from kanwu.settings import Project, check_codes, select


@dataclass(frozen=True)
class Result:
    """What became of one file.

    `document` is as it was read, `fixed` as it should be (None if nothing is to change);
    `diagnostics` are those that remain, `applied` those that `fixed` has mended.
    """

    path: str
    document: Document | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    applied: tuple[Diagnostic, ...] = ()
    fixed: Document | None = None
    error: KanwuError | None = None

    @property
    def shown(self) -> Document | None:
        """The document that `diagnostics` point into."""
        return self.fixed or self.document


@dataclass(frozen=True)
class Job:
    """How files are treated: checked or, with `least`, fixed as well."""

    project: Project
    least: Applicability | None = None

    def load(self) -> Worker:
        """Load the rules. Raises KanwuError for broken ones, and for codes that none has."""
        rules = self.project.load_rules()
        check_codes(self.project.settings, rules, self.project.root)
        known = tuple(rule.code for rule in rules)
        return Worker(self, select(rules, self.project.settings), known)


@dataclass(frozen=True)
class Worker:
    """Does a job. `rules` are those that are selected, `known` the codes of all."""

    job: Job
    rules: Rules
    known: tuple[str, ...]

    def file(self, path: Path | KanwuError) -> Result:
        """The result of a file, or of an error that stands in the place of one."""
        if isinstance(path, KanwuError):
            return Result(path.where, error=path)
        try:
            return self.document(files.read(path, self.job.project))
        except DataError:
            raise
        except KanwuError as error:
            return Result(str(path), error=error)

    def linter(self, path: Path) -> Callable[[Document], tuple[Diagnostic, ...]]:
        """Finds what there is to find in the text of a file, whole or a piece of it."""
        project = self.job.project
        return partial(
            engine.lint,
            rules=project.rules_for(path, self.rules),
            sensitivity=project.settings.sensitivity,
            known=self.known,
            ignore_words=project.settings.ignore_words,
        )

    def document(self, document: Document) -> Result:
        lint = self.linter(Path(document.path))
        if self.job.least is None:
            return Result(document.path, document, lint(document))
        try:
            done = fixing.fix(document, lint, self.job.least)
            changed = done.document if done.document.text != document.text else None
            if changed is not None:
                changed.encode()  # what its encoding cannot hold is an error now, not half way
        except DataError:
            raise
        except KanwuError as error:
            return Result(document.path, document, error=error)
        return Result(document.path, document, done.remaining, done.applied, changed)


def run(paths: Iterable[Path | KanwuError], job: Job, processes: int = 1) -> Iterator[Result]:
    """The results of all files, in order. Raises KanwuError where the rules do not load."""
    worker = job.load()
    if processes == 1:
        yield from map(worker.file, paths)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - seldom used

    # Rules that were loaded by path do not travel between processes: each loads its own.
    try:
        with ProcessPoolExecutor(processes, initializer=_start, initargs=(job,)) as pool:
            yield from pool.map(_file, paths, chunksize=8)
    except BrokenExecutor:
        raise KanwuError("a worker process", "was killed; try fewer with -j") from None


_worker: Worker


def _start(job: Job) -> None:
    global _worker  # noqa: PLW0603 - a process of a pool has no other place to keep it
    _worker = job.load()


def _file(path: Path | KanwuError) -> Result:
    return _worker.file(path)
