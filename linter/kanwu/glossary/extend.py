"""Adds to the text of a pack, and keeps its comments and layout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kanwu.glossary.add import append
from kanwu.glossary.corrections import bare
from kanwu.glossary.learn import Proposal

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Array, InlineTable, Table


def extended(text: str, proposals: Iterable[Proposal], domain: str) -> str:
    """The text of a pack with the proposals added; `domain` is that of a pack without text.

    Wrong forms and context words go to the term if the pack has it, under whichever right form.
    The text must be one that `parse_pack` takes, or empty.
    """
    import tomlkit  # noqa: PLC0415 - only a pack that is written needs it

    document = tomlkit.parse(text)
    if not text.strip():
        document["domain"] = domain
    for proposal in proposals:
        _add(document, proposal)
    return tomlkit.dumps(document)


def _add(document: TOMLDocument, proposal: Proposal) -> None:
    terms = _terms(document)
    for place, item in enumerate(terms):
        if bare(proposal.term) in map(bare, _right_forms(item)):
            if isinstance(item, str):
                terms[place] = _inline({"term": item})
            _merge(terms[place], proposal)
            return
    _add_term(terms, proposal)


def _terms(document: TOMLDocument) -> Array | AoT:
    """The list of terms, made if there is none."""
    import tomlkit  # noqa: PLC0415

    if "term" not in document:
        document.append("term", tomlkit.aot())
    terms: Array | AoT = document["term"]
    return terms


def _right_forms(item: Any) -> Iterable[str]:
    return [item] if isinstance(item, str) else [item["term"], *item.get("aliases", ())]


def _merge(entry: Any, proposal: Proposal) -> None:
    for key, added in (("heard", proposal.heard), ("context", proposal.context)):
        for word in added:
            if key not in entry:
                entry[key] = [word]
            elif word not in entry[key]:
                entry[key].append(word)


def _add_term(terms: Array | AoT, proposal: Proposal) -> None:
    from tomlkit.items import Array  # noqa: PLC0415

    fields = {
        "term": proposal.term,
        "plain-word": proposal.plain_word,
        "heard": list(proposal.heard),
        "context": list(proposal.context),
    }
    filled = {key: value for key, value in fields.items() if value}
    if isinstance(terms, Array):
        append(terms, _inline(filled))
    else:
        terms.append(_table(filled, terms))


def _inline(fields: Mapping[str, Any]) -> InlineTable:
    import tomlkit  # noqa: PLC0415

    table = tomlkit.inline_table()
    table.update(fields)
    return table


def _table(fields: Mapping[str, Any], others: AoT) -> Table:
    """A table with a blank line between it and what stands around it."""
    import tomlkit  # noqa: PLC0415

    table = tomlkit.table()
    table.update(fields)
    if others and others[-1].as_string().endswith("\n\n"):
        table.add(tomlkit.nl())
    else:
        table.trivia.indent = "\n"
    return table
