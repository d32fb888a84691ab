"""Containers that run while other commands do something: change what is mounted, start a second container on it."""

from __future__ import annotations

from bisect import bisect_right

from persistlint.docker.commands import Compose, ContainerCreate, ContainerRemove, ContainerSignal, Prune
from persistlint.durability.accesses.reader import line_accesses
from persistlint.durability.duration import FINITE
from persistlint.durability.model import HostCommand
from persistlint.rulekit.happenings import certain_here, place_of_event
from persistlint.rulekit.lost_writes import is_id
from persistlint.shell.invocation import Gap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.accesses.access import Access
    from persistlint.durability.model import Container, Happening, Timeline
    from persistlint.shell.values import Value


def goes_on(container: Container) -> bool:
    """Return whether the container is started to go on: detached, or with a restart policy."""
    restart = container.command.restart
    return bool(container.command.detach) or (
        restart is not None and (restart.text or "").partition(":")[0] in ("always", "unless-stopped")
    )


def still_runs(earlier: Container, other: Container, timeline: Timeline) -> bool:
    """Return whether ``earlier`` certainly runs when ``other`` is started."""
    if earlier.block != other.block or earlier.namespace != other.namespace:
        return False
    start = timeline.place_of(other.command)
    for end in (earlier.stopped_by, earlier.destroyed_by):
        if end is not None and place_of_event(end, timeline) <= start:
            return False
    if _ports(earlier) & _ports(other):
        # Only one of them can have the host's port, so the other one doesn't start.
        return False
    return timeline.gap_between(earlier.command, other.command) is None and not _same_name(earlier, other)


def _ports(container: Container) -> set[str]:
    """Return the ports that the container publishes on the host, as written."""
    uses = container.command.uses("publish")
    texts = (use.value.text for use in uses if use.value is not None)
    return {text for text in texts if text is not None and ":" in text}


def _same_name(container: Container, other: Container) -> bool:
    if container.name is None or other.name is None:
        return False
    return container.name.identity() == other.name.identity()


#: What an event does to a container: it runs from then on, it doesn't, or nobody knows.
_STARTS, _ENDS, _UNKNOWN = "starts", "ends", "unknown"


class Runs:
    """The times at which the containers of a world run, found once and asked for each container."""

    __slots__ = ("_accesses", "_all", "_host", "_own", "_places", "commands")

    def __init__(self, timeline: Timeline) -> None:
        #: The places of events that may start or end any container.
        self._all: list[int] = []
        #: By name, or by captured id: what happens to that container last, with its place.
        self._own: dict[object, tuple[int, str]] = {}
        #: The host's commands that are certainly carried out, and their places.
        self.commands: list[HostCommand] = []
        self._host: list[int] = []
        self._places: dict[int, int] = {}
        self._accesses: dict[int, list[Access]] = {}
        identities: set[object] = set()
        for container in timeline.containers:
            identities.update(_identities(container))
        for index, happening in enumerate(timeline.happenings):
            if isinstance(happening, HostCommand):
                if certain_here(happening.invocation):
                    self._host.append(index)
                    self.commands.append(happening)
            else:
                self._note(index, happening, identities)

    def _note(self, index: int, happening: Happening, identities: set[object]) -> None:
        if isinstance(happening, (Gap, Compose, Prune)):
            self._all.append(index)
        elif isinstance(happening, ContainerCreate):
            self._places[id(happening)] = index
            if happening.name is not None:
                self._note_own(happening.name.identity(), index, _ENDS)
        elif isinstance(happening, ContainerSignal):
            effect = _effect(happening)
            if effect:
                self._name(index, happening.containers, effect, identities)
        elif isinstance(happening, ContainerRemove):
            if happening.opaque:
                self._all.append(index)
            self._name(index, happening.containers, _ENDS, identities)

    def _name(self, index: int, values: list[Value], effect: str, identities: set[object]) -> None:
        for value in values:
            identity = value.identity()
            text = value.text
            if identity in identities or (text is not None and not is_id(text)):
                self._note_own(identity, index, effect)
            else:
                self._all.append(index)

    def _note_own(self, identity: object, index: int, effect: str) -> None:
        event = (index, effect)
        self._own[identity] = max(event, self._own.get(identity, event))

    def since(self, container: Container) -> int | None:
        """Return the index in ``commands`` of the first one that is carried out while the container runs; all later ones are, too.

        Only those after which it isn't started, stopped or removed any more, nor perhaps by what isn't seen: it goes on with the mounts that it has.
        """
        command = container.command
        invocation = command.invocation
        if not command.runs or not command.detach or container.refused or container.duration == FINITE:
            return None
        start = self._places.get(id(command))
        if start is None or invocation.certainty != "certain" or invocation.guard:
            return None
        events = [
            event
            for identity in _identities(container)
            if (event := self._own.get(identity, (-1, "")))[0] > start
        ]
        last, effect = max(events, default=(start, _STARTS))
        if effect != _STARTS or (self._all and self._all[-1] > last):
            return None
        return bisect_right(self._host, last)

    def accesses(self, happening: HostCommand) -> list[Access]:
        """Return the accesses of a host's command to the host's files."""
        accesses = self._accesses.get(id(happening))
        if accesses is None:
            invocation = happening.invocation
            accesses = self._accesses[id(happening)] = line_accesses(invocation, invocation.cwd)
        return accesses


def _identities(container: Container) -> list[object]:
    identities: list[object] = [container.name.identity()] if container.name is not None else []
    captured = container.command.invocation.captured_as
    if captured is not None:
        identities.append((("unknown", captured),))
    return identities


def _effect(command: ContainerSignal) -> str:
    """Return the effect of a command on the containers that it names, "" for none."""
    verb = command.verb.rpartition(" ")[2]
    if verb in ("start", "restart"):
        return _STARTS if command.invocation.certainty == "certain" else _UNKNOWN
    if verb == "stop" or (verb == "kill" and not _lets_live(command)):
        return _ENDS
    return ""


def _lets_live(command: ContainerSignal) -> bool:
    """Return whether the kill's signal only makes servers read their configuration again."""
    use = command.last("signal")
    text = use.value.text if use is not None and use.value is not None else None
    return text is not None and text.upper().removeprefix("SIG") in ("HUP", "USR1", "USR2", "1", "10", "12")
