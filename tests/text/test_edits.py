"""Edits that are made together."""

from __future__ import annotations

import random

import pytest

from persistlint.text.edits import PlacedEdit, TakenPlaces, apply_edits, joined


def inserted(at: int, text: str, heading: str | None = None) -> PlacedEdit:
    return PlacedEdit("a", at, at, text, heading)


def test_insertions_under_one_heading_are_written_under_it_once() -> None:
    heading = "\n\nvolumes:"
    edits = [
        inserted(3, f"{heading}\n  a:\n  b:", heading),
        inserted(3, f"\n  - a:/x{heading}\n  c:", heading),
        inserted(3, f"{heading}\n  b:", heading),
    ]
    assert apply_edits(b"x:\n", edits) == b"x:\n\n  - a:/x\n\nvolumes:\n  a:\n  b:\n  c:"


def test_insertions_into_a_list_stand_behind_one_another() -> None:
    assert apply_edits(b"{x}", [inserted(2, ", a", ""), inserted(2, ", b", "")]) == b"{x, a, b}"


def test_a_file_with_carriage_returns_keeps_them() -> None:
    heading = "\r\n\r\nvolumes:"
    edits = [inserted(1, f"{heading}\r\n  {name}:", heading) for name in "ab"]
    assert apply_edits(b"x\r\n", edits) == b"x\r\n\r\nvolumes:\r\n  a:\r\n  b:\r\n"


def test_edits_without_a_heading_stay_as_they_are() -> None:
    edits = [inserted(1, "a"), inserted(2, "b")]
    assert joined(edits) is edits


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (inserted(3, "a"), inserted(3, "a")),
        (inserted(3, "a", ""), inserted(3, "b")),
        (inserted(3, "va", "v"), inserted(3, "wb", "w")),
        # Both have something else to write at the place.
        (inserted(3, "xva", "v"), inserted(3, "yvb", "v")),
    ],
)
def test_other_insertions_at_one_place_do_not_go_together(first: PlacedEdit, second: PlacedEdit) -> None:
    places = TakenPlaces()
    assert places.take([first])
    assert not places.take([second])


def overlap(one: PlacedEdit, other: PlacedEdit) -> bool:
    return one.start == other.start or (one.start < other.end and other.start < one.end)


@pytest.mark.parametrize("seed", range(200))
def test_places_are_taken_as_if_each_pair_were_compared(seed: int) -> None:
    chosen = random.Random(seed)
    places, taken = TakenPlaces(), []
    for _ in range(30):
        edits = []
        for _ in range(chosen.choice((1, 1, 2))):
            start = chosen.randrange(60)
            edits.append(PlacedEdit("a", start, start + chosen.choice((0, 1, 5)), "x"))
        pairs = [(edit, other) for edit in edits for other in taken]
        pairs += [(edit, other) for number, edit in enumerate(edits) for other in edits[:number]]
        free = not any(overlap(edit, other) for edit, other in pairs)
        assert places.take(edits) is free
        if free:
            taken += edits
