"""kanwu eval: measure the findings on text whose errors are known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kanwu import files
from kanwu.cli import scores
from kanwu.cli.options import Judging, judging, write
from kanwu.evaluation import Pages, Sentences, evaluate_document, evaluate_pairs
from kanwu.labels import read_marked, read_pairs
from kanwu.run import Job, Worker


@click.command("eval")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--gold",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="ERRORS",
    help="The marked errors of a FILE, as JSON Lines; once for each, in their order.",
)
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report to a file.",
)
@judging
def command(
    paths: tuple[Path, ...],
    gold: tuple[Path, ...],
    output_format: str,
    output: Path | None,
    **options: Any,
) -> None:
    """Measure kanwu on text whose errors you have marked.

    A FILE holds pairs: a sentence, a tab, and the sentence as it should be (the same again where
    it has no errors) on each line. Its sentences are checked as the lines of one document: an
    error is the likelier the more of its kind there are. With --gold it is a document, and its
    errors are marked in a file of their own: on each line an object with line (from 1), start and
    end (in the line, from 0), text, fix (null where it is not sure), and if wanted category and
    certainty (certain, likely or possible; only the certain ones must be found).

    \b
    strict   a changed sentence must equal its target
    lenient  as pycorrector counts: a sentence with errors is no false alarm
    """
    if gold and len(gold) != len(paths):
        raise click.UsageError("--gold is given once for each FILE, in their order")
    project = Judging(**options).project()
    worker = Job(project).load()
    if gold:
        made = scores.record([_pages(*of, worker) for of in zip(paths, gold, strict=True)])
    else:
        made = scores.record([_sentences(path, worker) for path in paths])
    lang = project.settings.lang
    text = scores.to_json(made) if output_format == "json" else scores.to_text(made, lang)
    write([text.encode("utf-8", "backslashreplace")], output)


def _sentences(path: Path, worker: Worker) -> tuple[str, Sentences]:
    file = files.read_labels(path, worker.job.project)
    sentences = evaluate_pairs(file, read_pairs(file), worker.linter(path))
    return str(path), Sentences.of(sentences)


def _pages(path: Path, gold: Path, worker: Worker) -> tuple[str, Pages]:
    project = worker.job.project
    document = files.read(path, project)
    errors = read_marked(files.read_labels(gold, project), document)
    return str(path), evaluate_document(document, errors, worker.linter(path))
