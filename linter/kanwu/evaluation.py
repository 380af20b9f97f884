"""Measures findings on labelled text. Pure; what finds them is given as a function.

Sentences are counted in two ways, after the best fixes of all findings are made. They agree on
what was mended (tp: had errors, and equals the target now), missed (fn: had errors, and does not)
and left alone (tn), and so on recall; they differ in what is a false alarm:

strict   every sentence that was changed and does not equal the target now: the sentence-level
         correction of Xu et al., “Read, Listen, and See” (ReaLiSe), Findings of ACL 2021, and of
         most papers on Chinese spelling correction
lenient  only those that had no errors: as pycorrector counts in `eval_sighan2015_by_model`, where
         a wrong change of a sentence with errors is not held against the precision

Findings are judged one by one (`Verdict`), and set against their confidence as in the reliability
diagrams of Guo et al., “On Calibration of Modern Neural Networks”, ICML 2017. A share of nothing
is None.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Any, Literal, TypeVar

from rapidfuzz.distance import Levenshtein

from kanwu.diagnostic import Applicability, Diagnostic, Edit, Fix, Span, apply_edits
from kanwu.document import Document
from kanwu.fix import choose
from kanwu.labels import MarkedError, Pair

Lint = Callable[[Document], Sequence[Diagnostic]]
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.97, 1.0)
"""The bounds of the bins of confidence; each includes its lower one, the last one both."""


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Score:
    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """The harmonic mean: 0 where nothing was found, None where there was nothing to find."""
        if self.recall is None:
            return None
        precision = self.precision or 0.0
        return share(2 * precision * self.recall, precision + self.recall) or 0.0


class Verdict(Enum):
    """What a finding is worth."""

    RIGHT = "right"
    """Its best fix is what the labels say."""
    OTHER = "other"
    """Something is wrong there, but the fix is another, or there is none."""
    WRONG = "wrong"
    """Nothing is wrong there."""
    OPEN = "open"
    """The labels are not certain there; it counts neither for nor against."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding, and the verdict on it."""

    code: str
    rule: str
    confidence: float
    verdict: Verdict

    @classmethod
    def of(cls, diagnostic: Diagnostic, verdict: Verdict) -> Judged:
        return cls(diagnostic.code, diagnostic.rule, diagnostic.finding.confidence, verdict)


# Pairs of sentences


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is written, as it should be, and as the best fixes leave it."""

    source: str
    target: str
    output: str
    findings: tuple[Judged, ...] = ()

    @property
    def kind(self) -> Literal["tp", "fp", "fn", "tn", "spoilt"]:
        """As in `Sentences`; `spoilt` is an fn that was changed."""
        if self.source == self.target:
            return "tn" if self.output == self.source else "fp"
        if self.output == self.target:
            return "tp"
        return "fn" if self.output == self.source else "spoilt"


@dataclass(frozen=True, slots=True)
class Sentences:
    """Sentences, counted leniently; `spoilt` are those of the `fn` that were changed."""

    tp: int
    fp: int
    fn: int
    tn: int
    spoilt: int
    findings: tuple[Judged, ...]

    @classmethod
    def of(cls, sentences: Sequence[Sentence]) -> Sentences:
        kinds = Counter(sentence.kind for sentence in sentences)
        missed = kinds["fn"] + kinds["spoilt"]
        findings = tuple(finding for sentence in sentences for finding in sentence.findings)
        return cls(kinds["tp"], kinds["fp"], missed, kinds["tn"], kinds["spoilt"], findings)

    @property
    def total(self) -> int:
        return self.tp + self.fp + self.fn + self.tn

    @property
    def clean(self) -> int:
        return self.fp + self.tn

    @property
    def clean_changed(self) -> int:
        return self.fp

    @property
    def strict(self) -> Score:
        return self._score(self.fp + self.spoilt)

    @property
    def lenient(self) -> Score:
        return self._score(self.fp)

    def _score(self, false_alarms: int) -> Score:
        precision = share(self.tp, self.tp + false_alarms)
        return Score(precision, share(self.tp, self.tp + self.fn))


def evaluate_pairs(file: Document, pairs: Sequence[Pair], lint: Lint) -> list[Sentence]:
    """What became of the sentences of a file of pairs, and of the findings in them.

    They are the lines of one document, an empty line between two, because errors are judged by
    how many others a document has. A finding that reaches over the end of its line is left out.
    """
    document = file.with_text("\n\n".join(pair.source for pair in pairs))
    starts = document.line_starts[::2]
    found: defaultdict[int, list[Diagnostic]] = defaultdict(list)
    for diagnostic in lint(document):
        row = bisect_right(starts, diagnostic.span.start) - 1
        if diagnostic.span.end <= starts[row] + len(pairs[row].source):
            found[row].append(diagnostic.moved(-starts[row]))
    return [_sentence(pair, found.get(row, ())) for row, pair in enumerate(pairs)]


def _sentence(pair: Pair, diagnostics: Sequence[Diagnostic]) -> Sentence:
    source, target = pair
    if not diagnostics:
        return Sentence(source, target, source)
    differences = _differences(source, target)
    findings = (Judged.of(d, _agree(d, source, target, differences)) for d in diagnostics)
    output = apply_edits(source, _best_edits(diagnostics))
    return Sentence(source, target, output, tuple(findings))


def _best_edits(diagnostics: Sequence[Diagnostic]) -> list[Edit]:
    """The best fixes of all findings; where two overlap, that of the surer one."""
    return [edit for _, fix in choose(diagnostics, Applicability.SHOW) for edit in fix.edits]


def _agree(
    diagnostic: Diagnostic, source: str, target: str, differences: Sequence[Span]
) -> Verdict:
    """Right is a fix that lies on a shortest way, by characters, from the source to the target.

    It need not mend all that is wrong, but changes nothing to what the target has not; and where
    several alignments are as short, any will do.
    """
    if diagnostic.fix is not None:
        fixed = apply_edits(source, diagnostic.fix.edits)
        done, left = Levenshtein.distance(source, fixed), Levenshtein.distance(fixed, target)
        if done and done + left == Levenshtein.distance(source, target):
            return Verdict.RIGHT
    hit = any(_meet(diagnostic.span, difference) for difference in differences)
    return Verdict.OTHER if hit else Verdict.WRONG


def _differences(source: str, target: str) -> list[Span]:
    """Where the source differs from the target.

    What is missing, or one too many, has no sure place (which of two 的?), so that the characters
    beside it belong to it.
    """
    return [
        Span(step.src_start, step.src_end)
        if step.tag == "replace"
        else Span(max(0, step.src_start - 1), step.src_end + 1)
        for step in Levenshtein.opcodes(source, target)
        if step.tag != "equal"
    ]


def _meet(one: Span, other: Span) -> bool:
    """Whether two spans overlap; an empty one need only touch the other."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.overlaps(other)


# Documents with marked errors


@dataclass(frozen=True, slots=True)
class Met:
    """A certain error: whether a finding met it, and whether its best fix was the marked one."""

    category: str
    found: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """Documents with marked errors: their lines, blank ones aside, errors and findings.

    A clean line has no marked error at all, certain or not.
    """

    total: int
    clean: int
    clean_changed: int
    errors: tuple[Met, ...]
    findings: tuple[Judged, ...]

    @property
    def place(self) -> Score:
        """Whether findings are where errors are: of findings, and of errors."""
        return Score(Verdicts.of(self.findings).placed, Found.of(self.errors).found_share)

    @property
    def fix(self) -> Score:
        """Whether fixes are the marked ones: of findings, and of errors."""
        return Score(Verdicts.of(self.findings).precision, Found.of(self.errors).fixed_share)


@dataclass(frozen=True, slots=True)
class Found:
    """How many certain errors there are, are found and are fixed as marked."""

    errors: int
    found: int
    fixed: int

    @classmethod
    def of(cls, errors: Sequence[Met]) -> Found:
        return cls(len(errors), sum(e.found for e in errors), sum(e.fixed for e in errors))

    @property
    def found_share(self) -> float | None:
        return share(self.found, self.errors)

    @property
    def fixed_share(self) -> float | None:
        return share(self.fixed, self.errors)


def evaluate_document(document: Document, errors: Sequence[MarkedError], lint: Lint) -> Pages:
    """What became of the marked errors of a document, and of the findings in it."""
    by_line: defaultdict[int, list[MarkedError]] = defaultdict(list)
    for error in errors:
        by_line[document.line_column(error.span.start)[0]].append(error)
    diagnostics = lint(document)
    found, fixed, findings = set[MarkedError](), set[MarkedError](), []
    for diagnostic in diagnostics:
        first, last = (document.line_column(place)[0] for place in diagnostic.span)
        near = (error for line in range(first, last + 1) for error in by_line.get(line, ()))
        met = [error for error in near if _meet(diagnostic.span, error.span)]
        certain = [error for error in met if error.certain]
        mended = _mended(document.text, diagnostic, certain)
        found.update(certain)
        fixed.update(mended)
        findings.append(Judged.of(diagnostic, _verdict(met, certain, mended)))
    lines = range(1, len(document.line_starts) + 1)
    clean = {n for n in lines if n not in by_line and document.line(n).strip()}
    changed = {document.line_column(edit.span.start)[0] for edit in _best_edits(diagnostics)}
    return Pages(
        total=len(clean | by_line.keys()),
        clean=len(clean),
        clean_changed=len(clean & changed),
        errors=tuple(Met(e.category, e in found, e in fixed) for e in errors if e.certain),
        findings=tuple(findings),
    )


def _verdict(
    met: Sequence[MarkedError], certain: Sequence[MarkedError], mended: Sequence[MarkedError]
) -> Verdict:
    if mended:
        return Verdict.RIGHT
    if len(certain) < len(met):
        return Verdict.OPEN
    return Verdict.OTHER if met else Verdict.WRONG


def _mended(
    text: str, diagnostic: Diagnostic, errors: Sequence[MarkedError]
) -> Sequence[MarkedError]:
    """The errors, of those that a finding meets, that its best fix mends as marked: one, or all.

    A finding without a fix agrees with errors that have no sure one.
    """
    fix = diagnostic.fix
    if fix is None:
        return [error for error in errors if error.fix is None]
    known = [error for error in errors if error.fix is not None]
    for group in (known, *([error] for error in known)):
        if group and _same(text, diagnostic.span, fix, group):
            return group
    return ()


def _same(text: str, span: Span, fix: Fix, errors: Sequence[MarkedError]) -> bool:
    """Whether the fix of a finding at `span` makes of the text what those of the errors make."""
    edits = tuple(sorted(Edit(error.span, error.fix or "") for error in errors))
    if any(one.span.end > two.span.start for one, two in pairwise(edits)):
        return False
    spans = (span, *(error.span for error in errors))
    around = Span(min(s.start for s in spans), max(s.end for s in spans))
    marked = Fix(edits, Applicability.SHOW)
    return fix.replacement(text, around) == marked.replacement(text, around)


# Counts of both

_Measured = TypeVar("_Measured", Sentences, Pages)
_Item = TypeVar("_Item")


def together(parts: Sequence[_Measured]) -> _Measured:
    """Several as one: each of their counts, and all they list."""
    kind = type(parts[0])
    names = (field.name for field in fields(kind))
    return kind(*(reduce(add, (getattr(part, name) for part in parts)) for name in names))


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many findings got which verdict."""

    right: int
    other: int
    wrong: int
    open: int

    @classmethod
    def of(cls, findings: Iterable[Judged]) -> Verdicts:
        counts = Counter(finding.verdict for finding in findings)
        return cls(*(counts[verdict] for verdict in Verdict))

    @property
    def findings(self) -> int:
        return self.decided + self.open

    @property
    def decided(self) -> int:
        return self.right + self.other + self.wrong

    @property
    def precision(self) -> float | None:
        """The share whose fix is right."""
        return share(self.right, self.decided)

    @property
    def placed(self) -> float | None:
        """The share that is where something is wrong: what a confidence claims."""
        return share(self.right + self.other, self.decided)


@dataclass(frozen=True, slots=True)
class Bin:
    """The decided findings with a confidence from `low` to `high`."""

    low: float
    high: float
    mean: float | None
    """Of their confidences."""
    verdicts: Verdicts


def by_rule(findings: Iterable[Judged]) -> dict[tuple[str, str], Verdicts]:
    """The verdicts on the findings of each rule, by code and name."""
    groups = _grouped(findings, lambda finding: (finding.code, finding.rule))
    return {rule: Verdicts.of(group) for rule, group in groups}


def by_family(findings: Iterable[Judged]) -> dict[str, Verdicts]:
    """The same for the letters of the codes."""
    groups = _grouped(findings, lambda finding: finding.code.rstrip("0123456789"))
    return {letters: Verdicts.of(group) for letters, group in groups}


def by_category(errors: Iterable[Met]) -> dict[str, Found]:
    groups = _grouped(errors, lambda error: error.category)
    return {category: Found.of(group) for category, group in groups}


def _grouped(items: Iterable[_Item], key: Callable[[_Item], Any]) -> list[tuple[Any, list[_Item]]]:
    groups: defaultdict[Any, list[_Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return sorted(groups.items())


def reliability(findings: Iterable[Judged]) -> tuple[Bin, ...]:
    """How often findings are right, by how sure they were, in bins from `EDGES`."""
    groups: list[list[Judged]] = [[] for _ in EDGES[1:]]
    for finding in findings:
        if finding.verdict is not Verdict.OPEN:
            groups[min(bisect_right(EDGES, finding.confidence), len(groups)) - 1].append(finding)
    return tuple(
        Bin(low, high, share(sum(f.confidence for f in group), len(group)), Verdicts.of(group))
        for (low, high), group in zip(pairwise(EDGES), groups, strict=True)
    )
