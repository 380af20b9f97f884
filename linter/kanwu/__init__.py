"""勘誤: finds transcription and OCR errors in Chinese notes. What a rule file may import."""

from kanwu.diagnostic import Applicability, Edit, Finding, Fix, Message, Span
from kanwu.document import Document
from kanwu.rule import Bad, Good, Rule
from kanwu.version import __version__

__all__ = [
    "Applicability",
    "Bad",
    "Document",
    "Edit",
    "Finding",
    "Fix",
    "Good",
    "Message",
    "Rule",
    "Span",
    "__version__",
]
