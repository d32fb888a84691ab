"""Counting, without ``collections.Counter``: loading its package takes a noticeable part of a short run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeVar

    _Thing = TypeVar("_Thing")


def counted(things: Iterable[_Thing]) -> dict[_Thing, int]:
    """Return a dict from each thing to how often it occurs, in order of first occurrence."""
    numbers: dict[_Thing, int] = {}
    for item in things:
        numbers[item] = numbers.get(item, 0) + 1
    return numbers
