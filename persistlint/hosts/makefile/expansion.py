"""Expands references as GNU make does (its manual, "How to Use Variables" and "Functions for Transforming Text").

What asks the machine (``$(shell …)``, ``$(wildcard …)``, the environment) is unknown, and so are automatic variables.
"""

from __future__ import annotations

from persistlint.hosts.derived import Chunk, Raw, text_of, unknown_chunk
from persistlint.hosts.makefile.raw import closing, split_outside
from persistlint.text.budgets import MOST_EXPANDED, MOST_REFERENCES
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_FUNCTION = regex(r"([a-z][a-z-]*)[ \t]+")
_AUTOMATIC = regex(r"[@%<?^+|*][DF]?\Z")
_NUMBER = regex(r"[0-9]+\Z")
_EVALUATED = regex(r"\s*(?:export[ \t]+|override[ \t]+)*([\w.-]+)[ \t]*(?:::?:?|[?+!])?=")
#: Commands of ``$(shell …)`` that print the working directory.
_PRINTS_DIRECTORY = frozenset(("pwd", "pwd -P", "pwd -L", "echo $$PWD", 'echo "$$PWD"'))
#: Names that the environment of a user always has, and what is known of their values.
_KINDS = {"CURDIR": "cwd", "PWD": "cwd", "HOME": "home"}


class Variable:
    """A variable: its ``text``, which each use expands again, or, where it was expanded when it was set, its ``value``.

    ``is_known`` is false where nothing is known of it. ``is_override`` is true where assignments without ``override`` don't change it.
    """

    __slots__ = ("_chunks", "_text", "is_appended", "is_known", "is_override", "value")

    def __init__(self, text: Raw, value: list[Chunk] | None = None, is_known: bool = True) -> None:
        self._text: Raw | None = text
        self._chunks: list[Chunk] = []
        self.value = value
        self.is_known = is_known
        self.is_override = False
        #: Whether a target adds it to what the variable is for all targets in the end.
        self.is_appended = False

    @property
    def text(self) -> Raw:
        if self._text is None:
            self._text = Raw(self._chunks)
        return self._text

    def append(self, text: Raw, value: list[Chunk]) -> None:
        """Add a blank and ``text``, or ``value`` to a variable that has one. Many additions cost no more than their texts."""
        if self.value is not None:
            self.value += (Chunk(b" "), *value)
            return
        if self._text is not None:
            self._chunks = self._text.chunks()
            self._text = None
        self._chunks += (Chunk(b" "), *text.chunks())


class Expander:
    """Expands text with ``variables``. ``own`` are those of the target at hand, and ``undecided`` the names that other targets may give it."""

    __slots__ = (
        "_arguments",
        "_left",
        "_open",
        "evaluated",
        "own",
        "target",
        "undecided",
        "variables",
    )

    def __init__(self, variables: dict[str, Variable]) -> None:
        self.variables = variables
        self.own: Mapping[str, Variable] = {}
        self.undecided: frozenset[str] = frozenset()
        self.target = ""
        #: Names that ``$(eval …)`` may set at any time.
        self.evaluated: set[str] = set()
        self._arguments: list[list[Chunk]] = []
        self._open: list[str] = []
        self._left = MOST_EXPANDED

    def expand(self, raw: Raw) -> list[Chunk]:
        """Return the text with its references replaced."""
        text = raw.text
        out: list[Chunk] = []
        at = 0
        while (dollar := text.find("$", at)) >= 0:
            out += raw.chunks(at, dollar)
            chunks, at = self.reference(raw, dollar)
            out += chunks
        out += raw.chunks(at)
        return out

    def known(self, raw: Raw) -> str | None:
        """Return the expanded text; None where a part of it isn't known."""
        return text_of(self.expand(raw))

    def reference(self, raw: Raw, dollar: int) -> tuple[list[Chunk], int]:
        """Return what the reference at ``dollar`` stands for, and the index behind it."""
        text = raw.text
        following = text[dollar + 1 : dollar + 2]
        if following == "$":
            return [Chunk(b"$")], dollar + 2
        if not following or following in " \t\n":
            return [], dollar + 1
        if following not in "({":
            return self._variable(following), dollar + 2
        end = closing(text, dollar + 1)
        if end < 0:
            return [unknown_chunk("$" + text[dollar + 1 : dollar + 20], text[dollar:])], len(text)
        if len(self._open) >= MOST_REFERENCES or self._left <= 0:
            return [self._unknown(text[dollar : end + 1])], end + 1
        self._left -= 1
        chunks = self._inside(raw.cut(dollar + 2, end))
        self._left -= sum(len(chunk.text) + 1 for chunk in chunks)
        return chunks, end + 1

    def _unknown(self, written: str) -> Chunk:
        """Return an unknown chunk for a text as written. The same text in two targets may have two values."""
        name = written if len(written) <= 60 else f"{written[:57]}…"
        return unknown_chunk(name, (self.target, written))

    def _inside(self, raw: Raw) -> list[Chunk]:
        match = _FUNCTION.match(raw.text)
        if match is not None:
            function = _FUNCTIONS.get(match.group(1))
            if function is not None:
                self._open.append("")
                result = function(self, raw.cut(match.end()), raw)
                self._open.pop()
                return result
            if " " in raw.text or "\t" in raw.text:
                # A function that isn't read, or ``$(id -u)``, which make takes for a variable's name.
                return [self._unknown(f"$({raw.text})")]
        name, colon, rest = raw.text, "", ""
        if ":" in raw.text:
            first, *others = split_outside(raw, ":", 2)
            if others and "=" in others[0].text:
                name, colon, rest = first.text, ":", others[0].text
                raw = first
        if "$" in name:
            self._open.append("")
            computed = self.known(raw)
            self._open.pop()
            if computed is None:
                return [self._unknown(f"$({raw.text})")]
            name = computed
        name = name.strip()
        value = self._variable(name)
        if not colon:
            return value
        text = text_of(value)
        pattern, _, replacement = rest.partition("=")
        if text is None or "$" in rest:
            return [self._unknown(f"$({name}:{rest})")]
        return _words_as_chunks(_substituted(word, pattern, replacement) for word in text.split())

    def _variable(self, name: str) -> list[Chunk]:
        if _NUMBER.match(name) and self._arguments:
            return self._argument(name)
        if _AUTOMATIC.match(name):
            return [self._unknown(f"${name}" if len(name) == 1 else f"$({name})")]
        variable = self.own.get(name)
        if variable is None:
            variable = self.variables.get(name)
            if name in self.undecided or name in self.evaluated:
                return [unknown_chunk(name, (self.target, name))]
        if variable is None:
            if name == "MAKE":
                return [Chunk(b"make")]
            # The environment, or whoever calls make, may give it.
            return [unknown_chunk(name, ("environment", name), _KINDS.get(name, "env"))]
        if not variable.is_known or name in self._open:
            return [unknown_chunk(name, (self.target, name))]
        if variable.value is not None:
            return variable.value
        self._open.append(name)
        result = self.expand(variable.text)
        self._open.pop()
        return result

    def _argument(self, name: str) -> list[Chunk]:
        if len(name) > 3:
            return []
        number = int(name)
        return self._arguments[number] if number < len(self._arguments) else []

    # -- functions

    def shell(self, raw: Raw, whole: Raw) -> list[Chunk]:
        if raw.text.strip() in _PRINTS_DIRECTORY:
            return [unknown_chunk("PWD", ("environment", "PWD"), "cwd")]
        return [self._unknown(f"$({whole.text})")]

    def call(self, raw: Raw, whole: Raw) -> list[Chunk]:
        parts = split_outside(raw, ",")
        name = (self.known(parts[0]) or "").strip()
        variable = self.own.get(name) or self.variables.get(name)
        if variable is None or not variable.is_known or name in self._open or name in self.undecided:
            return [self._unknown(f"$({whole.text})")]
        arguments = [[Chunk(name.encode("latin-1"))], *(self.expand(part) for part in parts[1:])]
        before, self._arguments = self._arguments, arguments
        self._open.append(name)
        result = self.expand(variable.text) if variable.value is None else variable.value
        self._open.pop()
        self._arguments = before
        return result

    def strip(self, raw: Raw, whole: Raw) -> list[Chunk]:
        chunks = self.expand(raw)
        text = text_of(chunks)
        if text is None:
            return self._strip_unknown(chunks, whole)
        stripped = Raw(chunks).stripped()
        if len(stripped.text.split()) <= 1:
            return stripped.chunks()
        return _words_as_chunks(text.split())

    def _strip_unknown(self, chunks: list[Chunk], whole: Raw) -> list[Chunk]:
        """Strip text of which a part is unknown. Blanks inside of it depend on that part."""
        texts = [chunk for chunk in chunks if chunk.text or chunk.unknown is not None]
        first, last = texts[0], texts[-1]
        if first.unknown is None:
            texts[0] = first.cut(len(first.text) - len(first.text.lstrip()), len(first.text))
        if last.unknown is None:
            last = texts[-1]
            texts[-1] = last.cut(0, len(last.text.rstrip()))
        if any(len(chunk.text.split()) > 1 or chunk.text != chunk.text.strip() for chunk in texts):
            return [self._unknown(f"$({whole.text})")]
        return texts

    def condition(self, raw: Raw, whole: Raw) -> list[Chunk]:
        parts = split_outside(raw, ",", 3)
        asked = self.known(parts[0].stripped())
        if asked is None:
            return [self._unknown(f"$({whole.text})")]
        if asked:
            return self.expand(parts[1]) if len(parts) > 1 else []
        return self.expand(parts[2]) if len(parts) > 2 else []

    def either(self, raw: Raw, whole: Raw) -> list[Chunk]:
        for part in split_outside(raw, ","):
            chunks = self.expand(part.stripped())
            text = text_of(chunks)
            if text is None:
                return [self._unknown(f"$({whole.text})")]
            if text:
                return chunks
        return []

    def both(self, raw: Raw, whole: Raw) -> list[Chunk]:
        chunks: list[Chunk] = []
        for part in split_outside(raw, ","):
            chunks = self.expand(part.stripped())
            text = text_of(chunks)
            if text is None:
                return [self._unknown(f"$({whole.text})")]
            if not text:
                return []
        return chunks

    def evaluate(self, raw: Raw, whole: Raw) -> list[Chunk]:
        match = _EVALUATED.match(raw.text)
        if match is not None:
            self.evaluated.add(match.group(1))
        return []

    def silent(self, raw: Raw, whole: Raw) -> list[Chunk]:
        return []

    def other(self, raw: Raw, whole: Raw) -> list[Chunk]:
        return [self._unknown(f"$({whole.text})")]


def _text_function(
    arguments: int, compute: Callable[[list[str]], str]
) -> Callable[[Expander, Raw, Raw], list[Chunk]]:
    """Return a function of make that computes a text of texts, and nothing where one of them isn't known."""

    def function(expander: Expander, raw: Raw, whole: Raw) -> list[Chunk]:
        texts: list[str] = []
        for part in split_outside(raw, ",", arguments):
            text = expander.known(part)
            if text is None:
                return expander.other(raw, whole)
            texts.append(text)
        others = sum(len(text) for text in texts[:-1])
        if len(texts) < arguments or others * len(texts[-1]) > MOST_EXPANDED:
            return expander.other(raw, whole)
        return [Chunk(compute(texts).encode("latin-1"))]

    return function


def _each(compute: Callable[[str], str]) -> Callable[[list[str]], str]:
    return lambda texts: " ".join(compute(word) for word in texts[0].split())


def _substituted(word: str, pattern: str, replacement: str) -> str:
    """Return the word with ``pattern`` replaced: a suffix, or a text with ``%``."""
    if "%" not in pattern:
        return word.removesuffix(pattern) + replacement if word.endswith(pattern) else word
    before, _, after = pattern.partition("%")
    if len(word) < len(before) + len(after) or not word.startswith(before) or not word.endswith(after):
        return word
    stem = word[len(before) : len(word) - len(after)]
    return replacement.replace("%", stem, 1)


def _patsubst(texts: list[str]) -> str:
    pattern, replacement, words = texts
    out = []
    for word in words.split():
        matches = "%" in pattern or word == pattern
        out.append(_substituted(word, pattern, replacement) if matches else word)
    return " ".join(out)


def _words_as_chunks(words: Iterable[str]) -> list[Chunk]:
    return [Chunk(" ".join(words).encode("latin-1"))]


def _directory(word: str) -> str:
    head, slash, _ = word.rpartition("/")
    return head + slash if slash else "./"


def _base(word: str) -> str:
    head, slash, name = word.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    return head + slash + (stem if dot else name)


_FUNCTIONS: dict[str, Callable[[Expander, Raw, Raw], list[Chunk]]] = {
    "addprefix": _text_function(2, lambda texts: " ".join(texts[0] + word for word in texts[1].split())),
    "addsuffix": _text_function(2, lambda texts: " ".join(word + texts[0] for word in texts[1].split())),
    "and": Expander.both,
    "basename": _text_function(1, _each(_base)),
    "call": Expander.call,
    "dir": _text_function(1, _each(_directory)),
    "error": Expander.silent,
    "eval": Expander.evaluate,
    "firstword": _text_function(1, lambda texts: "".join(texts[0].split()[:1])),
    "if": Expander.condition,
    "info": Expander.silent,
    "lastword": _text_function(1, lambda texts: "".join(texts[0].split()[-1:])),
    "notdir": _text_function(1, _each(lambda word: word.rpartition("/")[2])),
    "or": Expander.either,
    "patsubst": _text_function(3, _patsubst),
    "shell": Expander.shell,
    "strip": Expander.strip,
    "subst": _text_function(
        3, lambda texts: texts[2].replace(texts[0], texts[1]) if texts[0] else texts[2] + texts[1]
    ),
    "warning": Expander.silent,
    "words": _text_function(1, lambda texts: str(len(texts[0].split()))),
}
#: Functions whose results aren't computed.
_OTHERS = """
    abspath file filter filter-out findstring flavor foreach guile intcmp join let load origin realpath sort suffix value wildcard word wordlist
""".split()
_FUNCTIONS.update(dict.fromkeys(_OTHERS, Expander.other))
