"""Several packs as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from itertools import chain

import msgspec

from kanwu.glossary.exchange import WORD_LISTS
from kanwu.glossary.pack import Pack, Term
from kanwu.hanzi.script import normal


def together(packs: Iterable[Pack]) -> tuple[Term, ...]:
    """The terms of several packs as those of one, which lists no form twice.

    Terms of one name become one term. What is a right form of two is so of the first, and a name
    before all; no right form stays the wrong form of another.
    """
    merged: dict[str, Term] = {}
    for term in chain.from_iterable(pack.terms for pack in packs):
        (name,) = normal([term.term])
        merged[name] = _merged(merged[name], term) if name in merged else term
    taken = set(merged)
    terms = []
    for term in merged.values():
        aliases: dict[str, str] = {}
        for form, key in zip(term.aliases, normal(term.aliases), strict=True):
            if key not in taken:
                aliases.setdefault(key, form)
        taken.update(aliases)
        terms.append(msgspec.structs.replace(term, aliases=tuple(aliases.values())))
    return tuple(_without(term, taken) for term in terms)


def _without(term: Term, right: Set[str]) -> Term:
    """The term without the wrong forms that are right ones."""
    keys = normal(term.heard)
    heard = (form for form, key in zip(term.heard, keys, strict=True) if key not in right)
    return msgspec.structs.replace(term, heard=tuple(heard))


def _merged(one: Term, other: Term) -> Term:
    words = {
        name: tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name))))
        for name in WORD_LISTS
    }
    plain = one.plain_word and other.plain_word
    exact = one.exact_case or other.exact_case
    weight = max(one.weight, other.weight)
    return msgspec.structs.replace(one, **words, plain_word=plain, exact_case=exact, weight=weight)


def joined(packs: Sequence[Pack], domain: str) -> Pack:
    """Several packs as one; one alone stays as it is. Those without a domain get `domain`."""
    (doc, own) = (packs[0].doc, packs[0].domain) if len(packs) == 1 else ("", "")
    return Pack(
        domain=own or domain,
        doc=doc,
        context=tuple(dict.fromkeys(word for pack in packs for word in pack.context)),
        term=together(packs),
        case=tuple(case for pack in packs for case in pack.case),
    )
