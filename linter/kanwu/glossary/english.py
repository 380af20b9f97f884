"""Usual English words, which are no names."""

from __future__ import annotations

from functools import lru_cache

from kanwu import data


@lru_cache
def english() -> frozenset[str]:
    """Usual English words. Raises DataError if the data file is missing or damaged."""
    return frozenset(data.text("english_words.txt").split())


@lru_cache
def common_english() -> frozenset[str]:
    """The commonest of them."""
    return frozenset(data.text("english_words.txt").partition("\n\n")[0].split())
