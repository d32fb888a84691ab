"""Puts a Dockerfile's physical lines together to logical ones, by BuildKit's rules.

The grammar of tree-sitter isn't used: BuildKit reads line by line (a comment or a blank line inside a continuation vanishes, the escape character
is a directive, a here-document begins only after its whole logical line), so a reader of lines is exact where a grammar
approximates, keeps every byte's place, never gives up on broken text, and is linear in its length.
Source of the rules: ``frontend/dockerfile/parser/parser.go`` of moby/buildkit, read 2026-08.

Text is held as Latin-1, one character a byte, so that indexes are byte offsets.
"""

from __future__ import annotations

import re

from persistlint.text.budgets import LONGEST_DIRECTIVE
from persistlint.text.mapping import Mapping
from persistlint.text.regex import regex

#: What Go's ``unicode.IsSpace`` takes for space, as UTF-8 bytes in Latin-1.
SPACE = (
    "(?:[\t\n\v\f\r ]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80)"
)
_SPACES = regex(SPACE + "*")
_DIRECTIVE = regex(rf"#{SPACE}*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(\S.*?)\s*\Z", re.DOTALL)
_DIRECTIVES = frozenset({"syntax", "escape", "check"})


def skip_space(text: str, start: int, end: int) -> int:
    """Return the first index from ``start`` that holds no space, at most ``end``."""
    match = _SPACES.match(text, start, end)
    return match.end() if match else start


def trim_space_end(text: str, start: int, end: int) -> int:
    """Return the end of ``text[start:end]`` without its trailing spaces."""
    while end > start:
        if text[end - 1] in "\t\n\v\f\r ":
            end -= 1
        elif end - start >= 2 and text[end - 2 : end] in ("\xc2\x85", "\xc2\xa0"):
            end -= 2
        elif end - start >= 3 and re.fullmatch(SPACE, text[end - 3 : end]):
            end -= 3
        else:
            break
    return end


class LogicalLine:
    """An instruction's line without continuations and comments, and the map of its characters to the Dockerfile's bytes."""

    __slots__ = ("end", "mapping", "start", "text")

    def __init__(self, text: str, mapping: Mapping, start: int, end: int) -> None:
        self.text = text
        self.mapping = mapping
        self.start = start
        self.end = end


class Body:
    """The body of a here-document: its range, the delimiter line's range, and whether there was one."""

    __slots__ = ("end", "name_end", "name_start", "start", "terminated")

    def __init__(self, start: int, end: int, name_start: int, name_end: int, terminated: bool) -> None:
        self.start = start
        self.end = end
        self.name_start = name_start
        self.name_end = name_end
        self.terminated = terminated


class LineReader:
    """Reads logical lines and here-document bodies one after the other. ``escape`` is the escape character in force, ``problem`` what is wrong with a directive."""

    __slots__ = ("_at", "_directives_seen", "_text", "escape", "problem")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 3 if text.startswith("\xef\xbb\xbf") else 0
        self.escape = "\\"
        self.problem: str | None = None
        # None once something else than a directive was seen: directives stand only at the top.
        self._directives_seen: set[str] | None = set()

    def next_line(self) -> LogicalLine | None:
        """Return the next line that holds an instruction, None at the end."""
        text = self._text
        while self._at < len(text):
            start, end = self._physical()
            start = skip_space(text, start, end)
            self._directive(start, end)
            if start == end or text[start] == "#":
                continue
            stop, continued = self._continuation(start, end)
            pieces = [(start, stop)]
            while continued and self._at < len(text):
                begin, end = self._physical()
                first = skip_space(text, begin, end)
                if first == end or text[first] == "#":
                    continue
                stop, continued = self._continuation(begin, end)
                pieces.append((begin, stop))
            return self._joined(pieces)
        return None

    def body(self, name: str, chomp: bool) -> Body:
        """Return the body of a here-document that begins at the next physical line."""
        text = self._text
        start = self._at
        while self._at < len(text):
            begin = self._at
            line_start, end = self._physical()
            if chomp:
                while line_start < end and text[line_start] == "\t":
                    line_start += 1
            if text[line_start:end] == name:
                return Body(start, begin, line_start, end, True)
        return Body(start, len(text), len(text), len(text), False)

    def _physical(self) -> tuple[int, int]:
        """Return the next physical line's range without its line end."""
        text = self._text
        start = self._at
        newline = text.find("\n", start)
        end = len(text) if newline < 0 else newline
        self._at = end if newline < 0 else newline + 1
        while end > start and text[end - 1] in "\r\n":
            end -= 1
        return start, end

    def _continuation(self, start: int, end: int) -> tuple[int, bool]:
        """Return the end of the line's own text, and whether the line goes on: an escape character ends it that isn't escaped itself."""
        text = self._text
        stop = end
        while stop > start and text[stop - 1] in " \t":
            stop -= 1
        if stop == start or text[stop - 1] != self.escape:
            return end, False
        if stop - start >= 2 and text[stop - 2] == self.escape:
            return end, False
        return stop - 1, True

    def _directive(self, start: int, end: int) -> None:
        seen = self._directives_seen
        if seen is None:
            return
        is_short = self._text.startswith("#", start) and end - start <= LONGEST_DIRECTIVE
        match = _DIRECTIVE.match(self._text[start:end]) if is_short else None
        name = match.group(1).lower() if match else ""
        if match is None or name not in _DIRECTIVES or name in seen:
            self._directives_seen = None
            if name in seen:
                self.problem = self.problem or f"the directive {name} is given twice"
            return
        seen.add(name)
        if name != "escape":
            return
        if match.group(2) in ("\\", "`"):
            self.escape = match.group(2)
        else:
            self.problem = self.problem or f"the escape character is \\ or `, not {match.group(2)}"

    def _joined(self, pieces: list[tuple[int, int]]) -> LogicalLine:
        text = self._text
        segments: list[tuple[int, int, int]] = []
        length = 0
        for start, stop in pieces:
            if stop > start:
                segments.append((length, start, stop - start))
                length += stop - start
        joined = "".join(text[start:stop] for start, stop in pieces)
        first = pieces[0][0]
        return LogicalLine(joined, Mapping(segments or [(0, first, 0)]), first, max(first, pieces[-1][1]))
