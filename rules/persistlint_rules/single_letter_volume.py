"""PSL211: a volume's name of one letter, which docker reads as something else."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate, VolumeCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.paths import clean
from persistlint.rulekit.mount_slips import drive_in
from persistlint.rulekit.phrases import option_span, unless, written_at
from persistlint.rulekit.placeholders import is_placeholder
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER


class SingleLetterVolume(Rule):
    code = "PSL211"
    name = "single-letter-volume"
    summary = "a volume's name of one letter, which docker reads as something else"
    severity = "error"
    services = True
    subject = Command
    needs = ("drive", "refused short-volume-name")
    topics = {CONTAINER: 10}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        if command.program != "docker":
            return
        if isinstance(command, ContainerCreate):
            for mount in command.mounts:
                finding = self._drive(command, mount)
                if finding is not None:
                    yield finding
        for problem in command.syntax_problems:
            if problem.kind != "short-volume-name":
                continue
            name = _name(command, problem.mount)
            if name == "" or name == ".":
                continue
            # A remark's dash, or a letter for what the reader writes.
            if context.language == "markdown" and (not name[:1].isalnum() or is_placeholder(name)):
                continue
            yield self.finding(
                problem,
                f"Docker refuses `{name}` as a volume's name, and nothing happens. Take a name of two characters or more.",
                identity=name,
                command=command,
                topic=CONTAINER.of(command),
            )

    def _drive(self, command: ContainerCreate, mount: Mount) -> Finding | None:
        value, drive = mount.value, drive_in(mount)
        if value is None or drive is None:
            return None
        text, letter, path, mode = value.text or "", drive.letter, drive.path, drive.mode
        if command.service_name is not None:
            return self._of_service(command, mount, text, path)
        meant = f"`-v NAME:{path}{':' + mode if mode else ''}` with a name of two letters or more"
        if mode:
            happens = f"Docker takes `{letter}:` for a Windows drive and `{mode}` for the container path{unless(value)}. It refuses that, and nothing runs."
        else:
            happens = (
                f"Docker takes `{letter}:` for a Windows drive{unless(value)}. It mounts an anonymous volume at `/{text}`, and nothing at `{path}`, "
                "whose data goes with the container."
            )
        return self.finding(
            written_at(value, option_span(mount, value.span, command), command),
            f"{happens} Write {meant}.",
            identity=text,
            command=command,
            topic=CONTAINER.of(command, None if mode else clean(path)),
        )

    def _of_service(self, command: ContainerCreate, mount: Mount, text: str, path: str) -> Finding | None:
        """Return the finding about a service's mount of a volume that the project declares; else it may be a drive's path in a container of Windows.

        The engine refuses what Compose makes of it (tried with Compose 2.26.1 on Docker 26.1.5).
        """
        from persistlint.docker.compose_service import ComposeService

        if (
            not mount.drive
            or not isinstance(command, ComposeService)
            or text[0] not in command.project.volumes
        ):
            return None
        return self.finding(
            mount.span or command.span,
            f"Compose takes `{text[0]}:` for a Windows drive. The engine refuses the path `{text}`, and the service doesn't start. "
            f"Write `NAME:{path}` with a name of two letters or more.",
            identity=text,
            command=command,
            topic=CONTAINER.of(command, clean(path)),
        )


def _name(command: Command, mount: Mount | None) -> str:
    value = command.name if isinstance(command, VolumeCreate) else mount.source if mount is not None else None
    return (value.text or "") if value is not None else ""


RULE = SingleLetterVolume
