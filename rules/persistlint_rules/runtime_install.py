"""PSL106: packages are installed into a running container, and relied on later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerExec
from persistlint.durability.model import Container, Timeline, Write
from persistlint.durability.paths import base_name
from persistlint.durability.state import image_key
from persistlint.rulekit.lost_writes import lost_by_container, used_again
from persistlint.rulekit.phrases import end_of, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Span

#: By an image and a program: the places of commands, the programs' numbers in their containers, and where they stand.
_Starts = dict[tuple[object, str], list[tuple[int, int, Span]]]


class RuntimeInstall(Rule):
    code = "PSL106"
    name = "runtime-install"
    summary = "packages are installed into a running container and relied on later"
    severity = "info"
    subject = Timeline
    needs = ("run write", "exec write", "transcript write")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        starts = _program_starts(timeline)
        for container, writes in lost_by_container(timeline, "run", "exec", "transcript"):
            installs = [write for write in writes if write.rank == "install" and write.packages]
            if not installs:
                continue
            if context.language != "markdown" and throw_away(container, context) is not None:
                continue
            for command, together in _by_command(installs):
                use = _use(container, command, together, timeline, starts)
                if use is not None:
                    yield self._finding(container, together, use, context)

    def _finding(
        self, container: Container, writes: list[Write], use: tuple[Span, str], context: Context
    ) -> Finding:
        write = writes[0]
        packages = list(dict.fromkeys(package for install in writes for package in install.packages))
        shown = ", ".join(f"`{package}`" for package in packages[:3])
        if len(packages) > 3:
            shown += f" and {len(packages) - 3} more"
        verb = "is" if len(packages) == 1 else "are"
        pronoun = "it" if len(packages) == 1 else "them"
        message = (
            f"{shown} {verb} installed into {label_of(container)} alone, not into its image. "
            f"{end_of(write, context, many=len(packages) > 1)} Install {pronoun} with RUN in an image."
        )
        span, said = use
        return self.finding(
            write.span,
            message,
            identity=f"{container.label} {' '.join(packages)}",
            command=write.command if write.how != "transcript" else None,
            related=[(span, said)] if said else [],
        )


def _by_command(writes: list[Write]) -> Iterator[tuple[Command, list[Write]]]:
    by_command: dict[int, tuple[Command, list[Write]]] = {}
    for write in writes:
        if write.command is not None:
            by_command.setdefault(id(write.command), (write.command, []))[1].append(write)
    yield from by_command.values()


def _use(
    container: Container, command: Command, writes: list[Write], timeline: Timeline, starts: _Starts
) -> tuple[Span, str] | None:
    """Return a place after the installing command that relies on the packages, and what happens there ("" for nothing to show)."""
    if isinstance(command, ContainerExec) and writes[0].how == "exec":
        if _consumed(writes[-1]):
            return None
        # The container runs on after the exec, with what was installed.
        return command.span, ""
    again = used_again(container, timeline, command)
    if again is not None and not _consumed(writes[-1]):
        return again.span, "the container is used again here"
    image = container.command.image
    if image is None:
        return None
    place = timeline.place_of(command)
    later: list[tuple[int, int, Span]] = []
    for program in {word for write in writes for package in write.packages for word in _words(package)}:
        of_program = starts.get((image_key(image), program), [])
        at = bisect_right(of_program, place, key=lambda start: start[0])
        later += of_program[at : at + 1]
    if not later:
        return None
    return min(later, key=lambda start: start[:2])[
        2
    ], "another container, which doesn't have it, counts on it here"


#: Programs that may follow an install without using what was installed.
_BESIDE = frozenset(
    """
    apt apt-get apk dnf yum microdnf zypper pacman rm echo true exit clear pip pip3
    """.split()
)


def _consumed(write: Write) -> bool:
    """Return whether the command that installs also uses what it has installed."""
    return any(program not in _BESIDE for program in write.followed_by)


def _program_starts(timeline: Timeline) -> _Starts:
    """Return where containers that install nothing start which program: by image and program, in the order of their commands."""
    installing = {id(write.container) for write in timeline.writes if write.rank == "install"}
    starts: _Starts = {}
    for container in timeline.containers:
        command = container.command
        if id(container) in installing or command.image is None:
            continue
        programs: list[tuple[str, Span]] = []
        if command.command and command.entrypoint is None:
            word = command.command[0]
            programs.append((base_name(word.text or ""), word.span or command.span))
        programs += [(invocation.program, invocation.span) for invocation in container.transcript]
        place = timeline.place_of(command)
        for number, (program, span) in enumerate(programs):
            if len(program) > 1:
                starts.setdefault((image_key(command.image), program), []).append((place, number, span))
    for of_program in starts.values():
        of_program.sort(key=lambda start: start[:2])
    return starts


def _words(package: str) -> set[str]:
    """Return the programs that a package may bring: its name, alone or as a part (``iputils-ping``)."""
    return {package, *package.replace("_", "-").split("-")}


RULE = RuntimeInstall
