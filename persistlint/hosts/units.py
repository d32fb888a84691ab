"""Commands in systemd's units.

The sources are systemd's manual pages systemd.syntax, systemd.service ("Command lines") and systemd.unit ("Specifiers"). Systemd starts
programs itself, so each word of a command line stands in a shell command as one quoted word.
"""

from __future__ import annotations

from persistlint.hosts.derived import Chunk, Derived, Raw, quoted, text_of, unknown_chunk
from persistlint.text.budgets import MOST_DROP_INS, MOST_EXPANDED
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.hosts.fragment import Fragment

    #: The bytes of a file, seen from the unit's folder; None where it isn't there.
    ReadFile = Callable[[str], bytes | None]
    #: The names in a folder, seen from the unit's folder; none where it isn't there.
    ListFolder = Callable[[str], list[str]]

_SECTION = regex(r"\[([^\]]+)\][ \t]*\Z")
_KEY = regex(r"[ \t]*([A-Za-z][A-Za-z0-9-]*)[ \t]*=[ \t]*")
#: When systemd starts the commands of a service.
_PHASES = (
    "ExecCondition",
    "ExecStartPre",
    "ExecStart",
    "ExecStartPost",
    "ExecReload",
    "ExecStop",
    "ExecStopPost",
)
_PREFIX = regex(r"[@\-:+!|]*")
_WORD_PART = regex(r"[^\s\"'\\$%]+")
_VARIABLE = regex(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
_ESCAPE = regex(r"\\(?:x([0-9A-Fa-f]{2})|([0-7]{3})|u([0-9A-Fa-f]{4})|(.))")
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "s": " "}
#: Specifiers of which something is known: home directories. ``%N`` is the unit's name, unless it is an instance.
_HOME = "h"
_SPACE = regex(r"\s*")


class Entry:
    """A line of a unit: its ``key``, its ``value`` (continued lines joined by blanks), and the ``section`` that it stands in. ``start`` is where it begins."""

    __slots__ = ("key", "section", "start", "value")

    def __init__(self, section: str, key: str, value: Raw, start: int) -> None:
        self.start = start
        self.section = section
        self.key = key
        self.value = value


#: A word, and whether it may be any number of words (``$OPTIONS`` that isn't known).
Word = tuple["list[Chunk]", bool]


class Folder:
    """The folder of a unit, with the units and drop-ins in it."""

    __slots__ = ("_list_folder", "_read_file")

    def __init__(self, read_file: ReadFile | None = None, list_folder: ListFolder | None = None) -> None:
        self._read_file = read_file
        self._list_folder = list_folder

    def read(self, name: str) -> bytes | None:
        """Return the bytes of a file of the folder; None where it isn't there."""
        return self._read_file(name) if self._read_file is not None else None

    def drop_ins(self, unit: str) -> list[Entry] | None:
        """Return the lines that drop-ins (``db.container.d/10-volume.conf``) add to a unit. They stand nowhere in its document. None for too many files."""
        files: dict[str, str] = {}
        if self._list_folder is None:
            return []
        for folder in _drop_in_folders(unit):
            # The more specific folder replaces a file of the same name.
            files.update(
                (name, f"{folder}/{name}") for name in self._list_folder(folder) if name.endswith(".conf")
            )
        if len(files) > MOST_DROP_INS:
            return None
        entries: list[Entry] = []
        for name in sorted(files):
            entries += read_unit(self.read(files[name]) or b"", placed=False)
        return entries


def _drop_in_folders(unit: str) -> list[str]:
    """Return the folders of a unit's drop-ins, the most specific one last: ``container.d``, ``a-.container.d``, ``a-b.container.d``."""
    stem, _, kind = unit.rpartition(".")
    template, at, _ = stem.partition("@")
    parts = template.split("-")[:-1]
    folders = [f"{kind}.d"]
    folders += [f"{'-'.join(parts[: count + 1])}-.{kind}.d" for count in range(min(len(parts), 8))]
    if at:
        folders.append(f"{template}@.{kind}.d")
    return [*folders, f"{unit}.d"]


def is_drop_in(path: str) -> bool:
    """Return whether a file is a drop-in of a unit: it says nothing by itself."""
    folder, _, name = path.replace("\\", "/").rpartition("/")
    return name.endswith(".conf") and folder.endswith(".d")


def read_service(path: str, data: bytes, folder: Folder | None = None) -> list[Fragment]:
    """Return the commands of a systemd service, in the order in which it starts them."""
    added = folder.drop_ins(_file_name(path)) if folder is not None else []
    if added is None:
        return []
    entries = [*read_unit(data), *added]
    unit = Unit(path, entries, "Service")
    fragments: list[Fragment] = []
    for phase in _PHASES:
        for value in unit.values("Service", phase):
            fragments += unit.commands(value)
    return fragments


def write_in_unit(text: str) -> str:
    """Return how a text for a command is written in a unit."""
    return text.replace("%", "%%").replace("$", "$$")


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def read_unit(data: bytes, *, placed: bool = True) -> list[Entry]:
    """Return a unit's lines with a key. A line that ends in a backslash goes on in the next one that is no comment.

    Without ``placed`` the text is another file's, and stands nowhere in the document.
    """
    entries: list[Entry] = []
    section = ""
    chunks: list[Chunk] = []
    at = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        start, at = at, end + 1
        if end > start and data[end - 1] == 13:
            end -= 1
        first = data[start:end].lstrip(b" \t")[:1]
        if first in (b"#", b";") or (not first and not chunks):
            continue
        if data[end - 1 : end] == b"\\" and end > start:
            chunks += (Chunk(data[start : end - 1], start if placed else -1), Chunk(b" "))
            if at < len(data):
                continue
        else:
            chunks.append(Chunk(data[start:end], start if placed else -1))
        line = Raw(chunks)
        chunks = []
        match = _SECTION.match(line.text.strip())
        if match is not None:
            section = match.group(1)
            continue
        key = _KEY.match(line.text)
        if key is not None:
            entries.append(Entry(section, key.group(1), line.cut(key.end()).stripped(), line.place(0)))
    return entries


class Unit:
    """A unit's keys and words. ``section`` is the one that it is about."""

    def __init__(self, path: str, entries: list[Entry], section: str) -> None:
        self.entries = entries
        self.section = section
        #: The values of each key of each section.
        self._values: dict[tuple[str, str], list[Raw]] = {}
        for entry in entries:
            values = self._values.setdefault((entry.section, entry.key), [])
            if entry.value.text:
                values.append(entry.value)
            else:
                values.clear()
        self._left = MOST_EXPANDED
        name = _file_name(path)
        self.name = name.rpartition(".")[0]
        self._unit = f"unit {name}"
        self._environment: dict[str, list[Chunk]] = {}
        for value in self.values("Service", "Environment"):
            for chunks, several in self.words(value, variables=False):
                self._set(chunks, several)

    def _set(self, chunks: list[Chunk], several: bool) -> None:
        raw = Raw(chunks)
        name, equals, _ = raw.text.partition("=")
        if equals and not several:
            is_known = text_of(chunks) is not None
            self._environment[name] = (
                raw.chunks(len(name) + 1) if is_known else [unknown_chunk(name, ("environment", name), "env")]
            )

    def values(self, section: str, key: str) -> list[Raw]:
        """Return the values of a key. An empty one takes back those before it."""
        return self._values.get((section, key), [])

    # -- words

    def words(self, raw: Raw, variables: bool = True) -> list[Word]:
        """Return the words of a value, as systemd splits it."""
        text = raw.text
        words: list[Word] = []
        at = 0
        while True:
            blank = _SPACE.match(text, at)
            at = blank.end() if blank is not None else at
            if at >= len(text):
                return words
            alone = _VARIABLE.match(text, at) if variables else None
            if (
                alone is not None
                and alone.group(2)
                and (alone.end() == len(text) or text[alone.end()].isspace())
            ):
                for chunks, several in self._split(alone.group(2)):
                    words.append((raw.standing_for(at, alone.end(), chunks), several))
                at = alone.end()
                continue
            chunks, at = self.word(raw, at, variables)
            words.append((chunks, False))

    def _variable(self, name: str) -> list[Chunk]:
        """Return a variable's text; unknown where the unit doesn't set it, or names variables too often."""
        value = self._environment.get(name)
        if value is None or self._left <= 0:
            return [unknown_chunk(name, ("environment", name), "env")]
        self._left -= 1 + sum(len(chunk.text) for chunk in value)
        return value

    def _split(self, name: str) -> list[Word]:
        """Return the words that ``$NAME`` alone becomes."""
        value = self._variable(name)
        text = text_of(value)
        if text is None:
            return [(value, True)]
        return [([Chunk(word.encode("latin-1"))], False) for word in text.split()]

    def word(self, raw: Raw, at: int, variables: bool) -> tuple[list[Chunk], int]:
        """Return the chunks of the word that begins at an index, and where it ends."""
        text = raw.text
        chunks: list[Chunk] = []
        quote = ""
        while at < len(text):
            character = text[at]
            if quote and character == quote:
                quote = ""
                at += 1
            elif not quote and character.isspace():
                break
            elif not quote and character in "\"'":
                quote = character
                at += 1
            elif character == "\\":
                escape = _ESCAPE.match(text, at)
                if escape is None:
                    chunks += raw.chunks(at, at + 1)
                    at += 1
                else:
                    chunks += raw.standing_for(at, escape.end(), [Chunk(_unescaped(escape.groups()))])
                    at = escape.end()
            elif character == "%":
                chunks += raw.standing_for(at, at + 2, self._specifier(raw, at))
                at += 2
            elif character == "$" and variables:
                if text.startswith("$$", at):
                    chunks += raw.standing_for(at, at + 2, [Chunk(b"$")])
                    at += 2
                    continue
                match = _VARIABLE.match(text, at)
                if match is None or not match.group(1):
                    chunks += raw.chunks(at, at + 1)
                    at += 1
                else:
                    name = match.group(1)
                    chunks += raw.standing_for(at, match.end(), self._variable(name))
                    at = match.end()
            else:
                part = _WORD_PART.match(text, at)
                end = part.end() if part is not None else at + 1
                chunks += raw.chunks(at, end)
                at = end
        return chunks, at

    def _specifier(self, raw: Raw, at: int) -> list[Chunk]:
        letter = raw.text[at + 1 : at + 2]
        if letter == "%":
            return [Chunk(b"%")]
        if letter in "nNpP" and "@" not in self.name:
            suffix = self._unit[len("unit ") + len(self.name) :] if letter == "n" else ""
            return [Chunk((self.name + suffix).encode("utf-8", "surrogateescape"))]
        return [unknown_chunk(f"%{letter}", ("specifier", letter), "home" if letter == _HOME else "")]

    # -- commands

    def commands(self, value: Raw) -> list[Fragment]:
        """Return the commands of an ``Exec…=`` line: a lone ``;`` parts them."""
        prefix = _PREFIX.match(value.text)
        words = self.words(
            value.cut(prefix.end() if prefix is not None else 0),
            ":" not in (prefix.group() if prefix else ""),
        )
        fragments: list[Fragment] = []
        current: list[Word] = []
        for word in [*words, ([Chunk(b";")], False)]:
            if text_of(word[0]) != ";":
                current.append(word)
                continue
            if current:
                fragments.append(self.fragment(current))
            current = []
        return fragments

    def fragment(
        self, words: list[Word], write_option: Callable[[str], tuple[int, str] | None] | None = None
    ) -> Fragment:
        """Return words as a command."""
        derived = Derived()
        folders = self.values("Service", "WorkingDirectory")
        if folders and self.section == "Service":
            folder = folders[-1]
            chunks = self.word(folder.cut(1 if folder.text.startswith("-") else 0), 0, False)[0]
            if folder.text.lstrip("-") == "~":
                chunks = [unknown_chunk("HOME", ("specifier", _HOME), "home")]
            derived.add_directory(chunks)
        for number, (chunks, several) in enumerate(words):
            if number:
                derived.add_text(" ")
            derived.add_all(chunks if several else quoted(chunks))
        return derived.fragment(unit=self._unit, write=write_in_unit, write_option=write_option)


def known(text: str) -> Word:
    """Return a word that stands nowhere in the document."""
    return [Chunk(text.encode("latin-1"))], False


def _unescaped(groups: tuple[str | None, ...]) -> bytes:
    hexadecimal, octal, unicode, character = groups
    if hexadecimal:
        return bytes([int(hexadecimal, 16)])
    if octal:
        return bytes([int(octal, 8) & 255])
    if unicode:
        return chr(int(unicode, 16)).encode("utf-8", "surrogatepass")
    return _ESCAPES.get(character or "", character or "").encode("latin-1")
