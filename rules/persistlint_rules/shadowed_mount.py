"""PSL205: a tmpfs silently wins over a ``--mount`` on the same target."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container
from persistlint.durability.paths import clean
from persistlint.rulekit.phrases import as_written, label_of, target_place
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import SPECIFICATION


class ShadowedMount(Rule):
    code = "PSL205"
    name = "shadowed-mount"
    summary = "a tmpfs silently wins over a `--mount` on the same target"
    severity = "error"
    subject = Container
    needs = ("--tmpfs",)
    topics = {SPECIFICATION: 80}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if command.program != "docker" or command.syntax_problems:
            return
        for tmpfs in command.mounts:
            if tmpfs.flag != "--tmpfs":
                continue
            path = _path(tmpfs)
            for mount in command.mounts:
                if mount.flag != "--mount" or mount.type not in ("bind", "volume") or path is None:
                    continue
                if _path(mount) != path or tmpfs.target is None or mount.unknown_fields:
                    continue
                mounted = f"`{as_written(mount.source)}`" if mount.source is not None else "the volume"
                yield self.finding(
                    target_place(tmpfs, command),
                    f"This tmpfs hides {mounted} at `{path}` of {label_of(container)}. Docker mounts both, the tmpfs over the other. What is "
                    "written there is in memory, and gone when the container stops. Remove one of the two.",
                    identity=f"{label_of(container)} {path}",
                    command=command,
                    related=[(mount.span, "this mount is hidden")],
                    topic=SPECIFICATION.of(tmpfs),
                )


def _path(mount: Mount) -> str | None:
    text = mount.target_text
    return clean(text) if text is not None and text.startswith("/") else None


RULE = ShadowedMount
