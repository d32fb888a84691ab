"""PSL206: two mounts on one target, which docker and podman refuse."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.mounts import refused, target_path
from persistlint.rulekit.phrases import as_written, if_not_written, target_place, unless
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION


class DuplicateMountTarget(Rule):
    code = "PSL206"
    name = "duplicate-mount-target"
    summary = "two mounts on one target: the command is refused"
    severity = "error"
    subject = ContainerCreate
    needs = ("refused duplicate-target",)
    topics = {CONTAINER: 10, SPECIFICATION: 70}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for _, mount in refused(command, "duplicate-target"):
            path = target_path(mount)
            on_path = (other for other in command.mounts if path is not None and target_path(other) == path)
            first = next((other for other in on_path if other is not mount), None)
            yield self._about(command, first, mount, context)

    def _about(
        self, command: ContainerCreate, first: Mount | None, mount: Mount, context: Context
    ) -> Finding:
        target = mount.target
        assert target is not None
        path = target_path(mount) or target.display()
        both = ""
        if first is not None and first.source is not None and mount.source is not None:
            both = f" (`{as_written(first.source)}` and `{as_written(mount.source)}`)"
        return self.finding(
            target_place(mount, command),
            f"{command.program} refuses two mounts on `{path}`{both}, and nothing runs{unless(if_not_written(target, context))}. Keep one, or mount the other on a path of its own.",
            identity=path,
            command=command,
            related=[(first, "mounted here already")],
            topic=CONTAINER.of(command),
        )


RULE = DuplicateMountTarget
