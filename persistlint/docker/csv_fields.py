"""One record of comma-separated fields, as Go's encoding/csv reads it, with the pieces of a value kept."""

from __future__ import annotations

from persistlint.shell.values import Value, concatenate


class CsvError(ValueError):
    """A field that the reader refuses; ``reason`` is its message."""

    def __init__(self, message: str, text: str, first: int, index: int) -> None:
        start, _ = _place(text, first)
        line, column = _place(text, index)
        record = f"record on line {start}; " if line != start else ""
        self.reason = f"{record}parse error on line {line}, column {column}: {message}"
        super().__init__(self.reason)


def csv_fields(value: Value) -> list[Value]:
    """Return the fields of the first record that isn't an empty line.

    A field that starts with ``"`` ends at the next lone ``"``; in it ``""`` stands for one quote.

    Raises ``CsvError`` for a quote inside an unquoted field and for text behind a closing quote. Lines and columns (in bytes) count from 1.
    """
    marked = value.marked()
    fields: list[Value] = []
    first = at = len(marked) - len(marked.lstrip("\n"))
    while True:
        if marked[at : at + 1] != '"':
            comma = marked.find(",", at)
            newline = marked.find("\n", at)
            end = len(marked) if comma < 0 else comma
            if 0 <= newline < end:
                end = newline
            quote = marked.find('"', at, end)
            if quote >= 0:
                raise CsvError('bare " in non-quoted-field', marked, first, quote)
            fields.append(value.cut(at, end))
            if marked[end : end + 1] != ",":
                return fields
            at = end + 1
            continue
        at += 1
        parts = []
        while True:
            quote = marked.find('"', at)
            if quote < 0:
                # Go reports the place behind the record.
                raise CsvError('extraneous or missing " in quoted-field', marked, first, len(marked))
            parts.append(value.cut(at, quote))
            follower = marked[quote + 1 : quote + 2]
            at = quote + 1
            if follower == '"':
                parts.append(value.cut(at, at + 1))
                at += 1
                continue
            break
        fields.append(concatenate(parts))
        if follower in ("", "\n"):
            return fields
        if follower != ",":
            raise CsvError('extraneous or missing " in quoted-field', marked, first, quote)
        at += 1


def _place(text: str, index: int) -> tuple[int, int]:
    """Line and column; the end of the text belongs to its last line, behind the line's end."""
    before = text[:index]
    if index and index == len(text) and before.endswith("\n"):
        before = before[:-1] + " "
    line = before.rpartition("\n")[2]
    return before.count("\n") + 1, len(line.encode("utf-8", "surrogateescape")) + 1
