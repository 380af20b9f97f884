"""kanwu learn: propose for the glossary what corrected texts teach."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from kanwu import files, formats, history, registry
from kanwu.cli import proposals as shown
from kanwu.cli import review as reviewing
from kanwu.cli.options import Configuring, configuring, write
from kanwu.diagnostic import Message, say
from kanwu.errors import KanwuError
from kanwu.glossary.extend import extended
from kanwu.glossary.learn import Known, Proposal, Revision, learn
from kanwu.glossary.load import parse_pack
from kanwu.schema import read_text
from kanwu.settings import Project

_REJECTED = Path(".kanwu", "rejected.toml")
_FILE = click.Path(path_type=Path)


@dataclass(frozen=True)
class Options(Configuring):
    """The options of the command, under their names on the command line."""

    paths: tuple[Path, ...]
    min_count: int
    since: str
    review: bool
    rejected: Path | None
    forget: bool
    pack: Path | None
    output_format: str

    def check(self) -> None:
        """Raises UsageError for options at odds."""
        if len(self.paths) > 2:
            raise click.UsageError("name a repository, or what is old and what is new")
        if len(self.paths) == 2 and self.since:
            raise click.UsageError("--since is for a repository")
        if self.pack and self.pack.suffix.lower() != ".toml":
            raise click.UsageError("--write adds to a .toml pack")


@click.command("learn")
@click.argument("paths", nargs=-1, type=_FILE, metavar="[PATH | OLD NEW]")
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    metavar="N",
    help="Propose what was corrected so many times.",
)
@click.option("--since", default="", metavar="REV", help="Only the commits after this one.")
@click.option("--review", is_flag=True, help="Ask for each proposal; a no is remembered.")
@click.option(
    "--rejected",
    type=_FILE,
    metavar="FILE",
    help="Where it is remembered. Default: .kanwu/rejected.toml in the project.",
)
@click.option("--forget", is_flag=True, help="First forget what was rejected.")
@click.option(
    "--write",
    "pack",
    type=_FILE,
    metavar="FILE",
    help="Add the proposals, or those accepted, to a .toml pack.",
)
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@configuring
def command(**options: Any) -> None:
    """Propose terms, wrong forms and context words by how texts were corrected.

    Read are the commits of the git repository around PATH, a folder or a file (here: the working
    folder), or a file or folder as it was, OLD, and as it is now, NEW.
    """
    call = Options(**options)
    call.check()
    project = call.project()
    rejected = call.rejected or project.root / _REJECTED
    if call.forget:
        rejected.unlink(missing_ok=True)
    found = _proposals(call, project, reviewing.read_rejected(rejected))
    if call.review:
        found = _reviewed(found, rejected, project.settings.lang)
    if call.pack and found:
        _extend(call.pack, found)
    lang = project.settings.lang
    text = shown.to_json(found) if call.output_format == "json" else shown.to_text(found, lang)
    write([text.encode("utf-8", "backslashreplace")], None)
    click.echo(say(_summary(found, call.pack), lang), err=True)


def _proposals(
    call: Options, project: Project, rejected: reviewing.Identities
) -> Sequence[Proposal]:
    own = [call.pack] if call.pack and call.pack.exists() else []
    packs = registry.load_packs(*project.rule_roots, glossaries=(*project.glossaries, *own))
    learned = learn(_revisions(call, project), Known(packs), call.min_count)
    return [proposal for proposal in learned if proposal.identity not in rejected]


def _revisions(call: Options, project: Project) -> Iterator[Revision]:
    if len(call.paths) == 2:
        return _compared(*call.paths, project)
    return _committed(call.paths[0] if call.paths else Path(), call.since, project)


def _committed(path: Path, since: str, project: Project) -> Iterator[Revision]:
    """The changes of a repository; what is no text is passed over."""

    def wanted(file: Path) -> bool:
        return formats.name_of(file.name) is not None and not project.excludes(file)

    for commit, file, *contents in history.changes(path, wanted, since):
        try:
            old, new = (files.parse(str(file), data, project).reading.text for data in contents)
        except KanwuError:
            continue
        yield Revision(str(file), old, new, commit)


def _compared(old: Path, new: Path, project: Project) -> Iterator[Revision]:
    """Two files, or those that two folders have under the same names."""
    if old.is_dir() != new.is_dir():
        raise click.UsageError("OLD and NEW are two files, or two folders")
    for path in files.walk([old], project, force_exclude=False):
        if isinstance(path, KanwuError):
            raise path
        if isinstance(path, files.Member):
            continue
        other = new / path.relative_to(old) if old.is_dir() else new
        if other.exists() or not old.is_dir():
            texts = (files.read(file, project).reading.text for file in (path, other))
            yield Revision(str(other), *texts)


def _reviewed(found: Sequence[Proposal], rejected: Path, lang: str) -> Sequence[Proposal]:
    """The accepted proposals; the others are remembered."""
    accepted, refused = reviewing.ask(found, lang)
    if refused:
        reviewing.write_rejected(rejected, reviewing.read_rejected(rejected) | refused)
    return accepted


def _extend(path: Path, proposals: Sequence[Proposal]) -> None:
    """Add to a pack, made if there is none, in the line ends that it has.

    Raises KanwuError, and leaves it as it was, if the outcome would be no pack.
    """
    exists = path.exists()
    text, old = (read_text(path), path.read_bytes()) if exists else ("", b"")
    added = extended(text, proposals, path.stem)
    parse_pack(path, added)
    if b"\r\n" in old:
        added = added.replace("\n", "\r\n")
    new = codecs.BOM_UTF8 * old.startswith(codecs.BOM_UTF8) + added.encode()
    if exists:
        files.rewrite(path, old, new)
    else:
        files.write(path, new)


def _summary(found: Sequence[Proposal], pack: Path | None) -> Message:
    zh, en = f"{len(found)} 項建議", f"proposals: {len(found)}"
    if pack and found:
        return Message(f"{zh}，已寫入 {pack}", f"{en}, written to {pack}")
    return Message(zh, en)
