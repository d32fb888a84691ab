"""A stretch of shell code inside a document."""

from __future__ import annotations

from persistlint.text.mapping import Mapping


class UnknownText:
    """Text of a fragment that its host puts in and that isn't known: ``${{ matrix.tag }}``, ``$(shell date)``.

    ``name`` is for people, texts with equal ``key`` are equal, and ``kind`` says what is known all the same, as of an unknown of the shell
    ("cwd", "home", "env", "").
    """

    __slots__ = ("key", "kind", "name")

    def __init__(self, name: str, key: object, kind: str = "") -> None:
        self.name = name
        self.key = key
        self.kind = kind


class Fragment:
    """Shell code taken out of a document: its ``text`` and the ``mapping`` of its bytes to the document's.

    ``kind`` is "script" (a file of its own), "block" (a document's code block), "run" (a Dockerfile's RUN), or "command" (a shell of its own, started by
    the host). ``dialect`` is the shell's name (bash, sh, zsh …). ``block`` numbers a document's blocks from 0. ``transcript`` is true where the lines were
    typed at a prompt.

    ``unit`` names what the host starts on its own, in an order that isn't known ("make db"): fragments of one unit follow one another, and nothing is known of
    what comes between two units. ``certainty`` is "possible" where the host may leave the fragment out. ``unknowns`` are the texts that stand in ``text``
    as ``derived`` writes them.
    """

    __slots__ = (
        "block",
        "certainty",
        "dialect",
        "kind",
        "mapping",
        "text",
        "transcript",
        "unit",
        "unknowns",
    )

    def __init__(
        self,
        text: bytes,
        mapping: Mapping,
        kind: str = "script",
        dialect: str = "bash",
        block: int = 0,
        transcript: bool = False,
        unit: str = "",
        certainty: str = "certain",
        unknowns: dict[int, UnknownText] | None = None,
    ) -> None:
        self.text = text
        self.mapping = mapping
        self.kind = kind
        self.dialect = dialect
        self.block = block
        self.transcript = transcript
        self.unit = unit
        self.certainty = certainty
        self.unknowns = unknowns or {}
