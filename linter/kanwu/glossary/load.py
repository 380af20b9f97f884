"""Packs from files: TOML, tables and lists."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kanwu.errors import KanwuError
from kanwu.glossary.exchange import TABLES, Listed, read_terms
from kanwu.glossary.pack import Pack, Term, TermError, conflicts
from kanwu.glossary.places import in_toml
from kanwu.hanzi.script import normal
from kanwu.schema import parse_toml, read_text

_OWN = 1.5
"""The weight of terms outside of packs: they are somebody's own, and fewer than all others."""
_KEPT = 64
"""Packs; all that come with kanwu, and those of a large project."""
_ENTRY = re.compile(r"`\$\.term\[([0-9]+)\]")


def load_pack(path: Path) -> Pack:
    """A pack from TOML, from a table, or from any other file with one term a line.

    Raises KanwuError for a file that cannot be read or breaks the schema.
    """
    suffix = path.suffix.lower()
    if suffix == ".toml":
        return parse_pack(path, read_text(path))
    listed = read_terms(path, weight=_OWN)
    if suffix in TABLES:
        return Pack(domain="", term=checked(listed))
    names = normal(term.term for _, term in listed)
    once = {name: term for name, (_, term) in zip(names, listed, strict=True)}
    return Pack(domain="", term=tuple(once.values()))


@lru_cache(_KEPT)
def parse_pack(path: Path, text: str) -> Pack:
    """The pack of the TOML file `path`, whose text is given. Raises KanwuError as `load_pack`.

    The same text gives the same pack: they cannot be changed, and to read all takes a while.
    """
    content = parse_toml(path, text)
    try:
        return msgspec.convert(content, Pack)
    except msgspec.ValidationError as error:
        cause = error.__cause__
        if isinstance(cause, TermError):
            word, what = cause.word, str(cause)
        else:
            word, what = _name(content, str(error)), str(error)
        raise KanwuError(in_toml(path, text).get(word, path), what) from None


def _name(content: dict[str, Any], message: str) -> str:
    """The name of the term that a message of the schema is about, or nothing."""
    number = _ENTRY.search(message)
    if number is None:
        return ""
    entry = content["term"][int(number[1])]
    name = entry.get("term") if isinstance(entry, dict) else entry
    return name if isinstance(name, str) else ""


def checked(listed: tuple[Listed, ...]) -> tuple[Term, ...]:
    """The terms of files. Raises KanwuError for the first that cannot be with those before it."""
    terms = tuple(term for _, term in listed)
    for number, error in conflicts(terms):
        raise KanwuError(listed[number].place, str(error))
    return terms
