"""A comment that speaks to persistlint, and the codes that it names."""

from __future__ import annotations

from collections.abc import Iterable

from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.suppressions.removal import CommentPlaces
    from persistlint.text.document import Document

#: What means something on a first line.
_FOR_THE_FIRST_LINE = regex(rb"#(?:!|[ \t]*\w+[ \t]*=)")
#: Languages that drop comment lines between the lines of a command.
_DROPPING = frozenset(("dockerfile", "systemd", "quadlet"))
#: Of so many codes single ones are taken out.
_MOST_CODES = 200
#: The comments that silence findings.
SILENCING = ("ignore", "ignore-file", "disable")


class SuppressedCode:
    """One entry between the brackets of a comment.

    ``text`` is a rule's code or name as written. ``used`` says whether a finding was silenced by it (of an ``enable``: whether it ends a
    ``disable``). ``known`` says whether it names a rule, ``on`` whether this rule is switched on, ``mandatory`` whether the settings let no
    comment turn it off (true, true and false until ``check_codes`` has looked). ``last`` is the last line of a ``disable``.
    """

    __slots__ = ("known", "last", "mandatory", "on", "span", "text", "used")

    def __init__(self, text: str, span: Span) -> None:
        self.text = text
        self.span = span
        self.used = False
        self.known = True
        self.on = True
        self.mandatory = False
        self.last = 0

    @property
    def spellings(self) -> tuple[str, str]:
        """Return the entry as a rule's code and as a rule's name are spelt: it may be either, in any case."""
        return self.text.upper(), self.text.lower().replace("_", "-")


class Suppression:
    """A comment that speaks to persistlint.

    ``directive`` is "ignore", "ignore-file", "disable", "enable", "assume", or the word that stands there instead. ``problem`` is empty, or says
    why the comment has no effect ("names no rule"). ``span`` is the comment alone, of the document's own anchor. ``until`` is the last day on
    which it counts ("2027-03-01"), "" where it has none, and ``expired`` whether that day has passed.
    """

    __slots__ = (
        "brackets",
        "codes",
        "directive",
        "document",
        "expired",
        "first",
        "last",
        "own_line",
        "places",
        "problem",
        "reason",
        "span",
        "starts_only",
        "until",
        "whole",
    )

    def __init__(self, document: Document, directive: str, span: Span) -> None:
        self.document = document
        self.directive = directive
        self.span = span
        self.codes: list[SuppressedCode] = []
        self.reason = ""
        self.until = ""
        self.expired = False
        self.problem = ""
        #: The lines that it covers (of a ``disable``: each of its codes has its own last line); none where ``first`` is 0.
        self.first = 0
        self.last = 0
        #: Whether the comment has a line to itself.
        self.own_line = False
        #: What tells where comments are; None for a comment of HTML.
        self.places: CommentPlaces | None = None
        #: Whether it covers what begins in its lines, not what merely reaches into them.
        self.starts_only = False
        #: The brackets with the codes, and what goes where the comment goes.
        self.brackets: Span | None = None
        self.whole = span

    @property
    def misplaced(self) -> bool:
        """Return whether the comment is well formed but stands where it has no effect."""
        return bool(self.problem and self.codes) and self.directive == "ignore-file"

    @property
    def silences(self) -> bool:
        """Return whether the comment silences what it names, where that occurs."""
        return self.directive in SILENCING and bool(self.codes) and not self.problem and not self.expired

    @property
    def unused(self) -> list[SuppressedCode]:
        """Return the codes that silenced nothing although their rules exist and are on."""
        if self.expired:
            return []
        return [code for code in self.codes if not code.used and code.known and code.on]

    @property
    def unknown(self) -> list[SuppressedCode]:
        """Return the codes that name no rule."""
        return [code for code in self.codes if not code.known]

    @property
    def is_removable(self) -> bool:
        """Return whether deleting the comment leaves the text's meaning: it is a comment, and no line below becomes the first (``#!``, ``# syntax=``)."""
        document, whole = self.document, self.whole
        if self.places is None:
            return True
        if not self.places.in_comment(self.span.start):
            return False
        first = not document.data[document.line_starts[0] : whole.start].strip()
        return not (first and self.own_line and _FOR_THE_FIRST_LINE.match(document.data, whole.end))

    def _holds_lines_apart(self) -> bool:
        """Return whether the line before goes on in this one, or this one in the next: without the comment they would be joined."""
        if not self.own_line or self.document.language in _DROPPING:
            return False
        data = self.document.data
        start = data.rfind(b"\n", 0, self.span.start)
        end = data.find(b"\n", self.span.end)
        before, comment = data[: max(start, 0)], data[self.span.start : end if end >= 0 else len(data)]
        return before.removesuffix(b"\r").endswith(b"\\") or comment.rstrip(b"\r").endswith(b"\\")

    def without(self, codes: Iterable[SuppressedCode]) -> Edit | None:
        """Return the edit that takes ``codes`` out of the comment, or deletes the comment where none would be left. None where that joined two lines."""
        gone = {id(code) for code in codes}
        if len(gone) < len(self.codes) > _MOST_CODES:
            # Each of thousands would get a text with all the others.
            return None
        remaining = [code.text for code in self.codes if id(code) not in gone]
        if remaining and self.brackets is not None:
            return Edit(self.brackets, "[" + ", ".join(remaining) + "]")
        return Edit(self.whole, "") if not self._holds_lines_apart() else None

    def covers(self, first: int, last: int, code: SuppressedCode | None = None) -> bool:
        """Return whether the comment covers something on the lines ``first`` to ``last``. A block may end sooner for ``code``."""
        if self.directive == "ignore-file":
            return True
        if self.directive == "disable":
            return self.first <= first <= (code.last if code is not None else self.last)
        if self.starts_only:
            return self.first <= first <= self.last
        return first <= self.last and self.first <= last
