"""Finds the rules. Built-in ones come in by the same door as a user's own."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from kanwu.errors import KanwuError
from kanwu.glossary import Glossary, load_pack
from kanwu.kinds import AnySpec
from kanwu.rule import Rule
from kanwu.suppress import UNUSED_SUPPRESSION

_HERE = Path(__file__).parent
_CODE = re.compile(r"[A-Z]{1,3}[0-9]{3}")
Rules = tuple[Rule, ...]
PACKS = "glossaries"
"""The folder below a root that holds term packs instead of rules."""


def builtin_root() -> Path:
    """The rules that come with kanwu: beside this file in a wheel, above it in a checkout."""
    packaged = _HERE / "_rules"
    return packaged if packaged.is_dir() else _HERE.parent.parent / "rules"


def load(*roots: Path, glossaries: Iterable[Path] = ()) -> Rules:
    """All rules under the built-in root and `roots`, by code.

    `glossaries` are packs besides those under the roots. Raises KanwuError naming the file
    for a rule or pack that is broken, and for a code that is used twice.
    """
    everywhere = (builtin_root(), *roots)
    packs = [path for root in everywhere for path in sorted((root / PACKS).glob("*.toml"))]
    glossary = Glossary(tuple(map(load_pack, (*packs, *glossaries))))
    rules: dict[str, Rule] = {UNUSED_SUPPRESSION.code: UNUSED_SUPPRESSION}
    origin: dict[str, object] = {UNUSED_SUPPRESSION.code: "kanwu itself"}
    for path in (path for root in everywhere for path in _rule_files(root)):
        rule = load_rule(path, glossary)
        if rule.code in rules:
            raise KanwuError(path, f"code {rule.code} is taken by {origin[rule.code]}")
        rules[rule.code], origin[rule.code] = rule, path
    return tuple(rules[code] for code in sorted(rules))


def load_rule(path: Path, glossary: Glossary) -> Rule:
    """The rule of one file. Raises KanwuError naming the file for a broken one."""
    rule = _from_python(path) if path.suffix == ".py" else _from_toml(path, glossary)
    missing = [
        name
        for name in ("code", "name", "doc", "status", "examples", "check")
        if not hasattr(rule, name)
    ]
    if missing:
        raise KanwuError(path, f"the rule has no {', '.join(missing)}")
    if not _CODE.fullmatch(rule.code):
        raise KanwuError(path, f"“{rule.code}” is no code: a letter or more, then three digits")
    if not rule.doc or not rule.examples:
        raise KanwuError(path, "a rule needs a doc, good examples and bad ones")
    return rule


def _rule_files(root: Path) -> list[Path]:
    if not root.is_dir():
        raise KanwuError(root, "no such folder of rules")
    return sorted(
        path
        for path in root.rglob("*")
        if path.suffix in {".py", ".toml"}
        and PACKS not in path.relative_to(root).parts
        and not path.name.startswith(("_", "."))
    )


def _from_toml(path: Path, glossary: Glossary) -> Rule:
    try:
        spec = msgspec.convert(tomllib.loads(path.read_text("utf-8")), AnySpec)
        rule: Rule = spec.build(glossary)
    except (OSError, ValueError) as error:  # ValueError: TOML, schema, UTF-8 and specs
        raise KanwuError(path, str(error)) from None
    return rule


def _from_python(path: Path) -> Rule:
    spec = importlib.util.spec_from_file_location(f"kanwu_rule_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        rule: Rule = module.rule
    except (Exception, SystemExit) as error:  # a stranger's code: anything may come out
        raise KanwuError(path, f"{type(error).__name__}: {error}") from None
    return rule
