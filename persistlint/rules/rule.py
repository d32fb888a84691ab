"""What a rule is, and what it may ask."""

from __future__ import annotations

from persistlint.rules.finding import Finding, Fix, Related
from persistlint.rules.fingerprints import identity_without_tag, meaning
from persistlint.text.sources import Sources
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, ClassVar, TypeVar

    from persistlint.docker.commands import Command
    from persistlint.durability.model import Timeline
    from persistlint.settings.settings import Settings
    from persistlint.text.sources import Place

    _Computed = TypeVar("_Computed")

    #: A question, the span whose document it is about (None: the project's files), its text, and the answer.
    Asked = tuple[str, "Span | None", "bytes | str", object]


class Rule:
    """One rule: its metadata, and a check of one thing at a time.

    A rule package lists its rules as ``RULES``, a list of ``RuleEntry``. ``subject`` says what ``check`` is given: a command class of
    ``persistlint.docker.commands`` (and its subclasses), ``ImageDefinition``, ``Timeline``, or one of the timeline's kinds (``Container``, ``Write``, ``Volume``).
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
    subject: ClassVar[type[Any]]

    def check(self, thing: Any, context: Context) -> Iterator[Finding]:
        """The findings about ``thing``. It must not fail on unknown values."""
        raise NotImplementedError

    def finding(
        self,
        span: Span,
        message: str,
        *,
        identity: str,
        command: Command | None = None,
        severity: str | None = None,
        related: list[tuple[Span, str]] | None = None,
        fixes: list[Fix] | None = None,
        topic: tuple[str, object, object] | None = None,
    ) -> Finding:
        """A finding of this rule at ``span``; ``command`` is the docker command that it is about.

        ``topic`` is ``("container", command, path)``, ``("write", write, "")`` … where several rules could speak of the same thing;
        a path None stands for every path of the container.
        """
        for fix in fixes or ():
            fix.changes = self.fix_changes
        finding = Finding(
            self.code,
            self.name,
            severity or self.severity,
            span,
            message,
            identity if command is None else identity_without_tag(identity, command),
            tuple(Related(place, text) for place, text in related or ()),
            tuple(fixes or ()),
            command.span if command is not None else None,
            command.invocation.via if command is not None else (),
            topic=topic,
            about="" if command is None else meaning(command),
        )
        if command is not None:
            finding.occurrence = command.invocation.occurrence
        return finding


#: What a check asked its context for (``Context.used``): the commands of all worlds, the world, and what an edit elsewhere may change.
COMMANDS, TIMELINE, PLACES = 1, 2, 4


class WatchedSources(Sources):
    """Sources that note where a check looks at more than the text of a statement."""

    __slots__ = ("_context", "_unwatched")

    def __init__(self, sources: Sources, context: Context) -> None:
        self.documents = sources.documents
        self._anchors = sources._anchors
        self._unwatched = sources.unwatched
        self._context = context

    @property
    def unwatched(self) -> Sources:
        return self._unwatched

    def place(self, span: Span) -> Place:
        self._context.used |= PLACES
        return self._unwatched.place(span)

    def text(self, span: Span) -> str:
        if not self._unwatched.moves(span):
            self._context.used |= PLACES
        return self._unwatched.text(span)

    def editable(self, span: Span) -> bool:
        if not self._unwatched.moves(span):
            self._context.used |= PLACES
        return self._unwatched.editable(span)


class Context:
    """What a rule may ask besides the thing it is given: the world's ``timeline``, the ``settings``, the text at a span.

    ``language`` is the host language of the document; ``commands`` are its docker commands in every world.
    """

    __slots__ = (
        "_commands",
        "_once",
        "_path_kind",
        "_shared",
        "_timeline",
        "asked",
        "language",
        "path",
        "settings",
        "sources",
        "traits",
        "used",
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
    ) -> None:
        self._commands = commands
        #: What the check that is running has asked for: COMMANDS, TIMELINE, PLACES.
        self.used = 0
        #: Questions about the document and the project's files that it asked, with the answers.
        self.asked: list[Asked] = []
        self._shared: dict[object, Any] = {}
        #: What occurs in the world; None where every rule is to be asked.
        self.traits = traits
        self._timeline = timeline
        self.settings = settings
        self.sources: Sources = WatchedSources(sources, self)
        self.language = language
        #: The document's path below the project's root, with slashes.
        self.path = path
        self._path_kind = path_kind
        self._once: dict[str, tuple[Any, int]] = {}

    def once(self, name: str, compute: Callable[[], _Computed]) -> _Computed:
        """What ``compute`` gives, computed when ``name`` is first asked for: a rule that looks through the whole document does it once.

        What rests on the document's commands alone is computed once for all worlds.
        """
        found = self._shared.get(name) or self._once.get(name)
        if found is None:
            before, self.used, asked = self.used, 0, len(self.asked)
            value = compute()
            if len(self.asked) > asked:
                self.used |= PLACES
            found = (value, self.used)
            (self._once if self.used & ~COMMANDS else self._shared)[name] = found
            self.used = before
        self.used |= found[1]
        computed: _Computed = found[0]
        return computed

    @property
    def commands(self) -> Sequence[Command]:
        self.used |= COMMANDS
        return self._commands

    @property
    def timeline(self) -> Timeline:
        self.used |= TIMELINE
        return self._timeline

    @property
    def watched_timeline(self) -> Timeline:
        """The timeline, for those who run checks and are none."""
        return self._timeline

    def for_timeline(self, timeline: Timeline, traits: frozenset[str]) -> Context:
        """The context of another world of the document; what was worked out from the commands is shared."""
        other = Context(
            timeline,
            self.settings,
            self.sources.unwatched,
            self.language,
            self.path,
            self._commands,
            self._path_kind,
            traits,
        )
        other._shared = self._shared
        return other

    def close(self) -> None:
        """The checks are done. Sources that note what is asked know their context: they would wait for the collector of cycles."""
        self.sources = self.sources.unwatched

    def document_has(self, span: Span, text: bytes) -> bool:
        """Whether ``text`` stands anywhere in the document in which ``span`` is written."""
        return bool(self.answer("has", span, text))

    def second_line(self, span: Span) -> tuple[bytes, int]:
        """The first line of the document in which ``span`` is written, and the offset of its second one (0 without one)."""
        found: tuple[bytes, int] = self.answer("second line", span, b"")
        return found

    def path_kind(self, name: str) -> str:
        """What the project has at the path ``name``, seen from the document's folder: "file", "directory", or "" (nothing, or not known)."""
        found: str = self.answer("path kind", None, name)
        return found

    def answer(self, question: str, span: Span | None, text: bytes | str) -> Any:
        """The answer to one of these questions, which is noted: what was said holds while it is the same."""
        if span is None:
            # Whoever answers notes the look-up: it is part of this analysis, too, where the check isn't run again.
            found: object = self._path_kind(text) if self._path_kind is not None else ""  # type: ignore[arg-type]
        else:
            document = self.sources.unwatched.place(span).document
            key = (question, document.path, text)
            if key not in self._shared:
                if question == "has":
                    self._shared[key] = text in document.data  # type: ignore[operator]
                else:
                    several = len(document.line_starts) > 1
                    self._shared[key] = (document.line(1), document.offset(2, 1) if several else 0)
            found = self._shared[key]
        self.asked.append((question, span, text, found))
        return found


class RuleEntry:
    """A rule in a package's ``RULES``: what is needed to find it without importing its module.

    ``package`` + "." + the name with underscores is the module; it holds the class as ``RULE``, and the page is the
    Markdown file beside it. ``subject`` is the name of the class that the rule subscribes to; the module is imported when a thing of that class turns up.

    ``needs`` spares the module where it can't have anything to say: traits (``persistlint.rules.traits``), one of which must occur in the world or
    the image definition; in ``"mount + --rm"`` both must. Without any it is always asked. ``enabled`` repeats the rule's own default.
    """

    __slots__ = ("code", "enabled", "name", "needs", "package", "subject")

    def __init__(
        self,
        code: str,
        name: str,
        subject: str,
        package: str,
        *,
        needs: tuple[str, ...] = (),
        enabled: bool = True,
    ) -> None:
        self.code = code
        self.name = name
        self.subject = subject
        self.package = package
        self.needs = tuple(frozenset(need.split(" + ")) for need in needs)
        self.enabled = enabled

    @property
    def module(self) -> str:
        return f"{self.package}.{self.name.replace('-', '_')}"

    def fits(self, traits: frozenset[str]) -> bool:
        """Whether something that the rule speaks of may be where these traits are."""
        return not self.needs or any(need <= traits for need in self.needs)
