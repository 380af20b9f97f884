"""The shipped tables answer as the packages do that they are built from, on a sample.

Needs the extra `data` and an archive of Debian packages: `pytest tests/sources`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest
from pypinyin import Style, pinyin

from kanwu.hanzi import sound
from kanwu.language.confusions import ANY, SOUND, confusions
from kanwu.language.hashing import BASE, key_of
from kanwu.language.ngrams import ngrams, words
from make_data import vocabulary
from make_data.kenlm import Trigrams
from make_data.vocabulary import NATS

SIZE = 5000


def sample(items: list[str], size: int = SIZE) -> list[str]:
    return random.Random(1).sample(sorted(items), min(size, len(items)))


def keys(texts: list[str]) -> np.ndarray:
    return np.array([key_of(text) for text in texts], np.uint64)


def symbols_key(symbols: list[int]) -> int:
    key = 1
    for symbol in symbols:
        key = (key * int(BASE) + symbol) % 2**64
    return key


@pytest.fixture(scope="module")
def model() -> Trigrams:
    return vocabulary.libime()


def test_words_have_the_weights_of_their_sources() -> None:
    weights = vocabulary.vocabulary()
    chosen = sample([word for word in weights if len(word) > 1])
    numbers = words().numbers(keys(chosen))
    assert (numbers >= 0).all()
    assert words().weight(numbers) == pytest.approx([weights[w][0] for w in chosen], abs=0.02)
    assert words().back_off(numbers) == pytest.approx([weights[w][1] for w in chosen], abs=0.02)


def test_what_is_no_word_is_none() -> None:
    source, chars = random.Random(2), sorted(c for c in vocabulary.weights() if len(c) == 1)
    made = {"".join(source.choices(chars, k=3)) for _ in range(SIZE)} - vocabulary.weights().keys()
    assert (words().numbers(keys(sorted(made))) < 0).all()


@pytest.mark.parametrize("order", [2, 3])
def test_n_grams_have_the_weights_of_the_model(model: Trigrams, order: int) -> None:
    grams = model.pairs if order == 2 else model.triples
    weights = model.pair_probabilities if order == 2 else model.triple_probabilities
    rows = np.random.default_rng(3).choice(len(grams), SIZE, replace=False)
    texts = [[model.words[n] for n in gram] for gram in grams[rows].tolist()]
    whole = [i for i, text in enumerate(texts) if all(text)]
    columns = [keys([texts[i][k] for i in whole]) for k in range(order)]
    wanted = weights[rows[whole]] * NATS
    if order == 2:
        known, found, _ = ngrams().pairs(*columns)
        assert known.all()
    else:
        places, found = ngrams().triples(*columns)
        assert len(places) == len(whole)
    # Words that differ only in script are one: the likelier n-gram stands for both.
    assert (found >= wanted - 0.1).all()
    assert np.mean(np.abs(found - wanted) < 0.1) > 0.98


def test_n_grams_that_the_model_lacks_are_unknown(model: Trigrams) -> None:
    known = {tuple(pair) for pair in model.pairs.tolist()}
    rows = np.random.default_rng(4).integers(1, len(model.words), (SIZE, 2)).tolist()
    texts = [[model.words[n] for n in row] for row in rows if tuple(row) not in known]
    texts = [text for text in texts if all(text)]
    found = ngrams().pairs(*(keys([text[k] for text in texts]) for k in range(2))).known
    assert found.mean() < 0.002


def test_readings_are_those_of_pypinyin() -> None:
    for char in sample([chr(code) for code in range(0x4E00, 0x9FA6)]):
        (found,) = pinyin(char, style=Style.NORMAL, heteronym=True)
        heard = [n.replace("ü", "v") for n in found if n.isalpha() and n.islower()]
        mine = [sound.names()[n] for n in sound.readings(char)]
        assert mine == list(dict.fromkeys(heard))[:4]


def usual_words() -> Iterator[str]:
    weights = vocabulary.weights()
    for word, weight in weights.items():
        if 3 <= len(word) <= 4 and weight > -14 and all(weights.get(c, -99) > -14 for c in word):
            yield word


def test_a_word_is_found_by_any_three_of_its_parts() -> None:
    chosen = sample(list(usual_words()), 1000)
    for i in range(3):
        masked = [[ANY if k == i else ord(c) for k, c in enumerate(word)] for word in chosen]
        symbols = np.array([symbols_key(each) for each in masked], np.uint64)
        owners, chars = confusions().gaps.of(symbols)
        assert {(int(o), int(c)) for o, c in zip(owners, chars, strict=True)} >= {
            (n, ord(word[i])) for n, word in enumerate(chosen)
        }


def test_a_word_is_found_by_the_sound_of_a_part() -> None:
    chosen = [w for w in sample(list(usual_words()), 1000) if len(sound.readings(w[1])) == 1]
    broad = sound.broad()
    heard = [SOUND + int(broad[sound.readings(word[1])[0]]) for word in chosen]
    masked = [
        [syllable if k == 1 else ord(c) for k, c in enumerate(word)]
        for word, syllable in zip(chosen, heard, strict=True)
    ]
    owners, chars = confusions().patterns.of(
        np.array([symbols_key(each) for each in masked], np.uint64)
    )
    assert {(int(o), int(c)) for o, c in zip(owners, chars, strict=True)} >= {
        (n, ord(word[1])) for n, word in enumerate(chosen)
    }


def test_look_alikes_are_those_that_were_measured() -> None:
    measured = vocabulary.alike()
    rows = confusions().alike_row
    some = confusions().alike_chars.any(axis=1)
    written = sample([char for char in measured if some[rows[ord(char)]]], 500)
    for char in written:
        row = rows[ord(char)]
        others = confusions().alike_chars[row]
        scores = zip(confusions().glyph_scores[row], confusions().read_scores[row], strict=True)
        found = {chr(o): (int(a), int(b)) for o, (a, b) in zip(others, scores, strict=True) if o}
        assert found
        assert {other: measured[char][other] for other in found} == found
