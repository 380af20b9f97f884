"""Where in a file the words of its terms stand, for messages about them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import rtoml

from kanwu.glossary.exchange import read_terms
from kanwu.schema import read_text

_STRINGS = re.compile(
    r"#[^\n]*"  # a quotation mark in a comment begins nothing
    r'|(?P<string>"""(?s:\\.|[^\\])*?"""|\'\'\'(?s:.)*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
)


def places(path: Path) -> Mapping[str, str]:
    """The file with the line or row, by word; the last one of a word that is there several times.

    Raises KanwuError for a file that cannot be read.
    """
    if path.suffix.lower() == ".toml":
        return in_toml(path, read_text(path))
    return {form: place for place, term in read_terms(path) for form in term.forms}


def in_toml(path: Path, text: str) -> Mapping[str, str]:
    """The same for a TOML file whose text is given: the parser does not tell lines."""
    found = {}
    line = start = 0
    for match in _STRINGS.finditer(text):
        line += text.count("\n", start, match.start())
        start = match.start()
        if match["string"]:
            found[_value(match["string"])] = f"{path}:{line + 1}"
    return found


def _value(string: str) -> str:
    if "\\" not in string and string[:3] not in ('"""', "'''"):
        return string[1:-1]
    try:
        return str(rtoml.loads(f"string = {string}")["string"])
    except rtoml.TomlParsingError:  # of a broken file; nobody asks for this word
        return string
