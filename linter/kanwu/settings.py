"""The configuration of a project: the nearest kanwu.toml, .kanwu.toml or pyproject.toml."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from kanwu import formats, registry
from kanwu.analysis import Standard
from kanwu.baseline import Baseline
from kanwu.cache import fingerprint
from kanwu.document import DEFAULT_ENCODINGS
from kanwu.engine import Sensitivity
from kanwu.errors import KanwuError
from kanwu.registry import Rules
from kanwu.rule import Rule
from kanwu.schema import Table, read_toml

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Encoding = Literal["gb18030", "gbk", "gb2312", "big5", "big5hkscs", "utf-16"]
NAMES = ("kanwu.toml", ".kanwu.toml", "pyproject.toml")
IGNORE_NAME = "kanwu-ignore.toml"


class Silenced(Table, frozen=True):
    """What is right in spite of a rule: a text, for rules by code or prefix, in the files that a
    pattern as in .gitignore fits. For formats without comments, in which a mark could stand."""

    code: Annotated[str, msgspec.Meta(min_length=1)]
    text: Annotated[str, msgspec.Meta(min_length=1)]
    path: str = "*"
    why: str = ""


class _Ignore(Table, frozen=True):
    ignore: tuple[Silenced, ...] = ()


class Settings(Table, frozen=True):
    """What a configuration file may say; patterns and paths are relative to `root`.

    select, ignore, extend_select  codes or prefixes; `select` replaces the default, all stable
                                   rules, and the longest prefix wins
    per_file_ignores               patterns as in .gitignore, each with codes to ignore there
    exclude                        patterns as in .gitignore for files to pass over
    ignore_words                   words that are right as they stand, in either script
    encodings                      tried for files that are not UTF-8
    rules, glossary                folders of rules and packs of terms besides the built-in ones
    baseline                       the file of what is known and not shown, see `kanwu.baseline`
    corpus                         whether the files of a run are one body for the rules of names
    format                         how all files are read, instead of by their suffixes
    text_columns                   the columns of tables that are read; all if there are none
    text_keys                      JSON pointers to the values that are read, `*` for any one part
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    ignore_words: tuple[Annotated[str, msgspec.Meta(min_length=1)], ...] = ()
    exclude: tuple[str, ...] = ()
    encodings: tuple[Encoding, ...] = DEFAULT_ENCODINGS  # type: ignore[assignment]
    rules: tuple[str, ...] = ()
    glossary: tuple[str, ...] = ()
    sensitivity: Sensitivity = "default"
    script: Literal["auto"] | Standard = "auto"
    lang: Literal["zh", "en"] = "zh"
    corpus: bool = False
    baseline: Annotated[str, msgspec.Meta(min_length=1)] = "kanwu-baseline.toml"
    format: Literal[("", *formats.NAMES)] = ""  # type: ignore[valid-type]
    text_columns: tuple[Annotated[str, msgspec.Meta(min_length=1)], ...] = ()
    text_keys: tuple[Annotated[str, msgspec.Meta(pattern="^/")], ...] = ()


class Project(msgspec.Struct, frozen=True):
    """Settings with the folder that their patterns and paths start from, and what the file
    kanwu-ignore.toml there silences."""

    root: Path
    settings: Settings = Settings()
    silenced: tuple[Silenced, ...] = ()
    known: Baseline = Baseline()

    def with_settings(self, settings: Settings) -> Project:
        return msgspec.structs.replace(self, settings=settings)

    @property
    def rule_roots(self) -> tuple[Path, ...]:
        return tuple(self.root / folder for folder in self.settings.rules)

    @property
    def glossaries(self) -> tuple[Path, ...]:
        return tuple(self.root / pack for pack in self.settings.glossary)

    @property
    def own_packs(self) -> tuple[Path, ...]:
        """The packs and lists that are not built in."""
        return (*registry.packs_below(*self.rule_roots), *self.glossaries)

    @property
    def standard(self) -> Standard | None:
        return None if self.settings.script == "auto" else self.settings.script

    @property
    def wanted(self) -> formats.Wanted:
        return formats.Wanted(self.settings.text_columns, self.settings.text_keys)

    @property
    def fingerprint(self) -> bytes:
        """A hash of all but the text that a finding depends on: settings, rules, packs, data, and
        the program itself. Raises OSError for files that are gone."""
        package = Path(__file__).parent
        folders = (package, registry.builtin_root(), *self.rule_roots)
        files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
        source = (self.settings, [(one.code, one.text, one.path) for one in self.silenced])
        compiled = {file for file in files if "__pycache__" in file.parts}
        return fingerprint(msgspec.json.encode(source), (files - compiled) | {*self.glossaries})

    @property
    def baseline_path(self) -> Path:
        return self.root / self.settings.baseline

    def with_baseline(self) -> Project:
        """The same with what its baseline knows. Raises KanwuError for a broken one."""
        path = self.baseline_path
        known = Baseline.read(path) if path.is_file() else Baseline()
        return msgspec.structs.replace(self, known=known)

    def without_baseline(self) -> Project:
        return msgspec.structs.replace(self, known=Baseline())

    def name_of(self, path: Path) -> str:
        """A path from the root, with slashes, wherever the project lies; else as it is."""
        root, real = Path(os.path.realpath(self.root)), Path(os.path.realpath(path))
        return real.relative_to(root).as_posix() if real.is_relative_to(root) else path.as_posix()

    def excludes(self, path: Path) -> bool:
        """Whether `path`, or a folder above it within the root, is excluded."""
        return self._matches(self.settings.exclude, path)

    def load_rules(self) -> Rules:
        """The built-in rules and the project's own. Raises KanwuError for a broken one."""
        return registry.load(*self.rule_roots, glossaries=self.glossaries)

    def rules_for(self, path: Path, chosen: Sequence[Rule]) -> tuple[Rule, ...]:
        """Those of the selected rules that are not ignored for this file."""
        ignored = tuple(
            code
            for pattern, codes in self.settings.per_file_ignores.items()
            if self._matches((pattern,), path)
            for code in codes
        )
        return tuple(rule for rule in chosen if not (ignored and rule.code.startswith(ignored)))

    def silenced_for(self, path: Path) -> tuple[tuple[str, str], ...]:
        """The codes and texts that are not to be found in this file."""
        return tuple(
            (one.code, one.text) for one in self.silenced if self._matches((one.path,), path)
        )

    def _matches(self, patterns: tuple[str, ...], path: Path) -> bool:
        if not patterns:
            return False
        root, real = Path(os.path.realpath(self.root)), Path(os.path.realpath(path))
        inside = real.is_relative_to(root)
        return inside and _patterns(patterns).match_file(real.relative_to(root).as_posix())


@lru_cache
def _patterns(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # noqa: PLC0415 - only a project with patterns needs it

    return GitIgnoreSpec.from_lines(patterns)


def select(rules: Sequence[Rule], settings: Settings) -> tuple[Rule, ...]:
    """The rules that run: the longest prefix decides, and `ignore` where both are as long.

    Without `select` all stable rules are wanted; preview rules must be named.
    """
    named = (*settings.select, *settings.extend_select)
    chosen = []
    for rule in rules:
        by_default = 0 if not settings.select and rule.status == "stable" else -1
        wanted = max(by_default, _longest(rule.code, named))
        if wanted > _longest(rule.code, settings.ignore):
            chosen.append(rule)
    return tuple(chosen)


def _longest(code: str, prefixes: Iterable[str]) -> int:
    """The length of the longest prefix that fits the code, -1 for none."""
    return max((len(prefix) for prefix in prefixes if code.startswith(prefix)), default=-1)


def check_codes(settings: Settings, rules: Sequence[Rule], where: object) -> None:
    """Raise KanwuError for a code or prefix that no rule has."""
    listed = (*settings.select, *settings.ignore, *settings.extend_select)
    for code in (
        *listed,
        *(code for codes in settings.per_file_ignores.values() for code in codes),
    ):
        if not code or not any(rule.code.startswith(code) for rule in rules):
            nearest = _nearest(code, [rule.code for rule in rules])
            raise KanwuError(where, f"no rule has the code “{code}”{nearest}")


def find(start: Path) -> Path | None:
    """The configuration file that holds for `start`: the nearest one upwards."""
    for folder in (start, *start.parents):
        for name in NAMES:
            path = folder / name
            if path.is_file() and (name != "pyproject.toml" or _table(path, name) is not None):
                return path
    return None


def load(path: Path) -> Project:
    """The project of a configuration file. Raises KanwuError for a broken one."""
    table = _table(path, path.name)
    if table is None:
        raise KanwuError(path, "has no table [tool.kanwu]")
    known = [field.encode_name for field in msgspec.structs.fields(Settings)]
    for key in table:
        if key not in known:
            raise KanwuError(path, f"unknown setting “{key}”{_nearest(key, known)}")
    try:
        settings = msgspec.convert(table, Settings)
        _patterns((*settings.exclude, *settings.per_file_ignores))
    except ValueError as error:  # of the schema, or of a pattern
        raise KanwuError(path, str(error)) from None
    return Project(path.parent, settings, read_silenced(path.parent))


def read_silenced(root: Path) -> tuple[Silenced, ...]:
    """What kanwu-ignore.toml in a folder says. Raises KanwuError for a broken one."""
    path = root / IGNORE_NAME
    if not path.is_file():
        return ()
    try:
        silenced = msgspec.convert(read_toml(path), _Ignore).ignore
        _patterns(tuple(one.path for one in silenced))
    except ValueError as error:  # of the schema, or of a pattern
        raise KanwuError(path, str(error)) from None
    return silenced


def _table(path: Path, name: str) -> dict[str, Any] | None:
    content = read_toml(path)
    if name != "pyproject.toml":
        return content
    tools = content.get("tool")
    table = tools.get("kanwu") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise KanwuError(path, "[tool.kanwu] is no table")
    return table


def _nearest(word: str, known: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    close = difflib.get_close_matches(word, known, 1)
    return f"; did you mean “{close[0]}”?" if close else ""
