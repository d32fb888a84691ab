"""Explanations of a finding: the events of its container, volume or write, in the order in which they happen."""

from __future__ import annotations

from persistlint.assist.names import CONTAINER, VOLUME, mentions
from persistlint.docker.commands import (
    Command,
    ContainerCopy,
    ContainerCreate,
    ContainerExec,
    VolumeCreate,
)
from persistlint.durability.endings import phrase
from persistlint.durability.model import Container, HostCommand, Timeline, Volume, Write
from persistlint.durability.mount_table import spot
from persistlint.durability.paths import is_below
from persistlint.hosts.image_definition import ImageDefinition
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.shell.invocation import Gap
from persistlint.shell.values import Unknown, Value
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from persistlint.analysis.analysis import Analysis
    from persistlint.durability.model import Destruction, MountPoint
    from persistlint.rules.finding import Finding
    from persistlint.text.spans import Span

    Thing = Container | Volume

#: What a command does to a container that its explanation tells, where nothing else is said of the command.
_TOLD = {
    "container attach": "attaches to",
    "container commit": "makes an image of",
    "container cp": "copies from or to",
    "container export": "exports",
    "container kill": "kills",
    "container pause": "pauses",
    "container rename": "renames",
    "container restart": "restarts",
    "container rm": "is to remove",
    "container start": "starts",
    "container stop": "is to stop",
    "container unpause": "resumes",
    "container wait": "waits for",
}

_LIVES = {
    "anonymous volume": "an anonymous volume",
    "container layer": "the container's layer",
    "tmpfs": "memory (a tmpfs)",
    "image layer": "the image",
    "build cache": "the build cache",
    "engine-managed file": "a file that the engine writes anew at each start",
    "read-only": "a read-only place",
}

#: So many mounts of a container are told, the rest counted.
_MOST_MOUNTS = 4
_MOST_PATHS = 3

# What happens at one command, in this order.
_MADE, _DONE, _ENDED = range(3)


class Step:
    """One event: where it is written, and what happens."""

    __slots__ = ("event", "span")

    def __init__(self, span: Span, event: str) -> None:
        self.span = span
        self.event = mask(event)


def explanation(finding: Finding, analysis: Analysis) -> list[Step]:
    """Return the events that lead to the finding. There are none where it is about words alone, or its subject isn't known."""
    subject = finding.subject
    if isinstance(subject, ImageDefinition):
        from persistlint.assist.image_explanation import image_steps

        steps = image_steps(finding, subject)
    else:
        timeline = _timeline(subject, analysis)
        steps = _Explanation(finding, timeline, analysis).steps() if timeline is not None else []
    return [step for step in steps if analysis.sources.knows(step.span)]


def _timeline(subject: object, analysis: Analysis) -> Timeline | None:
    """Return the first world that holds the subject."""
    for timeline in analysis.timelines:
        if subject is timeline:
            return timeline
        things: Iterable[object] = ()
        if isinstance(subject, Command):
            things = timeline.happenings
        elif isinstance(subject, Container):
            things = timeline.containers
        elif isinstance(subject, Volume):
            things = timeline.volumes
        elif isinstance(subject, Write):
            things = timeline.writes
        if any(item is subject for item in things):
            return timeline
    return None


class _Explanation:
    def __init__(self, finding: Finding, timeline: Timeline, analysis: Analysis) -> None:
        self.finding = finding
        self.timeline = timeline
        self.sources = analysis.sources
        self.happenings = timeline.happenings
        #: Where each command stands in the order of events.
        self.order = {id(happening): index for index, happening in enumerate(self.happenings)}
        self.mentioned: dict[int, list[Thing]] = {}
        self.containers: list[Container] = []
        self.volumes: list[Volume] = []
        #: Further commands that the finding points at.
        self.commands: list[Command] = []
        self.found: dict[tuple[int, int, int], Step] = {}
        self.told: set[int] = set()
        self._mentions(analysis)
        self.focus = _focus(finding)

    def steps(self) -> list[Step]:
        """Return the events in order, with equal events of one place as one."""
        subject = self.finding.subject
        if isinstance(subject, ContainerCreate) and self.about_words(subject):
            container = self.timeline.container_of(subject)
            return [Step(subject.span, _making(container))] if container is not None else []
        self.choose()
        for container in self.containers:
            self.container(container)
        for volume in self.volumes:
            self.volume(volume)
        self.endings()
        self.refusals()
        for command in self.commands:
            self.command(command)
        for index, happening in enumerate(self.happenings):
            if isinstance(happening, Command) and index not in self.told:
                things = self.mentioned.get(id(happening), ())
                containers = [
                    item for item in things if isinstance(item, Container) and item in self.containers
                ]
                if containers and self.made_at(containers[0]) <= index:
                    self.mention(index, happening, containers[0])
        self.gaps()
        counts: dict[tuple[Span, str], int] = {}
        for _, step in sorted(self.found.items()):
            counts[step.span, step.event] = counts.get((step.span, step.event), 0) + 1
        return [
            Step(span, event + (f" ({count} times)" if count > 1 else ""))
            for (span, event), count in counts.items()
        ]

    def add(self, index: int, phase: int, span: Span, event: str) -> None:
        self.found[index, phase, len(self.found)] = Step(span, event)
        self.told.add(index)

    def about_words(self, command: ContainerCreate) -> bool:
        """Return whether the finding is only about how the command is written. Then docker's reading of it is the whole explanation."""
        inside = all(command.span.holds(related.span) for related in self.finding.related)
        return inside and self.finding.topic is None

    # -- what it is about ---------------------------------------------------------------------------------------

    def _mentions(self, analysis: Analysis) -> None:
        """Map each command to the containers and volumes that it names, as they are when it happens."""
        timeline = self.timeline
        named: dict[tuple[object, ...], list[Thing]] = {}
        for container in timeline.containers:
            for name in (container.command.name, container.name, _captured(container)):
                if name is not None:
                    named.setdefault((CONTAINER, container.namespace, name.identity()), []).append(container)
        for volume in timeline.volumes:
            if volume.name is not None:
                named.setdefault((VOLUME, volume.namespace, volume.name.identity()), []).append(volume)
        if not named:
            return
        for mention in mentions(analysis):
            index = self.order.get(id(mention.command))
            things = named.get(mention.key)
            if index is None or not things:
                continue
            made = [item for item in things if not (isinstance(item, Container) and item.refused)] or things
            there = [candidate for candidate in made if self.made_at(candidate) <= index] or made[:1]
            self.mentioned.setdefault(id(mention.command), []).append(there[-1])

    def made_at(self, item: Thing) -> int:
        """Return the position of the thing's creation in the order of events."""
        if isinstance(item, Container):
            return self.order.get(id(item.command), 0)
        if item.created_by is not None:
            return self.order.get(id(item.created_by), 0)
        return min((self.made_at(user) for user in item.mounted_by), default=0)

    def choose(self) -> None:
        """Choose the containers, volumes and commands that the finding is about."""
        finding, subject = self.finding, self.finding.subject
        spans = [finding.command_span, *(related.span for related in finding.related)]
        if isinstance(subject, Container):
            self.take(subject)
        elif isinstance(subject, Write):
            self.take(subject.container)
        elif isinstance(subject, Volume):
            self.take(subject)
        for index, happening in enumerate(self.happenings):
            if not isinstance(happening, Command):
                continue
            if happening is not subject:
                if not any(happening.span.holds(span) for span in spans):
                    continue
                if happening.span == finding.command_span and not self.same_time(happening):
                    # Another call of the function, another round of the loop.
                    continue
            if isinstance(happening, ContainerCreate):
                self.take(self.timeline.container_of(happening))
                continue
            self.commands.append(happening)
            for item in self.mentioned.get(id(happening), ()):
                self.take(item)
            if not self.mentioned.get(id(happening)):
                everything: list[Thing] = [*self.timeline.containers, *self.timeline.volumes]
                for item in everything:
                    end = item.destroyed_by
                    if end is not None and self.at(end, self.made_at(item)) == index:
                        self.take(item)

        for write in self.timeline.writes:
            if finding.span.holds(write.span) or write.span.holds(finding.span):
                self.take(write.container)
        for read in self.timeline.reads:
            # "Looked for in vain here", in another container.
            if any(read.span.holds(related.span) for related in finding.related):
                self.take(read.container)

    def same_time(self, command: Command) -> bool:
        """Return whether the command is in the call and the round that the finding is about."""
        invocation, finding = command.invocation, self.finding
        return invocation.via == finding.via and invocation.occurrence == finding.occurrence

    def take(self, item: Thing | None) -> None:
        if isinstance(item, Container) and item not in self.containers:
            self.containers.append(item)
            for point in item.mount_points:
                if point.volume is not None and not point.volume.anonymous and self.in_focus(point.path):
                    self.take(point.volume)
        elif isinstance(item, Volume) and item not in self.volumes:
            self.volumes.append(item)
            if item.owner is not None:
                self.take(item.owner)

    # -- events -------------------------------------------------------------------------------------------------

    def container(self, container: Container) -> None:
        """Add the steps for a container: how it is made, and what it writes and reads."""
        index = self.made_at(container)
        self.made(index, container)
        for write in self.timeline.writes_of(container):
            if self.in_focus(write.target.text) and write.rank != "scratch":
                self.write(write)
        for read in self.timeline.reads:
            if read.container is container and self.focus and self.in_focus(read.target):
                verb = "looks for" if read.attempt else "reads"
                place = _spot(container, read.target)
                self.add(
                    self.within(read.command, read.span),
                    _DONE,
                    read.span,
                    f"`{read.by}` {verb} `{read.target}`, which is in {place}",
                )

    def made(self, index: int, container: Container) -> None:
        command = container.command
        event = _making(container)
        lines = [self.sources.place(call).line for call in command.invocation.via if self.sources.knows(call)]
        if lines:
            event += f" (called on line {lines[0]})"
        self.add(index, _MADE, command.span, event)

    def write(self, write: Write) -> None:
        index = self.within(write.command, write.span)
        target = as_written(write.target)
        if write.by == "image":
            statement = f"`{target}` holds {holding(write)}"
        elif write.rank == "install":
            statement = f"`{write.by}` installs {', '.join(write.packages[:3]) or 'packages'}"
        else:
            statement = f"`{write.by}` writes `{target}`"
        if write.happened is False:
            event = f"{statement}: that fails" if write.by != "image" else f"{statement}: it doesn't start"
        else:
            event = f"{statement}: {_lives(write)}"
            if write.happened is None:
                event += ", if it happens at all"
            if write.destroyed_by is None and write.at_end in ("alive", "orphaned") and write.ends_with:
                lost = "no name leads to it any more, " if write.at_end == "orphaned" else ""
                event += f"; {lost}it stays until {phrase(write.ends_with)}"
        self.add(index, _DONE, write.span, event)
        if write.rescued_by is not None:
            at = self.index_of(write.rescued_by, index)
            self.add(at, _DONE, write.rescued_by, f"a copy of `{target}` is taken out")

    def volume(self, volume: Volume) -> None:
        """Add the steps for a volume with a name: how it is made, and who else mounts it."""
        name = volume.label
        if volume.created_by is not None:
            memory = ", in memory" if volume.in_memory else ""
            index = self.made_at(volume)
            self.add(index, _MADE, volume.created_by.span, f"the volume `{name}` is made{memory}")
        if self.finding.subject is not volume and not any(
            volume in self.mentioned.get(id(command), ()) for command in self.commands
        ):
            # The finding's container only mounts it. Its other users are no part of the explanation.
            return
        for user in volume.mounted_by:
            if user not in self.containers:
                self.made(self.made_at(user), user)
                for write in self.timeline.writes_of(user):
                    if write.volume is volume:
                        self.write(write)

    def endings(self) -> None:
        """Add a step for each event that ends containers, volumes and writes, naming all that it ends."""
        ends: dict[tuple[int, str], tuple[Destruction, tuple[list[str], ...]]] = {}

        def note(end: Destruction, after: int, kind: int, shown: str) -> None:
            key = (self.at(end, after), end.event)
            entry = ends.setdefault(key, (end, ([], [], [])))[1]
            if shown not in entry[kind]:
                entry[kind].append(shown)

        for container in self.containers:
            made = self.made_at(container)
            if container.destroyed_by is not None:
                note(
                    container.destroyed_by,
                    self.last(container, container.destroyed_by),
                    0,
                    label_of(container),
                )
            stopped = container.stopped_by
            if (
                stopped is not None
                and not stopped.event.startswith("the command ends")
                and (container.destroyed_by is None or stopped.span != container.destroyed_by.span)
            ):
                note(stopped, self.last(container, stopped), 2, label_of(container))
            for write in self.timeline.writes_of(container):
                if write.destroyed_by is not None and write.happened is not False:
                    if self.in_focus(write.target.text) and write.rank != "scratch":
                        after = max(self.within(write.command, write.span), made)
                        end = write.destroyed_by
                        if container.destroyed_by is not None and end.span == container.destroyed_by.span:
                            after = self.last(container, end)
                        note(end, after, 1, f"`{as_written(write.target)}`")
        for volume in self.volumes:
            if volume.destroyed_by is not None:
                shown = "the anonymous volume" if volume.anonymous else f"the volume `{volume.label}`"
                made = self.made_at(volume)
                if volume.owner is not None:
                    made = self.last(volume.owner, volume.destroyed_by)
                note(volume.destroyed_by, made, 0, shown)
        labels = {label_of(container) for container in self.containers}
        for (index, event), (end, (things, targets, stops)) in ends.items():
            paths = targets[:_MOST_PATHS]
            if len(targets) > len(paths):
                paths.append(f"{len(targets) - len(paths)} more")
            perhaps = "" if end.certainty == "certain" else "perhaps: "
            if things and "deletes the container" in event:
                # The container's end is told already. Its volume's isn't.
                gone = [*(item for item in things if item not in labels), *paths]
                text = f", and with it {_and(gone)}" if gone else ""
            elif things:
                text = f": {_and(things)} {_is(things)} gone"
                text += f", and {_and(paths)} with it" if paths else ""
            elif targets:
                text = f": {_and(paths)} {_is(targets)} gone"
            else:
                text = f": {_and(stops)} stops"
            self.add(index, _ENDED, end.span, f"{perhaps}{event}{text}")

    def refusals(self) -> None:
        for refusal in self.timeline.refusals:
            command = refusal.command
            if isinstance(command, ContainerCreate):
                continue
            if refusal.cause in self.containers or refusal.cause in self.volumes or command in self.commands:
                index = self.order.get(id(command))
                if index is not None and index not in self.told:
                    self.add(index, _DONE, command.span, f"{_shown(command)} is refused: {refusal.reason}")

    def command(self, command: Command) -> None:
        """Add the step for a command that the finding points at, unless another step describes it."""
        index = self.order[id(command)]
        if index in self.told:
            return
        things = self.mentioned.get(id(command), ())
        container = next((item for item in things if isinstance(item, Container)), None)
        if container is not None:
            self.mention(index, command, container)
        elif not isinstance(command, VolumeCreate):
            self.add(index, _DONE, command.span, _shown(command))

    def mention(self, index: int, command: Command, container: Container) -> None:
        if isinstance(command, ContainerExec):
            program = as_written(command.command[0].value) if command.command else "a program"
            self.add(
                index,
                _DONE,
                command.span,
                f"`{command.program} exec` runs `{program}` in {label_of(container)}",
            )
        elif isinstance(command, ContainerCopy):
            out = command.source is not None and command.source.container is not None
            direction = "out of" if out else "into"
            self.add(
                index,
                _DONE,
                command.span,
                f"`{command.program} cp` copies {direction} {label_of(container)}",
            )
        elif command.verb in _TOLD:
            self.add(
                index, _DONE, command.span, f"{_shown(command)} {_TOLD[command.verb]} {label_of(container)}"
            )

    def gaps(self) -> None:
        """Add the gaps between the first event and the last, or the end where nothing ends the subject."""
        if not self.found:
            return
        first = min(self.found)[0]
        ended = any(key[1] == _ENDED for key in self.found)
        last = max(self.found)[0] if ended else len(self.happenings)
        for index, happening in enumerate(self.happenings):
            if isinstance(happening, Gap) and first < index < last:
                self.add(index, _DONE, happening.span, f"not followed: {happening.reason}")

    # -- places -------------------------------------------------------------------------------------------------

    def at(self, end: Destruction, after: int) -> int:
        return self.index_of(end.span, after)

    def index_of(self, span: Span, after: int) -> int:
        """Return the first event at ``span`` that isn't before the event ``after``, or ``after`` where there is none."""
        for index in range(after, len(self.happenings)):
            if _span(self.happenings[index]) == span:
                return index
        return after

    def within(self, command: Command | None, span: Span) -> int:
        """Return the event that a write or read belongs to: the line typed in a container, else the command."""
        start = self.order.get(id(command), 0)
        for index in range(start, len(self.happenings)):
            happening = self.happenings[index]
            if isinstance(happening, HostCommand) and happening.invocation.span.holds(span):
                return index
            if index > start and isinstance(happening, Command):
                break
        return start

    def last(self, container: Container, end: Destruction) -> int:
        """Return the event after which to look for an end: the last line typed in the container where its shell's end is meant."""
        made = self.made_at(container)
        if end.span != container.command.span or not container.transcript:
            return made
        spans = {line.span for line in container.transcript}
        typed = [
            index
            for index, happening in enumerate(self.happenings)
            if _span(happening) in spans and index > made
        ]
        return max(typed, default=made)

    def in_focus(self, path: str | None) -> bool:
        """Return whether the path is, or is above or below, one that the finding names. Any path is where it names none."""
        if not self.focus or path is None:
            return True
        return any(is_below(path, focused) or is_below(focused, path) for focused in self.focus)


def _focus(finding: Finding) -> tuple[str, ...]:
    subject = finding.subject
    if isinstance(subject, Write):
        return (subject.target.text,) if subject.target.text is not None else ()
    if finding.topic is None:
        return ()
    about = finding.topic.subject
    if isinstance(about, Write):
        return (about.target.text,) if about.target.text is not None else ()
    return tuple(part for part in finding.topic.parts if isinstance(part, str) and part.startswith("/"))


def _making(container: Container) -> str:
    """Return how docker reads a run or create."""
    command = container.command
    is_service = command.service_name is not None
    short = command.verb if is_service else "run" if command.runs else "create"
    options = " --rm" if container.auto_remove and not is_service else ""
    image = f" from `{as_written(command.image.raw)}`" if command.image is not None else ""
    head = f"`{command.program} {short}{options}`"
    if container.refused:
        return f"{head} is refused: {container.refused}"
    label = label_of(container) if container.name is not None or is_service else "a container"
    text = f"{head} makes {'the container of ' if is_service else ''}{label}{image}"
    if container.auto_remove is None:
        text += ", perhaps with `--rm`"
    points = sorted(container.mount_points, key=lambda point: (point.declared, point.path))
    shown = [_mounted(point) for point in points[:_MOST_MOUNTS]]
    if len(points) > len(shown):
        shown.append(f"{len(points) - len(shown)} more")
    if shown:
        text += f"; mounted: {_and(shown)}"
    elif container.mounts_known:
        text += "; nothing is mounted"
    if not container.mounts_known:
        text += "; not every option can be known"
    return text


def _mounted(point: MountPoint) -> str:
    if point.kind in ("volume", "anonymous volume") and point.volume is not None:
        named = point.volume.name is not None and not point.volume.anonymous
        mounted = f"the volume `{point.volume.label}`" if named else "an anonymous volume"
    elif point.host_path is not None:
        mounted = f"the host's `{as_written(point.host_path)}`"
    else:
        mounted = {"tmpfs": "a tmpfs", "image": "an image"}.get(point.kind, "something unknown")
    notes = [
        note
        for note, fits in (("the image's VOLUME", point.declared), ("read-only", point.read_only is True))
        if fits
    ]
    return f"{mounted} on `{point.path}`" + (f" ({', '.join(notes)})" if notes else "")


def _lives(write: Write) -> str:
    if write.durability == "volume" and write.volume is not None:
        return f"in the volume `{write.volume.label}`"
    if write.durability == "bind" and write.host_path is not None:
        return f"in the host's `{as_written(write.host_path)}`"
    if write.store[:1] == ("unmounted",):
        return "in the container's layer, or in an anonymous volume if the image declares one"
    return f"in {_LIVES.get(write.durability, 'a place that is not known')}"


def _spot(container: Container, path: str) -> str:
    place = spot(container, Value.of(path))
    if place.point is not None and place.point.volume is not None and not place.point.volume.anonymous:
        return f"the volume `{place.point.volume.label}`"
    if place.host_path is not None:
        return f"the host's `{as_written(place.host_path)}`"
    return _LIVES.get(
        place.durability, "the container" if place.point is None else "a place that is not known"
    )


def _shown(command: Command) -> str:
    """Return the command's own words, without its options: ```docker volume rm pgdata```."""
    words = [command.program, *(as_written(word.value) for word in command.verb_words)]
    words += [as_written(word.value) for word in command.operands[:2]]
    return f"`{' '.join(words)}`"


def _captured(container: Container) -> Value | None:
    captured = container.command.invocation.captured_as
    return Value((Unknown("its ID", captured),)) if captured is not None else None


def _span(happening: object) -> Span | None:
    if isinstance(happening, HostCommand):
        return happening.invocation.span
    return getattr(happening, "span", None)


def _and(parts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _is(parts: list[str]) -> str:
    return "is" if len(parts) == 1 else "are"
