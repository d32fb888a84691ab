"""Mounts: one model for ``-v``, ``--mount``, ``--tmpfs`` and VOLUME."""

from __future__ import annotations

from persistlint.shell.values import Value, Word
from persistlint.text.spans import Span


class Mount:
    """A mount option: its type, source and target.

    ``type`` is "bind", "volume", "tmpfs", "image", "npipe", "cluster", or None where it can't be known. ``source`` is a host
    path, a volume's name, an image; None for an anonymous volume or a tmpfs (``anonymous`` tells) or where unknown.
    ``target`` is the container path as written; None where it can't be known. ``flag`` is the option as written.
    """

    __slots__ = (
        "anonymous",
        "drive",
        "engine_name",
        "flag",
        "needs",
        "options",
        "read_only",
        "source",
        "source_span",
        "span",
        "target",
        "target_span",
        "type",
        "unknown_fields",
        "value",
        "word",
    )

    def __init__(
        self,
        type: str | None,
        source: Value | None,
        target: Value | None,
        flag: str,
        word: Word | None = None,
    ) -> None:
        self.type = type
        self.source = source
        self.target = target
        self.flag = flag
        #: The word that holds the specification, and the specification alone (without ``--volume=``).
        self.word = word
        self.value: Value | None = None
        self.read_only: bool | None = False
        #: Further options as written ("ro", "z", "volume-nocopy", "tmpfs-size=64m").
        self.options: list[str] = []
        self.anonymous = False
        #: Flag and value together; None where the words come from elsewhere.
        self.span: Span | None = None
        self.source_span: Span | None = None
        self.target_span: Span | None = None
        #: True for ``-v d:/data``: the client takes ``d:`` for a Windows drive, and all of it for the target of an anonymous volume.
        self.drive = False
        #: The name by which the engine knows the volume, where that isn't the source as it is written (a Compose file's volumes).
        self.engine_name: Value | None = None
        #: The first client that reads it so ("28.2" for ``-v ../x:/y``), "" where every one does.
        self.needs = ""
        #: Whether a field of ``--mount`` isn't known, so that type, source and target may be others.
        self.unknown_fields = False

    def __repr__(self) -> str:
        source = self.source.display() if self.source is not None else None
        target = self.target.display() if self.target is not None else None
        return f"Mount({self.type!r}, {source!r}, {target!r}, {self.flag!r})"

    @property
    def source_text(self) -> str | None:
        """Return the source as text; None where there is none, or where a part of it isn't known."""
        return self.source.text if self.source is not None else None

    @property
    def target_text(self) -> str | None:
        """Return the target as text; None where a part of it isn't known."""
        return self.target.text if self.target is not None else None

    @property
    def drive_like_source(self) -> bool:
        r"""Return whether the source starts with a drive's letter (``C:\data``)."""
        leading = self.source.leading() if self.source is not None else ""
        return len(leading) > 1 and leading[1] == ":" and leading[0].isalpha()
