"""Files in TOML: one strictness for all, and one way to say what is wrong with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import rtoml

from kanwu.errors import KanwuError


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A table of a file: keys in kebab-case, unknown ones refused."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file, with or without its mark. Raises KanwuError if there is none."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise KanwuError(path, error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise KanwuError(path, "must be UTF-8") from None
    except ValueError as error:  # a path that no system takes
        raise KanwuError(path, str(error)) from None


def read_toml(path: Path) -> dict[str, Any]:
    """The content of a TOML file. Raises KanwuError for a broken one."""
    return parse_toml(path, read_text(path))


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The content of the TOML file `path`, whose text is given. Raises KanwuError as above."""
    try:
        return rtoml.loads(text)
    except rtoml.TomlParsingError as error:
        raise KanwuError(path, str(error)) from None
