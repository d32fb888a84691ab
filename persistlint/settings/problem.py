"""Problems of the settings, with their places."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.settings.settings import Settings


class SettingsProblem(Exception):
    """A settings file that can't be used: ``path``, ``line`` and ``column`` from 1 (0 where unknown), and why.

    ``end_line`` and ``end_column`` are where the words at fault end (exclusive), 0 where unknown. ``suggestion`` may stand there instead, "" for none. ``others`` are
    further problems that were found with it, and ``settings`` what could be read in spite of them.
    """

    def __init__(
        self,
        path: str,
        line: int,
        column: int,
        message: str,
        end: tuple[int, int] = (0, 0),
        suggestion: str = "",
    ) -> None:
        super().__init__(path, line, column, message)
        self.path = path
        self.line = line
        self.column = column
        self.end_line, self.end_column = end
        self.message = message
        self.suggestion = suggestion
        self.others: tuple[SettingsProblem, ...] = ()
        self.settings: Settings | None = None

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        return f"{place}: {self.message}"

    def all(self) -> tuple[SettingsProblem, ...]:
        """Return this problem and the others that were found with it."""
        return (self, *self.others)


def together(problems: Iterable[SettingsProblem]) -> SettingsProblem:
    """Return the first of the problems with the rest as its ``others``. There must be at least one."""
    first, *others = problems
    first.others = tuple(others)
    return first


#: How much of two names must be the same, from 0 to 1, before one is taken for a slip of the other.
_NEAR = 0.66


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the known name that ``word`` was most likely meant to be, "" where none is near."""
    names = sorted(set(words))
    folded = {name.casefold().replace("_", "-"): name for name in names}
    same = folded.get(word.casefold().replace("_", "-"))
    if same is not None:
        return same
    if any(character.isdigit() for character in word) and word.isalnum():
        # A code: letters that look like digits are mended, or letters that are swapped. Another number is another rule.
        code = word[:3].upper() + word[3:].upper().translate(str.maketrans("OIL", "011"))
        letters = sorted(code[:3])
        swapped = [name for name in names if name[3:] == code[3:] and sorted(name[:3]) == letters]
        doubled = [code[:at] + code[at + 1 :] for at in range(3, len(code))]
        return next((name for name in [*swapped, *doubled] if name in names), "")
    # Only a wrong name pays for this import.
    from difflib import get_close_matches

    # Dashes that every option has make none of them near.
    bare = {name.lstrip("-"): name for name in folded}
    matches = get_close_matches(word.casefold().lstrip("-"), list(bare), n=1, cutoff=_NEAR)
    return folded[bare[matches[0]]] if matches else ""


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return ``"; did you mean `x`?"`` for the nearest known name, ``""`` where none is near."""
    name = nearest(word, words)
    return f"; did you mean `{name}`?" if name else ""
