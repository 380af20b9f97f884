"""勘誤: finds transcription and OCR errors in Chinese notes. What a rule file may import."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from kanwu.version import __version__

if TYPE_CHECKING:
    from kanwu.diagnostic import Applicability, Edit, Finding, Fix, Message, Span
    from kanwu.document import Document
    from kanwu.hanzi.quantities import Quantity
    from kanwu.rule import Bad, Good, Rule

__all__ = [
    "Applicability",
    "Bad",
    "Document",
    "Edit",
    "Finding",
    "Fix",
    "Good",
    "Message",
    "Quantity",
    "Rule",
    "Span",
    "__version__",
]


def __getattr__(name: str) -> object:
    """What a rule file imports is loaded then: the start of a command needs none of it."""
    home = dict.fromkeys(("Bad", "Good", "Rule"), "rule")
    home |= {"Document": "document", "Quantity": "hanzi.quantities"}
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"kanwu.{home.get(name, 'diagnostic')}"), name)
