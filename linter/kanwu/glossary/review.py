"""What is wrong between packs, each of which is right alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kanwu.glossary.pack import Pack, Term
from kanwu.hanzi.script import normal


class Clash(NamedTuple):
    """A form of a file that another file gives another part."""

    path: Path
    word: str
    what: str


def loops(checked: Mapping[Path, Pack], packs: Mapping[Path, Pack]) -> Iterator[Clash]:
    """The wrong forms of checked packs that are right forms of other packs: never found."""
    right: dict[str, dict[Path, Term]] = {}
    for path, key, _, term in _right_forms(packs):
        right.setdefault(key, {})[path] = term
    for path, pack in checked.items():
        heard = [(term, form) for term in pack.terms for form in term.heard]
        for (term, form), key in zip(heard, normal(form for _, form in heard), strict=True):
            others = [owner for owner in right.get(key, {}).items() if owner[0] != path]
            if others:
                other, owner = others[0]
                what = f"a wrong form of “{term.term}”, is a right form of “{owner.term}”"
                yield Clash(path, form, f"“{form}”, {what} in {other}")


def repeated(packs: Mapping[Path, Pack]) -> Iterator[Clash]:
    """The right forms that a pack before has, too."""
    first: dict[str, Path] = {}
    for path, key, form, _ in _right_forms(packs):
        if first.setdefault(key, path) != path:
            yield Clash(path, form, f"“{form}” is listed in {first[key]}, too")


def _right_forms(packs: Mapping[Path, Pack]) -> Iterator[tuple[Path, str, str, Term]]:
    for path, pack in packs.items():
        forms = [(form, term) for term in pack.terms for form in term.right_forms]
        keys = normal(form for form, _ in forms)
        for (form, term), key in zip(forms, keys, strict=True):
            yield path, key, form, term
