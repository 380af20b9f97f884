"""Bytes to text and back without loss: encodings, byte order marks, lines and columns."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from kanwu.analysis import Analysis, Standard
from kanwu.diagnostic import Edit, Span, apply_edits
from kanwu.errors import KanwuError
from kanwu.formats.text import Text
from kanwu.reading import Form, MalformedError, Reading

_LINE_END = re.compile(r"\r\n|\n|\r")
_NO_LINE_END = re.compile(r"[^\r\n]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BOMS = (  # the long ones first: a UTF-32 mark begins with a UTF-16 one
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DEFAULT_ENCODINGS = ("gb18030", "big5", "utf-16")
_TEXT = Text()
_FEW = 40  # bytes outside ASCII: below this, detectors confuse GB 18030 with Big5


class Package(Protocol):
    """A file that is no text, but has one."""

    def edited(self, edits: Iterable[Edit]) -> Package:
        """The file with edits of its text made. Raises ValueError for one that it cannot hold."""
        ...

    def encode(self) -> bytes: ...


@dataclass(frozen=True)
class Document:
    """A decoded text that gives its own bytes back.

    `form` says how it is read; what it reads as is a document of its own, the `page` that rules
    see. `prose` is `text` with everything that is not prose blanked out, offset for offset, so
    that rules never see it. Offsets are code points, lines and columns count from 1,
    and lines end at \\n, \\r\\n and \\r only, as they do for git and editors. `package` is the file
    where that is no text; what is in an archive is `read_only`.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    prose: str = ""
    standard: Standard | None = None
    form: Form = _TEXT
    package: Package | None = None
    read_only: bool = False

    def __post_init__(self) -> None:
        if not self.prose:
            object.__setattr__(self, "prose", self.text)
        elif len(self.prose) != len(self.text):
            raise ValueError("prose must keep every offset of the text")

    def __getstate__(self) -> dict[str, object]:
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @classmethod
    def parse(
        cls,
        path: str,
        data: bytes,
        encodings: tuple[str, ...] = DEFAULT_ENCODINGS,
        form: Form = _TEXT,
    ) -> Document:
        """Decode `data`. Raises KanwuError where the encoding is not sure or there is no text."""
        for bom, encoding in _BOMS:
            if data.startswith(bom):
                text = _decode(data[len(bom) :], encoding)
                if text is None:
                    raise KanwuError(path, f"is not {encoding}, though it begins with its mark")
                return cls(path, text, encoding, bom, form=form)
        text = _decode(data, "utf-8")
        if text is not None and "\0" not in text:
            return cls(path, text, form=form)
        encoding = _detect(path, data, encodings)
        return cls(path, data.decode(encoding), encoding, form=form)

    def encode(self) -> bytes:
        """The bytes of the file. Raises KanwuError for a character that its encoding lacks."""
        if self.package is not None:
            return self.package.encode()
        try:
            return self.bom + self.text.encode(self.encoding)
        except UnicodeEncodeError as error:
            line, column = self.line_column(error.start)
            raise KanwuError(
                f"{self.path}:{line}:{column}",
                f"“{self.text[error.start]}” cannot be written in {self.encoding}; "
                "convert the file to UTF-8",
            ) from None

    def edited(self, edits: Iterable[Edit]) -> Document:
        """The same file with edits made, its prose not yet known."""
        edits = tuple(edits)
        package = self.package and self.package.edited(edits)
        return replace(self, text=apply_edits(self.text, edits), prose="", package=package)

    def with_text(self, text: str) -> Document:
        """A file like this one with another text."""
        return replace(self, text=text, prose="")

    @cached_property
    def reading(self) -> Reading:
        """What the file reads as. Raises KanwuError where it is damaged."""
        try:
            return Reading(self.text, tuple(self.form.pieces(self.text)))
        except MalformedError as error:
            line, column = self.line_column(error.offset)
            raise KanwuError(f"{self.path}:{line}:{column}", error.what) from None

    @property
    def page(self) -> Document:
        """What the file reads as, for rules to look at."""
        reading = self.reading
        return Document(self.path, reading.text, prose=reading.prose, standard=self.standard)

    def without(self, spans: Iterable[Span]) -> Document:
        """The same text with `spans`, in any order, no longer prose."""
        prose: list[str] = []
        last = 0
        for start, end in sorted(spans):
            if end > last:
                first = max(start, last)
                prose += self.prose[last:first], _NO_LINE_END.sub(" ", self.prose[first:end])
                last = end
        return replace(self, prose="".join((*prose, self.prose[last:])))

    def in_standard(self, standard: Standard | None) -> Document:
        """The same document, known to be in a standard; None leaves it to the text."""
        return replace(self, standard=standard)

    @cached_property
    def analysis(self) -> Analysis:
        """Facts about the prose that several rules need, each computed once."""
        return Analysis(self.prose, self.standard)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        return (0, *(match.end() for match in _LINE_END.finditer(self.text)))

    def line_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def line_span(self, line: int) -> Span:
        """The line with its line end."""
        starts = self.line_starts
        return Span(starts[line - 1], starts[line] if line < len(starts) else len(self.text))

    def line(self, line: int) -> str:
        """The line without its line end."""
        return self.line_span(line).of(self.text).rstrip("\r\n")


def _decode(data: bytes, encoding: str) -> str | None:
    """The text, if `data` is text in this encoding and nothing is lost on the way back."""
    try:
        text = data.decode(encoding)
        return text if text.encode(encoding) == data else None
    except UnicodeError:
        return None


def _detect(path: str, data: bytes, encodings: tuple[str, ...]) -> str:
    """The one configured encoding that `data`, which is not UTF-8, is surely in."""
    _refuse_damaged_utf8(path, data)
    wide = [name for name in encodings if name.startswith("utf-16")]
    if b"\0" in data:
        possible = [name for name in _with_byte_orders(wide) if _reads_as_text(data, name)]
        if len(possible) == 1:
            return possible[0]
        raise KanwuError(path, "looks like a binary file; not read")
    narrow = [name for name in encodings if name not in wide and _reads_as_text(data, name)]
    if not narrow:
        tried = ", ".join(("utf-8", *encodings))
        raise KanwuError(path, f"is no text in {tried}; convert it to UTF-8 or set `encodings`")
    if len(encodings) == 1:
        return narrow[0]
    enough = sum(byte > 0x7F for byte in data) >= _FEW
    if enough and len(narrow) == 1:
        return narrow[0]
    guess = _ask_detector(data, narrow) if enough else None
    if guess is None:
        raise KanwuError(
            path,
            f"is not UTF-8 and may be {' or '.join(narrow)}; convert it to UTF-8, "
            f'or set `encodings = ["{narrow[0]}"]`',
        )
    return guess


def _refuse_damaged_utf8(path: str, data: bytes) -> None:
    """Raise KanwuError for text that is UTF-8 but for a few bytes; it may decode as others too."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    if "\0" not in text and damaged * 10 <= sum(char > "\x7f" for char in text) - damaged:
        place = text.index("\ufffd")
        line = Document(path, text).line_column(place)
        raise KanwuError(f"{path}:{line[0]}:{line[1]}", "a byte here is no UTF-8; mend it first")


def _with_byte_orders(names: list[str]) -> list[str]:
    orders = {"utf-16": ["utf-16-le", "utf-16-be"]}
    return [order for name in names for order in orders.get(name, [name])]


def _reads_as_text(data: bytes, encoding: str) -> bool:
    """Whether `data` decodes to what text is made of; many bytes decode to anything at all."""
    text = _decode(data, encoding)
    if not text or _CONTROL.search(text):
        return False
    plain = sum(char < "\x80" or "\u2000" <= char <= "\u9fff" or char >= "\uff00" for char in text)
    return plain >= 0.9 * len(text)


def _ask_detector(data: bytes, candidates: list[str]) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only files that are not UTF-8 need it

    best = from_bytes(data, cp_isolation=candidates).best()
    return best.encoding if best is not None and best.encoding in candidates else None
