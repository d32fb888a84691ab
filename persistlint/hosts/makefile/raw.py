"""Text of a Makefile before it is expanded, with the place of each byte, and its logical lines."""

from __future__ import annotations

from persistlint.hosts.derived import Chunk, Raw
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_DOLLAR_OR_HASH = regex(r"[$#]")
#: A semicolon; a dollar, too, as ``find_outside`` asks for.
SEMICOLON = regex(r"[$;]")


class Lines:
    """Reads a text line by line. ``is_placed`` is false for an included file: its bytes stand in no document of ours."""

    __slots__ = ("_at", "_begun", "_data", "_is_placed")

    def __init__(self, data: bytes, is_placed: bool = True) -> None:
        self._data = data
        self._is_placed = is_placed
        self._at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        #: Where the last logical line begins.
        self._begun = 0

    def begins_with(self, prefix: bytes) -> bool:
        """Return whether the next line begins so."""
        return self._data.startswith(prefix, self._at)

    def physical(self) -> tuple[int, int] | None:
        """Return the range of the next line without its line end; None at the end of the text."""
        data = self._data
        start = self._at
        if start >= len(data):
            return None
        end = data.find(b"\n", start)
        if end < 0:
            end = len(data)
        self._at = end + 1
        if end > start and data[end - 1] == 13:
            end -= 1
        return start, end

    def logical(self) -> Raw | None:
        """Return the next line with those that it goes on in: a backslash, the line end and the blanks around it are one blank."""
        self._begun = self._at
        line = self.physical()
        if line is None:
            return None
        chunks: list[Chunk] = []
        while line is not None:
            start, end = line
            count = self._backslashes(start, end)
            if chunks:
                while start < end and self._data[start] in b" \t":
                    start += 1
            if count % 2 == 0:
                chunks.append(self._chunk(start, end))
                break
            last = end - count
            while last > start and self._data[last - 1] in b" \t":
                last -= 1
            chunks += (self._chunk(start, last), Chunk(b"\\" * (count // 2)), Chunk(b" "))
            line = self.physical()
        return Raw(chunks)

    def recipe_line(self, prefix: bytes) -> Raw:
        """Return the next line of a recipe with those that it goes on in: backslashes stay, the prefix goes."""
        chunks: list[Chunk] = []
        line = self.physical()
        while line is not None:
            start, end = line
            if self._data.startswith(prefix, start):
                start += len(prefix)
            chunks.append(self._chunk(start, end))
            if self._backslashes(start, end) % 2 == 0:
                break
            newline = self._data.find(b"\n", end)
            if newline < 0:
                break
            chunks.append(self._chunk(newline, newline + 1))
            line = self.physical()
        return Raw(chunks)

    def recipe_behind_rule(self, prefix: bytes) -> Raw:
        """Return the recipe that stands behind the first ``;`` of the last logical line, with its backslashes and line ends."""
        semicolon = find_outside(self._data[self._begun : self._at].decode("latin-1"), SEMICOLON)
        self._at, begun = self._begun, self._begun
        line = self.recipe_line(prefix)
        return line.cut(semicolon.end()) if semicolon is not None and self._at > begun else line.cut(0, 0)

    def definition(self) -> Raw:
        """Return the lines up to ``endef``, which is taken too."""
        chunks: list[Chunk] = []
        depth = 1
        while (line := self.physical()) is not None:
            start, end = line
            first = self._data[start:end].split(b"#")[0].split(None, 1)
            if first[:1] == [b"define"]:
                depth += 1
            elif first == [b"endef"]:
                depth -= 1
                if not depth:
                    break
            if chunks:
                chunks.append(Chunk(b"\n", start - 1 if self._is_placed else -1))
            chunks.append(self._chunk(start, end))
        return Raw(chunks)

    def _backslashes(self, start: int, end: int) -> int:
        text = self._data[start:end]
        return len(text) - len(text.rstrip(b"\\"))

    def _chunk(self, start: int, end: int) -> Chunk:
        return Chunk(self._data[start:end], start if self._is_placed else -1)


def closing(text: str, opened: int) -> int:
    """Return the index of the bracket that closes the one at ``opened``; -1 where none does. Only brackets of the same form count."""
    left = text[opened]
    depth = 0
    for match in (_PARENTHESES if left == "(" else _BRACES).finditer(text, opened):
        depth += 1 if match.group() == left else -1
        if not depth:
            return match.start()
    return -1


_PARENTHESES = regex(r"[()]")
_BRACES = regex(r"[{}]")


def without_comment(raw: Raw) -> Raw:
    """Return a line that is no recipe's without its comment. A ``#`` in a reference begins none; ``\\#`` is one that is meant."""
    text = raw.text
    if "#" not in text:
        return raw
    at = start = 0
    chunks: list[Chunk] = []
    while (match := _DOLLAR_OR_HASH.search(text, at)) is not None:
        at = match.start()
        if text[at] == "#":
            backslashes = 0
            while at - backslashes > start and text[at - backslashes - 1] == "\\":
                backslashes += 1
            chunks += raw.chunks(start, at - (backslashes + 1) // 2)
            if backslashes % 2 == 0:
                return Raw(chunks)
            start = at
            at += 1
            continue
        at = _behind(text, at)
    return Raw([*chunks, *raw.chunks(start)])


def _behind(text: str, dollar: int) -> int:
    """Return the index behind the reference that begins at ``dollar``."""
    if text[dollar + 1 : dollar + 2] in ("(", "{"):
        end = closing(text, dollar + 1)
        return end + 1 if end >= 0 else len(text)
    return dollar + 2


def find_outside(text: str, pattern: re.Pattern[str], start: int = 0) -> re.Match[str] | None:
    """Return the first match of ``pattern`` from ``start`` on that lies outside of references. The pattern matches ``$`` too."""
    at = start
    while (match := pattern.search(text, at)) is not None:
        if match.group() != "$":
            return match
        at = _behind(text, match.start())
    return None


def split_outside(raw: Raw, separator: str, most: int = 0) -> list[Raw]:
    """Return the parts between separators that lie in no bracket; at most ``most`` of them where that isn't 0."""
    text = raw.text
    parts: list[Raw] = []
    depth = 0
    start = 0
    for at, character in enumerate(text):
        if character in "({":
            depth += 1
        elif character in ")}":
            depth -= 1
        elif character == separator and depth <= 0 and len(parts) + 1 != most:
            parts.append(raw.cut(start, at))
            start = at + 1
    parts.append(raw.cut(start))
    return parts
