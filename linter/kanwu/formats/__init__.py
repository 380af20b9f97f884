"""How files are read: one module a format, chosen by suffix or by name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import PurePath
from typing import NamedTuple, cast

from kanwu.reading import Form

SUFFIXES = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".srt": "srt",
    ".vtt": "vtt",
    ".ass": "ass",
    ".ssa": "ass",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".ipynb": "notebook",
    ".py": "python",
    ".docx": "docx",
}
CONTAINERS = (".xlsx", ".zip")
"""Of these each sheet, and each file within, is read by itself."""
NAMES = tuple(dict.fromkeys(SUFFIXES.values()))


class Wanted(NamedTuple):
    """What is read of tables and of JSON: columns by name, and values by JSON pointers in which
    `*` stands for any one part; all where empty."""

    columns: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def name_of(path: str) -> str | None:
    """The format of a path by its suffix, or None for a file that kanwu does not read."""
    return SUFFIXES.get(PurePath(path).suffix.lower())


def is_container(path: str) -> bool:
    return PurePath(path).suffix.lower() in CONTAINERS


def reads(path: str) -> bool:
    """Whether kanwu reads a file of that name, or what is in it."""
    return name_of(path) is not None or is_container(path)


def load(name: str, wanted: Wanted) -> Form:
    """The format of that name. Its module is imported now, its parser when it is used."""
    module = import_module(_MODULES.get(name, f"kanwu.formats.{name}"))
    make = cast(Callable[[str, Wanted], Form], module.form)
    return make(name, wanted)


_MODULES = {
    **dict.fromkeys(("srt", "vtt", "ass"), "kanwu.formats.subtitles"),
    **dict.fromkeys(("csv", "tsv"), "kanwu.formats.table"),
    **dict.fromkeys(("json", "jsonl"), "kanwu.formats.jsontext"),
}
