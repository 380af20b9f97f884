"""Checks or fixes many files, in one process or several, always in the same order.

Where the files are one corpus they are read twice: first for the names that each has, then, with
the names of all, as always. What is found depends neither on their order nor on the processes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from kanwu import engine, files
from kanwu import fix as fixing
from kanwu.cache import Cache, Lint
from kanwu.diagnostic import Applicability, Diagnostic
from kanwu.document import Document
from kanwu.errors import DataError, KanwuError
from kanwu.glossary.corpus import Corpus, Names
from kanwu.ignored import Allowed
from kanwu.registry import Rules
from kanwu.settings import Project, check_codes, select

_Read = files.Source | KanwuError
_Made = TypeVar("_Made")


@dataclass(frozen=True)
class Result:
    """What became of one file.

    `document` is as it was read, `fixed` as it should be (None if nothing is to change);
    `diagnostics` are those that remain, `applied` those that `fixed` has mended, and `stale` is how
    many of the baseline are gone.
    """

    path: str
    document: Document | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    applied: tuple[Diagnostic, ...] = ()
    fixed: Document | None = None
    error: KanwuError | None = None
    stale: int = 0

    @property
    def shown(self) -> Document | None:
        """The document that `diagnostics` point into."""
        return self.fixed or self.document


@dataclass(frozen=True)
class Job:
    """How files are treated: checked or, with `least`, fixed as well; as parts of a `corpus`, if
    there is one; with a `cache` for what was found before, if there is one, and no corpus."""

    project: Project
    least: Applicability | None = None
    corpus: Corpus | None = None
    cache: Path | None = None

    def load(self) -> Worker:
        """Load the rules. Raises KanwuError for broken ones, and for codes that none has."""
        rules = self.project.load_rules()
        check_codes(self.project.settings, rules, self.project.root)
        known = tuple(rule.code for rule in rules)
        chosen = select(rules, self.project.settings)
        if self.corpus:
            return Worker(self, engine.within(self.corpus, chosen), known)
        cache = Cache.open(self.cache, self.project.fingerprint) if self.cache else None
        return Worker(self, chosen, known, cache)


@dataclass(frozen=True)
class Worker:
    """Does a job. `rules` are those that are selected, `known` the codes of all."""

    job: Job
    rules: Rules
    known: tuple[str, ...]
    cache: Cache | None = None

    def names(self, path: _Read) -> Names | None:
        """What a file tells the others of its corpus; nothing if it cannot be read."""
        if isinstance(path, KanwuError):
            return None
        try:
            return engine.names(files.read(path, self.job.project), self.rules)
        except DataError:
            raise
        except KanwuError:
            return None

    def file(self, path: _Read) -> Result:
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
            allowed=Allowed(project.settings.ignore_words, project.silenced_for(path)),
        )

    def document(self, document: Document) -> Result:
        lint: Lint = self.linter(Path(document.path))
        project = self.job.project
        name = project.name_of(Path(document.path))
        if self.cache is not None:
            lint = self.cache.around(lint, name)

        def new(document: Document) -> tuple[Sequence[Diagnostic], int]:
            return project.known.new(name, document.text, lint(document))

        if self.job.least is None or document.read_only:
            diagnostics, stale = new(document)
            return Result(document.path, document, tuple(diagnostics), stale=stale)
        try:
            done = fixing.fix(document, lambda document: new(document)[0], self.job.least)
            changed = done.document if done.document.text != document.text else None
            if changed is not None:
                changed.encode()  # what its encoding cannot hold is an error now, not half way
        except DataError:
            raise
        except KanwuError as error:
            return Result(document.path, document, error=error)
        return Result(document.path, document, done.remaining, done.applied, changed)


def run(paths: Iterable[_Read], job: Job, processes: int = 1) -> Iterator[Result]:
    """The results of all files, in order. Raises KanwuError where the rules do not load."""
    if job.project.settings.corpus:
        paths = tuple(paths)
        told = _each(Worker.names, paths, job, processes)
        job = replace(job, corpus=Corpus.of(filter(None, told)))
    yield from _each(Worker.file, paths, job, processes)


def _each(
    do: Callable[[Worker, _Read], _Made], paths: Iterable[_Read], job: Job, processes: int
) -> Iterator[_Made]:
    """What a worker makes of each file, in order."""
    worker = job.load()
    if processes == 1:
        yield from map(partial(do, worker), paths)
        return
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor  # noqa: PLC0415 - seldom used

    # Rules that were loaded by path do not travel between processes: each loads its own.
    try:
        with ProcessPoolExecutor(processes, initializer=_start, initargs=(job,)) as pool:
            yield from pool.map(partial(_do, do), paths, chunksize=8)
    except BrokenExecutor:
        raise KanwuError("a worker process", "was killed; try fewer with -j") from None


_worker: Worker


def _start(job: Job) -> None:
    global _worker  # noqa: PLW0603 - a process of a pool has no other place to keep it
    _worker = job.load()


def _do(do: Callable[[Worker, _Read], _Made], path: _Read) -> _Made:
    return do(_worker, path)
