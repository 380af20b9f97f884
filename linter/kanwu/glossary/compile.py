"""Makes tables of packs: all that a text is searched for, ready to be mapped into memory.

    words          uint8            all words, in Simplified characters and lower case, in order
    word_*                          the words by key, their lengths in order, a filter of heads
    shown          uint64 (words,)  the domains that each shows, a bit each
    specific       float32 (words,) how much it shows them, 0 to 1: rare ones more
    written        uint8            the right forms of all terms as they are written, one by one
    right          lists            by term: its right forms, words; the first is its name
    terms          lists            by word: the terms of which it is a right form
    speaking       lists            by term: the words that speak for it alone
    against        lists            by term: the words beside which its forms are themselves
    domains        uint64 (terms,)  the domains of each term
    weights        float32 (terms,) how much likelier each is to be meant than others, nats
    spoken_*                        the tables of `language.terms`
    spoken_words   int32            by spoken form: the word that it is
    latin_*                         the Latin names: term, word, how it is written, letters, sound
    letters                         the letters of all right forms that have some
    heard, heard_terms              the wrong forms that are not hanzi alone, and their terms
    cased, cased_terms, cased_words the right forms of which the case counts: term and word

Lists are two tables: `NAME_starts`, and the `NAME` from each start on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kanwu.data.container import Tables, pack
from kanwu.errors import KanwuError
from kanwu.glossary.pack import Pack, Term
from kanwu.glossary.spelling import digits_and_letters, is_name, sound_of
from kanwu.glossary.vocabulary import HEAD
from kanwu.hanzi import sound
from kanwu.hanzi.numerals import readings
from kanwu.hanzi.script import code_points, normal
from kanwu.language import lexicon
from kanwu.language import terms as language
from kanwu.language.hashing import Sorted, key_of
from kanwu.language.ngrams import LONGEST
from kanwu.language.terms import LONGEST_TERM, Heard, Terms, Way

_COMMON, _SPECIFIC = -8.0, -14.0
"""The log probability of words that say nothing of a text's domain, and of those that do."""
_HANZI = re.compile(r"[\u3400-\u9fff]+")
_FIGURES = re.compile(r"(?=.*[0-9])(?=.*[\u3400-\u9fff])[0-9\u3400-\u9fff]+")
_MOST_DOMAINS = 64
MOST_TERMS = 250_000
"""So many are compiled in less than a minute and a gigabyte; both grow with their number."""
_SHORTEST_NAME = 3
_SHORTEST_READING = 4
"""Of a name with a figure: 豹8 sounds like much else."""


class _Form(NamedTuple):
    """A form of the term `number`."""

    number: int
    written: str
    normal: str


Ways = Mapping[str, Sequence[tuple[int, ...]]]
"""The ways to say forms, as numbers of syllables."""


def compile_packs(packs: Sequence[Pack], read: Ways | None = None) -> Tables:
    """The tables of some packs. Raises KanwuError for too many domains or terms.

    `read` are forms whose ways are known, which spares reading them again.
    """
    terms = [term for each in packs for term in each.terms]
    if len(terms) > MOST_TERMS:
        raise KanwuError("the glossary", f"has {len(terms):,} terms; {MOST_TERMS:,} are the limit")
    right = _forms((n, form) for n, term in enumerate(terms) for form in term.right_forms)
    names = {form.normal for form in right}
    heard = _forms((n, form) for n, term in enumerate(terms) for form in term.heard)
    heard = [form for form in heard if form.normal not in names]
    speaking = _forms(
        (n, word) for n, term in enumerate(terms) for word in (*term.context, *term.sisters)
    )
    against = _forms((n, word) for n, term in enumerate(terms) for word in term.against)
    shown = _shown(packs, right)
    for form in (*speaking, *against):
        shown.setdefault(form.normal, 0)
    words = sorted(shown)
    numbers = {word: number for number, word in enumerate(words)}

    def lists(name: str, forms: Iterable[_Form], count: int) -> Tables:
        return _lists(name, [(form.number, numbers[form.normal]) for form in forms], count)

    firsts = _names(right)
    weights = lexicon.weights(words) if words else np.zeros(0)
    return {
        "words": pack(words),
        **_keys(words),
        "shown": np.array([shown[word] for word in words], np.uint64),
        "specific": np.clip((_COMMON - weights) / (_COMMON - _SPECIFIC), 0, 1).astype(np.float32),
        "written": pack(form.written for form in right),
        **lists("right", right, len(terms)),
        **_lists("terms", [(numbers[form.normal], form.number) for form in right], len(words)),
        **lists("speaking", speaking, len(terms)),
        **lists("against", against, len(terms)),
        "domains": np.array([shown[firsts[n]] for n in range(len(terms))], np.uint64),
        "weights": _weights(terms, firsts),
        **_spoken(terms, right, heard, numbers, read=read or {}),
        **_latin(terms, right, numbers),
        **_heard_latin(heard),
        **_cased(terms, right, numbers),
    }


def _keys(words: Sequence[str]) -> Tables:
    table, order = Sorted.of_keys(np.array([key_of(word) for word in words], np.uint64))
    heads, _ = Sorted.of_keys(np.array([key_of(word[:HEAD]) for word in words], np.uint64))
    return {
        **table.tables("word"),
        "word_numbers": order.astype(np.int32),
        "word_lengths": np.unique([len(word) for word in words]).astype(np.int32),
        "word_heads": heads.filter.bits,
    }


def _forms(numbered: Iterable[tuple[int, str]]) -> list[_Form]:
    pairs = list(numbered)
    folded = normal(written for _, written in pairs)
    return [_Form(*pair, text) for pair, text in zip(pairs, folded, strict=True)]


def _names(right: Sequence[_Form]) -> dict[int, str]:
    """The name of each term: the first of its right forms."""
    return {form.number: form.normal for form in reversed(right)}


def _weights(terms: Sequence[Term], names: dict[int, str]) -> NDArray[np.float32]:
    """The weight of each term: the largest that a pack gives one of its name."""
    most: dict[str, float] = {}
    for number, term in enumerate(terms):
        most[names[number]] = max(term.weight, most.get(names[number], term.weight))
    return np.array([most[names[number]] for number in range(len(terms))], np.float32)


def _shown(packs: Sequence[Pack], right: Sequence[_Form]) -> dict[str, int]:
    """The domains that words show, as bits; those of a pack without a domain show none."""
    domains = sorted({each.domain for each in packs if each.domain})
    if len(domains) > _MOST_DOMAINS:
        raise KanwuError("the glossary", f"has more than {_MOST_DOMAINS} domains")
    shown = dict.fromkeys((form.normal for form in right), 0)
    forms = iter(right)
    for each in packs:
        bit = 1 << domains.index(each.domain) if each.domain else 0
        own = sum(len(term.right_forms) for term in each.terms)
        for word in (*(next(forms).normal for _ in range(own)), *normal(each.context)):
            shown[word] = shown.get(word, 0) | bit
    return shown


def _lists(name: str, pairs: Sequence[tuple[int, int]], count: int) -> Tables:
    """The second of each pair, by the first, of which there may be `count`."""
    owners, values = np.array(pairs, np.int32).reshape(-1, 2).T
    order = np.argsort(owners, kind="stable")
    starts = np.cumsum(np.pad(np.bincount(owners, minlength=count), (1, 0)))
    return {f"{name}_starts": starts.astype(np.int32), name: values[order]}


def _spoken(
    terms: Sequence[Term],
    right: Sequence[_Form],
    heard: Sequence[_Form],
    numbers: dict[str, int],
    *,
    read: Ways,
) -> Tables:
    """Forms that may be garbled in hanzi: those of hanzi, and all that are heard as hanzi."""
    firsts = _names(right)
    said = _said(terms, right)
    hanzi = [form for form in heard if _is_word(form.normal)]
    forms = list(dict.fromkeys([*said, *(firsts[form.number] for form in hanzi)]))
    places = {form: place for place, form in enumerate(forms)}
    wrong = {form.normal: places[firsts[form.number]] for form in reversed(hanzi)}
    given = {form.normal: terms[form.number].sound for form in reversed(right)}
    unread = [form for form in said if given.get(form) or form not in read]
    ways = [(form, way) for form in said if form in read for way in read[form]]
    ways += _ways(unread, given)
    tables = language.compiled(
        forms,
        [Way(places[form], way) for form, way in sorted(set(ways))],
        [Heard(form, text) for text, form in wrong.items()],
    )
    made = {f"spoken_{name}": table for name, table in tables.items()}
    made["spoken_words"] = np.array([numbers[said.get(form, form)] for form in forms], np.int32)
    return made


def _said(terms: Sequence[Term], right: Sequence[_Form]) -> dict[str, str]:
    """The right forms that may be heard as hanzi: as they are said, and as they are written.

    Figures are said in hanzi: 標普500 is 標普五百.
    """
    found = {
        form.normal: form.normal
        for form in right
        if _HANZI.fullmatch(form.normal)
        if 2 <= len(form.normal) <= LONGEST_TERM and not terms[form.number].plain_word
    }
    for form in right:
        if _FIGURES.fullmatch(form.normal) and not terms[form.number].plain_word:
            for reading in readings(form.normal):
                if _SHORTEST_READING <= len(reading) <= LONGEST_TERM:
                    found.setdefault(reading, form.normal)
    return found


def ways_in(tables: Tables) -> Ways:
    """The ways to say the forms of compiled packs."""
    spoken = Terms({"forms": tables["spoken_forms"]}).forms
    found: dict[str, list[tuple[int, ...]]] = {}
    rows = zip(tables["spoken_of_way"].tolist(), tables["spoken_syllables"].tolist(), strict=True)
    for form, syllables in rows:
        found.setdefault(spoken[form], []).append(tuple(filter(None, syllables)))
    return found


def _is_word(text: str) -> bool:
    return 2 <= len(text) <= LONGEST and _HANZI.fullmatch(text) is not None


def _ways(
    forms: Sequence[str], given: dict[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each way to say each form: as its term gives it, or as the word is read, and by characters.

    By the last a text is found that has some of the same characters: their reading in it is not
    settled.
    """
    if not forms:
        return
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 0.2 seconds; packs are compiled once

    numbers = sound.numbers()
    usual = sound.syllables(code_points("".join(forms))).tolist()
    place = 0
    for form in forms:
        read = [way.split() for way in given.get(form, ())] or [
            lazy_pinyin(form, Style.NORMAL, v_to_u=False)
        ]
        ways = {tuple(numbers.get(name, 0) for name in way) for way in read}
        ways.add(tuple(usual[place : place + len(form)]))
        place += len(form)
        for way in sorted(ways):
            if len(way) == len(form) and all(way):
                yield form, way


def _latin(terms: Sequence[Term], right: Sequence[_Form], numbers: dict[str, int]) -> Tables:
    """Latin names; those of plain words are not looked for.

    A form stands for the name of its term, if that is Latin too.
    """
    names = {form.number: form for form in reversed(right)}
    letters = [digits_and_letters(form.normal) for form in right]
    rows = [
        (names[form.number] if is_name(names[form.number].normal) else form, own)
        for form, own in zip(right, letters, strict=True)
        if is_name(form.normal) and not terms[form.number].plain_word
        if len(own) >= _SHORTEST_NAME
    ]
    return {
        "latin_terms": np.array([form.number for form, _ in rows], np.int32),
        "latin_words": np.array([numbers[form.normal] for form, _ in rows], np.int32),
        "latin_forms": pack(form.written for form, _ in rows),
        "latin_letters": pack(own for _, own in rows),
        "latin_sounds": pack(sound_of(own) for _, own in rows),
        "letters": pack(dict.fromkeys(filter(None, letters))),
    }


def _heard_latin(heard: Sequence[_Form]) -> Tables:
    found = {form.normal: form.number for form in reversed(heard) if not _is_word(form.normal)}
    return {"heard": pack(found), "heard_terms": np.array(list(found.values()), np.int32)}


def _cased(terms: Sequence[Term], right: Sequence[_Form], numbers: dict[str, int]) -> Tables:
    found = {form.normal: form.number for form in right if terms[form.number].exact_case}
    return {
        "cased": pack(found),
        "cased_terms": np.array(list(found.values()), np.int32),
        "cased_words": np.array([numbers[form] for form in found], np.int32),
    }
