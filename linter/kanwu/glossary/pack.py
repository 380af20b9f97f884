"""Terms and the packs they come in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from kanwu.errors import KanwuError
from kanwu.hanzi import sound
from kanwu.hanzi.script import fold
from kanwu.schema import Table, read_text, read_toml


class Term(Table, frozen=True):
    """A name or word of a domain, in Traditional characters where the scripts differ.

    aliases  other right forms; never touched
    heard    words that it is often written as; they are right words elsewhere, so context decides
    sound    its syllables where the usual readings of its characters are not those of the word,
             as in "chang an"
    context  words that stand near it, besides those of the pack
    against  words right beside which a form is itself and not the term
    plain    it is an ordinary word too: nothing but `heard` is taken for it
    """

    term: Annotated[str, Meta(min_length=2)]
    aliases: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    plain: bool = False

    def __post_init__(self) -> None:
        for form in self.heard:
            if fold(form) in map(fold, self.right_forms):
                raise ValueError(f"“{form}” is both a right and a wrong form of “{self.term}”")
        for name in " ".join(self.sound).split():
            if name not in sound.numbers():
                raise ValueError(f"“{name}” in the sound of “{self.term}” is no syllable")

    @property
    def right_forms(self) -> tuple[str, ...]:
        return (self.term, *self.aliases)


class Case(Table, frozen=True):
    """A spec of a pack: `text` becomes `fixed`, or stays when there is no `fixed`."""

    text: str
    fixed: str = ""


class Pack(Table, frozen=True):
    """The terms of a domain. `context` are words which show that a text is about it.

    The terms of a plain list have no domain in common, and do not speak for each other.
    """

    domain: Annotated[str, Meta(min_length=1)]
    doc: str = ""
    context: tuple[str, ...] = ()
    term: tuple[Term, ...] = ()
    case: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        seen = set()
        for term in self.term:
            if fold(term.term) in seen:
                raise ValueError(f"“{term.term}” is listed twice")
            seen.add(fold(term.term))


def load_pack(path: Path) -> Pack:
    """A pack from TOML, or from any other file with one term a line.

    Raises KanwuError for a file that cannot be read or breaks the schema.
    """
    if path.suffix.lower() == ".toml":
        try:
            return msgspec.convert(read_toml(path), Pack)
        except msgspec.ValidationError as error:
            raise KanwuError(path, str(error)) from None
    text = read_text(path)
    terms = {fold(term): Term(term=term) for term in _lines(path, text)}
    return Pack(domain="", term=tuple(terms.values()))


def _lines(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        term = line.strip()
        if term and not term.startswith("#"):
            if len(term) < 2:
                raise KanwuError(f"{path}:{number}", f"“{term}” is too short for a term")
            yield term
