"""Builds shell code out of a host's text: ranges of the document, text that the host adds, what references stand for, and what isn't known."""

from __future__ import annotations

import re
from bisect import bisect_right

from persistlint.hosts.fragment import Fragment, UnknownText
from persistlint.text.digest import digest
from persistlint.text.mapping import Mapping, Reference
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

#: Around the number of an unknown text, as in text that the shell computes (``persistlint.shell.code``).
OPEN, CLOSE = "\ue000", "\ue001"
#: A variable as a shell script uses it.
VARIABLE = regex(r"\$\{?([A-Za-z_]\w*)")
_MARK = f"({OPEN}|{CLOSE})".encode()


class Chunk:
    """A stretch of text: written from byte ``start`` of the document on, or nowhere (-1). ``unknown`` is set where its text isn't known.

    ``within`` is the range of the reference in the document that stands for it.
    """

    __slots__ = ("start", "text", "unknown", "within")

    def __init__(
        self,
        text: bytes,
        start: int = -1,
        unknown: UnknownText | None = None,
        within: tuple[int, int] | None = None,
    ) -> None:
        self.text = text
        self.start = start
        self.unknown = unknown
        self.within = within

    def cut(self, start: int, end: int) -> Chunk:
        """Return the part between two indices of its text."""
        place = self.start + start if self.start >= 0 else -1
        return Chunk(self.text[start:end], place, None, self.within)


def referred(chunks: list[Chunk], start: int, end: int) -> list[Chunk]:
    """Return chunks as what the bytes ``start`` to ``end`` of the document stand for."""
    return [Chunk(chunk.text, chunk.start, chunk.unknown, (start, end)) for chunk in chunks]


def unknown_chunk(name: str, key: object, kind: str = "") -> Chunk:
    """Return a chunk of which the text isn't known."""
    return Chunk(b"", -1, UnknownText(name, key, kind))


def text_of(chunks: list[Chunk]) -> str | None:
    """Return the text of the chunks (Latin-1); None where one isn't known."""
    if any(chunk.unknown is not None for chunk in chunks):
        return None
    return b"".join(chunk.text for chunk in chunks).decode("latin-1")


class Raw:
    """``text`` (Latin-1) and the chunks that it consists of."""

    __slots__ = ("_chunks", "_starts", "text")

    def __init__(self, chunks: list[Chunk]) -> None:
        self._chunks = [chunk for chunk in chunks if chunk.text]
        self._starts: list[int] = []
        at = 0
        for chunk in self._chunks:
            self._starts.append(at)
            at += len(chunk.text)
        self.text = b"".join(chunk.text for chunk in self._chunks).decode("latin-1")

    def chunks(self, start: int = 0, end: int | None = None) -> list[Chunk]:
        """Return the chunks between two indices of the text."""
        end = len(self.text) if end is None else end
        chunks: list[Chunk] = []
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._chunks) and self._starts[index] < end:
            first = max(start - self._starts[index], 0)
            last = min(end - self._starts[index], len(self._chunks[index].text))
            if first < last:
                chunks.append(self._chunks[index].cut(first, last))
            index += 1
        return chunks

    def cut(self, start: int, end: int | None = None) -> Raw:
        """Return the part between two indices."""
        return Raw(self.chunks(start, end))

    def without_lead(self) -> Raw:
        """Return the text without blanks at its beginning."""
        return self.cut(len(self.text) - len(self.text.lstrip(" \t")))

    def standing_for(self, start: int, end: int, chunks: list[Chunk]) -> list[Chunk]:
        """Return chunks as what stands between two indices; as they are where that stands in no one stretch of the document."""
        first, last = self.place(start), self.place(end - 1)
        return referred(chunks, first, last + 1) if 0 <= first <= last else chunks

    def stripped(self) -> Raw:
        """Return the text without blanks at its ends."""
        text = self.text
        start = len(text) - len(text.lstrip(" \t\n"))
        return self.cut(start, max(start, len(text.rstrip(" \t\n"))))

    def place(self, index: int) -> int:
        """Return where the character at ``index`` stands in the document, -1 where it stands nowhere."""
        at = bisect_right(self._starts, index) - 1
        if at < 0 or self._chunks[at].start < 0:
            return -1
        return self._chunks[at].start + index - self._starts[at]


class Derived:
    """Collects chunks in order. ``length`` is that of the text so far."""

    __slots__ = ("_parts", "_references", "_segments", "length", "unknowns")

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._segments: list[tuple[int, int, int]] = []
        self._references: list[Reference] = []
        self.unknowns: dict[int, UnknownText] = {}
        self.length = 0

    def add(self, chunk: Chunk) -> None:
        """Add a chunk. Bytes that look like the mark of an unknown text become blanks that stand nowhere."""
        before = self.length
        if chunk.unknown is not None:
            self._append(self._mark(chunk.unknown), -1)
        elif b"\xee\x80" not in chunk.text:
            self._append(chunk.text, chunk.start)
        else:
            offset = 0
            for piece in re.split(_MARK, chunk.text):
                if re.fullmatch(_MARK, piece):
                    self._append(b" " * len(piece), -1)
                else:
                    self._append(piece, chunk.start + offset if chunk.start >= 0 else -1)
                offset += len(piece)
        if chunk.within is not None and self.length > before:
            self._refer(before, *chunk.within)

    def add_all(self, chunks: Iterable[Chunk]) -> None:
        """Add chunks in order."""
        for chunk in chunks:
            self.add(chunk)

    def add_directory(self, chunks: list[Chunk]) -> None:
        """Add the line that changes to a directory."""
        self.add_text("cd ")
        self.add_all(quoted(chunks))
        self.add_text("\n")

    def add_export(self, name: str, value: list[Chunk]) -> None:
        """Add the line that gives a variable to the environment."""
        self.add_text(f"export {name}=")
        self.add_all(quoted(value))
        self.add_text("\n")

    def add_text(self, text: str) -> None:
        """Add text that stands nowhere in the document."""
        self._append(text.encode("latin-1"), -1)

    def add_reference(self, start: int, end: int, chunks: list[Chunk]) -> None:
        """Add what the bytes ``start`` to ``end`` of the document stand for."""
        self.add_all(referred(chunks, start, end))

    def _refer(self, before: int, start: int, end: int) -> None:
        last = self._references[-1] if self._references else None
        if last is not None and last[1] == before and last[2:] == (start, end):
            self._references[-1] = (last[0], self.length, start, end)
        else:
            self._references.append((before, self.length, start, end))

    def _append(self, text: bytes, start: int) -> None:
        if not text:
            return
        if start >= 0:
            if self._segments:
                derived, origin, size = self._segments[-1]
                inside = self._references and self._references[-1][1] > derived
                if derived + size == self.length and origin + size == start and not inside:
                    self._segments[-1] = (derived, origin, size + len(text))
                else:
                    self._segments.append((self.length, start, len(text)))
            else:
                self._segments.append((self.length, start, len(text)))
        self._parts.append(text)
        self.length += len(text)

    def _mark(self, unknown: UnknownText) -> bytes:
        # The number tells what is unknown, not how many there are: a statement is known again by its text.
        number = int(digest(repr((unknown.name, unknown.key, unknown.kind)).encode())[:10], 16)
        self.unknowns[number] = unknown
        return f"{OPEN}{number}{CLOSE}".encode()

    def fragment(
        self,
        kind: str = "command",
        dialect: str = "sh",
        unit: str = "",
        certainty: str = "certain",
        write: Callable[[str], str] | None = None,
        write_option: Callable[[str], tuple[int, str] | None] | None = None,
    ) -> Fragment:
        """Return what was collected as a fragment."""
        mapping = Mapping(self._segments or [(0, 0, 0)], self._references, write, write_option)
        return Fragment(
            b"".join(self._parts),
            mapping,
            kind,
            dialect,
            unit=unit,
            certainty=certainty,
            unknowns=self.unknowns,
        )


def variables_in(text: str) -> list[str]:
    """Return the names of the shell variables that a text uses, each once."""
    return list(dict.fromkeys(match.group(1) for match in VARIABLE.finditer(text)))


def quoted(chunks: list[Chunk]) -> list[Chunk]:
    """Return the chunks as one word of the shell: quoted where that is needed. Unknown text is one word then."""
    text = text_of(chunks)
    if text and _is_plain(text):
        return chunks
    out = [Chunk(b"'")]
    for chunk in chunks:
        at = 0
        while (quote := chunk.text.find(b"'", at)) >= 0:
            out += (chunk.cut(at, quote), Chunk(b"'\\''"))
            at = quote + 1
        out.append(chunk if chunk.unknown is not None else chunk.cut(at, len(chunk.text)))
    out.append(Chunk(b"'"))
    return out


_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,@%+=")


def _is_plain(text: str) -> bool:
    return all(character in _PLAIN for character in text)
