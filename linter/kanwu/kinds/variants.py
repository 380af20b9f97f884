"""Variants of a character that a standard tolerates: one of them, throughout a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from msgspec import Meta

from kanwu.diagnostic import Applicability, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.hanzi import script
from kanwu.hanzi.script import fold
from kanwu.kinds.spec import Example, Spec, TableRule, should_be
from kanwu.rule import Bad, Good
from kanwu.schema import Table
from kanwu.search import Texts

_BY_STANDARD = 0.9
Uses = dict[str, list[int]]
"""The places of each form."""


class Variant(Table, frozen=True):
    """Forms of one length that stand for each other in `words`, written with the first of them;
    elsewhere each may be another word. `tw` and `hk` are what these standards prefer, if either."""

    forms: Annotated[tuple[str, ...], Meta(min_length=2)]
    words: Annotated[tuple[str, ...], Meta(min_length=1)]
    tw: str = ""
    hk: str = ""


class VariantsSpec(Spec, frozen=True, tag="variants"):
    """`unless` are characters of which the converter's tables have variants that are words of
    their own, such as 只 and 衹."""

    unless: str
    variant: tuple[Variant, ...]
    example: tuple[Example, ...]

    def build(self, _: object) -> Variants:
        return Variants(self)


class Variants(TableRule[VariantsSpec]):
    @cached_property
    def examples(self) -> tuple[Good | Bad, ...]:
        return tuple(example.proof for example in self.spec.example)

    def check(self, document: Document) -> Iterator[Finding]:
        if not document.analysis.traditional or len(document.analysis.sections.unconverted):
            return
        standard = None if document.standard == "cn" else document.standard
        for variant, uses in self._in_words(document):
            yield from _findings(uses, {"tw": variant.tw, "hk": variant.hk}.get(standard or "", ""))
        for uses in self._glyphs(document.prose, standard):
            forms = {script.as_in(form, standard) for form in uses} if standard else set()
            yield from _findings(uses, forms.pop() if len(forms) == 1 else "")

    def _in_words(self, document: Document) -> Iterator[tuple[Variant, Uses]]:
        """The places of the forms of each variant in its words."""
        texts = list(self._texts.all_in(document.analysis.folded))
        cut = document.analysis.divide([Span(start, end) for _, start, end in texts]).cut
        found: dict[Variant, Uses] = defaultdict(lambda: defaultdict(list))
        for (number, start, _), in_part in zip(texts, cut.tolist(), strict=True):
            variant, offset = self._words[number]
            place = start + offset
            form = document.prose[place : place + len(variant.forms[0])]
            if form in variant.forms and not in_part:
                found[variant][form].append(place)
        yield from found.items()

    @cached_property
    def _words(self) -> list[tuple[Variant, int]]:
        return [(variant, word.index(variant.forms[0])) for variant, word, _ in self._spelt]

    @cached_property
    def _texts(self) -> Texts:
        return Texts([text for _, _, text in self._spelt])

    @cached_property
    def _spelt(self) -> list[tuple[Variant, str, str]]:
        """Each word of each variant, and how it is written in Simplified characters."""
        return [
            (variant, word, text)
            for variant in self.spec.variant
            for word in variant.words
            for text in sorted(
                {fold(word.replace(variant.forms[0], form)) for form in variant.forms}
            )
        ]

    def _glyphs(self, prose: str, standard: Literal["tw", "hk"] | None) -> Iterator[Uses]:
        """The places of the characters that differ in shape alone, as far as several are there or
        the standard has another one."""
        characters = "".join(sorted(set(prose) - set(self.spec.unless)))
        keys = script.as_in(script.as_in(characters, "hk"), "tw")
        preferred = script.as_in(characters, standard) if standard else characters
        groups: dict[str, list[str]] = defaultdict(list)
        for character, key in zip(characters, keys, strict=True):
            groups[key].append(character)
        changed = {a for a, b in zip(characters, preferred, strict=True) if a != b}
        for forms in groups.values():
            if len(forms) > 1 or changed & set(forms):
                yield {
                    form: [match.start() for match in re.finditer(form, prose)] for form in forms
                }


_WHY_STANDARD = Message("本文的標準用字", "what the standard of the text prefers")


def _findings(uses: Uses, preferred: str) -> Iterator[Finding]:
    """The places of all forms but the preferred one, or else but the one that is used most."""
    total = sum(map(len, uses.values()))
    ranked = sorted(uses, key=lambda form: -len(uses[form]))
    if not preferred and (len(uses) < 2 or len(uses[ranked[0]]) == len(uses[ranked[1]])):
        return
    right = preferred or ranked[0]
    most = len(uses.get(right, ()))
    why = Message(
        f"同文另有 {most} 處用「{right}」", f"{most} others in this document are “{right}”"
    )
    confidence = _BY_STANDARD if preferred else most / total
    for form in uses:
        message = should_be(form, right, _WHY_STANDARD if preferred else why)
        for place in uses[form] if form != right else ():
            span = Span(place, place + len(form))
            fix = Fix.replace(span, right, Applicability.UNSAFE)
            yield Finding(span, message, (fix,), confidence, f"{form}→{right}")
