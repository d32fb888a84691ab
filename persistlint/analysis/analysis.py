"""The analysis of one document: its commands, images, timelines and findings."""

from __future__ import annotations

from persistlint.text.document import Document
from persistlint.text.sources import Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.memory import Memory
    from persistlint.docker.commands import Command
    from persistlint.durability.model import Timeline
    from persistlint.hosts.compose.definition import ProjectDefinition
    from persistlint.hosts.fragment import Fragment
    from persistlint.hosts.image_definition import ImageDefinition
    from persistlint.hosts.makefile.reading import EatenReference
    from persistlint.rules.finding import Finding
    from persistlint.shell.invocation import Branch
    from persistlint.suppressions import Suppression
    from persistlint.text.spans import Span


class Lookup:
    """A question that the analysis asked outside its document, and what came back; a changed answer makes the analysis stale.

    ``kind`` is "file" (``name`` its path, ``answer`` a digest of its bytes or None where absent), "path" (``answer`` "file", "directory", "elsewhere" or "ignored"), "folder" (``answer`` a digest of its names), "image" (``name`` a tag) or "engine" (``name`` "image
    postgres:16" or "volume pgdata", ``answer`` the image's ID, "present", or None where the engine doesn't have it), "date"
    (``name`` "today", ``answer`` the date: a comment counts until a certain day), or "project" (``name`` a question to ``ProjectIndex``, ``answer`` a
    digest of the paths of the files that hold its words).
    """

    __slots__ = ("answer", "kind", "name")

    def __init__(self, kind: str, name: str, answer: str | None) -> None:
        self.kind = kind
        self.name = name
        self.answer = answer


class Analysis:
    """Commands, timelines and findings of one document.

    ``findings`` are those that stand, in the order of the text; ``suppressed`` those that a comment silenced,
    ``baselined`` those that the project's baseline knows (where one has been applied).
    ``not_understood`` are places that could not be followed, each with the reason ("$OPTS before the image may hold options").
    """

    __slots__ = (
        "baselined",
        "commands",
        "document",
        "eaten",
        "findings",
        "fixes_checked",
        "foreign_spans",
        "fragments",
        "images",
        "lookups",
        "memory",
        "not_understood",
        "projects",
        "recorded_count",
        "sources",
        "suppressed",
        "suppressions",
        "timelines",
        "unsplit",
    )

    def __init__(self, document: Document, sources: Sources) -> None:
        self.document = document
        self.sources = sources
        #: Commands of other scripts whose containers the document works in. What is wrong with them is told there.
        self.foreign_spans: set[Span] = set()
        #: The shell code in the document; none where nothing in it can reach a docker command.
        self.fragments: list[Fragment] = []
        #: Every docker command, each occurrence and alternative, in the order of the text, with its "when".
        self.commands: list[tuple[Command, str | None]] = []
        self.images: list[ImageDefinition] = []
        #: What a Makefile takes for its own references though the shell is meant.
        self.eaten: list[EatenReference] = []
        #: The Compose projects that the document is: none, or one.
        self.projects: list[ProjectDefinition] = []
        self.timelines: list[Timeline] = []
        #: Branches that stay together because the document has many commands.
        self.unsplit: list[Branch] = []
        self.findings: list[Finding] = []
        #: Whether every fix of the findings was tried (``persistlint.analysis.checked_fixes``).
        self.fixes_checked = False
        self.suppressed: list[Finding] = []
        self.baselined: list[Finding] = []
        self.suppressions: list[Suppression] = []
        self.not_understood: list[tuple[Span, str]] = []
        self.lookups: list[Lookup] = []
        #: What its statements did, for the next analysis of nearly the same text; None where no shell code was read.
        self.memory: Memory | None = None
        #: The numbers of ``command_count`` where the commands themselves were not read again.
        self.recorded_count: tuple[int, int] | None = None

    def command_count(self) -> tuple[int, int]:
        """Return how many docker commands stand in the text, each once, and how many of them are resolved."""
        if self.recorded_count is not None:
            return self.recorded_count
        understood: dict[object, bool] = {}
        for command, _ in self.commands:
            key = command.span
            understood[key] = understood.get(key, True) and command.resolved
        return len(understood), sum(understood.values())
