"""Latin names as letters: what is compared of them."""

from __future__ import annotations

import re

TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .&'+/-]*[A-Za-z0-9]")


def is_name(text: str) -> bool:
    """Whether a text is all Latin, with a letter at least."""
    return _NAME.fullmatch(text) is not None and any(map(str.isalpha, text))


def digits_and_letters(text: str) -> str:
    """The digits and Latin letters of a text, in lower case: GPT-4o is gpt4o."""
    return "".join(TOKEN.findall(text)).lower()


def digits(letters: str) -> str:
    return "".join(filter(str.isdecimal, letters))


def sound_of(letters: str) -> str:
    """How English letters sound (metaphone); what has no sound is as it is written."""
    from jellyfish import metaphone  # noqa: PLC0415 - only Latin words need it

    return metaphone(letters) or letters
