"""Parts of values: each piece keeps its text and its place."""

from __future__ import annotations

import random

import pytest

from persistlint.shell.values import Literal, Piece, Unknown, Value
from persistlint.text.spans import Span, document_anchor


def naive_cut(value: Value, start: int, end: int) -> list[tuple[object, ...]]:
    """Return the pieces of a part, each character looked at by itself: text or key, and the first byte of its place."""
    rows: list[tuple[object, ...]] = []
    at = 0
    for number, piece in enumerate(value.pieces):
        if isinstance(piece, Unknown):
            if start <= at < end:
                rows.append((number, piece.key))
            at += 1
            continue
        assert piece.span is not None
        byte = piece.span.start
        for character in piece.text:
            if start <= at < end:
                rows.append((number, character, byte))
            at += 1
            byte += len(character.encode())
    return rows


def characters(value: Value, part: Value) -> list[tuple[object, ...]]:
    """Return the same of a part that was cut."""
    rows: list[tuple[object, ...]] = []
    number = 0
    for piece in part.pieces:
        if isinstance(piece, Unknown):
            rows.append((value.pieces.index(piece), piece.key))
            continue
        assert piece.span is not None
        byte = piece.span.start
        number = next(
            at
            for at, each in enumerate(value.pieces)
            if isinstance(each, Literal) and each.span is not None and each.span.start <= byte < each.span.end
        )
        for character in piece.text:
            rows.append((number, character, byte))
            byte += len(character.encode())
        assert byte == piece.span.end
    return rows


@pytest.mark.parametrize("seed", range(300))
def test_a_split_keeps_texts_and_places(seed: int) -> None:
    chosen = random.Random(seed)
    pieces: list[Piece] = []
    place = 0
    for number in range(chosen.randint(0, 6)):
        if chosen.random() < 0.3:
            pieces.append(Unknown("x", (number,)))
            continue
        text = "".join(chosen.choice("a/é") for _ in range(chosen.randint(1, 5)))
        size = len(text.encode())
        pieces.append(Literal(text, Span(document_anchor("x"), place, place + size)))
        place += size + 3
    value = Value(pieces)
    parts = value.split("/")
    assert [part.marked() for part in parts] == value.marked().split("/")
    at = 0
    for part in parts:
        end = at + len(part)
        assert characters(value, part) == characters(value, value.cut(at, end)) == naive_cut(value, at, end)
        at = end + 1


class Counted(tuple[Piece, ...]):
    """Pieces that count how often one of them is asked for."""

    asked = 0

    def __getitem__(self, key):  # type: ignore[no-untyped-def]
        Counted.asked += 1
        return super().__getitem__(key)


def test_a_split_walks_the_pieces_once() -> None:
    value = Value(())
    value.pieces = Counted(Literal(f"{number}/", None) for number in range(500))
    Counted.asked = 0
    assert len(value.split("/")) == 501
    assert Counted.asked < 2_000
