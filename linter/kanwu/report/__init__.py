"""How results are written: one module a format, each a callable over a stream of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import cast

from kanwu.run import Result

Reporter = Callable[[Iterable[Result], str], Iterator[str]]
FORMATS = ("full", "concise", "json", "jsonl")


def reporter(name: str) -> Reporter:
    """The reporter of a format: takes results and a language, yields text."""
    return cast(Reporter, import_module(f"kanwu.report.{name}").report)
