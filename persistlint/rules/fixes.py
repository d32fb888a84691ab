"""Choosing fixes that go together, and putting them into text and files."""

from __future__ import annotations

import os

from persistlint.files.places import is_below
from persistlint.text.edits import PlacedEdit, TakenPlaces, apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.rules.finding import Finding, Fix
    from persistlint.text.sources import Sources

#: A fix may bring the next one to light; after so many rounds two of them are undoing each other.
MAX_ROUNDS = 10


class FixProblem(Exception):
    """A fixed text that could not be put into its file, which is as it was. The message says why."""


class ChosenFix:
    """A fix that will be made: the finding it mends, and its edits where they stand."""

    __slots__ = ("edits", "finding", "fix")

    def __init__(self, finding: Finding, fix: Fix, edits: list[PlacedEdit]) -> None:
        self.finding = finding
        self.fix = fix
        self.edits = edits


def placed(fix: Fix, sources: Sources) -> list[PlacedEdit] | None:
    """Return the fix's edits with their places, None where one of them isn't in one piece."""
    edits = []
    for edit in fix.edits:
        if not sources.knows(edit.span) or not sources.editable(edit.span):
            return None
        place = sources.place(edit.span)
        text = sources.written(edit.span, edit.text)
        edits.append(PlacedEdit(place.path, place.start, place.end, text, edit.heading))
    return edits


def choose(
    findings: Iterable[Finding], sources: Sources, unsafe: bool, path: str | None = None
) -> list[ChosenFix]:
    """Return for each finding its first fix that is allowed, can be made, and touches nothing that an earlier fix touches.

    ``unsafe`` allows the fixes that aren't safe. With ``path`` only fixes count that change this document alone.
    """
    chosen: list[ChosenFix] = []
    taken = TakenPlaces()
    made: set[tuple[object, ...]] = set()
    for finding in findings:
        for fix in finding.fixes:
            if not (fix.safe or unsafe) or not fix.edits:
                continue
            edits = placed(fix, sources)
            if edits is None or (path is not None and any(edit.path != path for edit in edits)):
                continue
            key = tuple((edit.path, edit.start, edit.end, edit.text) for edit in edits)
            if key in made:
                # The same edits mend this finding too; another of its fixes would mend it twice.
                break
            if not taken.take(edits):
                continue
            chosen.append(ChosenFix(finding, fix, edits))
            made.add(key)
            break
    return chosen


def fixed(data: bytes, chosen: Iterable[ChosenFix], path: str) -> bytes:
    """Return ``data``, the text of the document at ``path``, with the chosen fixes made."""
    edits = [edit for fix in chosen for edit in fix.edits if edit.path == path]
    return apply_edits(data, edits) if edits else data


def apply_to_file(path: str, before: bytes, after: bytes, root: str) -> None:
    """Put ``after`` into the file at ``path``, whole or not at all.

    The file must still hold ``before``. Symbolic links (the file, or a folder above it) are followed where the target lies inside
    ``root``, the project's root. Raises ``FixProblem``; then the file is as it was.
    """
    from persistlint.files.read import TooLarge, read_regular, reason
    from persistlint.files.write import write_target

    target = os.path.realpath(path)
    if not is_below(target, os.path.realpath(root)):
        raise FixProblem("a symbolic link leads to it, and it lies outside the project")
    try:
        if not os.access(target, os.W_OK):
            raise FixProblem("it is read-only")
        try:
            unchanged = read_regular(target, len(before), follow=False) == before
        except TooLarge:
            unchanged = False
        if not unchanged:
            raise FixProblem("it was changed while it was being checked")
        write_target(target, after)
    except (OSError, ValueError) as error:
        raise FixProblem(reason(error)) from None


def unified_diff(path: str, before: bytes, after: bytes) -> str:
    """Return the difference as a patch for ``git apply`` and ``patch -p1``. Bytes that aren't UTF-8 are kept as surrogates."""
    # Imported here: only a run with --diff compares texts.
    from difflib import unified_diff as compare

    lines = compare(_lines(before), _lines(after), _label("a", path), _label("b", path), n=3)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(data: bytes) -> list[str]:
    # Only a line feed ends a line of a patch; ``splitlines`` knows many more.
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    whole = [f"{line}\n" for line in lines[:-1]]
    return [*whole, lines[-1]] if lines[-1] else whole


def _label(side: str, path: str) -> str:
    name = path if path.startswith("/") else f"{side}/{path}"
    if any(character in '"\\' or ord(character) < 32 or ord(character) == 127 for character in name):
        escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
        inside = "".join(
            escapes.get(character)
            or (f"\\{ord(character):03o}" if ord(character) < 32 or ord(character) == 127 else character)
            for character in name
        )
        return f'"{inside}"'
    # patch takes a name up to the first blank, unless a tab ends it.
    return f"{name}\t" if " " in name else name
