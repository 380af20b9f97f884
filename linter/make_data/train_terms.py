"""Fits the model that judges garbled terms, and writes data/term_weights.tsv.

    PYTHONPATH=linter python -m make_data.train_terms --pairs sighan13.tsv aishell1.tsv …

It is fitted on the marked transcripts beside this file, written for it, in which errors stand as
{what is written|what was said}; those called clean_… have none, and many words that sound like
terms. The cases of the packs are examples too. With `--pairs` the right sentences of the sets of
`make_data.train` are added, as text that has few terms or none. Transcripts of `--held-out` are not
fitted on but judged: a line for each cut has the findings, their precision, and the share of those
that could be right.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import numpy as np

from kanwu import data, registry
from kanwu.analysis import Analysis
from kanwu.diagnostic import Edit, Span, apply_edits
from kanwu.glossary import Glossary
from kanwu.glossary.glossary import in_document
from kanwu.glossary.pack import Case
from kanwu.glossary.vocabulary import Vocabulary
from kanwu.hanzi.script import fold
from kanwu.language.judge import Model, scores, shares, term
from make_data.train import Examples, fit, load, without_missed, write

TRANSCRIPTS = Path(__file__).parent / "transcripts"
_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]*)\}")
_EXACT = ("exact_2", "exact_3", "exact_4", "exact_5")
_SOUNDS = (*_EXACT, "changed", "dropped", "added", "swapped", "heard")
_CROSSED = (
    *("gain<5", "gain<12", "gain<20", "left", "right", "near", "near<2", "elsewhere"),
    *("no_context", "shared", "present", "is_word", "bonus", "common"),
)
_LATIN = (
    *("english_name", "spelt", "sounds", "same_sound", "english", "common_english"),
    *("near", "no_context", "letters", "present", "one_letter"),
)
_PRODUCTS = tuple(
    f"{one}*{other}"
    for one in ("one_letter", "same_sound", "spelt", "short")
    for other in ("near", "present")
)
_BENDS = (
    *("gain<0", "gain<3", "gain<6", "gain<10", "gain<15", "gain<22"),
    *("near<1", "near<2", "near<4", "elsewhere<2", "elsewhere<3"),
    *("spelt>0.75", "spelt>0.85", "sounds>0.75", "sounds>0.85"),
)
_FOR = {
    *("gain", "left", "right", "near", "elsewhere", "present", "shared", "spelt", "sounds", "part"),
    *("one_letter", "same_sound", "letters", "apart"),
}
_AGAINST = {
    *("fuzzy", "near_sound", "half", "cuts", "no_context", "name", "is_word", "common", "in_name"),
    *("english", "common_english", "beside"),
}
"""What can only make a term likelier, or less likely, however much else is known of it."""
_TOGETHER = (1, 12, 60)
_CLEAN = "clean_"
_CASE_WEIGHT = 3.0
_PLAIN_WEIGHT, _TRAP_WEIGHT = 0.3, 0.15
"""Of text without errors: of any, and as a document of those that are full of traps."""
_LINES = 150
_MISSED = 0.5
"""Errors of which the model of marked texts is so sure are mostly real: 拨备复盖率."""
_LEAST_SCORE = -4
_SEED = 7


class Marked(NamedTuple):
    """A text with its errors: where each is, and what was said."""

    text: str
    errors: tuple[tuple[Span, str], ...]


def marked(line: str) -> Marked:
    """The text of a line with marks."""
    parts: list[str] = []
    errors: list[tuple[Span, str]] = []
    last = size = 0
    for match in _MARK.finditer(line):
        before, written = line[last : match.start()], match[1]
        parts += before, written
        start = size + len(before)
        size = start + len(written)
        errors.append((Span(start, size), match[2]))
        last = match.end()
    return Marked("".join([*parts, line[last:]]), tuple(errors))


def together(texts: Sequence[Marked]) -> Marked:
    """Texts as the lines of one document."""
    errors: list[tuple[Span, str]] = []
    start = 0
    for text in texts:
        errors += ((Span(start + a, start + b), said) for (a, b), said in text.errors)
        start += len(text.text) + 1
    return Marked("\n".join(text.text for text in texts), tuple(errors))


def is_right(text: Marked, place: Span, forms: Collection[str]) -> bool:
    """Whether one of the forms of a term mends what it touches."""
    start, end = place
    touched = [(span, said) for span, said in text.errors if span.overlaps(place)]
    if not touched:
        return False
    low, high = min(start, touched[0][0].start), max(end, touched[-1][0].end)
    edits = [Edit(span.moved(-low), said) for span, said in touched]
    meant = normal_text(apply_edits(text.text[low:high], edits))
    before, after = normal_text(text.text[low:start]), normal_text(text.text[end:high])
    return any(before + form + after == meant for form in forms)


def normal_text(text: str) -> str:
    return fold(text).lower()


def of_case(case: Case) -> Marked:
    """The text of a case, its errors being where it differs from what it becomes."""
    text, fixed = case.text, case.fixed or case.text
    found = SequenceMatcher(None, text, fixed, autojunk=False).get_opcodes()
    changes = [(Span(a, b), fixed[c:d]) for kind, a, b, c, d in found if kind != "equal"]
    return Marked(text, tuple(changes))


def examples(glossary: Glossary, texts: Sequence[Marked]) -> Iterator[Examples]:
    """The candidates of texts, one by one and several as one document."""
    for size in _TOGETHER:
        parts = (texts[first : first + size] for first in range(0, len(texts), size))
        yield from _examples(glossary, map(together, parts))


def _examples(glossary: Glossary, texts: Iterable[Marked]) -> Iterator[Examples]:
    vocabulary = glossary.vocabulary
    for text in texts:
        found = glossary.candidates(Analysis(text.text), hopeless=True)
        if len(found):
            right = np.array(
                [is_right(text, row.span, _forms(vocabulary, row.term)) for row in found.rows()]
            )
            yield Examples(found.columns, right, found.among, len(text.text))


def documents(texts: Sequence[Marked], source: random.Random) -> Iterator[Marked]:
    """Texts of two sizes, drawn from these, with none of their errors, some or all."""
    for share in (0, 0.1, 0.25, 0.5, 1):
        for size in (10, 40):
            for _ in range(max(1, len(texts) // size)):
                drawn = source.sample(texts, min(size, len(texts)))
                yield together([thinned(each, share, source) for each in drawn])


def thinned(text: Marked, share: float, source: random.Random) -> Marked:
    """A text with a share of its errors, the others mended."""
    kept: list[tuple[Span, str]] = []
    mended: list[Edit] = []
    moved = 0
    for span, said in text.errors:
        if source.random() < share:
            kept.append((span.moved(moved), said))
        else:
            mended.append(Edit(span, said))
            moved += len(said) - (span.end - span.start)
    return Marked(apply_edits(text.text, mended), tuple(kept))


def fit_documents(model: Model, sets: Sequence[tuple[Examples, float]]) -> Model:
    seen = []
    for each, weight in sets:
        alone = scores(each.columns, model)
        evidence = in_document(alone, each.rivals, each.characters)
        seen.append((each._replace(columns=evidence).take(alone > _LEAST_SCORE), weight))
    return fit(["score", "density"], seen)


def _forms(vocabulary: Vocabulary, number: int) -> list[str]:
    return [vocabulary.words[word] for word in vocabulary.right.at(number)]


def terms(names: Sequence[str]) -> list[str]:
    crossed = [f"{sound}*{name}" for sound in _SOUNDS for name in _CROSSED]
    return [*names, *crossed, *(f"latin*{name}" for name in _LATIN), *_PRODUCTS, *_BENDS]


def sign(name: str) -> int:
    """Which sign the weight of a term must have, see `make_data.train.fit`."""
    factors = {re.split("[<>]", factor)[0] for factor in term(name)}
    return bool(factors & _FOR) - bool(factors & _AGAINST)


def read_transcripts(folder: Path) -> dict[str, list[Marked]]:
    return {
        path.stem: [marked(line) for line in path.read_text("utf-8").splitlines() if line]
        for path in sorted(folder.glob("*.txt"))
    }


def reliability(model: Model, second: Model, sets: Iterable[Examples]) -> Iterable[str]:
    """A line for each cut: how many candidates reach it, and how many of these are right."""
    likely, right = [], []
    for each in sets:
        seen = in_document(scores(each.columns, model), each.rivals, each.characters)
        likely.append(shares(scores(seen, second), each.rivals))
        right.append(each.right)
    probability, true = np.concatenate(likely), np.concatenate(right)
    for cut in (0.2, 0.5, 0.7, 0.8, 0.9, 0.95):
        shown = probability >= cut
        found = true[shown].sum()
        precision, recall = found / max(shown.sum(), 1), found / max(true.sum(), 1)
        yield f"{cut:.2f}  {shown.sum():6}  {precision:.3f}  {recall:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", nargs="*", type=Path, default=[])
    parser.add_argument("--held-out", nargs="*", default=[], metavar="TRANSCRIPT")
    options = parser.parse_args()
    packs, source = registry.load_packs(), random.Random(_SEED)
    glossary = Glossary.of(packs)
    transcripts = read_transcripts(TRANSCRIPTS)
    held_out = {name: transcripts.pop(name) for name in options.held_out}
    cases = [of_case(case) for pack in packs for case in pack.case]
    sets = [(each, _CASE_WEIGHT) for each in _examples(glossary, cases)]
    whole: list[tuple[Examples, float]] = []
    plain_sets: list[Examples] = []
    for name, texts in transcripts.items():
        clean = name.startswith(_CLEAN)
        sets += [(each, _PLAIN_WEIGHT if clean else 1.0) for each in examples(glossary, texts)]
        drawn = _examples(glossary, documents(texts, source))
        whole += [(each, _TRAP_WEIGHT if clean else 1.0) for each in drawn]
    for path in options.pairs:
        plain = [Marked(target, ()) for _, target in load(path)]
        blocks = (plain[first : first + _LINES] for first in range(0, len(plain), _LINES))
        plain_sets += _examples(glossary, map(together, blocks))
    names = terms(list(sets[0][0].columns))
    marked_only = fit(names, sets, sign)
    plain_sets = [without_missed(marked_only, each, _MISSED) for each in plain_sets]
    sets += [(each, _PLAIN_WEIGHT) for each in plain_sets]
    whole += [(each, 1.0) for each in plain_sets]
    model = fit(names, sets, sign)
    second = fit_documents(model, whole)
    write(model, data.HERE / "term_weights.tsv")
    write(second, data.HERE / "term_document_weights.tsv")
    for name, texts in held_out.items():
        print(name, *reliability(model, second, _examples(glossary, [together(texts)])), sep="\n")


if __name__ == "__main__":
    main()
