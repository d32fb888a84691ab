"""What one analysis of a document leaves for the next one, so that an edit costs what it changes.

Everything is kept by identity: a statement whose text and surroundings are the same gives the same events (``persistlint.shell.evaluate.memo``), the same event the same
command, and a world of the same commands the same timeline. Whatever an analysis didn't use is forgotten after it.
"""

from __future__ import annotations

from _operator import is_

from persistlint.analysis.generations import Generations
from persistlint.analysis.remembered import RememberedFindings
from persistlint.durability.touched import Numbering
from persistlint.shell.evaluate.memo import Memo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from persistlint.analysis.analysis import Lookup
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import Command
    from persistlint.durability.again import Recording
    from persistlint.durability.model import HostCommand, Timeline
    from persistlint.durability.worlds import World
    from persistlint.settings.settings import Settings
    from persistlint.shell.invocation import Event, Invocation


#: So many names and stores of a document are told apart before they are counted anew.
MOST_THINGS = 100_000


class Understood:
    """An invocation as a command, and when it happens. ``occurrence`` is the invocation's at the time."""

    __slots__ = ("command", "event", "occurrence", "when")

    def __init__(self, event: Invocation, command: Command | HostCommand, when: str | None) -> None:
        self.event = event
        self.occurrence = event.occurrence
        self.command = command
        self.when = when


class FunctionWorld:
    """The world of a function that nothing calls: its ``key`` among the worlds, what is ``known`` of it, and its ``recording`` where there is one."""

    __slots__ = ("key", "known", "recording")

    def __init__(
        self,
        key: tuple[object, ...],
        known: tuple[Timeline, list[object]],
        recording: Recording | None,
    ) -> None:
        self.key = key
        self.known = known
        self.recording = recording

    def is_of(self, happenings: Sequence[object]) -> bool:
        """Whether it is the world of these very happenings."""
        mine = self.known[1]
        return len(mine) == len(happenings) and all(map(is_, mine, happenings))


class Memory:
    """The memory of one document's analyses under one settings object. It is used by one analysis at a time."""

    __slots__ = (
        "_events",
        "_settings",
        "_signature",
        "checkpoint",
        "findings",
        "functions",
        "lookups",
        "numbering",
        "recordings",
        "records",
        "shell",
        "understood",
        "worlds",
    )

    def __init__(self) -> None:
        self.shell = Memo()
        #: What sourcing asked of the workspace, by path: statements that are remembered don't ask again.
        self.lookups: dict[str, Lookup] = {}
        self.understood: Generations[int, Understood] = Generations()
        #: Timelines by what happens in them, with what keeps the identities in the key alive.
        self.worlds: Generations[tuple[object, ...], tuple[Timeline, list[object]]] = Generations()
        #: The worlds of functions by their names, those of the last analysis.
        self.functions: dict[str, FunctionWorld] = {}
        #: What the commands of each world did, to replay only some of them again; ``records`` is true from the second analysis on.
        self.recordings: Generations[World, Recording] = Generations()
        self.records = False
        self.numbering = Numbering()
        self.findings = RememberedFindings()
        #: Called often during an analysis; what it raises ends the analysis.
        self.checkpoint: Callable[[], None] | None = None
        self._settings: Settings | None = None
        self._signature: object = None
        self._events: list[Event] = []

    def fork(self) -> Memory:
        """A memory for other texts of the document, to see what an edit would do: this one stays that of the text as it is."""
        other = Memory()
        other.shell = self.shell
        other.lookups = dict(self.lookups)
        other.understood = self.understood.copy()
        other.worlds = self.worlds.copy()
        other.functions = self.functions
        other.recordings = self.recordings.copy()
        other.numbering = self.numbering
        other.findings = self.findings.fork()
        other._settings = self._settings
        other._signature = self._signature
        other._events = self._events
        return other

    def look_up(self) -> None:
        """Let whoever waits for the analysis say that it isn't wanted any more."""
        if self.checkpoint is not None:
            self.checkpoint()

    def begin(self, settings: Settings, workspace: Workspace) -> None:
        """Start an analysis: what rests on other settings, or on files that are different now, is forgotten."""
        self.records = self._settings is not None
        if len(self.numbering.things) > MOST_THINGS:
            # Most of them aren't there any more.
            self.recordings = Generations()
            self.functions = {}
            self.numbering = Numbering()
        self.shell.half_typed = False
        if self._settings is not settings or not all(
            workspace.still(lookup) for lookup in self.lookups.values()
        ):
            self.shell = Memo()
            self.lookups = {}
            self.understood = Generations()
            self.forget_worlds()
        self._settings = settings

    def built(self, signature: object) -> None:
        """Say what the text's builds read: timelines that rest on other images are forgotten."""
        if signature != self._signature:
            self._signature = signature
            self.forget_worlds()

    def same_events(self, events: list[Event]) -> bool:
        """Whether the same things happen as in the last analysis, so that all its worlds are worlds of this one."""
        known = self._events
        return bool(self.worlds.now) and len(known) == len(events) and all(map(is_, known, events))

    def keep_understood(self, understood: dict[int, Understood]) -> None:
        """Take the commands of these invocations."""
        self.understood.keep(understood, self.shell.half_typed)

    def keep_worlds(
        self,
        events: list[Event],
        worlds: dict[tuple[object, ...], tuple[Timeline, list[object]]],
        recordings: dict[World, Recording],
    ) -> None:
        """Take the worlds of these events: an analysis that is ended before leaves the earlier ones."""
        self._events = events
        self.worlds.keep(worlds, self.shell.half_typed)
        self.recordings.keep(recordings, self.shell.half_typed)

    def forget_worlds(self) -> None:
        self._events = []
        self.worlds = Generations()
        self.functions = {}
        self.recordings = Generations()
        self.numbering = Numbering()
        self.findings = RememberedFindings()
