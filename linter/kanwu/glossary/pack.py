"""Terms and the packs they come in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from kanwu.errors import KanwuError
from kanwu.hanzi import sound
from kanwu.hanzi.script import fold, normal
from kanwu.schema import Table, read_text, read_toml

_OWN = 1.5
"""The weight of the terms of a list: they are somebody's own, and fewer than those for anybody."""
_Form = Annotated[str, Meta(min_length=2)]


class Term(Table, frozen=True):
    """A name or word of a domain, in Traditional characters where the scripts differ.

    aliases  other right forms; never touched
    heard    words that it is often written as; they are right words elsewhere, so context decides
    sound    its syllables where the usual readings of its characters are not those of the word,
             as in "chang an"
    context  words that stand near it, besides those of the pack
    against  words right beside which a form is itself and not the term
    sisters  names that are named together with it; they speak for it as context does
    plain_word  it is an ordinary word too: nothing but `heard` is taken for it
    weight      how much likelier than another term it is to be meant, in nats
    """

    term: _Form
    aliases: tuple[_Form, ...] = ()
    heard: tuple[_Form, ...] = ()
    sound: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sisters: tuple[str, ...] = ()
    plain_word: bool = False
    weight: float = 0.0

    def __post_init__(self) -> None:
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


class Pack(Table, frozen=True, dict=True):
    """The terms of a domain. `context` are words which show that a text is about it.

    A term that has nothing but its name is that name. The terms of a plain list have no domain in
    common, and do not speak for each other.
    """

    domain: Annotated[str, Meta(min_length=1)]
    doc: str = ""
    context: tuple[str, ...] = ()
    term: tuple[Term | _Form, ...] = ()
    case: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        forms = [form for term in self.terms for form in term.right_forms]
        heard = [(form, term.term) for term in self.terms for form in term.heard]
        folded = normal(forms)
        right: dict[str, str] = {}
        for form, key in zip(forms, folded, strict=True):
            if key in right:
                raise ValueError(f"“{form}” is listed twice")
            right[key] = form
        for key, (form, term) in zip(normal(form for form, _ in heard), heard, strict=True):
            if key in right:
                raise ValueError(
                    f"“{form}”, a wrong form of “{term}”, is the right form “{right[key]}”"
                )

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(term=term) if isinstance(term, str) else term for term in self.term)


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
    terms = {fold(term): Term(term=term, weight=_OWN) for term in _lines(path, text)}
    return Pack(domain="", term=tuple(terms.values()))


def _lines(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        term = line.strip()
        if term and not term.startswith("#"):
            if len(term) < 2:
                raise KanwuError(f"{path}:{number}", f"“{term}” is too short for a term")
            yield term
