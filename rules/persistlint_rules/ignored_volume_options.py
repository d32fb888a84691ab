"""PSL417: options for a volume that has no use for them."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate
from persistlint.durability.model import Timeline, Volume
from persistlint.durability.names import namespace_of
from persistlint.rulekit.phrases import as_written
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value

_REFUSED = ("bad-volume-option", "missing-volume-option")


class IgnoredVolumeOptions(Rule):
    code = "PSL417"
    name = "ignored-volume-options"
    summary = "options for a volume that exists, or that its driver does not take"
    severity = "warning"
    subject = Timeline
    needs = ("volume create", "--volume-driver", "--mount")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        for happening in timeline.happenings:
            if isinstance(happening, VolumeCreate):
                if any(problem.kind in _REFUSED for problem in happening.syntax_problems):
                    yield from self._refused(happening, timeline)
                elif happening.driver_options and not happening.syntax_problems:
                    yield from self._created(happening, timeline)
            elif isinstance(happening, ContainerCreate) and not happening.syntax_problems:
                yield from self._mounted(happening, timeline)
                yield from self._driver(happening)

    def _created(self, command: VolumeCreate, timeline: Timeline) -> Iterator[Finding]:
        if command.name is None or command.invocation.certainty == "repeated":
            return
        volume = _there(command, command.name, timeline)
        options = [option.text for option in command.driver_options]
        if (
            volume is None
            or None in options
            or sorted(volume.options) == sorted(str(option_text) for option_text in options)
        ):
            return
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
            options = [
                option.partition("=")[2] for option in mount.options if option.startswith("volume-opt=")
            ]
            if not options or mount.source is None or mount.type != "volume":
                continue
            volume = _there(command, mount.source, timeline)
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
        if use is None or use.value is None or use.value.text in (None, "", "local"):
            return
        volumes = [mount for mount in command.mounts if mount.type in (None, "volume")]
        plain = [mount for mount in volumes if mount.flag != "--mount"]
        if (
            not volumes
            or plain
            or any("volume-driver" in option for mount in volumes for option in mount.options)
        ):
            return
        yield self.finding(
            use,
            f"`--volume-driver {as_written(use.value)}` counts for `-v` only. Docker ignores it for `--mount`, and makes a volume of the local driver. "
            f"Write `volume-driver={as_written(use.value)}` into the mount.",
            identity=as_written(use.value),
            command=command,
        )

    def _refused(self, command: VolumeCreate, timeline: Timeline) -> Iterator[Finding]:
        """Yield a finding for a volume that docker refuses to make and that a mount then makes without any option."""
        name = command.name
        if name is None or _there(command, name, timeline) is not None:
            return
        problem = next(candidate for candidate in command.syntax_problems if candidate.kind in _REFUSED)
        for container in timeline.containers:
            if timeline.place_of(container.command) <= timeline.place_of(command) or container.refused:
                continue
            for point in container.mount_points:
                volume = point.volume
                if volume is None or volume.name is None or volume.options or volume.created_by is not None:
                    continue
                if volume.name.identity() == name.identity() and volume.namespace == namespace_of(command):
                    yield self.finding(
                        problem,
                        f"Docker doesn't make the volume `{as_written(name)}`, and the mount of that name makes a plain one. It says "
                        f"“{problem.reason.rstrip('.')}”. What is written there isn't where these options say.",
                        identity=as_written(name),
                        command=command,
                        related=[(container.command.span, "made here instead, without options")],
                    )
                    return


def _there(command: VolumeCreate | ContainerCreate, name: Value, timeline: Timeline) -> Volume | None:
    """Return the volume of that name that certainly exists when the command runs."""
    identity, namespace, place = name.identity(), namespace_of(command), timeline.place_of(command)
    for volume in timeline.volumes:
        if volume.name is None or volume.name.identity() != identity or volume.namespace != namespace:
            continue
        maker = volume.created_by
        if maker is command or volume.destroyed_by is not None or volume.block != command.invocation.block:
            continue
        if maker is None:
            makers = [
                container.command
                for container in timeline.containers
                if any(point.volume is volume for point in container.mount_points)
            ]
            maker = makers[0] if makers else None
        if maker is None or maker is command or maker.invocation.certainty != "certain":
            continue
        if 0 <= timeline.place_of(maker) < place:
            return volume
    return None


RULE = IgnoredVolumeOptions
