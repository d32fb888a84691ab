"""Docker commands, typed: what the docker client makes of an invocation's words.

Values are ``Value`` objects (partly unknown text with spans); None means that the option isn't there or can't be known.
"""

from __future__ import annotations

from persistlint.docker.image_reference import ImageReference
from persistlint.docker.mounts import Mount
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.docker.compose_service import ComposeService


class OptionUse:
    """One use of an option on the command line.

    ``name`` is the long name without dashes ("volume"), ``flag`` as written ("-v", "--volume"). ``value`` is the
    argument (for a boolean: the part after ``=``, else None). ``span`` covers the flag's word and, where it is a word of its own,
    the value's; None where the words come from elsewhere. ``word`` is the word that holds the flag, ``value_word`` the one that holds the value (the same word
    for ``-vx`` and ``--volume=x``).
    """

    __slots__ = ("flag", "name", "span", "value", "value_word", "word")

    def __init__(
        self,
        name: str,
        flag: str,
        value: Value | None,
        span: Span | None,
        word: Word,
        value_word: Word | None,
    ) -> None:
        self.name = name
        self.flag = flag
        self.value = value
        self.span = span
        self.word = word
        self.value_word = value_word


class SyntaxProblem:
    """A refusal by the docker client or engine: its ``reason`` in docker's words, and the span of the word at fault.

    ``before`` names the first client version that accepts it ("28.2"), ``since`` the first that refuses it, where there is one. ``by`` is
    "client" or "engine". ``kind`` is a stable name for rules to switch on ("unknown-flag", "path-as-volume-source" …; the whole list is in
    ``persistlint.docker.problems``); ``mount`` is the mount that it is about, if any.
    """

    __slots__ = ("before", "by", "kind", "mount", "reason", "since", "span")

    def __init__(
        self,
        reason: str,
        span: Span | None,
        before: str = "",
        *,
        kind: str = "",
        mount: Mount | None = None,
        since: str = "",
        by: str = "client",
    ) -> None:
        self.reason = reason
        self.span = span
        self.before = before
        self.kind = kind
        self.mount = mount
        self.since = since
        self.by = by

    def __repr__(self) -> str:
        return f"SyntaxProblem({self.kind!r}, {self.reason!r})"


class Command:
    """A docker, podman or nerdctl command. ``verb`` is canonical, such as "container run" or "volume create".

    ``resolved`` is false where an opaque word stands before the first operand, so that options may be missing here.
    """

    __slots__ = (
        "engine",
        "global_options",
        "invocation",
        "operands",
        "options",
        "resolved",
        "syntax_problems",
        "verb",
        "verb_words",
    )

    def __init__(self, invocation: Invocation, verb: str) -> None:
        self.invocation = invocation
        self.verb = verb
        #: The engine that it speaks to (``persistlint.durability.names.namespace_of``); None until somebody asks.
        self.engine: tuple[object, ...] | None = None
        #: The words that spell the verb ("container" "run").
        self.verb_words: tuple[Word, ...] = ()
        self.global_options: list[OptionUse] = []
        self.options: list[OptionUse] = []
        #: The words after the options (for run: the image, then its command).
        self.operands: list[Word] = []
        self.resolved = True
        self.syntax_problems: list[SyntaxProblem] = []

    @property
    def program(self) -> str:
        return self.invocation.program

    @property
    def span(self) -> Span:
        return self.invocation.span

    def uses(self, *names: str) -> list[OptionUse]:
        """Return the uses of the options with these long names, in order."""
        return [option for option in self.options if option.name in names]

    def last(self, *names: str) -> OptionUse | None:
        """Return the last use, which counts for an option that takes one value."""
        for option in reversed(self.options):
            if option.name in names:
                return option
        return None

    def switch(self, name: str, default: bool = False) -> bool | None:
        """Return a boolean option's value, None where it isn't known (``--rm=$X``)."""
        if not self.options or (use := self.last(name)) is None:
            return default
        if use.value is None:
            return True
        return {"1": True, "t": True, "T": True, "true": True, "TRUE": True, "True": True}.get(
            use.value.text or "", False if use.value.known else None
        )


class ContainerCreate(Command):
    """``container run`` and ``container create`` (``verb`` tells which); compose's run is ``ComposeRun``."""

    __slots__ = (
        "cap_add",
        "command",
        "detach",
        "entrypoint",
        "env",
        "hostname",
        "image",
        "interactive",
        "labels",
        "mounts",
        "name",
        "pid",
        "privileged",
        "read_only",
        "remove",
        "restart",
        "service_name",
        "tty",
        "user",
        "volumes_from",
        "workdir",
    )

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.image: ImageReference | None = None
        self.name: Value | None = None
        #: The name of the service in a Compose file that it is; None for a command.
        self.service_name: Value | None = None
        self.mounts: list[Mount] = []
        self.volumes_from: list[Value] = []
        self.remove: bool | None = False
        self.detach: bool | None = False
        self.interactive: bool | None = False
        self.tty: bool | None = False
        self.privileged: bool | None = False
        self.read_only: bool | None = False
        self.cap_add: list[Value] = []
        self.pid: Value | None = None
        self.restart: Value | None = None
        self.user: Value | None = None
        self.workdir: Value | None = None
        self.hostname: Value | None = None
        self.entrypoint: Value | None = None
        #: ``NAME=value`` and ``NAME`` as written.
        self.env: list[Value] = []
        self.labels: list[Value] = []
        #: The words after the image.
        self.command: list[Word] = []

    @property
    def runs(self) -> bool:
        """Return whether the command starts the container too."""
        return self.verb == "container run"

    @property
    def mounts_known(self) -> bool:
        """Return whether every mount is known, so that a rule may say that nothing is mounted at a path."""
        return self.resolved and all(mount.target is not None for mount in self.mounts)


class ContainerExec(Command):
    """``container exec``."""

    __slots__ = (
        "accesses",
        "command",
        "container",
        "detach",
        "env",
        "interactive",
        "tty",
        "user",
        "workdir",
    )

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        #: What its words do in a directory, for a home and with an input, as far as a replay asked: the same in every world.
        self.accesses: dict[tuple[Value | None, ...], list[Any]] = {}
        self.container: Value | None = None
        self.command: list[Word] = []
        self.detach: bool | None = False
        self.interactive: bool | None = False
        self.tty: bool | None = False
        self.user: Value | None = None
        self.workdir: Value | None = None
        self.env: list[Value] = []


class ContainerSignal(Command):
    """``container start``, ``stop``, ``restart``, ``kill``, ``pause``, ``unpause``, ``wait``, ``attach``: ``containers`` it names."""

    __slots__ = ("containers",)

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.containers: list[Value] = []


class ContainerRemove(Command):
    """``container rm``. ``opaque`` is true where an operand may be many containers (``$(docker ps -aq)``)."""

    __slots__ = ("containers", "force", "opaque", "volumes")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.containers: list[Value] = []
        self.force: bool | None = False
        self.volumes: bool | None = False
        self.opaque = False


class ContainerRename(Command):
    """``container rename``."""

    __slots__ = ("container", "name")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.container: Value | None = None
        self.name: Value | None = None


class CopySide:
    """One side of ``container cp``: a path in ``container``, or on the host where ``container`` is None; path "-" is a tar stream."""

    __slots__ = ("container", "path")

    def __init__(self, container: Value | None, path: Value) -> None:
        self.container = container
        self.path = path


class ContainerCopy(Command):
    """``container cp``. The inspect fields ``from`` and ``to`` are ``source`` and ``destination`` here."""

    __slots__ = ("destination", "source")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.source: CopySide | None = None
        self.destination: CopySide | None = None


class ContainerCommit(Command):
    """``container commit``: ``container`` to image ``tag``."""

    __slots__ = ("container", "tag")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.container: Value | None = None
        self.tag: ImageReference | None = None


class ContainerExport(Command):
    """``container export``: ``output`` is the file of ``-o``, None for standard output."""

    __slots__ = ("container", "output")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.container: Value | None = None
        self.output: Value | None = None


class VolumeCreate(Command):
    """``volume create``: ``name`` None is an unnamed volume."""

    __slots__ = ("driver", "driver_options", "labels", "name")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.name: Value | None = None
        self.driver: Value | None = None
        self.driver_options: list[Value] = []
        self.labels: list[Value] = []


class VolumeRemove(Command):
    """``volume rm``. ``opaque`` as in ``ContainerRemove``."""

    __slots__ = ("force", "opaque", "volumes")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.volumes: list[Value] = []
        self.force: bool | None = False
        self.opaque = False


class Prune(Command):
    """``volume|container|image|system|builder|network prune``: ``all``, ``volumes`` and ``filters`` as given."""

    __slots__ = ("all", "filters", "force", "volumes")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.all: bool | None = False
        self.force: bool | None = False
        self.volumes: bool | None = False
        self.filters: list[Value] = []


class ImageBuild(Command):
    """``image build`` (``buildx build``, ``builder build``).

    ``context`` "-" is standard input; ``file`` "-" a Dockerfile on standard input. ``dockerfile`` is the text of that Dockerfile where it
    is a here-document or here-string, with ``dockerfile_span`` its place.
    """

    __slots__ = (
        "build_args",
        "context",
        "dockerfile",
        "dockerfile_span",
        "file",
        "load",
        "push",
        "tags",
        "target",
    )

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.tags: list[ImageReference] = []
        self.file: Value | None = None
        self.context: Value | None = None
        self.target: Value | None = None
        self.build_args: list[Value] = []
        self.dockerfile: Value | None = None
        self.dockerfile_span: Span | None = None
        self.load: bool | None = False
        self.push: bool | None = False


class ImageRemove(Command):
    """``image rm``."""

    __slots__ = ("force", "images")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.images: list[ImageReference] = []
        self.force: bool | None = False


class ImageTransfer(Command):
    """``image pull``, ``push``, ``save``, ``load``, ``import``, ``tag``: ``images`` it names, ``output``/``input`` files."""

    __slots__ = ("images", "input", "output")

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.images: list[ImageReference] = []
        self.output: Value | None = None
        self.input: Value | None = None


class Compose(Command):
    """``compose up|down|rm|run|exec|…`` (``docker-compose`` too): ``files`` and ``project`` where given.

    ``volumes`` is true for ``down -v``, ``rm -v`` and ``up -V``. ``services`` are those of its Compose files, None where these aren't known.
    """

    __slots__ = (
        "command",
        "detach",
        "files",
        "mounts",
        "on_containers",
        "project",
        "remove",
        "service",
        "services",
        "volumes",
    )

    def __init__(self, invocation: Invocation, verb: str) -> None:
        super().__init__(invocation, verb)
        self.files: list[Value] = []
        self.project: Value | None = None
        self.volumes: bool | None = False
        self.services: list[ComposeService] | None = None
        #: The command on containers that it comes down to, where its services are known.
        self.on_containers: Command | None = None
        self.service: Value | None = None
        self.command: list[Word] = []
        self.mounts: list[Mount] = []
        self.remove: bool | None = False
        self.detach: bool | None = False


class OtherCommand(Command):
    """Every other command of the client: parsed, without a meaning of its own."""

    __slots__ = ()
