"""kanwu glossary: check, exchange, change and explain the terms."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import click

from kanwu import files, registry
from kanwu.analysis import Analysis
from kanwu.cli.options import configured, write
from kanwu.engine import LEAST_CONFIDENCE
from kanwu.errors import KanwuError
from kanwu.glossary import Pack, Term, load_pack
from kanwu.glossary.add import with_term
from kanwu.glossary.cache import load_glossary
from kanwu.glossary.exchange import SEPARATORS, read_terms, to_list, to_table, to_toml
from kanwu.glossary.explain import Explanation
from kanwu.glossary.explain import explain as explained
from kanwu.glossary.load import checked, parse_pack
from kanwu.glossary.pack import TermError
from kanwu.glossary.places import places
from kanwu.glossary.review import Clash, loops, repeated
from kanwu.glossary.union import joined, together
from kanwu.hanzi.script import fold, normal
from kanwu.proof import pack_failures
from kanwu.settings import Project

_FILE = click.Path(path_type=Path)
_FORMATS = {".csv": "csv", ".tsv": "tsv", ".toml": "toml", ".txt": "list"}
_Packs = dict[Path, Pack]
_MOST_REASONS = 12


@click.group("glossary")
def command() -> None:
    """Check, exchange, change, list and explain the terms of packs and lists."""


@command.command("lint")
@click.argument("paths", nargs=-1, type=_FILE)
@click.option("--builtin", is_flag=True, help="Check the packs of kanwu, too.")
def lint(paths: tuple[Path, ...], builtin: bool) -> None:
    """Check packs, tables and lists; those of this project, if none are named.

    The cases of a pack must hold. Its wrong forms must be found, and be right forms of no other
    pack. No right form may be in two of the files; those of kanwu share names on purpose, to show
    several domains.
    """
    project = configured()
    given = _once(paths or project.own_packs)
    wanted = _once((*registry.pack_paths(), *given)) if builtin else given
    packs, errors = _loaded(wanted)
    for error in errors:
        click.echo(f"kanwu: {error}", err=True)
    found = list(_found(project, packs, [path for path in given if path in packs], wanted))
    lines = {path: places(path) for path in {clash.path for clash in found}}
    for path, word, what in found:
        click.echo(f"{lines[path].get(word, path)}: {what}")
    click.echo(f"{len(wanted)} files, {len(found)} findings, {len(errors)} errors", err=True)
    raise SystemExit(2 if errors else 1 if found else 0)


def _loaded(paths: Iterable[Path]) -> tuple[_Packs, list[KanwuError]]:
    packs, errors = {}, []
    for path in paths:
        try:
            packs[path] = load_pack(path)
        except KanwuError as error:
            errors.append(error)
    return packs, errors


def _found(
    project: Project, packs: _Packs, given: Iterable[Path], wanted: Iterable[Path]
) -> Iterator[Clash]:
    """What is wrong with packs beside all others of the project; `wanted` has the broken, too."""
    passed_over = {os.path.realpath(path) for path in wanted}
    others = _once((*registry.pack_paths(), *project.own_packs))
    rest = [path for path in others if os.path.realpath(path) not in passed_over]
    glossary = load_glossary((*rest, *packs), registry.pack_paths())
    rules = registry.load_rules(glossary, *project.rule_roots)
    for path, pack in packs.items():
        for failure in pack_failures(pack, rules):
            yield Clash(path, *failure)
    yield from loops(packs, {path: load_pack(path) for path in rest} | packs)
    yield from repeated({path: packs[path] for path in given})


def _once(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Paths without those that lead to the same file; the last one names it."""
    return tuple({os.path.realpath(path): path for path in paths}.values())


@command.command("import")
@click.argument("sources", nargs=-1, required=True, type=_FILE, metavar="SOURCE...")
@click.option(
    "-o", "output", required=True, type=_FILE, metavar="OUT.toml", help="The pack to write."
)
@click.option("--domain", help="The domain of the pack. Default: the name of the file.")
@click.option(
    "--term-column",
    default="term",
    show_default=True,
    metavar="NAME",
    help="The column that has the terms.",
)
@click.option("--force", is_flag=True, help="Replace a file that exists.")
def import_(
    sources: tuple[Path, ...], output: Path, domain: str | None, term_column: str, force: bool
) -> None:
    """Make a pack of tables (.csv, .tsv, .xlsx) and lists (one term a line).

    The first row of a table names its columns: term, aliases, heard, sound, context, against,
    sisters, plain-word, exact-case, weight. Several words in a cell are divided by one of 、 ; |.
    """
    if output.suffix.lower() != ".toml":
        raise KanwuError(output, "a pack is a .toml file")
    if output.exists() and not force:
        raise KanwuError(output, "exists; --force replaces it")
    for source in sources:
        if source.suffix.lower() == ".toml":
            raise KanwuError(source, "is a pack already")
    terms = checked(tuple(chain.from_iterable(read_terms(path, term_column) for path in sources)))
    with _errors_of(output):
        text = to_toml(Pack(domain=output.stem if domain is None else domain, term=terms))
    parse_pack(output, text)
    files.write(output, text.encode())
    click.echo(f"{output}: {len(terms)} terms", err=True)


@command.command("export")
@click.argument("paths", nargs=-1, type=_FILE)
@click.option("-o", "output", type=_FILE, metavar="FILE", help="Write to a file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS.values())),
    help="Default: as the name of FILE says, else csv.",
)
def export(paths: tuple[Path, ...], output: Path | None, form: str | None) -> None:
    """Write packs as one table, pack or list; all of this project, if none are named.

    Terms that several packs have become one. Tables have no domain and no cases, lists nothing
    but the names.
    """
    if output and form is None and output.suffix.lower() not in _FORMATS:
        raise click.UsageError(f"“{output.name}” is the name of no format; --format says which")
    packs = [load_pack(path) for path in _once(paths)] or _project_packs()
    suffix = output.suffix.lower() if output else ""
    form = form or _FORMATS.get(suffix, "csv")
    with _errors_of(output or "the glossary"):
        text = _exported(packs, form, output.stem if output else "terms")
    mark = "\ufeff" if output and form == "csv" else ""  # or Excel takes it for another encoding
    write([f"{mark}{text}".encode()], output)


def _exported(packs: list[Pack], form: str, name: str) -> str:
    if form == "toml":
        return to_toml(joined(packs, name))
    terms = together(packs)
    return to_list(terms) if form == "list" else to_table(terms, SEPARATORS[f".{form}"])


@command.command("add")
@click.argument("term")
@click.option(
    "--to",
    "path",
    required=True,
    type=_FILE,
    metavar="FILE",
    help="A .toml pack or a list; made, if there is none.",
)
@click.option("--alias", "aliases", multiple=True, help="Another right form. Repeatable.")
@click.option("--heard", multiple=True, help="A wrong form. Repeatable.")
@click.option("--context", multiple=True, help="A word that stands near it. Repeatable.")
@click.option("--against", multiple=True, help="A word beside which a form is itself. Repeatable.")
@click.option("--plain-word", is_flag=True, help="Take nothing but the wrong forms for it.")
@click.option("--exact-case", is_flag=True, help="Its letters have no other case: Gb is not GB.")
def add(term: str, path: Path, **options: Any) -> None:
    """Add a term to a pack or list, and leave all else in it as it is."""
    with _errors_of(path):
        new = Term(term=term, **options)
        old = _bytes(path)
        made = with_term(path, old, new)
    if old is None:
        files.write(path, made)
    else:
        files.rewrite(path, old, made)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KanwuError(path, error.strerror or str(error)) from None


@contextmanager
def _errors_of(where: object) -> Iterator[None]:
    """Blame a term or domain that cannot be on what it was meant for."""
    try:
        yield
    except TermError as error:
        raise KanwuError(where, str(error)) from None


@command.command("list")
@click.argument("word", default="")
@click.option("--domain", help="The terms of one domain.")
def list_(word: str, domain: str | None) -> None:
    """List the terms of this project: name, domain and aliases, with tabs between.

    With WORD those that have it in a right form, in either script.
    """
    packs = _project_packs()
    domains = sorted({pack.domain for pack in packs if pack.domain})
    if domain is not None and domain not in domains:
        raise KanwuError(f"“{domain}”", f"no such domain; there are {', '.join(domains)}")
    lines = (
        "\t".join((term.term, pack.domain, *term.aliases))
        for pack in packs
        if domain in (None, pack.domain)
        for term in _having(word, pack)
    )
    write([f"{line}\n".encode() for line in lines], None)


def _having(word: str, pack: Pack) -> Iterator[Term]:
    sought = fold(word).lower()
    forms = normal("\t".join(term.right_forms) for term in pack.terms)
    return (term for term, own in zip(pack.terms, forms, strict=True) if sought in own)


@command.command("explain")
@click.argument("term")
@click.argument("text")
def explain(term: str, text: str) -> None:
    """Say what in TEXT may stand for TERM, and why: the evidence, and what each piece of it adds.

    What is added is in nats; the score of leaving the text as it is is 0. How likely a place is
    depends on its rivals, too, and on how many errors the text seems to have.
    """
    project = configured()
    packs = registry.pack_paths(*project.rule_roots, glossaries=project.glossaries)
    glossary = load_glossary(packs, registry.pack_paths())
    found = explained(glossary, term, Analysis(text))
    if found is None:
        raise KanwuError(f"“{term}”", "no such term; `kanwu glossary list` has them all")
    write([f"{line}\n".encode() for line in _explanation(found, text)], None)


def _explanation(found: Explanation, text: str) -> Iterator[str]:
    yield f"forms: {'、'.join(found.forms)}"
    yield f"sounds: {', '.join(found.sounds) or 'by its letters only'}"
    for start, end in found.right:
        yield f"right at {start + 1}-{end}: {text[start:end]}"
    if not found.steps:
        yield "nothing else in the text sounds or is spelt like it, or is a listed wrong form"
    known_from, _ = LEAST_CONFIDENCE["default"]
    for step in found.steps:
        start, end = step.span
        shown = "shown" if step.probability >= known_from else "not shown"
        yield f"{start + 1}-{end}: {text[start:end]} → {step.form}  {step.probability:.2f}, {shown}"
        yield "  found: " + " ".join(f"{name}={value:.3g}" for name, value in step.evidence.items())
        yield f"  score {step.score:+.2f}:"
        yield from (f"    {added:+6.2f}  {name}" for name, added in step.reasons[:_MOST_REASONS])
        for rival in step.rivals:
            yield f"  or {rival.written} → {rival.form}  {rival.probability:.2f}"


def _project_packs() -> list[Pack]:
    project = configured()
    return [load_pack(path) for path in _once((*registry.pack_paths(), *project.own_packs))]
