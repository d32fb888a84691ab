"""Between words: blanks, comments, line ends, and the here-documents that begin after one."""

from __future__ import annotations

from collections import deque

from persistlint.shell.syntax.nodes import TEXT, Part, Problem, RedirectNode, Unclosed
from persistlint.shell.syntax.words import WordReader
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A word without quotes and expansions.
FIRST = regex(r"[^\s;&|()<>\"'`$\\]+")
_BLANKS = regex(r"(?:[ \t\r]|\\\n)+")


class LineReader(WordReader):
    """Steps over what separates commands, and notes what is no shell grammar."""

    def __init__(self, source: str, at: int = 0, limit: int | None = None) -> None:
        super().__init__(source, at, limit)
        #: Here-documents that begin after this line, each with the line that ends it.
        self._pending: deque[tuple[RedirectNode, str]] = deque()
        #: The end of the last here-document's body that was read.
        self.body_end = 0
        #: Where the comments that were read begin.
        self.comments: list[int] = []

    def mark(self) -> tuple[Any, ...]:
        return *super().mark(), self._pending, len(self._pending), self.body_end, len(self.comments)

    def go_back(self, mark: tuple[Any, ...]) -> None:
        super().go_back(mark)
        self._pending, count, self.body_end, comments = mark[3:7]
        del self.comments[comments:]
        # What a substitution leaves to be read stands first.
        while len(self._pending) > count:
            self._pending.popleft()

    def _blanks(self) -> None:
        match = _BLANKS.match(self.source, self.at, self.limit)
        if match:
            self.at = match.end()

    def _separators(self) -> None:
        """Over blanks, newlines and comments."""
        source = self.source
        while self.at < self.limit:
            character = source[self.at]
            if character in " \t\r" or character == "\\":
                before = self.at
                self._blanks()
                if self.at == before:
                    return
            elif character == "\n":
                self._newline()
            elif character == "#":
                self._comment()
            else:
                return

    def _comment(self) -> None:
        self.comments.append(self.at)
        end = self.source.find("\n", self.at, self.limit)
        self.at = self.limit if end < 0 else end

    def _newline(self) -> None:
        """Over a line end, and over the here-documents that begin after it."""
        self.at += 1
        while self._pending:
            redirect, delimiter = self._pending.popleft()
            self._body(redirect, delimiter)

    def _line_end(self, at: int) -> int:
        end = self.source.find("\n", at, self.limit)
        return self.limit if end < 0 else end

    def _body(self, redirect: RedirectNode, delimiter: str) -> None:
        start = self.at
        strip = redirect.operator == "<<-"
        end = self._delimiter(start, delimiter, strip)
        if end < 0:
            self.problems.append(
                Problem(redirect.start, redirect.end, f"here-document without its end `{delimiter}`")
            )
            end = following = self.limit
        else:
            # A here-document inside $(…) may end with its parenthesis on the same line.
            following = self._line_end(end) + 1
        redirect.body_start, redirect.body_end = start, end
        if redirect.quoted:
            redirect.body = [Part(TEXT, start, end, "'")] if not strip else self._plain_lines(start, end)
        else:
            redirect.body = self.body_parts(start, end, strip)
        self.at = min(following, self.limit)
        self.body_end = self.at

    def _delimiter(self, start: int, delimiter: str, strip: bool) -> int:
        """Return where the line begins that ends a here-document whose body begins at ``start``, or -1."""
        source = self.source
        if "\n" in delimiter:
            return -1
        end_line = self.find(f"\n{delimiter}\n", start - 1) + 1 or self.limit
        last = self.limit - len(delimiter)
        ends_text = start <= last < self.limit and source.startswith(delimiter, last)
        if strip:
            indented = f"\t{delimiter}\n"
            at = self.find(indented, start)
            while 0 <= at < end_line:
                line = source.rfind("\n", 0, at) + 1
                if source[line:at].strip("\t") == "":
                    return line
                at = self.find(indented, at + 1)
        if end_line < self.limit:
            return end_line
        if ends_text:
            line = source.rfind("\n", 0, last) + 1
            if line == last or (strip and source[line:last].strip("\t") == ""):
                return line
        return -1

    def _plain_lines(self, start: int, end: int) -> list[Part]:
        out: list[Part] = []
        while start < end:
            stop = self.source.find("\n", start, end)
            stop = end if stop < 0 else stop + 1
            while start < stop and self.source[start] == "\t":
                start += 1
            out.append(Part(TEXT, start, stop, "'"))
            start = stop
        return out

    def _reserved(self) -> str:
        """Return the unquoted word at ``at``, "" where there is none. Reserved words are recognised only without quotes."""
        match = FIRST.match(self.source, self.at, self.limit)
        if not match or (match.end() < self.limit and self.source[match.end()] in "\"'`$\\"):
            return ""
        return match.group()

    def _problem(self, start: int, end: int, reason: str) -> None:
        last = self.problems[-1] if self.problems else None
        if last is not None and last.reason == reason and last.start < start < end:
            if last.end == start or self.source[last.end : start].isspace():
                last.end = end
                return
        self.problems.append(Problem(start, end, reason))

    def _unclosed(self, start: int, reason: str) -> None:
        """Note that the compound command at ``start`` has no end here."""
        match = FIRST.match(self.source, start, self.limit)
        self.problems.append(Unclosed(start, match.end() if match else start + 1, reason, self.at))
