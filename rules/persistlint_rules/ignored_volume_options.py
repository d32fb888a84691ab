"""PSL417: options for a volume that has no use for them."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate
from persistlint.durability.model import Timeline
from persistlint.rulekit.existing_volumes import existing_volume, made_plain_by
from persistlint.rulekit.phrases import as_written
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

_REFUSED = ("bad-volume-option", "missing-volume-option")


class IgnoredVolumeOptions(Rule):
    code = "PSL417"
    name = "ignored-volume-options"
    summary = "options for a volume that exists, or that its driver does not take"
    severity = "warning"
    subject = Timeline
    needs = ("volume create", "--volume-driver", "--mount")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for command in timeline.happenings:
            if isinstance(command, VolumeCreate):
                yield from self._refused(command, timeline)
                yield from self._created(command, timeline)
            elif isinstance(command, ContainerCreate) and not command.syntax_problems:
                yield from self._mounted(command, timeline)
                yield from self._driver(command)

    def _refused(self, command: VolumeCreate, timeline: Timeline) -> Iterator[Finding]:
        """Yield a finding for a volume that docker refuses to make and that a mount then makes without any option."""
        name = command.name
        problem = next((each for each in command.syntax_problems if each.kind in _REFUSED), None)
        if name is None or problem is None or existing_volume(name, command, timeline) is not None:
            return
        container = made_plain_by(command, timeline)
        if container is not None:
            yield self.finding(
                problem,
                f"Docker doesn't make the volume `{as_written(name)}`, and the mount of that name makes a plain one. It says "
                f"“{problem.reason.rstrip('.')}”. What is written there isn't where these options say.",
                identity=as_written(name),
                command=command,
                related=[(container.command.span, "made here instead, without options")],
            )

    def _created(self, command: VolumeCreate, timeline: Timeline) -> Iterator[Finding]:
        options = [option.text or "" for option in command.driver_options]
        if command.syntax_problems or not all(options) or not options or command.name is None:
            return
        volume = existing_volume(command.name, command, timeline)
        if volume is None or sorted(volume.options) == sorted(options):
            return
        if command.invocation.certainty != "repeated":
            yield self.finding(
                command.last("opt"),
                f"The volume `{as_written(command.name)}` exists, so docker keeps it as it is and ignores these options. "
                "Create it with them, or under another name.",
                identity=as_written(command.name),
                command=command,
                related=[(volume.declared_at, "made here")],
            )

    def _mounted(self, command: ContainerCreate, timeline: Timeline) -> Iterator[Finding]:
        for mount in command.mounts:
            given = (option for option in mount.options if option.startswith("volume-opt="))
            options = [option.partition("=")[2] for option in given]
            if not options or mount.source is None or mount.type != "volume":
                continue
            volume = existing_volume(mount.source, command, timeline)
            if volume is None or sorted(volume.options) == sorted(options):
                continue
            yield self.finding(
                mount,
                f"The volume `{as_written(mount.source)}` exists, so docker mounts it as it is and ignores `volume-opt`. Create it with these options.",
                identity=as_written(mount.source),
                command=command,
                related=[(volume.declared_at, "made here")],
            )

    def _driver(self, command: ContainerCreate) -> Iterator[Finding]:
        use = command.last("volume-driver")
        volumes = [mount for mount in command.mounts if mount.type in (None, "volume")]
        if use is None or use.value is None or use.value.text in (None, "", "local") or not volumes:
            return
        options = [option for mount in volumes for option in mount.options]
        if any(mount.flag != "--mount" for mount in volumes) or any(
            "volume-driver" in each for each in options
        ):
            return
        driver = as_written(use.value)
        yield self.finding(
            use,
            f"`--volume-driver {driver}` counts for `-v` only. Docker ignores it for `--mount`, and makes a volume of the local driver. "
            f"Write `volume-driver={driver}` into the mount.",
            identity=driver,
            command=command,
        )


RULE = IgnoredVolumeOptions
