"""Unified diffs that `git apply` takes, in the bytes of the files themselves."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from kanwu.errors import KanwuError
from kanwu.run import Result

_CONTEXT = 3
_NO_NEWLINE = b"\\ No newline at end of file\n"
_QUOTED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def diff(result: Result) -> bytes:
    """The patch of one result, empty if nothing changes.

    Raises KanwuError for Word files, UTF-16 and UTF-32, which git takes for binary, and for a file
    that is neither in a repository nor below the working folder.
    """
    old, new = result.document, result.fixed
    if old is None or new is None:
        return b""
    kind = Path(result.path).suffix if old.package else old.encoding
    if old.package or old.encoding.startswith(("utf-16", "utf-32")):
        raise KanwuError(result.path, f"git has no diffs of {kind} files; fix it in place")
    path = _in_repository(result.path)
    old_name, new_name = (_quote(f"{side}/{path}") for side in "ab")
    end = "\t" if " " in path else ""
    header = f"diff --git {old_name} {new_name}\n--- {old_name}{end}\n+++ {new_name}{end}\n"
    return header.encode("utf-8", "surrogateescape") + b"".join(_hunks(old.encode(), new.encode()))


def _hunks(old: bytes, new: bytes) -> Iterator[bytes]:
    """The hunks between two files, split at \\n alone, as git does."""
    a, b = _lines(old), _lines(new)
    same_count = len(a) == len(b)  # fixes seldom add or remove lines
    matcher = _LineByLine(a, b) if same_count else difflib.SequenceMatcher(None, a, b)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        before, after = _range(first[1], last[2]), _range(first[3], last[4])
        yield f"@@ -{before} +{after} @@\n".encode()
        for tag, a_start, a_end, b_start, b_end in group:
            if tag == "equal":
                yield from _marked(b" ", a[a_start:a_end])
            else:
                yield from _marked(b"-", a[a_start:a_end])
                yield from _marked(b"+", b[b_start:b_end])


class _LineByLine(difflib.SequenceMatcher[bytes]):
    """Compares line n with line n, which takes one pass where the general way takes many."""

    def __init__(self, a: Sequence[bytes], b: Sequence[bytes]) -> None:
        super().__init__(None, (), ())  # which spares it the work on what it compares
        self.a, self.b = a, b

    def get_opcodes(self) -> list[Any]:
        operations, start = [], 0
        for same, run in groupby(map(bytes.__eq__, self.a, self.b)):
            end = start + len(list(run))
            operations.append(("equal" if same else "replace", start, end, start, end))
            start = end
        return operations


def _lines(data: bytes) -> list[bytes]:
    return re.findall(rb"[^\n]*\n|[^\n]+", data)


def _marked(sign: bytes, lines: list[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield sign + line
        if not line.endswith(b"\n"):
            yield b"\n" + _NO_NEWLINE


def _range(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _in_repository(path: str) -> str:
    """The path as git knows it: from the top of the repository, else from the working folder."""
    file = Path(os.path.realpath(path))
    tops = (folder for folder in file.parents if (folder / ".git").exists())
    top = next(tops, Path(os.path.realpath(".")))
    if not file.is_relative_to(top):
        raise KanwuError(path, "lies outside the working folder, so that no patch applies to it")
    return file.relative_to(top).as_posix()


def _quote(path: str) -> str:
    """The path as git writes it: quoted only where it has quotes or control characters."""
    quoted = "".join(_QUOTED.get(char, char) for char in path)
    return path if quoted == path else f'"{quoted}"'
