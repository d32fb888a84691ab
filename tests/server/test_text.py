"""The open document's text against a plain string, under random edits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from persistlint.text.document import Document
from persistlint_server.text import EditedText, Places, byte_offset, split_lines

TEXT = st.text(alphabet="ab\r\né🙂\x0c\x85\u2028\ufeff\ud83d", max_size=14)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


def lines_of(text: str) -> list[str]:
    """Return what the protocol calls lines."""
    lines, line = [], ""
    for index, character in enumerate(text):
        line += character
        if character == "\n" or (character == "\r" and text[index + 1 : index + 2] != "\n"):
            lines.append(line)
            line = ""
    return [*lines, line]


def width(text: str, encoding: str) -> int:
    if encoding == "utf-8":
        return len(text.encode("utf-8", "surrogatepass"))
    if encoding == "utf-16":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text)


def position(text: str, index: int, encoding: str) -> Position:
    lines = lines_of(text)
    line = 0
    while index > len(lines[line]) or (index == len(lines[line]) and line + 1 < len(lines)):
        index -= len(lines[line])
        line += 1
    return Position(line, width(lines[line][:index], encoding))


@given(TEXT, st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), TEXT), max_size=4), ENCODINGS)
def test_edits_are_those_of_a_string(text: str, edits: list[tuple[int, int, str]], encoding: str) -> None:
    edited = EditedText(text)
    for first, second, new in edits:
        start, end = sorted((min(first, len(text)), min(second, len(text))))
        if any(text[at - 1 : at + 1] == "\r\n" for at in (start, end)):
            continue  # no position of the protocol lies between the two
        edited.replace(position(text, start, encoding), position(text, end, encoding), new, encoding)
        text = text[:start] + new + text[end:]
    document = edited.document("a.sh", "shell")
    assert document.data == text.encode("utf-8", "surrogatepass")
    assert document.line_starts == Document("a.sh", document.data).line_starts


@given(TEXT)
def test_lines(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    assert [line.decode("utf-8", "surrogatepass") for line in split_lines(data)] == lines_of(text)


@given(TEXT, ENCODINGS)
def test_positions_there_and_back(text: str, encoding: str) -> None:
    document = EditedText(text).document("a.sh", "shell")
    places = Places(document, encoding)
    for index in range(len(text) + 1):
        if text[index - 1 : index + 1] == "\r\n":
            continue
        offset = len(text[:index].encode("utf-8", "surrogatepass"))
        assert places.position(offset) == position(text, index, encoding)
        assert places.offset(places.position(offset)) == offset


@pytest.mark.parametrize(
    ("character", "encoding", "offset"),
    [
        (0, "utf-16", 0),
        (1, "utf-16", 1),
        (2, "utf-16", 1),  # inside the emoji: the place before it
        (3, "utf-16", 5),
        (99, "utf-16", 6),
        (2, "utf-32", 5),
        (3, "utf-8", 1),  # inside the emoji
        (5, "utf-8", 5),
        (2**31 - 1, "utf-8", 6),
    ],
)
def test_a_place_in_a_line(character: int, encoding: str, offset: int) -> None:
    assert byte_offset("a🙂b\r\n".encode(), character, encoding) == offset


def test_only_the_lines_of_the_protocol_count() -> None:
    text = EditedText("a\x0cb\nsecond\n")
    text.replace(Position(1, 0), Position(1, 6), "EDITED", "utf-16")
    assert text.document("a.sh", "shell").data == b"a\x0cb\nEDITED\n"


def test_a_place_behind_the_text_means_its_end() -> None:
    text = EditedText("one\n")
    text.replace(Position(7, 3), Position(9, 9), "two", "utf-8")
    assert text.document("a.sh", "shell").data == b"one\ntwo"
