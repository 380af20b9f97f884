"""How results are written: one module a format, each a callable over a stream of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import cast

from kanwu.rule import Rule
from kanwu.run import Result

FORMATS = (
    *("full", "concise", "grouped", "json", "jsonl", "sarif", "github", "gitlab", "junit"),
    *("rdjson", "rdjsonl", "markdown"),
)


@dataclass(frozen=True)
class Context:
    """What a report needs besides the results: the language of its messages, and the rules."""

    lang: str = "zh"
    load_rules: Callable[[], Sequence[Rule]] = tuple

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The rules by code."""
        return {rule.code: rule for rule in self.load_rules()}


Reporter = Callable[[Iterable[Result], Context], Iterator[str]]


def reporter(name: str) -> Reporter:
    """The reporter of a format: takes results and their context, yields text."""
    return cast(Reporter, import_module(f"kanwu.report.{name}").report)
