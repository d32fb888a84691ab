"""Splits a command that is written as one string, as Compose does (mattn/go-shellwords without environment and backquotes)."""

from __future__ import annotations

from persistlint.hosts.compose.text import Text

_BLANKS = frozenset(" \t\r\n")


def split_words(text: Text) -> list[Text]:
    """Return the words of the text, without quotation marks and backslashes. An open quotation gives no words, as Compose refuses it."""
    marked = text.marked()
    words: list[Text] = []
    ranges: list[tuple[int, int]] = []
    got = False
    quote = ""
    escaped = False
    for index, character in enumerate(marked):
        if escaped:
            ranges.append((index, index + 1))
            escaped, got = False, True
        elif character == "\\":
            if quote == "'":
                ranges.append((index, index + 1))
            else:
                escaped = True
        elif character in _BLANKS and not quote:
            if got:
                words.append(_joined(text, ranges))
                ranges, got = [], False
        elif character in "'\"" and quote in ("", character):
            quote = "" if quote else character
            got = True
        elif character in ";&|<>" and not quote:
            # go-shellwords stops at a shell's operator.
            if character == ">" and ranges and marked[ranges[-1][0]].isdigit():
                ranges = []
                got = False
            break
        else:
            ranges.append((index, index + 1))
            got = True
    if quote or escaped:
        return []
    if got:
        words.append(_joined(text, ranges))
    return words


def is_closed(text: str) -> bool:
    """Return whether every quotation of a command ends, and no backslash is its last character."""
    quote = ""
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and quote != "'":
            escaped = True
        elif character in "'\"" and quote in ("", character):
            quote = "" if quote else character
        elif character in ";&|<>" and not quote:
            return True
    return not quote and not escaped


def _joined(text: Text, kept_ranges: list[tuple[int, int]]) -> Text:
    """Return the characters in the ``kept`` ranges as one text. Neighbouring ranges become one piece."""
    ranges: list[list[int]] = []
    for start, end in kept_ranges:
        if ranges and ranges[-1][1] == start:
            ranges[-1][1] = end
        else:
            ranges.append([start, end])
    pieces = [piece for start, end in ranges for piece in text.cut(start, end).pieces]
    return Text(pieces, text.span, text.assumes)
