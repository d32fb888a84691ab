"""Splits an instruction's text into flags, words, JSON strings and here-document operators, by BuildKit's rules.

Text is Latin-1, one character a byte (see ``dockerfile_lines``); ranges are ``(start, end)`` in it. Quotes stay: they are taken off when a
word is expanded (``dockerfile_expand``). Source of the rules: ``frontend/dockerfile/parser`` of moby/buildkit (``split_command.go``,
``line_parsers.go``, ``parser.go``), read 2026-08.
"""

from __future__ import annotations

import re

from persistlint.hosts.dockerfile_lines import skip_space, trim_space_end
from persistlint.text.budgets import MOST_WORDS
from persistlint.text.regex import regex

Range = tuple[int, int]

_BLANKS = regex(r"[\t\v\f\r ]+")
_JSON_SPACE = regex(r"[ \t\r\n]*")
_JSON_STRING = regex(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_JSON_ESCAPE = regex(r'\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))')
_JSON_PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_HERE = regex(r"(\d*)<<(-?)\s*([^<]*)\Z")


def decode(text: str) -> str:
    """Latin-1 text as the characters that its bytes mean; invalid UTF-8 as surrogates."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "surrogateescape")


def split_keyword(text: str, start: int, end: int) -> tuple[Range, int]:
    """Return the range of the instruction's first word, and the index where the rest begins."""
    start = skip_space(text, start, end)
    end = trim_space_end(text, start, end)
    blank = _BLANKS.search(text, start, end)
    return ((start, end), end) if blank is None else ((start, blank.start()), blank.end())


def split_flags(text: str, start: int, end: int, escape: str) -> tuple[list[tuple[str, Range]], int]:
    """Return the leading words that begin with ``--``, without quotes and escapes, with their ranges, and the index where the arguments begin.

    The word ``--`` ends them.
    """
    flags: list[tuple[str, Range]] = []
    at = start
    while True:
        at = skip_space(text, at, end)
        if not text.startswith("--", at, end) or len(flags) >= MOST_WORDS:
            return flags, at
        word_start = at
        word: list[str] = []
        quote = ""
        while at < end:
            character = text[at]
            if not quote and skip_space(text, at, at + 1) > at:
                break
            at += 1
            if character == quote:
                quote = ""
            elif not quote and character in "'\"":
                quote = character
            else:
                if character == escape:
                    if at == end:
                        break
                    character = text[at]
                    at += 1
                word.append(character)
        flag = "".join(word)
        if flag == "--":
            return flags, skip_space(text, at, end)
        flags.append((flag, (word_start, at)))


def split_blanks(text: str, start: int, end: int) -> list[Range]:
    """Return the ranges of the words that blanks separate, in quotes or not: the words of VOLUME, COPY, ADD, EXPOSE and FROM."""
    words: list[Range] = []
    at = start
    for blank in _BLANKS.finditer(text, start, end):
        if len(words) >= MOST_WORDS:
            break
        words.append((at, blank.start()))
        at = blank.end()
    if end > start:
        words.append((at, end))
    return [word for word in words if word[1] > word[0]]


def split_words(text: str, start: int, end: int, escape: str) -> list[Range]:
    """Return the ranges of the words that space outside of quotes separates: the words of ENV, LABEL and ARG."""
    words: list[Range] = []
    at = start
    while True:
        at = skip_space(text, at, end)
        if at >= end or len(words) >= MOST_WORDS:
            return words
        word_start = at
        quote = ""
        while at < end:
            character = text[at]
            if quote:
                if character == quote:
                    quote = ""
                elif character == escape and quote == '"':
                    at += 1
            elif character in "'\"":
                quote = character
            elif character == escape:
                at += 1
            elif character in "\t\n\v\f\r " or (character > "\x7f" and skip_space(text, at, end) > at):
                break
            at += 1
        at = min(at, end)
        words.append((word_start, at))


class JsonString:
    """A string of a JSON array: its ``value``, the range inside its quotes, and its pieces.

    ``segments`` are ``(start in value's UTF-8, start in the text, length)`` of what stands there byte for byte; None where an escape
    makes a byte that isn't written.
    """

    __slots__ = ("end", "segments", "start", "value")

    def __init__(self, value: str, start: int, end: int, segments: list[tuple[int, int, int]] | None) -> None:
        self.value = value
        self.start = start
        self.end = end
        self.segments = segments


def json_strings(text: str, start: int, end: int) -> list[JsonString] | None:
    """Return the strings of the JSON array that is the whole of ``text[start:end]``. None means that it isn't one, and so isn't the exec form."""
    at = skip_space(text, start, end)
    if not text.startswith("[", at, end):
        return None
    strings: list[JsonString] = []
    at = _skip_json_space(text, at + 1, end)
    if text.startswith("]", at, end):
        return strings if _skip_json_space(text, at + 1, end) == end else None
    while True:
        match = _JSON_STRING.match(text, at, end)
        if match is None:
            return None
        strings.append(_json_string(text, match.start() + 1, match.end() - 1))
        at = _skip_json_space(text, match.end(), end)
        if text.startswith("]", at, end):
            return strings if _skip_json_space(text, at + 1, end) == end else None
        if not text.startswith(",", at, end) or len(strings) >= MOST_WORDS:
            return None
        at = _skip_json_space(text, at + 1, end)


def json_array_of_others(text: str) -> bool:
    """Return whether ``text`` is a JSON array that holds something other than strings, which the engine refuses."""
    if not text.startswith("[") or not text.rstrip().endswith("]") or len(text) > 65536:
        return False
    import json

    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return not all(isinstance(item, str) for item in value)


def here_document(word: str) -> tuple[str, bool, bool] | None:
    """Delimiter, whether the body is expanded, and whether ``<<-`` takes tabs off, for a word that is a here-document operator."""
    match = _HERE.match(word)
    if match is None or not match.group(3):
        return None
    names = _here_words(match.group(3), keep=False)
    if names is None or len(names) != 1:
        return None
    raw = _here_words(match.group(3), keep=True)
    name = names[0]
    quoted = raw is not None and sum(map(raw[0].count, "'\"")) != sum(map(name.count, "'\""))
    return name, not quoted, match.group(2) == "-"


def here_documents(line: str) -> list[tuple[str, bool, bool]]:
    """Return every here-document operator of a logical line, in order, at most 100. An unclosed quote hides them all, as it does from the engine."""
    words = _here_words(line, keep=True, escapes=True)
    documents = [here_document(word) for word in words or () if "<<" in word]
    return [each for each in documents if each is not None][:100]


def _here_words(line: str, keep: bool, escapes: bool = False) -> list[str] | None:
    """Return the words of a line as the engine splits it to look for here-documents, None for an unclosed quote or ``${``.

    ``keep`` leaves quotes in the words, ``escapes`` backslashes. No variable is set; one that is used stays as it is written.
    """
    words: list[str] = []
    word: list[str] = []
    at = 0
    end = len(line)
    while at < end:
        character = line[at]
        if character in "'\"":
            close = _closing_quote(line, at)
            if close < 0:
                return None
            body = line[at + 1 : close]
            if character == '"' and not escapes:
                body = re.sub(r'\\(["$\\])', r"\1", body)
            word.append(character + body + character if keep else body)
            at = close + 1
        elif character == "\\":
            if escapes:
                word.append(character)
            word.append(line[at + 1 : at + 2])
            at += 2
        elif character == "<" and line.startswith("<<", at):
            at += 2
            blank = at
            while blank < end and line[blank] in "\t\r ":
                blank += 1
            word.append("<<" + line[at:blank])
            at = blank
        elif character == "$" and line.startswith("${", at):
            close = line.find("}", at)
            if close < 0:
                return None
            word.append(line[at : close + 1])
            at = close + 1
        elif character in "\t\n\v\f\r ":
            if word:
                words.append("".join(word))
                word = []
            at += 1
        else:
            word.append(character)
            at += 1
    if word:
        words.append("".join(word))
    return [each for each in words if each]


def _closing_quote(line: str, at: int) -> int:
    quote = line[at]
    at += 1
    if quote == "'":
        return line.find("'", at)
    while at < len(line):
        if line[at] == '"':
            return at
        at += 2 if line[at] == "\\" else 1
    return -1


def _skip_json_space(text: str, at: int, end: int) -> int:
    match = _JSON_SPACE.match(text, at, end)
    return match.end() if match else at


def _json_string(text: str, start: int, end: int) -> JsonString:
    body = text[start:end]
    if "\\" not in body:
        return JsonString(decode(body), start, end, [(0, start, end - start)])
    segments: list[tuple[int, int, int]] | None = []
    value: list[str] = []
    length = 0
    at = 0
    for escape in _JSON_ESCAPE.finditer(body):
        plain = body[at : escape.start()]
        made = chr(int(escape.group(1), 16)) if escape.group(1) else _JSON_PLAIN[escape.group(2)]
        value += (decode(plain), made)
        if segments is not None:
            if plain:
                segments.append((length, start + at, len(plain)))
            length += len(plain) + 1
            if made == escape.group(2):
                segments.append((length - 1, start + escape.start() + 1, 1))
            else:
                segments = None
        at = escape.end()
    value.append(decode(body[at:]))
    if segments is not None and at < len(body):
        segments.append((length, start + at, len(body) - at))
    joined = "".join(value)
    # Two \u escapes that are one character outside the basic plane come as surrogates; a lone one is U+FFFD for the engine.
    if re.search("[\ud800-\udbff][\udc00-\udfff]", joined):
        joined = re.sub("[\ud800-\udbff][\udc00-\udfff]", _pair, joined)
    joined = re.sub("[\ud800-\udbff]", "\ufffd", joined)
    return JsonString(joined, start, end, segments)


def _pair(match: re.Match[str]) -> str:
    both = match.group()
    return chr(0x10000 + ((ord(both[0]) - 0xD800) << 10) + (ord(both[1]) - 0xDC00))
