"""Which files to read, reading them, and writing them whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePath
from typing import NamedTuple

from kanwu import formats
from kanwu.document import Document
from kanwu.errors import KanwuError
from kanwu.formats import archive, workbook
from kanwu.formats.archive import MOST_BYTES
from kanwu.formats.text import Lines
from kanwu.settings import Project

_NEVER = {"__pycache__", "node_modules"}
_TOO_LARGE = f"is larger than {MOST_BYTES >> 20} MB, the limit; split it"


class Member(NamedTuple):
    """A file in a .zip, or a sheet of an .xlsx. It is read, and never written."""

    container: Path
    name: str

    def __str__(self) -> str:
        return f"{self.container}/{self.name}"


Source = Path | Member


def walk(
    paths: Iterable[Path], project: Project, force_exclude: bool
) -> Iterator[Source | KanwuError]:
    """The files to read, once each: named ones as they come, those of folders by name.

    Excludes hold for what is found in folders, and for named files with `force_exclude`.
    Hidden folders are not entered; one that cannot be read comes as an error in its place.
    Of archives come the files in them, and of workbooks the sheets.
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
                yield from _opened(file, project)


def _below(folder: Path, project: Project) -> Iterator[Path | KanwuError]:
    if project.excludes(folder):
        return
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield KanwuError(folder, error.strerror or str(error))
        return
    for path in entries:
        if _is_hidden(PurePath(path.name)):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, project)
        elif path.is_file() and formats.reads(path.name) and not project.excludes(path):
            yield path


def _opened(file: Path | KanwuError, project: Project) -> Iterator[Source | KanwuError]:
    """A file, or what is in it if it is a container."""
    if isinstance(file, KanwuError) or not formats.is_container(file.name):
        yield file
        return
    try:
        yield from _members(file, project)
    except KanwuError as error:
        yield error


def _members(file: Path, project: Project) -> Iterator[Member]:
    """What is in a container. Raises KanwuError for a damaged one."""
    data = _bytes(file)
    if _is_workbook(file):
        names = workbook.sheets(str(file), data)
    else:
        names = [
            name
            for name in sorted(archive.names(str(file), data))
            if formats.name_of(name) and not _is_hidden(PurePath(name))
        ]
    for name in names:
        if not project.excludes(file / name):
            yield Member(file, name)


def _is_workbook(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def _is_hidden(path: PurePath) -> bool:
    return any(part.startswith((".", "~$")) or part in _NEVER for part in path.parts)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that the system refuses; reading it says why
        return False


def read(source: Source, project: Project) -> Document:
    """The document in a file. Raises KanwuError if it cannot be read for sure."""
    if isinstance(source, Path):
        data = _bytes(source) if _format(source.name, project) else b""
        return parse(str(source), data, project)
    container, data = str(source.container), _bytes(source.container)
    if _is_workbook(source.container):
        text = workbook.text(container, data, source.name, project.settings.text_columns)
        document = Document(str(source), text, form=Lines()).in_standard(project.standard)
    else:
        document = parse(str(source), archive.member(container, data, source.name), project)
    return replace(document, read_only=True)


def read_labels(path: Path, project: Project) -> Document:
    """The text of a file of labels, whatever its name. Raises KanwuError as `read` does."""
    document = Document.parse(str(path), _bytes(path), project.settings.encodings)
    return document.in_standard(project.standard)


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise KanwuError(path, "is no file")
        if path.exists() and path.stat().st_size > MOST_BYTES:
            raise KanwuError(path, _TOO_LARGE)
        return path.read_bytes()
    except OSError as error:
        raise KanwuError(path, error.strerror or str(error)) from None


def parse(path: str, data: bytes, project: Project) -> Document:
    """The document that `data` is. Raises KanwuError if that is not sure."""
    name = _format(path, project)
    if name is None:
        read = ", ".join((*formats.SUFFIXES, *formats.CONTAINERS))
        raise KanwuError(path, f"no format for this file; kanwu reads {read}, others with --format")
    if len(data) > MOST_BYTES:
        raise KanwuError(path, _TOO_LARGE)
    form = formats.load(name, project.wanted)
    if name == "docx":
        from kanwu.formats.docx import Docx  # noqa: PLC0415 - only these files need a parser of XML

        package = Docx.open(path, data)
        document = Document(path, package.text, form=form, package=package)
    else:
        document = Document.parse(path, data, project.settings.encodings, form)
    return document.in_standard(project.standard)


def _format(path: str, project: Project) -> str | None:
    return project.settings.format or formats.name_of(path)


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
