from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanwu.diagnostic import Span
from kanwu.document import Document
from kanwu.errors import KanwuError

SIMPLIFIED = "今年一季度公司的销售收入同比增长两成，毛利率有所提升，经销商的库存降到了合理的水平，管理层对全年保持乐观。"
TRADITIONAL = "今年第一季的營業收入較去年同期成長兩成，毛利率略有提升，經銷商的庫存回到合理水準，管理階層對全年展望樂觀。"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200).filter(
    lambda text: "\0" not in text and not text.startswith("\ufeff")
)
line_ends = st.sampled_from(["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", "字", "𠀀", "e\u0301"])


@given(texts, st.sampled_from([b"", codecs.BOM_UTF8]))
def test_utf8_comes_back_byte_for_byte(text: str, bom: bytes) -> None:
    data = bom + text.encode()
    document = Document.parse("x.txt", data)
    assert document.text == text
    assert document.encode() == data


@given(st.lists(line_ends).map("".join))
def test_lines_end_where_git_and_editors_end_them(text: str) -> None:
    document = Document.parse("x.txt", text.encode())
    normal = text.replace("\r\n", "\n").replace("\r", "\n")
    assert len(document.line_starts) == normal.count("\n") + 1
    spans = [document.line_span(n + 1) for n in range(len(document.line_starts))]
    assert "".join(span.of(text) for span in spans) == text


@given(texts.filter(bool), st.data())
def test_offsets_are_code_points(text: str, data: st.DataObject) -> None:
    document = Document("x.txt", text)
    offset = data.draw(st.integers(0, len(text) - 1))
    line, column = document.line_column(offset)
    assert document.line_span(line).start + column - 1 == offset
    assert offset in range(*document.line_span(line))


def test_line_column_at_the_end_of_files() -> None:
    assert Document("x.txt", "").line_column(0) == (1, 1)
    assert Document("x.txt", "一").line_column(1) == (1, 2)
    assert Document("x.txt", "一\r\n").line_column(3) == (2, 1)
    assert Document("x.txt", "𠀀\u2028字\n").line_column(2) == (1, 3)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "gb18030"),
        (TRADITIONAL, "gb18030"),
        (TRADITIONAL, "big5"),
        (f"{SIMPLIFIED}\r\n{SIMPLIFIED}\n", "utf-16-le"),
        (f"{TRADITIONAL}\n{TRADITIONAL}\n", "utf-16-be"),
    ],
)
def test_other_encodings_are_told_apart(text: str, encoding: str) -> None:
    document = Document.parse("x.txt", text.encode(encoding))
    assert (document.text, document.encoding) == (text, encoding)
    assert document.encode() == text.encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_decide_and_stay(encoding: str) -> None:
    data = TRADITIONAL.encode(encoding)
    document = Document.parse("x.txt", data)
    assert document.text == TRADITIONAL
    assert document.encode() == data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("銷售".encode("gb18030"), "may be gb18030"),
        ("今年".encode("big5"), "convert it to UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"text\0text", "binary"),
        (bytes(range(128, 256)), "convert it to UTF-8"),
        (codecs.BOM_UTF16_LE + b"\0", "begins with its mark"),
        (f"{TRADITIONAL}\n數".encode() + b"\xe5" + TRADITIONAL.encode(), "x.txt:2:2: a byte here"),
    ],
)
def test_what_is_not_sure_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(KanwuError) as caught:
        Document.parse("x.txt", data)
    assert str(caught.value).startswith("x.txt")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_one_configured_encoding_is_taken_at_its_word() -> None:
    assert Document.parse("x.txt", "銷售".encode("gb18030"), ("gb18030",)).text == "銷售"
    with pytest.raises(KanwuError):
        Document.parse("x.txt", b"\xff\xff", ("big5",))


@given(st.binary(max_size=300))
def test_any_bytes_come_back_or_are_refused(data: bytes) -> None:
    try:
        document = Document.parse("x.txt", data)
    except KanwuError as error:
        assert "\n" not in str(error)
    else:
        assert document.encode() == data


def test_what_an_encoding_lacks_is_an_error_with_its_place() -> None:
    document = Document.parse("x.txt", f"{TRADITIONAL}\n".encode("big5")).with_text("甲\n乙𠀀")
    with pytest.raises(KanwuError, match=r"^x\.txt:2:2: “𠀀” cannot be written in big5"):
        document.encode()


def test_prose_keeps_every_offset() -> None:
    with pytest.raises(ValueError, match="offset"):
        Document("x.txt", "四個字呢", prose="三個字")
    assert Span(1, 3).of("四個字呢") == "個字"
