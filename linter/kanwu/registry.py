"""Finds the rules. Built-in ones come in by the same door as a user's own."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec

from kanwu.errors import KanwuError
from kanwu.glossary import Glossary, Pack, load_pack
from kanwu.glossary.cache import load_glossary
from kanwu.kinds import AnySpec
from kanwu.rule import Bad, Good, Rule, Status
from kanwu.schema import read_toml
from kanwu.suppress import UNUSED_SUPPRESSION

_HERE = Path(__file__).parent
_PARTS = {"code": str, "name": str, "doc": str, "status": str, "examples": tuple}
_CODE = re.compile(r"[A-Z]{1,3}[0-9]{3}")
Rules = tuple[Rule, ...]
PACKS = "glossaries"
"""The folder below a root that holds term packs instead of rules."""


def builtin_root() -> Path:
    """The rules that come with kanwu: beside this file in a wheel, above it in a checkout."""
    packaged = _HERE / "_rules"
    return packaged if packaged.is_dir() else _HERE.parent.parent / "rules"


def load(*roots: Path, glossaries: Iterable[Path] = ()) -> Rules:
    """All rules under the built-in root and `roots`, by code, with the packs of `pack_paths`.

    Raises KanwuError naming the file for a rule or pack that is broken, and for a code that is
    used twice.
    """
    paths = pack_paths(*roots, glossaries=glossaries)
    return load_rules(load_glossary(paths, pack_paths()), *roots)


def load_rules(glossary: Glossary, *roots: Path) -> Rules:
    """All rules under the built-in root and `roots`, by code. Raises KanwuError as `load` does."""
    rules: dict[str, Rule] = {UNUSED_SUPPRESSION.code: UNUSED_SUPPRESSION}
    origin: dict[str, object] = {UNUSED_SUPPRESSION.code: "kanwu itself"}
    for path in (path for root in (builtin_root(), *roots) for path in _rule_files(root)):
        rule = load_rule(path, glossary)
        if rule.code in rules:
            raise KanwuError(path, f"code {rule.code} is taken by {origin[rule.code]}")
        rules[rule.code], origin[rule.code] = rule, path
    return tuple(rules[code] for code in sorted(rules))


def load_packs(*roots: Path, glossaries: Iterable[Path] = ()) -> tuple[Pack, ...]:
    """The packs of the files of `pack_paths`. Raises KanwuError naming the file of a broken one."""
    return tuple(map(load_pack, pack_paths(*roots, glossaries=glossaries)))


def pack_paths(*roots: Path, glossaries: Iterable[Path] = ()) -> tuple[Path, ...]:
    """The packs under the built-in root and `roots`, and the files `glossaries`."""
    return (*packs_below(builtin_root(), *roots), *glossaries)


def packs_below(*roots: Path) -> tuple[Path, ...]:
    """The packs under some folders of rules."""
    return tuple(sorted(path for root in roots for path in (root / PACKS).glob("*.toml")))


def load_rule(path: Path, glossary: Glossary) -> Rule:
    """The rule of one file. Raises KanwuError naming the file for a broken one."""
    rule = _from_python(path) if path.suffix == ".py" else _from_toml(path, glossary)
    for name, kind in _PARTS.items():
        if not isinstance(getattr(rule, name, None), kind):
            raise KanwuError(path, f"the rule has no `{name}` that is a {kind.__name__}")
    if not _CODE.fullmatch(rule.code):
        raise KanwuError(path, f"“{rule.code}” is no code: a letter or more, then three digits")
    if rule.status not in get_args(Status):
        raise KanwuError(path, f"status “{rule.status}” is none of {', '.join(get_args(Status))}")
    if not callable(getattr(rule, "check", None)):
        raise KanwuError(path, "the rule has no method `check`")
    if not all(isinstance(example, Good | Bad) for example in rule.examples):
        raise KanwuError(path, "the examples of a rule are Good(…) and Bad(…)")
    return rule


def _rule_files(root: Path) -> list[Path]:
    if not root.is_dir():
        raise KanwuError(root, "no such folder of rules")
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in {".py", ".toml"}
        and path.is_file()
        and PACKS not in path.relative_to(root).parts
        and not any(part.startswith(("_", ".")) for part in path.relative_to(root).parts)
    )


def _from_toml(path: Path, glossary: Glossary) -> Rule:
    try:
        rule: Rule = msgspec.convert(read_toml(path), AnySpec).build(glossary)
    except msgspec.ValidationError as error:
        raise KanwuError(path, str(error)) from None
    return rule


def _from_python(path: Path) -> Rule:
    name = "kanwu_rule_" + os.fsencode(path.absolute()).hex()
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up there
    try:
        spec.loader.exec_module(module)
        rule: Rule = module.rule
    except (Exception, SystemExit) as error:  # a stranger's code: anything may come out
        raise KanwuError(path, f"{type(error).__name__}: {error}") from None
    return rule
