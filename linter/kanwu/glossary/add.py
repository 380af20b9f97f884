"""One more term in a pack or list, with its comments and layout as they were."""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kanwu.errors import KanwuError
from kanwu.glossary.exchange import TABLES, check_name, entry, fields, list_terms, to_list, to_toml
from kanwu.glossary.load import parse_pack
from kanwu.glossary.pack import Pack, Term, conflicts
from kanwu.hanzi.script import normal

if TYPE_CHECKING:
    from tomlkit.items import Array, Item


def with_term(path: Path, data: bytes | None, term: Term) -> bytes:
    """The content of a file that holds `data`, or is not there yet, with one term more.

    Raises KanwuError for a broken file, for a term that is there or cannot be, and for a table.
    """
    suffix = path.suffix.lower()
    if suffix in TABLES:
        raise KanwuError(path, "terms are added to .toml packs and to lists; this is a table")
    is_list = suffix != ".toml"
    if is_list and list(fields(term)) != ["term"]:
        raise KanwuError(path, "a list has nothing but names; a .toml pack can hold more")
    if data is None:
        made = to_list([term]) if is_list else to_toml(Pack(domain=path.stem, term=(term,)))
        return made.encode()
    text, mark = _decoded(path, data)
    line_end = "\r\n" if "\r\n" in text else "\n"
    text = text.replace("\r\n", "\n")
    made = _in_list(path, text, term) if is_list else _in_pack(path, text, term)
    return mark + made.replace("\n", line_end).encode()


def _decoded(path: Path, data: bytes) -> tuple[str, bytes]:
    """The text of a file and its byte order mark."""
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    try:
        return data.removeprefix(mark).decode(), mark
    except UnicodeDecodeError:
        raise KanwuError(path, "must be UTF-8") from None


def _in_list(path: Path, text: str, term: Term) -> str:
    check_name(term.term)
    _check(path, (listed.term for listed in list_terms(path, text)), term)
    return f"{_ended(text)}{term.term}\n"


def _in_pack(path: Path, text: str, term: Term) -> str:
    pack = parse_pack(path, text)
    _check(path, pack.terms, term)
    made = _with_entry(path, text, term)
    wanted = msgspec.structs.replace(pack, term=(*pack.terms, term))
    found = parse_pack(path, made)
    if msgspec.structs.replace(found, term=found.terms) != wanted:
        raise KanwuError(path, "not written: its layout leaves no place for a term")
    return made


def _check(path: Path, terms: Iterable[Term], term: Term) -> None:
    before = tuple(terms)
    right = {form for each in before for form in each.right_forms}
    if normal([term.term])[0] in normal(right):
        raise KanwuError(path, f"“{term.term}” is there already")
    known = {number for number, _ in conflicts(before)}  # a list may repeat itself
    for number, error in conflicts((*before, term)):
        if number not in known:
            raise KanwuError(path, str(error))


def _with_entry(path: Path, text: str, term: Term) -> str:
    import tomlkit  # noqa: PLC0415 - only a change of a pack needs it
    from tomlkit.exceptions import ParseError  # noqa: PLC0415
    from tomlkit.items import Array  # noqa: PLC0415

    try:
        document = tomlkit.parse(text)
    except ParseError as error:  # it takes less than the parser of packs
        raise KanwuError(path, str(error)) from None
    terms = document.get("term")
    if not isinstance(terms, Array):
        lines = "".join(f"{name} = {value}\n" for name, value in fields(term).items())
        return f"{_ended(text)}\n[[term]]\n{lines}"
    append(terms, tomlkit.value(entry(term)))
    return tomlkit.dumps(document)


def append(array: Array, item: Item) -> None:
    """Put an item at the end of an array, on a line of its own if the array has several lines."""
    if "\n" in array.as_string():
        array.add_line(item)  # whatever comments the last line has
    else:
        array.append(item)


def _ended(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"
