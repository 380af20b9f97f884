"""What the corrections of texts say for the glossary: wrong forms, new terms, context words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Literal, NamedTuple

from kanwu.diagnostic import Span
from kanwu.glossary.collocates import collocates
from kanwu.glossary.corrections import (
    Change,
    Line,
    all_bare,
    bare,
    corrected_lines,
    may_be_form,
)
from kanwu.glossary.pack import Pack
from kanwu.glossary.wording import is_error, is_word, may_be_word
from kanwu.hanzi.script import code_points
from kanwu.language import lexicon, runs

Kind = Literal["term", "heard", "context"]
KINDS: tuple[Kind, ...] = ("term", "heard", "context")

_REACH = 6  # tokens on either side of a change that may belong to the same term
_AROUND = 16  # characters shown on both sides of an example


class Revision(NamedTuple):
    """A text before and after somebody worked on it, and the commit that did it, if one did."""

    path: str
    old: str
    new: str
    commit: str = ""


class Excerpt(NamedTuple):
    """A form with what stands around it in its line."""

    left: str
    form: str
    right: str

    @classmethod
    def of(cls, line: str, span: Span) -> Excerpt:
        first, last = span.start - _AROUND, span.end + _AROUND
        left = "…" * (first > 0) + line[max(first, 0) : span.start]
        right = line[span.end : last] + "…" * (last < len(line))
        return cls(left, span.of(line), right)

    def __str__(self) -> str:
        return "".join(self)


class Example(NamedTuple):
    """One of the corrections that a proposal is made for."""

    path: str
    commit: str
    before: Excerpt
    after: Excerpt


class Seen(NamedTuple):
    """How often something was corrected, in how many files and commits."""

    corrections: int
    files: int
    commits: int
    example: Example


@dataclass(frozen=True)
class Proposal:
    """What might be added to a pack: wrong forms and context words of a term, itself perhaps new.

    A new term that is an ordinary word is proposed for its wrong forms alone.
    """

    kind: Kind
    term: str
    seen: Seen
    heard: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    plain_word: bool = False

    @property
    def identity(self) -> tuple[str, ...]:
        """What makes it the same proposal at another time, whatever has been seen by then."""
        added = () if self.kind == "term" else (*self.heard, *self.context)
        return (self.kind, *map(bare, (self.term, *added)))


@dataclass(frozen=True, eq=False)
class Known:
    """What some packs have already."""

    packs: tuple[Pack, ...]

    @cached_property
    def names(self) -> dict[str, str]:
        """The term of each right form."""
        terms = [term for pack in self.packs for term in pack.terms]
        named = [(form, term.term) for term in terms for form in term.right_forms]
        keys = all_bare(form for form, _ in named)
        return {key: name for key, (_, name) in zip(keys, named, strict=True)}

    @cached_property
    def heard(self) -> frozenset[tuple[str, str]]:
        """The wrong forms, each with its term."""
        terms = [term for pack in self.packs for term in pack.terms]
        forms = all_bare(form for term in terms for form in term.heard)
        names = all_bare(term.term for term in terms for _ in term.heard)
        return frozenset(zip(forms, names, strict=True))

    def name(self, form: str) -> str:
        """The term that has a right form, or the form itself."""
        return self.names.get(bare(form), form)

    def speaking(self, name: str) -> frozenset[str]:
        """The words that speak for a term, the other terms of its domains among them."""
        found: set[str] = set()
        for pack in self.packs:
            own = [term for term in pack.terms if term.term == name]
            if own:
                found.update(word for term in own for word in (*term.context, *term.sisters))
                found.update(pack.context)
                found.update(form for term in pack.terms for form in term.right_forms)
        return frozenset(all_bare(found))


@dataclass(frozen=True)
class _Form:
    """A range of a line that may be a term, and what stood there before."""

    line: Line
    new: Span
    old: Span
    path: str
    commit: str

    @property
    def right(self) -> str:
        return self.new.of(self.line.after)

    @property
    def heard(self) -> str:
        return self.old.of(self.line.before)

    @cached_property
    def pair(self) -> tuple[str, str]:
        """What became what, as it is compared."""
        return bare(self.heard), bare(self.right)

    @property
    def example(self) -> Example:
        before = Excerpt.of(self.line.before, self.old)
        return Example(self.path, self.commit, before, Excerpt.of(self.line.after, self.new))


_Options = tuple[tuple[_Form, ...], ...]
"""By change of a line, the forms that it may belong to."""


def learn(revisions: Iterable[Revision], known: Known, least: int = 2) -> tuple[Proposal, ...]:
    """What to add to a glossary, by the corrections that were made `least` times or oftener.

    For known terms wrong forms, and words that stand where they are corrected more than elsewhere;
    and new terms with theirs. New terms come first, then what has been seen most.

    Nothing is proposed that was as often corrected the other way, and no wrong form that is a
    right form of a known or a new term.
    """
    lines: dict[str, None] = {}
    options: list[_Options] = []
    for revision in revisions:
        lines |= dict.fromkeys(revision.new.splitlines())
        options += _changed_lines(revision)
    terms = _by_term(_chosen(options, known, least), known, least)
    near = {key: {form.line.after for form in forms} for key, forms in terms.items()}
    beside = collocates(near, lines)
    proposals = [
        proposal
        for key, forms in terms.items()
        for proposal in _proposals(key, forms, beside.get(key, ()), known, least)
    ]
    return tuple(sorted(proposals, key=_rank))


def _rank(proposal: Proposal) -> tuple[int, int, tuple[str, ...]]:
    return KINDS.index(proposal.kind), -proposal.seen.corrections, proposal.identity


def _changed_lines(revision: Revision) -> Iterator[_Options]:
    """What may be the term of each change of each line: what begins and ends where words do."""
    lines = list(corrected_lines(revision.old, revision.new))
    starts = accumulate((len(line.after) + 1 for line in lines), initial=0)
    spoken = runs.read(code_points("\n".join(line.after for line in lines)))
    around = [
        [tuple(_around(line, change, revision)) for change in line.replacements] for line in lines
    ]
    spans = [
        form.new.moved(start)
        for start, changes in zip(starts, around, strict=False)
        for forms in changes
        for form in forms
    ]
    whole = iter(lexicon.divide(spoken, spans).whole.tolist())
    for changes in around:
        yield tuple(tuple(form for form in forms if next(whole)) for forms in changes)


def _around(line: Line, change: Change, revision: Revision) -> Iterator[_Form]:
    """The ranges of a line that hold a change and may be forms of a term."""
    first, last = change.new
    for start in range(max(first - _REACH, 0), first + 1):
        for end in range(last, min(last + _REACH, len(line.new.keys)) + 1):
            source = line.source(Span(start, end))
            if source is not None:
                new, old = line.new.place(Span(start, end)), line.old.place(source)
                form = _Form(line, new, old, revision.path, revision.commit)
                if may_be_form(form.right) and may_be_form(form.heard):
                    yield form


def _chosen(options: Sequence[_Options], known: Known, least: int) -> list[_Form]:
    """The form that each change most likely belongs to, once for all its changes in a line.

    What was as often changed back is left out.
    """
    forms = [form for line in options for forms in line for form in forms]
    pairs = Counter(form.pair for form in forms)
    lines = Counter(right for right, _ in {(form.pair[1], form.line.after) for form in forms})
    often = {right for right in lines if lines[right] >= least and may_be_word(right)}

    def best(forms: Sequence[_Form]) -> _Form | None:
        """The longest known term; else what was corrected in most lines, and of that the shortest.

        What stands in one line alone may be any part of it.
        """
        terms = [form for form in forms if form.pair[1] in known.names]
        if terms:
            return max(terms, key=lambda form: len(form.pair[1]))
        words = (form for form in forms if form.pair[1] in often)
        return min(words, key=lambda form: (-lines[form.pair[1]], len(form.right)), default=None)

    chosen = [dict.fromkeys(form for forms in line if (form := best(forms))) for line in options]
    found = [form for forms in chosen for form in forms]
    return [form for form in found if pairs[form.pair] > pairs[form.pair[::-1]]]


def _by_term(found: Sequence[_Form], known: Known, least: int) -> dict[str, list[_Form]]:
    """The corrections of each term, by its name; of those that have enough."""
    errors = {
        (heard, right)
        for heard, right in {form.pair for form in found}
        if heard not in known.names and is_error(heard, right, right in known.names)
    }
    times = Counter(form.pair for form in found if form.pair in errors)
    wrong = {heard for (heard, _), count in times.items() if count >= least}
    terms: dict[str, list[_Form]] = {}
    for form in found:
        if form.pair in errors and form.pair[1] not in wrong:
            terms.setdefault(bare(known.name(form.right)), []).append(form)
    return {key: forms for key, forms in terms.items() if len(forms) >= least}


def _proposals(
    key: str, forms: Sequence[_Form], beside: Sequence[str], known: Known, least: int
) -> Iterator[Proposal]:
    """What to add for a term that was corrected in `forms`, near the words `beside`."""
    name = known.name(forms[0].right)
    heard = _frequent(forms, least)
    speaking = known.speaking(name) if beside else frozenset()
    context = tuple(
        word for word in beside if bare(word) not in speaking and not _overlap(bare(word), key)
    )
    if key not in known.names:
        plain = is_word(key)
        if heard or not plain:
            wrong = tuple(own[0].heard for own in heard)
            yield Proposal("term", name, _seen(forms), wrong, context, plain)
        return
    for own in heard:
        if (own[0].pair[0], key) not in known.heard:
            yield Proposal("heard", name, _seen(own), heard=(own[0].heard,))
    for word in context:
        yield Proposal("context", name, _seen(forms), context=(word,))


def _frequent(forms: Sequence[_Form], least: int) -> list[list[_Form]]:
    """The corrections of each wrong form that has enough of them, the most frequent first."""
    found: dict[str, list[_Form]] = {}
    for form in forms:
        found.setdefault(form.pair[0], []).append(form)
    enough = (own for own in found.values() if len(own) >= least)
    return sorted(enough, key=lambda own: -len(own))


def _seen(forms: Sequence[_Form]) -> Seen:
    files = {form.path for form in forms}
    commits = {form.commit for form in forms if form.commit}
    return Seen(len(forms), len(files), len(commits), forms[0].example)


def _overlap(word: str, term: str) -> bool:
    return word in term or term in word
