"""The memory that one analysis of a document leaves for the next one.

The shell's part is kept by statement (``persistlint.shell.evaluate.memo``): a statement whose text and surroundings are the same gives the same events, and the same
event is the same command. Worlds are replayed and rules asked anew each time.
"""

from __future__ import annotations

from persistlint.shell.evaluate.memo import Memo

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from persistlint.analysis.analysis import Lookup
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import Command
    from persistlint.durability.model import HostCommand
    from persistlint.settings.settings import Settings
    from persistlint.shell.invocation import Invocation

#: Commands are forgotten when there are so many times as many as the text has, and so many besides: half-typed texts come and go.
SPARE_FACTOR, SPARE = 3, 1000


class Understood:
    """An invocation as a command, and when it happens. ``occurrence`` is the invocation's at the time."""

    __slots__ = ("command", "event", "occurrence", "when")

    def __init__(self, event: Invocation, command: Command | HostCommand, when: str | None) -> None:
        self.event = event
        self.occurrence = event.occurrence
        self.command = command
        self.when = when


class Memory:
    """The memory of one document's analyses. It is used by one analysis at a time."""

    __slots__ = ("_client_version", "checkpoint", "lookups", "shell", "understood")

    def __init__(self) -> None:
        self.shell = Memo()
        #: What sourcing asked of the workspace, by path: statements that are remembered don't ask again.
        self.lookups: dict[str, Lookup] = {}
        #: Commands by the identity of their invocation, which each holds.
        self.understood: dict[int, Understood] = {}
        #: Called often during an analysis; what it raises ends the analysis.
        self.checkpoint: Callable[[], None] | None = None
        self._client_version: object = None

    def fork(self) -> Memory:
        """Return a memory for other texts of the document, to see what an edit would do. This one stays that of the text as it is."""
        other = Memory()
        other.shell = self.shell
        other.lookups = dict(self.lookups)
        other.understood = dict(self.understood)
        other._client_version = self._client_version
        other.checkpoint = self.checkpoint
        return other

    def look_up(self) -> None:
        """Let whoever waits for the analysis say that it isn't wanted any more."""
        if self.checkpoint is not None:
            self.checkpoint()

    def begin(self, settings: Settings, workspace: Workspace) -> None:
        """Start an analysis: what rests on another client, or on files that are different now, is forgotten."""
        self.shell.half_typed = False
        if not all(workspace.still(lookup) for lookup in self.lookups.values()):
            self.shell = Memo()
            self.lookups = {}
            self.understood = {}
        elif self._client_version != settings.client_version:
            # What the shell does rests on no setting, what its words mean on this one.
            self.understood = {}
        self._client_version = settings.client_version

    def keep_understood(self, used: dict[int, Understood]) -> None:
        """Take the commands of these invocations, and forget others where they are many."""
        self.understood.update(used)
        if len(self.understood) > SPARE_FACTOR * len(used) + SPARE:
            self.understood = used
