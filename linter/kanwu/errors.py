"""The one error that users see: a line that says where, what, and what to do."""

from __future__ import annotations


class KanwuError(Exception):
    """The work could not be done. Its text is one line for the user; the exit code is 2."""

    def __init__(self, where: object, what: str) -> None:
        self.where, self.what = printable(str(where)), " ".join(what.split())
        super().__init__(f"{self.where}: {self.what}")

    def __reduce__(self) -> tuple[type[KanwuError], tuple[str, str]]:
        return type(self), (self.where, self.what)


class DataError(KanwuError):
    """A data file of the installation is missing or damaged: no file can be checked."""


def printable(text: str) -> str:
    """The text on one line: characters that no terminal shows become escapes."""
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in text)
