"""The interface of a rule, and the context that it may ask."""

from __future__ import annotations

from persistlint.rules.finding import Finding, Fix, Related, lowered, with_note
from persistlint.rules.fingerprints import identity_without_tag, meaning
from persistlint.text.spans import Span, first_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, ClassVar, TypeVar

    from persistlint.docker.commands import Command, ContainerCreate
    from persistlint.durability.model import Timeline
    from persistlint.hosts.compose.definition import DeclaredVolume
    from persistlint.rules.topics import About, Topic
    from persistlint.settings.settings import Settings
    from persistlint.text.sources import Sources
    from persistlint.text.spans import Written

    _Computed = TypeVar("_Computed")


class Rule:
    """One rule: its metadata, and a check of one subject at a time.

    It stands in a module that is named after it and ends with ``RULE = <the class>``; ``python -m persistlint.testing.rule_table PACKAGE`` writes the package's
    table of them. ``subject`` says what ``check`` is given: a command class of ``persistlint.docker.commands`` (and its subclasses), ``ImageDefinition``,
    ``ProjectDefinition``, ``EatenReference`` (of a Makefile), ``Timeline``, or one of the timeline's kinds (``Container``, ``Write``, ``Volume``).
    """

    code: ClassVar[str]
    name: ClassVar[str]
    #: One sentence for lists: what it finds.
    summary: ClassVar[str]
    severity: ClassVar[str] = "warning"
    #: On by default.
    enabled: ClassVar[bool] = True
    #: "safe", "unsafe" or "" (it offers no fix).
    fix: ClassVar[str] = ""
    #: What its fixes may change, for the check that each goes through before it is offered: fields of what ``inspect`` prints ("mounts", "remove"),
    #: "options" (those without a field), "redirects", "shell" (what stands around the command), "instructions" of a Dockerfile, "commands" where commands
    #: come or go. None: anything.
    fix_changes: ClassVar[tuple[str, ...] | None] = None
    #: Whether it speaks about a Compose file's services too, in Compose's terms. The others aren't asked about them.
    services: ClassVar[bool] = False
    #: Whether it warns in documents too. Where it doesn't, what it says there is a note: whoever reads a page decides what to keep, and copies a line to look at something.
    warns_in_documents: ClassVar[bool] = True
    subject: ClassVar[type[Any]]
    #: Traits (``persistlint.rules.traits``), one of which must occur where it may have something to say; in ``"mount + --rm"`` both must.
    #: Its module isn't imported elsewhere. Without any it is always asked.
    needs: ClassVar[tuple[str, ...]] = ()
    #: Its place in the order of each topic that other rules speak about too (``persistlint.rules.topics``): the lowest is told.
    topics: ClassVar[Mapping[Topic, int]] = {}

    def check(self, subject: Any, context: Context) -> Iterator[Finding]:
        """Yield the findings about ``subject``, an instance of the class that the rule subscribes to. Must not fail on unknown values."""
        raise NotImplementedError

    def finding(
        self,
        place: Written | Span | None,
        message: str,
        *,
        identity: str,
        command: Command | None = None,
        severity: str | None = None,
        reason: str | None = None,
        related: Iterable[tuple[Written | Span | None, str]] | None = None,
        fixes: list[Fix] | None = None,
        topic: About | None = None,
    ) -> Finding:
        """Return a finding of this rule at ``place``: a span, or what has one (an option, a word, a mount). ``command`` is the docker command that it is about.

        Where ``place`` isn't there or isn't written anywhere, the finding stands at the command. ``related`` places that aren't written are left out.
        ``message`` is written in full sentences: what is the matter, what happens and when, what to do. Its first letter may be small (a label's, a program's).
        ``reason`` makes it a note (``throw_away`` and others give one): the message says why, and the severity is at most info.
        ``topic`` is ``CONTAINER.of(command, path)``, ``WRITE.of(write)`` … where several rules could speak of the same thing.
        """
        for fix in fixes or ():
            fix.changes = self.fix_changes
        places = ((first_span(related_place), text) for related_place, text in related or ())
        finding = Finding(
            self.code,
            self.name,
            lowered(severity or self.severity, reason),
            _place(place, command),
            with_note(message[:1].upper() + message[1:], reason),
            identity if command is None else identity_without_tag(identity, command),
            tuple(Related(span, text) for span, text in places if span is not None),
            tuple(fixes or ()),
            command.span if command is not None else None,
            command.invocation.via if command is not None else (),
            topic=topic,
            about="" if command is None else meaning(command),
        )
        if command is not None:
            finding.occurrence = command.invocation.occurrence
        return finding


def _place(place: Written | Span | None, command: Command | None) -> Span:
    span = first_span(place, command)
    if span is None:
        raise ValueError("a finding needs a place: a span, or the command that it is about")
    return span


class Removal:
    """A command of another file that removes a container or a volume.

    ``command`` is the command as people write it ("docker compose down -v"), ``unit`` what runs it ("make clean"; "" for a script), ``where`` its
    file and line, ``span`` its place. ``with_volumes`` says whether a container's anonymous volumes go with it.
    """

    __slots__ = ("command", "span", "unit", "where", "with_volumes")

    def __init__(self, command: str, unit: str, where: str, span: Span, *, with_volumes: bool) -> None:
        self.command = command
        self.unit = unit
        self.where = where
        self.span = span
        self.with_volumes = with_volumes

    @property
    def place(self) -> str:
        """Return who runs it and where: "`make clean` in Makefile:40", or "reset.sh:3"."""
        return f"`{self.unit}` in {self.where}" if self.unit else self.where

    @property
    def words(self) -> str:
        """Return the command and its place: "`docker volume rm` (`make clean` in Makefile:40)", or "`docker rm` in stop.sh:2"."""
        return f"`{self.command}` ({self.place})" if self.unit else f"`{self.command}` in {self.where}"


class Context:
    """The surroundings of a thing that a rule may ask about.

    ``timeline`` is the world, ``commands`` the docker commands of all worlds; ``sources`` has the text at a span; ``language`` is the host language
    of the document, ``path`` its path below the project's root, with slashes. ``traits`` are what occurs in the world; None where every rule is to be asked.
    """

    __slots__ = (
        "_compose_volumes",
        "_deleted_elsewhere",
        "_kept_elsewhere",
        "_naming_files",
        "_once_a_document",
        "_once_a_world",
        "_path_kind",
        "_removed_elsewhere",
        "commands",
        "language",
        "path",
        "settings",
        "sources",
        "timeline",
        "traits",
    )

    def __init__(
        self,
        timeline: Timeline,
        settings: Settings,
        sources: Sources,
        language: str,
        path: str,
        commands: Sequence[Command] = (),
        path_kind: Callable[[str], str] | None = None,
        traits: frozenset[str] | None = None,
        compose_volumes: Callable[[str], list[DeclaredVolume]] | None = None,
        naming_files: Callable[[str, bool], list[str] | None] | None = None,
        removed_elsewhere: Callable[[ContainerCreate], Removal | None] | None = None,
        deleted_elsewhere: Callable[[str], Removal | None] | None = None,
        kept_elsewhere: Callable[[str, frozenset[str]], tuple[str, Span] | None] | None = None,
    ) -> None:
        self.timeline = timeline
        self.settings = settings
        self.sources = sources
        self.language = language
        self.path = path
        self.commands = commands
        self.traits = traits
        self._path_kind = path_kind
        self._compose_volumes = compose_volumes
        self._naming_files = naming_files
        self._removed_elsewhere = removed_elsewhere
        self._deleted_elsewhere = deleted_elsewhere
        self._kept_elsewhere = kept_elsewhere
        self._once_a_world: dict[str, Any] = {}
        self._once_a_document: dict[object, Any] = {}

    def for_timeline(self, timeline: Timeline, traits: frozenset[str]) -> Context:
        """Return the context of another world of the document. What is computed once a document is shared."""
        other = Context(
            timeline,
            self.settings,
            self.sources,
            self.language,
            self.path,
            self.commands,
            self._path_kind,
            traits,
            self._compose_volumes,
            self._naming_files,
            self._removed_elsewhere,
            self._deleted_elsewhere,
            self._kept_elsewhere,
        )
        other._once_a_document = self._once_a_document
        return other

    def once(self, name: str, compute: Callable[[], _Computed]) -> _Computed:
        """Return what ``compute`` gives, computed when ``name`` is first asked for in this world.

        A rule that looks through a whole world does it once this way, not once for each thing.
        """
        if name not in self._once_a_world:
            self._once_a_world[name] = compute()
        computed: _Computed = self._once_a_world[name]
        return computed

    def once_a_document(self, name: str, compute: Callable[[], _Computed]) -> _Computed:
        """Return what ``compute`` gives, computed once for all worlds: for what rests on ``commands`` alone."""
        if name not in self._once_a_document:
            self._once_a_document[name] = compute()
        computed: _Computed = self._once_a_document[name]
        return computed

    def document_has(self, span: Span, text: bytes) -> bool:
        """Return whether ``text`` stands anywhere in the document in which ``span`` is written."""
        document = self.sources.place(span).document
        key = (document.path, text)
        if key not in self._once_a_document:
            self._once_a_document[key] = text in document.data
        return bool(self._once_a_document[key])

    def second_line(self, span: Span) -> tuple[bytes, int]:
        """Return the first line of the document in which ``span`` is written, and the offset of its second one (0 without one)."""
        document = self.sources.place(span).document
        return document.line(1), document.offset(2, 1) if len(document.line_starts) > 1 else 0

    def path_kind(self, name: str) -> str:
        """Return what the project has at the path ``name``, seen from the document's folder: "file", "directory", "" (nothing, or not known).

        "ignored" is what isn't there and git would pass over: each copy of the project has its own. A symbolic link that leads out of the project is "elsewhere".
        """
        return self._path_kind(name) if self._path_kind is not None else ""

    def compose_volumes(self, name: str) -> list[DeclaredVolume]:
        """Return the volumes that the nearest Compose files of the project declare as ``name``, where nothing else makes a volume of this very name."""
        return self._compose_volumes(name) if self._compose_volumes is not None else []

    def naming_files(self, word: str, *, but_removals: bool = False) -> list[str] | None:
        """Return the paths of the project's other files that may hold commands or services, and in whose text ``word`` stands. None where that isn't known.

        With ``but_removals`` the files are left out that only delete a volume of this name.
        """
        return self._naming_files(word, but_removals) if self._naming_files is not None else None

    def removed_elsewhere(self, command: ContainerCreate) -> Removal | None:
        """Return the command of another file that removes the container, None without one. It says nothing of when that command runs."""
        removal = self._removed_elsewhere
        return self.once_a_document(f"end of {id(command)}", lambda: removal(command) if removal else None)

    def kept_elsewhere(self, volume: str, own_paths: frozenset[str]) -> tuple[str, Span] | None:
        """Return the container of another file than ``own_paths`` that keeps its data in the volume: its words ("`db` in run.sh:2") and its place."""
        return self._kept_elsewhere(volume, own_paths) if self._kept_elsewhere is not None else None

    def deleted_elsewhere(self, volume: str) -> Removal | None:
        """Return the command of another file that deletes the volume of this name, None without one. It says nothing of when that command runs."""
        deletion = self._deleted_elsewhere
        return self.once_a_document(f"deletion of {volume}", lambda: deletion(volume) if deletion else None)


class RuleEntry:
    """A rule in a package's ``RULES``: what is needed to choose it without importing its module. The table is made from the modules.

    ``package`` + "." + the name with underscores is the module; it holds the class as ``RULE``, and the page is the
    Markdown file beside it. ``subject`` is the name of the class that the rule subscribes to; the module is imported when a thing of that class turns up.
    ``enabled``, ``needs`` and ``topics`` (by name) repeat the class's own.
    """

    __slots__ = ("code", "enabled", "name", "needs", "package", "subject", "topics")

    def __init__(
        self,
        code: str,
        name: str,
        subject: str,
        package: str,
        *,
        needs: tuple[str, ...] = (),
        topics: Mapping[str, int] | None = None,
        enabled: bool = True,
    ) -> None:
        self.code = code
        self.name = name
        self.subject = subject
        self.package = package
        self.needs = tuple(frozenset(need.split(" + ")) for need in needs)
        self.topics = topics or {}
        self.enabled = enabled

    @property
    def module(self) -> str:
        return f"{self.package}.{self.name.replace('-', '_')}"

    def fits(self, traits: frozenset[str]) -> bool:
        """Return whether something that the rule speaks of may be where these traits are."""
        return not self.needs or any(need <= traits for need in self.needs)
