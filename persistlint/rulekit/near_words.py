"""The known word that a misspelt one was meant to be."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest_word(word: str, known: Iterable[str]) -> str:
    """Return the known word that ``word`` is a slip of the pen for: one letter too many, too few or wrong, or two swapped; "" where none or several are as near.

    Words of fewer than three letters are near to nothing. A long word may have two slips, as ``privilged`` for ``privileged``.
    """
    if len(word) < 3:
        return ""
    names = sorted({name for name in known if name != word and abs(len(name) - len(word)) <= 2})
    for most in (1, 2) if len(word) > 6 else (1,):
        found = [name for name in names if _within(word, name, most)]
        if len(found) == 1:
            return found[0]
        if found:
            # `--volume-from` is nearer to what it begins like.
            same = [name for name in found if name[:3] == word[:3]]
            return same[0] if len(same) == 1 else ""
    return ""


def _within(one: str, other: str, most: int) -> bool:
    """Return whether at most ``most`` letters are added, left out, exchanged or swapped."""
    at = 0
    while at < len(one) and at < len(other) and one[at] == other[at]:
        at += 1
    one, other = one[at:], other[at:]
    if not one or not other:
        return len(one) + len(other) <= most
    if most == 0:
        return False
    swapped = len(one) > 1 and len(other) > 1 and one[0] == other[1] and one[1] == other[0]
    return (
        (swapped and _within(one[2:], other[2:], most - 1))
        or _within(one[1:], other[1:], most - 1)
        or _within(one[1:], other, most - 1)
        or _within(one, other[1:], most - 1)
    )
