"""What the commits of a git repository changed: each file before and after, through git itself."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple, Self

from kanwu.errors import KanwuError

_MOST_BYTES = 1 << 21  # more is no transcript, and takes too long to align
_FILES = ("100644", "100755")  # the modes of plain files, not of links and submodules


class Change(NamedTuple):
    """A file before and after a commit."""

    commit: str
    path: Path
    old: bytes
    new: bytes


class _Entry(NamedTuple):
    """A file that a commit changed, by the names of its contents."""

    commit: str
    path: str
    old: str
    new: str


def changes(path: Path, wanted: Callable[[Path], bool], since: str = "") -> Iterator[Change]:
    """How commits changed the wanted files of a folder, or one file, the oldest commit first.

    Only the commits after the revision `since`, if one is given. Merges, files that came, went or
    were renamed, and files of more than two megabytes are passed over, and so is a change that
    another commit has made before. Raises KanwuError if there is no git, no repository, no commit,
    or no such revision.
    """
    folder, name = (path, ".") if path.is_dir() else (path.parent, path.name)
    if not folder.is_dir():
        raise KanwuError(folder, "no such folder")
    last = _revision(folder, "HEAD")
    span = f"{_revision(folder, since)}..{last}" if since else last
    known: set[tuple[str, str]] = set()
    with _Contents(folder) as contents:
        for entry in _entries(folder, span, name):
            file = folder / entry.path
            if (entry.old, entry.new) in known or not wanted(file):
                continue
            known.add((entry.old, entry.new))
            old, new = contents.read(entry.old), contents.read(entry.new)
            if old is not None and new is not None:
                yield Change(entry.commit, file, old, new)


def _revision(folder: Path, name: str) -> str:
    """The full name of the commit that a revision is."""
    done = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
    )
    if done.returncode == 0:
        return done.stdout.decode("ascii").strip()
    if b"not a git repository" in done.stderr:
        raise KanwuError(folder, "is in no git repository; name one, or two files: OLD NEW")
    said = done.stderr.decode("utf-8", "replace").strip()
    raise KanwuError(folder, said or f"the repository has no commit “{name}”")


def _entries(folder: Path, span: str, name: str) -> Iterator[_Entry]:
    """The plain files below a folder that commits changed, as `git log --raw -z` tells them.

    Each commit is its name, each file two fields, ":100644 100644 OLD NEW M" and its path.
    """
    done = _git(
        folder,
        *("-c", "log.showSignature=false", "-c", "log.follow=false", "log", "--reverse"),
        *("--no-merges", "--no-renames", "--diff-filter=M", "--raw", "-z", "--no-abbrev"),
        *("--no-color", "--no-ext-diff", "--relative", "--format=%H", span, "--", name),
    )
    if done.returncode != 0:
        raise KanwuError(folder, done.stderr.decode("utf-8", "replace"))
    commit = ""
    fields = iter(os.fsdecode(done.stdout).split("\0"))
    for field in fields:
        head = field.strip()
        if head.startswith(":"):
            old_mode, new_mode, old, new, _ = head.removeprefix(":").split()
            path = next(fields)
            if old_mode in _FILES and new_mode in _FILES:
                yield _Entry(commit, path, old, new)
        elif head:
            commit = head


class _Contents:
    """Reads contents by their names, all through one process."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=self._folder,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def read(self, name: str) -> bytes | None:
        """A content, or None if the repository lacks it or it is too much."""
        asked, answer = self._process.stdin, self._process.stdout
        assert asked is not None and answer is not None
        asked.write(f"{name}\n".encode())
        asked.flush()
        head = answer.readline().split()
        if len(head) != 3:  # NAME missing
            return None
        size = int(head[2])
        if size > _MOST_BYTES:
            _pass_over(answer, size + 1)
            return None
        content = answer.read(size)
        answer.read(1)  # the line end after it
        return content


def _pass_over(stream: IO[bytes], count: int) -> None:
    while count > 0 and (part := stream.read(min(count, 1 << 16))):
        count -= len(part)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["git", *arguments], cwd=folder, env=_environment(), capture_output=True, check=False
        )
    except OSError as error:
        why = f"cannot be run ({error.strerror}); name two files instead: OLD NEW"
        raise KanwuError("git", why) from None


def _environment() -> dict[str, str]:
    """The environment of git: paths are no patterns, nobody is asked for anything."""
    return os.environ | {"LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0"}
