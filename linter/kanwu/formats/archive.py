"""Zip files, with limits on what they may unpack to."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from kanwu.errors import KanwuError

MOST_BYTES = 64 << 20
"""The largest file that is read, also as a part of an archive."""
_MOST_MEMBERS = 10_000
_MOST_UNPACKED = 1 << 30
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def names(path: str, data: bytes) -> Sequence[str]:
    """The files in an archive. Raises KanwuError for none, and for one that unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            members = [member for member in opened.infolist() if not member.is_dir()]
    except _DAMAGED as error:
        raise KanwuError(path, f"is no zip file, or a damaged one: {error}") from None
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_UNPACKED:
        raise KanwuError(path, "unpacks to more than is read: 10,000 files, or 1 GB")
    return [member.filename for member in members]


def member(path: str, data: bytes, name: str) -> bytes:
    """One file in an archive. Raises KanwuError if it is not there, damaged, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened, opened.open(name) as file:
            content = file.read(MOST_BYTES + 1)
    except KeyError:
        raise KanwuError(path, f"has no {name}") from None
    except _DAMAGED as error:
        raise KanwuError(path, f"is no zip file, or a damaged one: {error}") from None
    if len(content) > MOST_BYTES:
        raise KanwuError(path, f"its {name} unpacks to more than {MOST_BYTES >> 20} MB; not read")
    return content


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """An archive with another content for one of its files; the others are as they were."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            new.writestr(info, content if info.filename == name else old.read(info))
    return target.getvalue()
