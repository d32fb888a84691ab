"""Places of the keys and array items of a TOML text.

``tomllib`` reads values without their places. This scanner reads the places without the values; it is used on texts
that ``tomllib`` has accepted, to say where a wrong setting stands.
"""

from __future__ import annotations

#: The names of the tables above a key, the key, and for an item of an array its index.
Path = tuple[str | int, ...]

_BARE_ENDS = frozenset(" \t\r\n=.,]}#")


class Places:
    """The stretches of a text, from start to end, at which each key (or table header) stands, and each value that is written in one piece.

    The items of arrays are values; they are keys too, so that every path has a place.
    """

    __slots__ = ("keys", "values")

    def __init__(self) -> None:
        self.keys: dict[Path, tuple[int, int]] = {}
        self.values: dict[Path, tuple[int, int]] = {}

    def key(self, path: Path) -> tuple[int, int] | None:
        """Return the range of the key, or of the nearest key above it that stands in the text. None where none does."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path)

    def value(self, path: Path) -> tuple[int, int] | None:
        """Return the range of the value, of its key where the value is written in pieces, or of the nearest value above."""
        while path and path not in self.values and path not in self.keys:
            path = path[:-1]
        return self.values.get(path) or self.keys.get(path)


def places_of(text: str) -> Places:
    """Return the places of all keys and values in ``text``."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.found


def places(text: str) -> dict[Path, int]:
    """Return the offset of the first character of each key, table header and array item."""
    return {path: start for path, (start, _) in places_of(text).keys.items()}


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Both from 1, the column in code points."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found = Places()

    def document(self) -> None:
        table: Path = ()
        tables: dict[Path, int] = {}
        while True:
            self.blanks(lines=True)
            if self.at >= len(self.text):
                return
            if self.peek() == "[":
                table = self.header(tables)
            else:
                self.pair(table)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def blanks(self, lines: bool = False) -> None:
        """Past blanks, and past line ends and comments where ``lines``."""
        while self.at < len(self.text):
            character = self.text[self.at]
            if character in " \t" or (lines and character in "\r\n"):
                self.at += 1
            elif lines and character == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            else:
                return

    def give_up(self) -> None:
        """Stop reading: the rest is no TOML. The places found so far stay."""
        self.at = len(self.text)

    def header(self, tables: dict[Path, int]) -> Path:
        start = self.at
        several = self.text.startswith("[[", start)
        self.at += 2 if several else 1
        names = self.key(())
        end = self.text.find("]", self.at)
        if end < 0:
            self.give_up()
        else:
            self.at = end + (2 if several else 1)
        table: Path = names
        if several:
            index = tables.get(names, 0)
            tables[names] = index + 1
            table = (*names, index)
        self.found.keys.setdefault(names, (start, self.at))
        self.found.keys.setdefault(table, (start, self.at))
        return table

    def key(self, above: Path) -> Path:
        """Read a key, dotted or not, and return its path. Every part of it gets a place."""
        path = above
        while True:
            self.blanks()
            start = self.at
            if self.peek() in ("'", '"'):
                name = self.string()
            else:
                while self.at < len(self.text) and self.text[self.at] not in _BARE_ENDS:
                    self.at += 1
                name = self.text[start : self.at]
            path = (*path, name)
            self.found.keys.setdefault(path, (start, self.at))
            self.blanks()
            if self.peek() != ".":
                return path
            self.at += 1

    def pair(self, table: Path) -> None:
        path = self.key(table)
        if self.peek() != "=":
            self.give_up()
            return
        self.at += 1
        self.value(path)

    def value(self, path: Path) -> None:
        self.blanks()
        start = self.at
        self.any_value(path)
        # A plain value ends before the blanks that follow it.
        end = start + len(self.text[start : self.at].rstrip(" \t"))
        self.found.values[path] = (start, end)

    def any_value(self, path: Path) -> None:
        character = self.peek()
        if character in ("'", '"'):
            self.string()
        elif character == "[":
            self.array(path)
        elif character == "{":
            self.inline_table(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\r\n":
                self.at += 1

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while True:
            self.blanks(lines=True)
            if self.peek() in ("]", ""):
                self.at += 1
                return
            item = (*path, index)
            self.value(item)
            self.found.keys[item] = self.found.values[item]
            index += 1
            self.blanks(lines=True)
            if self.peek() == ",":
                self.at += 1
            elif self.peek() != "]":
                self.give_up()

    def inline_table(self, path: Path) -> None:
        self.at += 1
        while True:
            self.blanks(lines=True)
            if self.peek() in ("}", ""):
                self.at += 1
                return
            self.pair(path)
            self.blanks(lines=True)
            if self.peek() == ",":
                self.at += 1
            elif self.peek() != "}":
                self.give_up()

    def string(self) -> str:
        """Past a string of any kind. What it says is right for strings without escapes, enough for keys."""
        quote = self.peek()
        long = quote * 3
        delimiter = long if self.text.startswith(long, self.at) else quote
        self.at += len(delimiter)
        start = self.at
        while self.at < len(self.text):
            if quote == '"' and self.text[self.at] == "\\":
                self.at += 2
            elif self.text.startswith(delimiter, self.at):
                end = self.at
                self.at += len(delimiter)
                # A long string may end in up to two quotes of its own.
                while delimiter == long and self.peek() == quote:
                    self.at += 1
                    end += 1
                return self.text[start:end]
            else:
                self.at += 1
        return self.text[start:]
