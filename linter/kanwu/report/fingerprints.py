"""Names for findings that stay when lines move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from hashlib import sha256

from kanwu.diagnostic import Diagnostic
from kanwu.run import Result


def fingerprinted(result: Result) -> Iterator[tuple[Diagnostic, str]]:
    """The diagnostics, each with a hash of its path, code and text; of those that share them the
    n-th has another one than the first."""
    document = result.shown
    if document is None:
        return
    times: Counter[str] = Counter()
    for diagnostic in result.diagnostics:
        text = diagnostic.span.of(document.text)
        key = "\0".join((result.path, diagnostic.code, text))
        times[key] += 1
        yield diagnostic, sha256(f"{key}\0{times[key]}".encode()).hexdigest()
