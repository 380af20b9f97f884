"""Terms and the packs they come in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated

from msgspec import Meta

from kanwu.hanzi import sound
from kanwu.hanzi.script import normal
from kanwu.schema import Table

_WORD = re.compile(r"(?!\s)[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+(?<!\s)")


class TermError(ValueError):
    """What is wrong with a term; `word` is the one of its words that is at fault."""

    def __init__(self, word: str, what: str) -> None:
        super().__init__(what)
        self.word = word


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
    exact_case  its right forms have no other upper and lower case: Gb is not GB
    weight      how much likelier than another term it is to be meant, in nats
    """

    term: str
    aliases: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    sound: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sisters: tuple[str, ...] = ()
    plain_word: bool = False
    exact_case: bool = False
    weight: float = 0.0

    def __post_init__(self) -> None:
        listed = (*self.sound, *self.context, *self.against, *self.sisters)
        for word in (*self.forms, *listed):
            if not _WORD.fullmatch(word):
                raise TermError(word, f"“{word}” is empty, or has blanks or line ends to take away")
        for form in self.forms:
            if len(form) < 2:
                raise TermError(form, f"“{form}” is too short for a term")
        for way in self.sound:
            for name in way.split():
                if name not in sound.numbers():
                    what = f"“{name}” in the sound of “{self.term}” is no syllable"
                    raise TermError(way, what)
        if not math.isfinite(self.weight):
            raise TermError(self.term, f"the weight of “{self.term}” is no number")

    @property
    def right_forms(self) -> tuple[str, ...]:
        return (self.term, *self.aliases)

    @property
    def forms(self) -> tuple[str, ...]:
        """The right forms, and those that are listed as wrong."""
        return (*self.right_forms, *self.heard)


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
    term: tuple[Term | str, ...] = ()
    case: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        if self.domain and not _WORD.fullmatch(self.domain):
            raise TermError(self.domain, f"“{self.domain}” is no domain")
        for _, error in conflicts(self.terms):
            raise error

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(Term(term=term) if isinstance(term, str) else term for term in self.term)


def conflicts(terms: Iterable[Term]) -> Iterator[tuple[int, TermError]]:
    """The numbers of terms that cannot be together with those before them, and why.

    A right form is listed once, and is the wrong form of no term.
    """
    numbered = list(enumerate(terms))
    forms = [(number, form) for number, term in numbered for form in term.right_forms]
    right: dict[str, str] = {}
    for (number, form), key in zip(forms, normal(form for _, form in forms), strict=True):
        if key in right:
            yield number, TermError(form, f"“{form}” is listed twice")
        right.setdefault(key, form)
    heard = [(number, form, term) for number, term in numbered for form in term.heard]
    for (number, form, term), key in zip(heard, normal(form for _, form, _ in heard), strict=True):
        if key in right:
            what = f"“{form}”, a wrong form of “{term.term}”, is the right form “{right[key]}”"
            yield number, TermError(form, what)
