"""What was found in a text stays: the same text under the same rules is not looked at again.

One SQLite file for all projects of a user, safe for several processes. It can be deleted at any
time; where it cannot be read or written, nothing is kept, and no run fails for that.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec

from kanwu.diagnostic import Diagnostic
from kanwu.document import Document
from kanwu.version import __version__

Lint = Callable[[Document], Sequence[Diagnostic]]
NAME = "findings.sqlite"
_MOST = 200_000
_MAKE = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS findings (key BLOB PRIMARY KEY, found BLOB NOT NULL);
"""
_DAMAGED = (sqlite3.Error, OSError, msgspec.DecodeError)


@dataclass(frozen=True)
class Cache:
    """`of` says under which settings and rules."""

    store: sqlite3.Connection
    of: bytes

    @classmethod
    def open(cls, path: Path, of: bytes) -> Cache | None:
        """None where there can be none. A damaged file is made anew."""
        for _ in range(2):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                store = sqlite3.connect(path, timeout=10, isolation_level=None)
                store.executescript(_MAKE)
                _forget(store)
                return cls(store, of)
            except sqlite3.OperationalError:
                return None  # locked, read-only, no space
            except sqlite3.DatabaseError:
                remove(path)
            except OSError:
                return None
        return None

    def around(self, lint: Lint, name: str) -> Lint:
        """The same as `lint`, for the file of that name, from what is kept where it can be."""

        def cached(document: Document) -> Sequence[Diagnostic]:
            key = self._key(document, name)
            with suppress(*_DAMAGED):
                row = self.store.execute("SELECT found FROM findings WHERE key = ?", (key,))
                if kept := row.fetchone():
                    return msgspec.msgpack.decode(kept[0], type=tuple[Diagnostic, ...])
            found = lint(document)
            with suppress(*_DAMAGED, TypeError, UnicodeError):
                self.store.execute(
                    "INSERT OR REPLACE INTO findings VALUES (?, ?)",
                    (key, msgspec.msgpack.encode(tuple(found))),
                )
            return found

        return cached

    def _key(self, document: Document, name: str) -> bytes:
        """By all that a check depends on; a text that has edits is another one."""
        parts = (name, repr(document.form), str(document.standard), document.text)
        digest = sha256(self.of)
        for part in parts:
            content = part.encode("utf-8", "surrogatepass")
            digest.update(len(content).to_bytes(8, "big") + content)
        return digest.digest()


def _forget(store: sqlite3.Connection) -> None:
    """Drop the older half of what is too much."""
    (count,) = store.execute("SELECT count(*) FROM findings").fetchone()
    if count > _MOST:
        store.execute(
            "DELETE FROM findings WHERE rowid IN"
            " (SELECT rowid FROM findings ORDER BY rowid LIMIT ?)",
            (count - _MOST // 2,),
        )


def remove(path: Path) -> None:
    """Delete a cache, if there is one."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def fingerprint(settings: bytes, files: Iterable[Path]) -> bytes:
    """A hash of settings, of the version, and of the state of files: names, sizes and times."""
    digest = sha256(f"{__version__}\0".encode() + settings)
    for path in sorted(files):
        status = path.stat()
        digest.update(
            f"\0{path}\0{status.st_size}\0{status.st_mtime_ns}".encode("utf-8", "replace")
        )
    return digest.digest()
