"""The vectorised language pass against a plain one that scores a whole text at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kanwu.hanzi.script import code_points
from kanwu.language import runs
from kanwu.language.candidates import Candidates, Channel, candidates
from kanwu.language.gain import gains
from kanwu.language.hashing import key_of
from kanwu.language.lattice import Lattice, Paths
from kanwu.language.ngrams import LONGEST, ngrams, words

SENTENCES = [
    "经销商处于号损状态，库存隆至五十天。",
    "这一举措有助于提开品牌形象和市场份额",
    "他在欧州生活了十年，环坏很好",
    "我们谁备在2024年投产3万吨",
    "機器翻譯的品質以经很高了",
    "人工智慧的發展一日千里",
]
hanzi = st.text(
    st.sampled_from(
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装"
    ),
    min_size=2,
    max_size=14,
)


def weight(word: str) -> float:
    number = ord(word) if len(word) == 1 else int(words().numbers(keys(word))[0])
    return float(words().weight(np.array([number]))[0])


def back_off(word: str) -> float:
    number = ord(word) if len(word) == 1 else int(words().numbers(keys(word))[0])
    return float(words().back_off(np.array([number]))[0])


def keys(*texts: str) -> np.ndarray:
    return np.array([key_of(text) for text in texts], np.uint64)


def probability(before: tuple[str, ...], word: str) -> float:
    """log P of a word after at most two others, by the rule that `Paths` states."""
    if not before:
        return weight(word)
    pair = ngrams().pairs(keys(before[-1]), keys(word))
    alone = float(pair.weights[0]) if pair.known[0] else back_off(before[-1]) + weight(word)
    if len(before) == 1:
        return alone
    earlier = ngrams().pairs(keys(before[-2]), keys(before[-1]))
    if not earlier.known[0]:
        return alone
    known, weights = ngrams().triples(keys(before[-2]), keys(before[-1]), keys(word))
    if len(known) and pair.known[0]:
        return float(weights[0])
    return float(earlier.back_offs[0]) + alone


def is_word(text: str) -> bool:
    return len(text) == 1 or bool(words().numbers(keys(text))[0] >= 0)


def divisions(text: str, through: tuple[int, int] | None = None) -> Iterator[list[str]]:
    """All ways to divide a text into words, with [start, end) one of them if `through` is given."""
    if not text:
        yield []
    for length in range(1, min(LONGEST, len(text)) + 1):
        if through and not (length <= through[0] or (0, length) == through):
            continue
        if is_word(text[:length]):
            rest = through and through[0] > 0 and (through[0] - length, through[1] - length)
            for division in divisions(text[length:], rest or None):
                yield [text[:length], *division]


def best(text: str, through: tuple[int, int] | None = None) -> float:
    states: dict[tuple[int, tuple[str, ...]], float] = {(0, ()): 0.0}
    for start in range(len(text)):
        for (place, before), score in list(states.items()):
            if place != start:
                continue
            for length in range(1, min(LONGEST, len(text) - start) + 1):
                end = start + length
                if through and not (
                    end <= through[0] or start >= through[1] or (start, end) == through
                ):
                    continue
                if is_word(text[start:end]):
                    state = end, (*before, text[start:end])[-2:]
                    reached = score + probability(before, text[start:end])
                    states[state] = max(states.get(state, -np.inf), reached)
    return max(score for (place, _), score in states.items() if place == len(text))


def the_run(text: str) -> Lattice:
    (found,) = runs.chunks(runs.read(code_points(text)))
    return Lattice(found.codes)


def unpack(added: int) -> str:
    text = ""
    while added:
        text, added = chr(added & 0xFFFF) + text, added >> 16
    return text


@pytest.mark.parametrize("text", SENTENCES)
def test_the_best_path_of_a_run_is_that_of_the_plain_scorer(text: str) -> None:
    lattice = the_run(text)
    read = "".join(map(chr, lattice.codes))
    for run, total in zip(read.strip("\0").split("\0"), Paths(lattice).totals, strict=False):
        assert total == pytest.approx(best(run), abs=0.01)


@settings(max_examples=60, deadline=None)
@given(hanzi)
def test_the_best_path_of_any_run_is_that_of_the_plain_scorer(text: str) -> None:
    assert Paths(the_run(text)).totals[0] == pytest.approx(best(text), abs=0.01)


@settings(max_examples=15, deadline=None)
@given(hanzi)
def test_a_gain_is_what_the_plain_scorer_gains(text: str) -> None:
    paths = Paths(the_run(text))
    scored = gains(paths, candidates(paths, np.arange(1, len(text) + 1), 2.0), 2.0)
    original = best(text)
    for i in range(0, len(scored.gains), 1 + len(scored.gains) // 8):
        one = Candidates(*(field[i] for field in scored.candidates))
        place, start = int(one.places) - 1, int(one.starts) - 1
        added = unpack(int(one.added))
        edited = text[:place] + added + text[place + int(one.removed) :]
        end = int(one.ends) - 1 + len(added) - int(one.removed)
        assert scored.gains[i] == pytest.approx(best(edited, (start, end)) - original, abs=0.02)


@pytest.mark.parametrize(
    ("text", "channel", "edited"),
    [
        ("經銷商處於號損狀態", Channel.CHARACTER, "经销商处于亏损状态"),
        ("有助于提开品牌形象", Channel.CHARACTER, "有助于提升品牌形象"),
        ("请大家遵守会意议程", Channel.CHARACTER, "请大家遵守会议议程"),
        ("人民的升火水平提高了", Channel.WORD, "人民的生活水平提高了"),
        ("解放解放思想实事求是", Channel.EXTRA, "解放思想实事求是"),
        ("五味陈杂的心情", Channel.SWAPPED, "五味杂陈的心情"),
        ("我们要实事是地工作", Channel.DROPPED, "我们要实事求是地工作"),
    ],
)
def test_a_channel_proposes_what_was_meant(text: str, channel: Channel, edited: str) -> None:
    lattice = the_run(text)
    read = "".join(map(chr, lattice.codes))[1:-1]
    paths = Paths(lattice)
    scored = gains(paths, candidates(paths, np.arange(1, len(text) + 1), 2.0), 2.0)
    proposed = {
        (Channel(channel), read[: place - 1] + unpack(int(added)) + read[place - 1 + removed :])
        for channel, place, removed, added in zip(
            scored.candidates.channels, scored.candidates.places, scored.candidates.removed,
            scored.candidates.added, strict=True,
        )
    }  # fmt: skip
    assert (channel, edited) in proposed
