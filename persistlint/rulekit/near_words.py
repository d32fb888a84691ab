"""The known word that a misspelt one was meant to be."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest_word(word: str, words: Iterable[str]) -> str:
    """Return the known word that ``word`` is a slip of the pen for: one letter too many, too few or wrong, or two swapped; "" where none or several are as near.

    Words of fewer than three letters are near to nothing. A long word may have two slips, as ``privilged`` for ``privileged``.
    """
    if len(word) < 3:
        return ""
    names = sorted({name for name in words if name != word and abs(len(name) - len(word)) <= 2})
    for most in (1, 2) if len(word) > 6 else (1,):
        near = [name for name in names if _within(word, name, most)]
        if len(near) == 1:
            return near[0]
        if near:
            # Of two near words the one with the same beginning is nearer, as `--volumes-from` for `--volume-from`.
            same = [name for name in near if name[:3] == word[:3]]
            return same[0] if len(same) == 1 else ""
    return ""


def _within(word: str, other: str, most: int) -> bool:
    """Return whether at most ``most`` letters are added, left out, exchanged or swapped."""
    at = 0
    while at < len(word) and at < len(other) and word[at] == other[at]:
        at += 1
    word, other = word[at:], other[at:]
    if not word or not other:
        return len(word) + len(other) <= most
    if most == 0:
        return False
    swapped = len(word) > 1 and len(other) > 1 and word[0] == other[1] and word[1] == other[0]
    return (
        (swapped and _within(word[2:], other[2:], most - 1))
        or _within(word[1:], other[1:], most - 1)
        or _within(word[1:], other, most - 1)
        or _within(word, other[1:], most - 1)
    )


def is_slip_of_path(written: str, target: str) -> bool:
    """Return whether two paths differ in one place: by one letter, a doubled letter, two exchanged ones, a mark or the case."""
    pairs = [(a, b) for a, b in zip(written.split("/"), target.split("/"), strict=True) if a != b]
    if len(pairs) != 1:
        return False
    written_part, target_part = pairs[0]
    if written_part.lower() == target_part.lower() or _bare(written_part) == _bare(target_part) != "":
        return True
    if min(len(written_part), len(target_part)) < 4 or written_part[:1] != target_part[:1]:
        return False
    if any(character.isdigit() for character in set(written_part) ^ set(target_part)):
        # `data` and `data2` are two directories.
        return False
    return _one_change(written_part, target_part)


def _bare(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")


def _one_change(short: str, long: str) -> bool:
    """Return whether one letter is missing, added or different, or two neighbours are exchanged."""
    if len(short) > len(long):
        short, long = long, short
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) == len(long):
        rest, other = short[start:], long[start:]
        return rest[1:] == other[1:] or (rest[2:] == other[2:] and rest[:2] == other[1::-1])
    return len(long) - len(short) == 1 and short[start:] == long[start + 1 :]


def is_slip_of_name(name: str, other: str) -> bool:
    """Return whether the names differ by a slip of the pen: a mark, two exchanged letters, one letter too many or wrong; never a digit."""
    plain, given = _letters(name), _letters(other)
    if plain == given:
        return True
    if min(len(plain), len(given)) < 6 or [c for c in plain if c.isdigit()] != [
        c for c in given if c.isdigit()
    ]:
        return False
    if len(plain) == len(given):
        differ = [index for index in range(len(plain)) if plain[index] != given[index]]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            first, second = differ
            return plain[first] == given[second] and plain[second] == given[first]
        return False
    longer, shorter = (plain, given) if len(plain) > len(given) else (given, plain)
    if len(longer) != len(shorter) + 1:
        return False
    return any(longer[:index] + longer[index + 1 :] == shorter for index in range(len(longer)))


class NearNames:
    """Names to be found by one that differs by a slip of the pen (``is_slip_of_name``)."""

    __slots__ = ("_by_form",)

    def __init__(self) -> None:
        #: By what is left of each without one letter: near ones share that, and every name needn't be held against every other one.
        self._by_form: dict[str, list[str]] = {}

    def add(self, name: str) -> None:
        for form in _forms(name):
            self._by_form.setdefault(form, []).append(name)

    def near(self, name: str) -> set[str]:
        """Return the names that differ from this one by a slip of the pen."""
        candidates = {other for form in _forms(name) for other in self._by_form.get(form, ())}
        return {other for other in candidates if is_slip_of_name(name, other)}


def _forms(name: str) -> set[str]:
    """Return the name without its marks, and that without any one letter."""
    letters = _letters(name)
    return {letters, *(letters[:index] + letters[index + 1 :] for index in range(len(letters)))}


def _letters(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")
