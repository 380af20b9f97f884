from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kanwu import search
from kanwu.search import Texts

words = st.lists(st.text("ab本", min_size=1, max_size=4), unique=True)
filling = st.sampled_from([0, search.PIECE - 3, 2 * search.PIECE - 1])


@given(words, st.text("ab本", max_size=12), filling)
def test_all_in_finds_every_place_wherever_the_text_is_cut(
    texts: list[str], text: str, before: int
) -> None:
    text = "。" * before + text
    places = range(before, len(text))
    expected = [
        (number, place, place + len(word))
        for number, word in enumerate(texts)
        for place in places
        if text.startswith(word, place)
    ]
    assert sorted(Texts(texts).all_in(text)) == expected


def test_apart_in_takes_the_longest_from_left_to_right() -> None:
    found = Texts(["本本", "本", "本本本", "a"]).apart_in("本本本本a本本")
    assert list(found) == [(2, 0, 3), (1, 3, 4), (3, 4, 5), (0, 5, 7)]
