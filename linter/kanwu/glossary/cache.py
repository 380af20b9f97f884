"""Compiled packs, kept by their content: to compile thirty thousand terms takes seconds."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from weakref import WeakValueDictionary

from kanwu import data
from kanwu.data import container
from kanwu.data.container import Tables
from kanwu.errors import DataError, KanwuError
from kanwu.glossary.compile import compile_packs, ways_in
from kanwu.glossary.glossary import Glossary
from kanwu.glossary.load import load_pack
from kanwu.version import __version__

_FORMAT = 7
"""Counts the changes of what `load` and `compile` make of the same files."""

_in_use: WeakValueDictionary[str, Glossary] = WeakValueDictionary()


def load_glossary(paths: Sequence[Path], base: Sequence[Path] = ()) -> Glossary:
    """The glossary of the packs in some files, see `load_tables`.

    While it is in use whoever asks for the same packs is given it again, with all that it has
    made of its tables by then.
    """
    key = _key(paths)
    found = _in_use.get(key)
    if found is None:
        found = _in_use[key] = Glossary(load_tables(paths, base))
    return found


def load_tables(paths: Sequence[Path], base: Sequence[Path] = ()) -> Tables:
    """The tables of the packs in some files, compiled or as they were kept.

    What was found out for the packs of `base` alone is not found out again. Raises KanwuError for
    a pack that cannot be read or is broken.
    """
    path = folder() / f"terms-{_key(paths)}.dat"
    try:
        return container.read(path)
    except DataError:
        packs = [load_pack(each) for each in paths]
        read = ways_in(load_tables(base)) if base and base != paths else None
        tables = compile_packs(packs, read)
        _keep(path, tables)
        return tables


def folder() -> Path:
    """Where what can be made again is kept: $KANWU_CACHE_DIR, or a folder of the user's cache."""
    if given := os.environ.get("KANWU_CACHE_DIR"):
        return Path(given)
    from platformdirs import user_cache_path  # noqa: PLC0415 - not needed where it is given

    return user_cache_path("kanwu", appauthor=False)


def _key(paths: Sequence[Path]) -> str:
    """What the tables depend on: the packs, their order, and what compiles them."""
    key = sha256(f"{__version__} {_FORMAT} {data.checksum('words')}".encode())
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise KanwuError(path, error.strerror or str(error)) from None
        key.update(f"{path.suffix} {len(content)} ".encode())
        key.update(content)
    return key.hexdigest()[:32]


def _keep(path: Path, tables: Tables) -> None:
    """Write a whole file or none; where nothing can be written, nothing is kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as own:
            made = Path(own) / path.name
            container.write(made, tables)
            made.replace(path)
    except OSError:
        pass
