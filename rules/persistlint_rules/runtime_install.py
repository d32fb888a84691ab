"""PSL106: packages are installed into a running container, and relied on later."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerExec
from persistlint.durability.model import Container, Timeline, Write
from persistlint.rulekit.lost_writes import lost_by_container, used_again
from persistlint.rulekit.phrases import end_of, label_of
from persistlint.rulekit.program_starts import ProgramStarts
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Span

#: Programs that may follow an install without using what was installed.
_BESIDE = frozenset(
    """
    apt apt-get apk dnf yum microdnf zypper pacman rm echo true exit clear pip pip3
    """.split()
)


class RuntimeInstall(Rule):
    code = "PSL106"
    name = "runtime-install"
    summary = "packages are installed into a running container and relied on later"
    severity = "info"
    subject = Timeline
    needs = ("run write", "exec write", "transcript write")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        starts = ProgramStarts(timeline)
        for container, writes in lost_by_container(timeline, "run", "exec", "transcript"):
            by_command: dict[int, list[Write]] = {}
            for write in writes:
                if write.rank == "install" and write.packages and write.command is not None:
                    by_command.setdefault(id(write.command), []).append(write)
            if not by_command or (context.language != "markdown" and throw_away(container, context)):
                continue
            for installs in by_command.values():
                use = _use(container, installs, timeline, starts)
                if use is not None:
                    yield self._about(container, installs, use, context)

    def _about(
        self, container: Container, installs: list[Write], use: tuple[Span, str], context: Context
    ) -> Finding:
        write = installs[0]
        packages = list(dict.fromkeys(package for install in installs for package in install.packages))
        shown = ", ".join(f"`{package}`" for package in packages[:3])
        if len(packages) > 3:
            shown += f" and {len(packages) - 3} more"
        verb, pronoun = ("is", "it") if len(packages) == 1 else ("are", "them")
        span, said = use
        return self.finding(
            write.span,
            f"{shown} {verb} installed into {label_of(container)} alone, not into its image. "
            f"{end_of(write, context, many=len(packages) > 1)} Install {pronoun} with RUN in an image.",
            identity=f"{container.label} {' '.join(packages)}",
            command=write.command if write.how != "transcript" else None,
            related=[(span, said)] if said else [],
        )


def _use(
    container: Container, installs: list[Write], timeline: Timeline, starts: ProgramStarts
) -> tuple[Span, str] | None:
    """Return a place after the installing command that relies on the packages, and what happens there ("" for nothing to show)."""
    command, last = installs[0].command, installs[-1]
    assert command is not None
    # The installing command itself may have used them.
    is_used_up = any(program not in _BESIDE for program in last.followed_by)
    if isinstance(command, ContainerExec) and installs[0].how == "exec":
        # The container runs on after the exec, with what was installed.
        return (command.span, "") if not is_used_up else None
    again = used_again(container, timeline, command)
    if again is not None and not is_used_up:
        return again.span, "the container is used again here"
    image = container.command.image
    # A package may bring programs of its name, or of a part of it (`iputils-ping`).
    packages = {package for install in installs for package in install.packages}
    programs = packages | {part for package in packages for part in package.replace("_", "-").split("-")}
    later = starts.first_after(timeline.place_of(command), image, programs) if image is not None else None
    return (
        (later, "another container, which doesn't have it, counts on it here") if later is not None else None
    )


RULE = RuntimeInstall
