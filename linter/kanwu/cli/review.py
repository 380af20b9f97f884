"""A person's yes or no to proposals, and the memory of what was rejected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
import msgspec

from kanwu import files
from kanwu.cli.proposals import paragraph
from kanwu.diagnostic import Message, say
from kanwu.errors import KanwuError
from kanwu.glossary.learn import Proposal
from kanwu.schema import Table, read_toml

Identities = frozenset[tuple[str, ...]]
_HEAD = "# What `kanwu learn` is not to propose again; `kanwu learn --forget` clears it.\n"
_QUESTION = Message("加入詞表？", "Add it?")


class _Rejected(Table, frozen=True):
    """`rejected` holds the identities of proposals."""

    rejected: tuple[tuple[str, ...], ...] = ()


def read_rejected(path: Path) -> Identities:
    """What has been rejected by now. Raises KanwuError for a broken file."""
    if not path.exists():
        return frozenset()
    try:
        return frozenset(msgspec.convert(read_toml(path), _Rejected).rejected)
    except msgspec.ValidationError as error:
        raise KanwuError(path, str(error)) from None


def write_rejected(path: Path, rejected: Identities) -> None:
    """Raises KanwuError if the file cannot be written."""
    lines = [f"    {json.dumps(identity, ensure_ascii=False)},\n" for identity in sorted(rejected)]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KanwuError(path, f"not written: {error.strerror or error}") from None
    files.write(path, f"{_HEAD}rejected = [\n{''.join(lines)}]\n".encode())


def ask(proposals: Iterable[Proposal], lang: str) -> tuple[Sequence[Proposal], Identities]:
    """What a person accepts of the proposals, and what they reject; the end of input ends it."""
    accepted: list[Proposal] = []
    rejected: set[tuple[str, ...]] = set()
    for proposal in proposals:
        click.echo(paragraph(proposal, lang), err=True, nl=False)
        answer = _answer(lang)
        if answer == "q":
            break
        if answer == "y":
            accepted.append(proposal)
        else:
            rejected.add(proposal.identity)
    return accepted, frozenset(rejected)


def _answer(lang: str) -> str:
    try:
        choice = click.Choice(["y", "n", "q"])
        answer: str = click.prompt(say(_QUESTION, lang), type=choice, err=True)
    except click.Abort:
        return "q"
    return answer
