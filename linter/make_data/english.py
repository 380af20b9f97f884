"""Builds english_words.txt: usual English words, which a garbled name is often written as.

The commonest come first, those of level 10; then, after a blank line, the others.

Source: scowl 2020.12.07-2 (Debian), copyright Kevin Atkinson, free to use with its notice: the
words of its levels 10 to 50, British and American, in lower case letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from kanwu import data
from make_data.debian import unpacked

_LISTS = ("english", "american", "british")
_LEVELS = (10, 20, 35, 40, 50)
_WORD = re.compile("[a-z]{2,}")


def build() -> list[Path]:
    with unpacked("scowl", "2020.12.07-2") as files:
        lists = files / "usr/share/dict/scowl"
        common = _words(lists, _LEVELS[:1])
        others = _words(lists, _LEVELS) - common
    path = data.HERE / "english_words.txt"
    path.write_text("\n".join([*sorted(common), "", *sorted(others)]) + "\n", "ascii")
    return [path]


def _words(lists: Path, levels: Iterable[int]) -> set[str]:
    paths = (lists / f"{name}-words.{level}" for name in _LISTS for level in levels)
    lines = (line for path in paths for line in path.read_text("latin-1").splitlines())
    return set(filter(_WORD.fullmatch, lines))
