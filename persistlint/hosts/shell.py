"""The shell code of a shell file: all of it."""

from __future__ import annotations

from persistlint.hosts.detect import dialect_of
from persistlint.hosts.fragment import Fragment
from persistlint.hosts.pieces import Pieces
from persistlint.text.document import BOM, Document
from persistlint.text.mapping import Mapping


def fragments(document: Document) -> list[Fragment]:
    r"""Return the whole file as one fragment, without its byte order mark.

    In a file whose first line ends in ``\r\n`` all such line ends become ``\n``: the carriage returns are no part of any word that the
    author meant, and a backslash before one continues the line. In any other file a carriage return is what the shell takes it for.
    """
    data = document.data
    dialect = dialect_of(document.path, data[:4096])
    start = len(BOM) if data.startswith(BOM) else 0
    line_end = data.find(b"\n")
    if line_end < 1 or data[line_end - 1 : line_end] != b"\r":
        return [
            Fragment(
                data[start:] if start else data, Mapping.identity(len(data) - start, start), dialect=dialect
            )
        ]
    pieces = Pieces(data)
    pieces.add_lines(start, len(data))
    return [Fragment(pieces.text, pieces.mapping, dialect=dialect)]
