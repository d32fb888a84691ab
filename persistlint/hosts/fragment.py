"""A stretch of shell code inside a document."""

from __future__ import annotations

from persistlint.text.mapping import Mapping


class Fragment:
    """Shell code taken out of a document: its ``text`` and the ``mapping`` of its bytes to the document's.

    ``kind`` is "script" (a file of its own), "block" (a document's code block), "run" (a Dockerfile's RUN). ``dialect`` is the
    shell's name (bash, sh, zsh …). ``block`` numbers a document's blocks from 0. ``transcript`` is true where the lines were typed at a prompt.
    """

    __slots__ = ("block", "dialect", "kind", "mapping", "text", "transcript")

    def __init__(
        self,
        text: bytes,
        mapping: Mapping,
        kind: str = "script",
        dialect: str = "bash",
        block: int = 0,
        transcript: bool = False,
    ) -> None:
        self.text = text
        self.mapping = mapping
        self.kind = kind
        self.dialect = dialect
        self.block = block
        self.transcript = transcript
