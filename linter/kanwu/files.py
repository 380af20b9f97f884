"""Which files to read, reading them, and writing them whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from kanwu import formats
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.settings import Project

_NEVER = {"__pycache__", "node_modules"}


def walk(
    paths: Iterable[Path], project: Project, force_exclude: bool
) -> Iterator[Path | KanwuError]:
    """The files to read, once each: named ones as they come, those of folders by name.

    Excludes hold for what is found in folders, and for named files with `force_exclude`.
    Hidden folders are not entered; one that cannot be read comes as an error in its place.
    """
    seen: set[str] = set()
    for path in paths:
        if _is_folder(path):
            found = _below(path, project)
        else:
            found = iter(() if force_exclude and project.excludes(path) else (path,))
        for file in found:
            real = os.path.realpath(file) if isinstance(file, Path) else str(file)
            if real not in seen:
                seen.add(real)
                yield file


def _below(folder: Path, project: Project) -> Iterator[Path | KanwuError]:
    if project.excludes(folder):
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield KanwuError(folder, error.strerror or str(error))
        return
    for path in entries:
        if path.name.startswith(".") or path.name in _NEVER:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, project)
        elif path.is_file() and formats.of(path.name) and not project.excludes(path):
            yield path


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that the system refuses; reading it says why
        return False


def read(path: Path, project: Project) -> Document:
    """The document in a file. Raises KanwuError if it cannot be read for sure."""
    return parse(str(path), _bytes(path) if formats.of(path.name) else b"", project)


def read_labels(path: Path, project: Project) -> Document:
    """The text of a file of labels, whatever its name. Raises KanwuError as `read` does."""
    document = Document.parse(str(path), _bytes(path), project.settings.encodings)
    return document.in_standard(project.standard)


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise KanwuError(path, "is no file")
        return path.read_bytes()
    except OSError as error:
        raise KanwuError(path, error.strerror or str(error)) from None


def parse(path: str, data: bytes, project: Project) -> Document:
    """The document that `data` is. Raises KanwuError if that is not sure."""
    if formats.of(path) is None:
        raise KanwuError(
            path, f"no format for this file; kanwu reads {', '.join(formats.SUFFIXES)}"
        )
    document = Document.parse(path, data, project.settings.encodings)
    return document.in_standard(project.standard)


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    """Write `new` to a file that still holds `old`. Raises KanwuError if it does not."""
    try:
        unchanged = path.read_bytes() == old
    except OSError as error:
        raise KanwuError(path, f"not written: {error.strerror or error}") from None
    if not unchanged:
        raise KanwuError(path, "not written: it has changed since it was read")
    write(path, new)


def write(path: Path, data: bytes) -> None:
    """Replace the content of a file in one step; links are followed, mode and owner are kept.

    Pipes and devices are written to. Raises KanwuError if that fails; the file is then as it was.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise KanwuError(path, f"not written: {error.strerror or error}") from None


def _replace(target: Path, data: bytes) -> None:
    status = target.stat() if target.exists() else None
    if status is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only")
    # Named before it is made, so that an interruption at any moment finds it.
    temporary = target.with_name(f".kanwu-{os.urandom(8).hex()}")
    try:
        with os.fdopen(
            os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        ) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(status.st_mode & 0o7777 if status else 0o666 & ~_umask())
        if status is not None:
            with contextlib.suppress(OSError):  # only root may give files away
                os.chown(temporary, status.st_uid, status.st_gid)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
