"""Brace expansion (bash manual, "Brace Expansion")."""

from __future__ import annotations

from persistlint.shell.code import Code
from persistlint.shell.syntax.nodes import PARAMETER, TEXT, Parameter, Part
from persistlint.text.budgets import MOST_NESTED_BRACES
from persistlint.text.numerals import number_of

#: One character of a word: the character, and its part (None for anything that is no plain text).
_Cell = tuple[str, Part, int]


def expand_braces(parts: list[Part], code: Code, most: int) -> list[list[Part]] | None:
    """Return the words that the parts become. None means more than ``most`` words, or braces nested too deeply."""
    cells: list[_Cell] = []
    for part in parts:
        if part.kind == TEXT and not part.quoting and part.text is None:
            cells += [(code.source[at], part, at) for at in range(part.start, part.end)]
        else:
            cells.append(("", part, -1))
    try:
        expanded = _expand(cells, most, 0)
    except _TooManyError:
        return None
    return [_parts(cells, code.source) for cells in expanded]


class _TooManyError(Exception):
    pass


def _expand(cells: list[_Cell], most: int, depth: int) -> list[list[_Cell]]:
    if depth > MOST_NESTED_BRACES:
        raise _TooManyError
    groups = _groups(cells)
    for at in sorted(groups):
        close, commas = groups[at]
        options = _options(cells, at, close, commas, most)
        if options is None:
            continue
        rest = _expand(cells[close + 1 :], most, depth + 1)
        out: list[list[_Cell]] = []
        for option in options:
            for middle in _expand(option, most, depth + 1):
                for tail in rest:
                    out.append(cells[:at] + middle + tail)
                    if len(out) > most:
                        raise _TooManyError
        return out
    return [cells]


def _groups(cells: list[_Cell]) -> dict[int, tuple[int, list[int]]]:
    """Return where each closed ``{`` ends, and the commas that belong to it."""
    out: dict[int, tuple[int, list[int]]] = {}
    opened: list[tuple[int, list[int]]] = []
    for at, (character, _, _) in enumerate(cells):
        if character == "{":
            opened.append((at, []))
        elif character == "," and opened:
            opened[-1][1].append(at)
        elif character == "}" and opened:
            start, commas = opened.pop()
            out[start] = (at, commas)
    return out


def _options(
    cells: list[_Cell], start: int, close: int, commas: list[int], most: int
) -> list[list[_Cell]] | None:
    if commas:
        edges = [start, *commas, close]
        return [cells[edges[n] + 1 : edges[n + 1]] for n in range(len(edges) - 1)]
    inside = "".join(cell[0] or "\0" for cell in cells[start + 1 : close])
    ends = inside.split("..")
    if len(ends) not in (2, 3):
        return None
    first, last = ends[0], ends[1]
    step = ends[2] if len(ends) == 3 else "1"
    part = cells[start][1]
    if _integer(first) and _integer(last) and _integer(step):
        stride = abs(number_of(step)) or 1
        if len(first) > 12 or len(last) > 12 or abs(number_of(last) - number_of(first)) // stride >= most:
            raise _TooManyError
        low, high = int(first), int(last)
        numbers = range(low, high + 1, stride) if low <= high else range(low, high - 1, -stride)
        width = (
            max(len(first), len(last)) if first.lstrip("-")[:1] == "0" or last.lstrip("-")[:1] == "0" else 0
        )
        if width and len(first.lstrip("-")) == 1 and len(last.lstrip("-")) == 1:
            width = 0
        return [_made(f"{number:0{width}d}" if width else str(number), part) for number in numbers]
    if (
        len(first) == 1
        and len(last) == 1
        and first.isalpha()
        and last.isalpha()
        and first.isascii()
        and last.isascii()
    ):
        low, high = ord(first), ord(last)
        stride = abs(number_of(step)) if _integer(step) and number_of(step) else 1
        codes = range(low, high + 1, stride) if low <= high else range(low, high - 1, -stride)
        return [_made(chr(code), part) for code in codes]
    return None


def _integer(text: str) -> bool:
    return text.lstrip("-+").isdecimal() and text.isascii() and len(text) - len(text.lstrip("-+")) <= 1


def _made(text: str, part: Part) -> list[_Cell]:
    made = Part(TEXT, part.start, part.start, "")
    made.text = text
    return [("", made, -1)]


def _parts(cells: list[_Cell], source: str) -> list[Part]:
    out: list[Part] = []
    for character, part, at in cells:
        if not character:
            made = part.text or ""
            while (
                made
                and out
                and part.kind == TEXT
                and not part.quoting
                and _lengthens(out[-1], made[0], -1, source)
            ):
                out[-1] = _longer(out[-1], made[0])
                made = made[1:]
            if made != (part.text or ""):
                rest = Part(TEXT, part.start, part.end, "")
                rest.text = made
                part = rest
                if not made:
                    continue
            out.append(part)
        elif out and _lengthens(out[-1], character, at, source):
            out[-1] = _longer(out[-1], character)
        elif (
            out
            and out[-1].kind == TEXT
            and not out[-1].quoting
            and out[-1].end == at
            and out[-1].text is None
        ):
            out[-1].end = at + 1
        else:
            out.append(Part(TEXT, at, at + 1, ""))
    return out


def _longer(part: Part, character: str) -> Part:
    """Return the parameter with its name lengthened by ``character``.

    ``{$A,b}c`` is ``$Ac bc``: braces are expanded before names are read.
    """
    longer = Part(PARAMETER, part.start, part.end, "")
    longer.parameter = Parameter((part.parameter.name if part.parameter else "") + character)
    return longer


def _lengthens(part: Part, character: str, at: int, source: str) -> bool:
    """Return whether a character that braces have put behind ``$name`` belongs to the name."""
    parameter = part.parameter
    return (
        part.kind == PARAMETER
        and not part.quoting
        and parameter is not None
        and source.find("{", part.start, part.end) < 0
        and part.end != at
        and (parameter.name[0].isalpha() or parameter.name[0] == "_")
        and character.isascii()
        and (character.isalnum() or character == "_")
    )
