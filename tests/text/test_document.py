from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from persistlint.text.document import Document
from persistlint.text.edits import PlacedEdit, apply_edits, with_line_ends
from persistlint.text.mapping import Mapping


@pytest.mark.parametrize(
    ("data", "offset", "encoding", "expected"),
    [
        (b"ab\ncd", 3, "utf-32", (2, 1)),
        (b"ab\r\ncd", 4, "utf-32", (2, 1)),
        (b"ab\rcd", 3, "utf-32", (2, 1)),
        (b"\xef\xbb\xbfab", 3, "utf-32", (1, 1)),
        (b"\xef\xbb\xbfab", 4, "utf-32", (1, 2)),
        ("é😀x".encode(), 6, "utf-32", (1, 3)),
        ("é😀x".encode(), 6, "utf-16", (1, 4)),
        ("é😀x".encode(), 6, "utf-8", (1, 7)),
        (b"\xff\xfex", 2, "utf-32", (1, 3)),
        (b"", 0, "utf-32", (1, 1)),
    ],
)
def test_positions(data: bytes, offset: int, encoding: str, expected: tuple[int, int]) -> None:
    assert Document("x", data).position(offset, encoding) == expected


texts = st.text(st.sampled_from("ab\n\r\té😀 "), max_size=30)


@given(texts, st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.data())
def test_offsets_come_back(text: str, encoding: str, data: st.DataObject) -> None:
    document = Document("x", text.encode())
    index = data.draw(st.integers(0, len(text)))
    offset = len(text[:index].encode())
    line, column = document.position(offset, encoding)
    back = document.offset(line, column, encoding)
    # Between the two halves of a line end there is no column of its own.
    assert back == offset or document.data[back:offset] in (b"\r", b"\n")


@given(texts)
def test_lines_are_those_of_universal_newlines(text: str) -> None:
    document = Document("x", text.encode())
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    assert len(document.line_starts) == joined.count("\n") + 1


def test_edits_take_the_line_ends_of_the_text() -> None:
    data = b"a\r\nb\r\n"
    assert (
        apply_edits(data, [PlacedEdit("x", 3, 3, "new\n"), PlacedEdit("x", 0, 1, "A")])
        == b"A\r\nnew\r\nb\r\n"
    )


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply_edits(b"abc", [PlacedEdit("x", 0, 2, ""), PlacedEdit("x", 1, 3, "")])


def test_a_mapping_leaves_out_what_was_cut() -> None:
    # "ab\\\ncd" with the continuation taken out.
    mapping = Mapping([(0, 0, 2), (2, 4, 2)])
    assert mapping.range(0, 2) == (0, 2)
    assert mapping.range(2, 4) == (4, 6)
    assert mapping.range(1, 3) == (1, 5)
    assert mapping.is_whole(2, 4)
    assert not mapping.is_whole(1, 3)


@given(st.binary(max_size=40) | st.text(st.sampled_from("a\n\r\v\f\x1c\x85"), max_size=20).map(str.encode))
def test_lines_start_behind_line_ends_only(data: bytes) -> None:
    starts = [
        at + 1
        for at, byte in enumerate(data)
        if byte == 10 or (byte == 13 and data[at + 1 : at + 2] != b"\n")
    ]
    first = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    assert Document("x", data).line_starts == [first, *starts]


@pytest.mark.parametrize(
    ("data", "offset", "wanted"),
    [
        (b"a\r\nb\r\n", 0, "x\r\ny"),
        (b"a\r\nb\r\n", 3, "x\r\ny"),
        (b"a\nb\n", 1, "x\ny"),
        (b"a\r\nb\n", 0, "x\r\ny"),
        (b"a\r\nb\n", 3, "x\ny"),
        (b"a\r\nb", 4, "x\r\ny"),
        (b"a\nb", 3, "x\ny"),
        (b"a\n", 2, "x\ny"),
        (b"a\r\n", 3, "x\r\ny"),
        (b"a", 1, "x\ny"),
        (b"", 0, "x\ny"),
    ],
)
def test_inserted_lines_end_as_those_around_them(data: bytes, offset: int, wanted: str) -> None:
    assert with_line_ends("x\ny", data, offset) == with_line_ends("x\r\ny", data, offset) == wanted
