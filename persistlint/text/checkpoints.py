"""The checkpoint: a callable that every stage calls after a bounded number of steps, so that work nobody waits for any more can be ended.

What it raises ends the work; it is never caught on the way. Where nobody can end the work it is None.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    Thing = TypeVar("Thing")

#: Things that a stage looks at between two calls of the checkpoint.
THINGS_BETWEEN = 64


def asking(things: Iterable[Thing], checkpoint: Callable[[], None] | None) -> Iterable[Thing]:
    """Return the same things; the checkpoint is called before the first and then before every ``THINGS_BETWEEN``-th."""
    return things if checkpoint is None else _asking(things, checkpoint)


def _asking(things: Iterable[Thing], checkpoint: Callable[[], None]) -> Iterator[Thing]:
    for number, item in enumerate(things):
        if number % THINGS_BETWEEN == 0:
            checkpoint()
        yield item
