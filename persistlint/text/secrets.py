"""Masks secrets in text that people read: messages, excerpts, logs."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from re import DOTALL, IGNORECASE

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

#: Words in the name of a variable, label or option whose value is a secret.
_WORDS = regex(
    r"passw(?:or)?d|passphrase|secret|token|credential|(?:api|access|private|signing|encryption|auth|master|account)[_.-]?key"
    r"|(?:^|[_.-])(?:pass|pwd|pw)(?:$|[_.-])",
    IGNORECASE,
)
#: Names that say where a secret is, or something about it.
_ABOUT = regex(
    r"(?:[_.-](?:file|path|dir|name|length|url|type|id|enabled|expiry|ttl|stdin))$|^allow[_.-]|[_.-](?:empty|random)[_.-]",
    IGNORECASE,
)
#: Values that keep nothing secret: a reference to a variable or a command, what isn't known, switches.
_OPEN = regex(
    r"\$\w+|\$\{\w+\}|\$\(.*|⟨.*|yes|no|true|false|on|off|null|none|[01]|\*+|…|\.{3}|<.*>?",
    IGNORECASE | DOTALL,
)

#: What ends with a value: ``--password ``, ``ENV NAME ``, ``NAME=``, ``NAME: ``. The name's length is bounded, so that no text takes long.
_NAMED = regex(
    r"(?<![\w.-])(?:--(?P<option>(?=[\w-]{0,100}(?:passw|passphrase|token|api-?key))[\w-]{1,100})[= ]"
    r"|(?:(?:ENV|LABEL)[ \t]+(?:\\\r?\n[ \t]*)?)(?P<instruction>[\w.-]{1,100})[ \t]+(?:\\\r?\n[ \t]*)?"
    r"|(?P<name>[\w.-]{1,100})(?:=|[\"']?(?P<colon>:)(?:[ \t]+|(?=\r?\n))))"
)
#: A word as shells write it. A quotation that the word begins with goes over lines; ``open`` is one inside that has no end on its line.
_WORD = regex(
    r"""(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^']*')?(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\$\{[^}\n]{0,500}\}|\\(?:\r?\n|.)|[^\s"'`;|&<>)\]},\\])*(?:(?P<open>["'])[^\s"']*)?""",
    DOTALL,
)
#: The rest of a quotation over lines, by its mark.
_QUOTATION = {
    '"': regex(r'[^"\\]*(?:\\.[^"\\]*)*"', DOTALL),
    "'": regex(r"[^']*'"),
}
#: The same where words of prose may follow, as after a colon.
_LINE_WORD = regex(
    r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|\$\{[^}\n]{0,500}\}|[^\s"'`;|&<>)\]},])+(?:["'][^\s"']*)?|"[^"\n]*|'[^'\n]*"""
)
#: One quotation and nothing else.
_QUOTED = regex(r""""[^"\\]*(?:\\.[^"\\]*)*"|'[^']*'""", DOTALL)
#: The rest of a quotation that began before the name: ``"NAME=…"``.
_REST_OF_QUOTATION = {
    '"': regex(r'[^"\\]*(?:\\.[^"\\]*)*(?=")|[^"\n]*', DOTALL),
    "'": regex(r"[^']*(?=')|[^'\n]*"),
}
#: The same where a backslash stands before either mark.
_REST_OF_ESCAPED = {
    '"': regex(r'(?:[^"\\\n]|\\(?!"))*(?=\\")'),
    "'": regex(r"(?:[^'\\\n]|\\(?!'))*(?=\\')"),
}
#: The rest of an instruction, over the lines that it continues on.
_REST_OF_INSTRUCTION = regex(r"(?:\\\r?\n|[^\n`])*")
#: The beginning of a text in a block of YAML.
_BLOCK = regex(r"[|>][-+0-9]{0,2}[ \t]*(?:#[^\n]*)?|")
#: A line of YAML that is no plain text: an item of a list, a key.
_STRUCTURE = regex(r"-[ \t]|[^\s:]+:(?:\s|$)")
#: At most so far from the beginning of its line is a key of YAML, or an instruction.
_DEEPEST = 200
#: On a longer line an apostrophe inside a word begins nothing.
_LONGEST_LINE = 4_000

#: The password in ``scheme://user:password@host``.
_ADDRESS = regex(
    r"(?P<head>\b[a-z][a-z0-9+.-]{0,30}://[^\s/:@'\"`]{0,200}:)(?P<value>[^\s/@'\"`]{1,500})(?=@)",
    IGNORECASE,
)

#: A value that a test compares with a variable: ``[ "$NAME" = value ]``.
_COMPARED = regex(
    r"""(?P<head>\$\{?(?P<name>\w{1,100})\}?["']?[ \t]{1,20}(?:==?|!=)[ \t]{1,20})(?P<value>"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^\s"'`;|&<>)\]]+)"""
)

#: What messages put before the words of Docker, Podman or Compose.
SAYS = "It says “"
#: What such words begin with where they name a thing before a colon: ``secrets.db: one of …``, ``create app/secrets: …``.
_OF_WHAT = regex(r"(?:create )?[^\s:=“”\"']{0,200}")

#: What a mask covers: ends of lines stay, so that lines are where they were.
_SHOWN = regex(r"[^\r\n]")
#: Without any of these no text holds what is masked.
_HINTS = ("pass", "secret", "token", "credential", "key", "pwd", "pw", "://")


def mask(text: str) -> str:
    """Return ``text`` with a ``*`` in place of each character of a value that its name calls a secret.

    The text keeps its length, so that a column is where it was. A reference to a variable stays.
    """
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return text
    if "://" in text:
        text = _ADDRESS.sub(lambda secret: secret["head"] + _stars(secret["value"]), text)
    if "$" in text:
        text = _COMPARED.sub(
            lambda secret: (
                secret["head"] + _stars(secret["value"]) if is_secret_name(secret["name"]) else secret[0]
            ),
            text,
        )
    out: list[str] = []
    done = at = 0
    while (secret := _NAMED.search(text, at)) is not None:
        at = secret.end()
        if not is_secret_name(secret["option"] or secret["instruction"] or secret["name"]):
            continue
        if secret["colon"] and _is_spoken_of(text, secret.start("name")):
            continue
        for start, end in _values(text, secret):
            if end > start >= done:
                out += (text[done:start], _stars(text[start:end]))
                done = at = end
    return "".join(out) + text[done:] if out else text


class MaskedText:
    """A whole text with its secrets masked, of which parts are asked for by their bytes. A value that began lines before is seen."""

    __slots__ = ("_characters", "_data", "_line_starts", "_text")

    def __init__(self, data: bytes, line_starts: list[int]) -> None:
        text = _decoded(data)
        masked = mask(text)
        self._data = data
        self._line_starts = line_starts
        #: The masked text, None where there is nothing to mask.
        self._text = masked if masked != text else None
        #: How many characters are before each line, None where a character is a byte.
        self._characters: list[int] | None = None
        if self._text is not None and len(text) != len(data):
            ends = [*line_starts[1:], len(data)]
            first = len(_decoded(data[: line_starts[0]]))
            lines = (len(_decoded(data[start:end])) for start, end in zip(line_starts, ends, strict=True))
            self._characters = list(accumulate(lines, initial=first))

    def part(self, start: int, end: int) -> str:
        """Return the text from byte ``start`` to byte ``end``, masked."""
        part = _decoded(self._data[start:end])
        if self._text is None:
            return part
        at = start
        if self._characters is not None:
            line = max(bisect_right(self._line_starts, start) - 1, 0)
            at = self._characters[line] + len(_decoded(self._data[self._line_starts[line] : start]))
        return self._text[at : at + len(part)]


def is_secret_name(name: str) -> bool:
    """Return whether a variable, label or option of this name holds a secret."""
    return bool(_WORDS.search(name)) and not _ABOUT.search(name)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _is_spoken_of(text: str, at: int) -> bool:
    """Return whether the name at ``at`` is what a program's words in a message begin with: its own words follow, and no value."""
    start = text.rfind(SAYS, max(0, at - 300), at)
    return start >= 0 and _OF_WHAT.fullmatch(text, start + len(SAYS), at) is not None


def _values(text: str, match: re.Match[str]) -> list[tuple[int, int]]:
    """Return where the value of a name stands: once, but for a text in a block of YAML, of which each line counts."""
    start = match.end()
    name = match.start("name")
    quote = text[name - 1] if name > 0 and text[name - 1] in _REST_OF_QUOTATION else ""
    if quote and text[start - 1] == "=" and text[name - 2 : name - 1] == "\\":
        # A quotation inside a string of JSON: `"docker run -e \"NAME=…\""`.
        rest = _REST_OF_ESCAPED[quote].match(text, start)
        if rest is not None and rest[0]:
            return [rest.span()]
    # Behind a word it ends a quotation, and begins none.
    if quote and text[start - 1] == "=" and (name < 2 or text[name - 2] in " \t\n=,[("):
        rest = _REST_OF_QUOTATION[quote].match(text, start)
        if rest is not None and rest[0]:
            return [rest.span()]
        start += text.startswith(quote, start)
    begun = match.start()
    line = text.rfind("\n", max(0, begun - _DEEPEST), begun) + 1
    head = text[line:begun] if line or begun <= _DEEPEST else "x"
    if match["instruction"] and not head.rstrip("`").strip() and text[start : start + 1] not in ("'", '"'):
        return _trimmed(text, start, _end(_REST_OF_INSTRUCTION, text, start))
    if match["colon"] and not head.strip(" \t-\"'"):
        end = _line_end(text, start)
        rest_of_line = text[start:end].rstrip()
        if _BLOCK.fullmatch(rest_of_line):
            return _block(text, end, len(head) - len(head.lstrip(" ")), bool(rest_of_line))
        if rest_of_line[:1] not in "\"'[{&*!":
            comment = text.find(" #", start, end)
            return _trimmed(text, start, end if comment < 0 else comment)
    if not match["name"] or match["colon"]:
        # In YAML a quotation at the beginning goes over lines, too.
        at_key = bool(match["colon"]) and not head.strip(" \t-\"'")
        return [(start, _end(_WORD if at_key else _LINE_WORD, text, start))]
    return [(start, _word_end(text, start))]


def _word_end(text: str, start: int) -> int:
    """Return the end of the shell's word that begins at ``start``. A quotation in it may go over lines where it is none that began before."""
    word = _WORD.match(text, start)
    if word is None:
        return start
    while word["open"]:
        at = word.start("open")
        line = text.rfind("\n", max(0, at - _LONGEST_LINE), at) + 1
        if not line and at > _LONGEST_LINE:
            break
        head = text[line:at]
        closed = _QUOTATION[word["open"]].match(text, at + 1)
        if closed is None or head.count('"') % 2 or head.count("'") % 2:
            break
        rest = _WORD.match(text, closed.end())
        if rest is None:
            return closed.end()
        word = rest
    return word.end()


def _block(text: str, at: int, indent: int, marked: bool) -> list[tuple[int, int]]:
    """Return the lines after ``at`` that are indented deeper; without the block's mark only a plain text."""
    out: list[tuple[int, int]] = []
    while at < len(text):
        start, end = at + 1, _line_end(text, at + 1)
        line = text[start:end]
        if line.strip():
            if len(line) - len(line.lstrip(" ")) <= indent or (
                not marked and _STRUCTURE.match(line.lstrip(" "))
            ):
                break
            out += _trimmed(text, start, end)
        at = end
    return out


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match is not None else start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    value = text[start:end]
    return [(start + len(value) - len(value.lstrip()), start + len(value.rstrip()))]


def _stars(value: str) -> str:
    quote = value[0] if _QUOTED.fullmatch(value) else ""
    inside = value[1:-1] if quote else value
    if _OPEN.fullmatch(inside):
        return value
    return f"{quote}{_SHOWN.sub('*', inside)}{quote}"
