"""What a project knows of and lives with: only what is new is shown.

A finding is known by its path, its code and its text, and how often the file has it; lines may
move. In the file each is a table on a line of its own, so that changes can be reviewed.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec

from kanwu.diagnostic import Diagnostic
from kanwu.errors import KanwuError
from kanwu.schema import Table, read_toml


class Place(NamedTuple):
    """What is known: a path from the root of the project, with slashes, a code, and a text."""

    path: str
    code: str
    text: str


class _Entry(Table, frozen=True):
    path: str
    code: str
    text: str
    count: Annotated[int, msgspec.Meta(ge=1)] = 1


class _File(Table, frozen=True):
    known: tuple[_Entry, ...] = ()


_HEAD = "# What kanwu knows here and does not show; `kanwu baseline update` writes it anew.\n"


@dataclass(frozen=True)
class Baseline:
    counts: Mapping[Place, int] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Raises KanwuError for a file that cannot be read."""
        try:
            entries = msgspec.convert(read_toml(path), _File).known
        except msgspec.ValidationError as error:
            raise KanwuError(path, str(error)) from None
        return cls({Place(entry.path, entry.code, entry.text): entry.count for entry in entries})

    def encode(self) -> bytes:
        """The content of the file: by path, code and text."""
        lines = [
            f"    {{ path = {_quoted(path)}, code = {_quoted(code)}, text = {_quoted(text)}, "
            f"count = {count} }},\n"
            for (path, code, text), count in sorted(self.counts.items())
            if count
        ]
        return f"{_HEAD}known = [\n{''.join(lines)}]\n".encode("utf-8", "replace")

    def new(
        self, path: str, text: str, diagnostics: Iterable[Diagnostic]
    ) -> tuple[Sequence[Diagnostic], int]:
        """Those of a file's diagnostics that are not known, and how many known ones are gone.

        Of more than are known with the same code and text, the last are new.
        """
        left = Counter(self._of_files.get(path))
        fresh = []
        for diagnostic in diagnostics:
            place = place_of(path, text, diagnostic)
            if left[place] > 0:
                left[place] -= 1
            else:
                fresh.append(diagnostic)
        return fresh, left.total()

    @cached_property
    def _of_files(self) -> Mapping[str, Mapping[Place, int]]:
        files: defaultdict[str, dict[Place, int]] = defaultdict(dict)
        for place, count in self.counts.items():
            files[place.path][place] = count
        return files

    def with_files(self, found: Mapping[str, Counter[Place]]) -> Baseline:
        """As the files that were checked are now; the others as they were."""
        kept = {place: n for place, n in self.counts.items() if place.path not in found}
        return Baseline(
            kept | {place: n for counts in found.values() for place, n in counts.items()}
        )

    def less(self, found: Mapping[str, Counter[Place]], gone: Iterable[str]) -> Baseline:
        """Without what the files that were checked no longer have, and without those that are
        gone."""
        paths = set(gone)
        return Baseline(
            {
                place: min(count, found[place.path][place]) if place.path in found else count
                for place, count in self.counts.items()
                if place.path not in paths
            }
        )

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def place_of(path: str, text: str, diagnostic: Diagnostic) -> Place:
    return Place(path, diagnostic.code, diagnostic.span.of(text))


def _quoted(text: str) -> str:
    """A string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
