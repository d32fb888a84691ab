"""PSL214: ``--mount …,target=/x:ro`` mounts at ``/x:ro``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.paths import clean
from persistlint.rulekit.edits import replace_value
from persistlint.rulekit.phrases import if_not_written, target_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION

_READ_ONLY = frozenset(("ro", "readonly"))
_MODES = frozenset(("ro", "rw", "z", "Z", "readonly", "nocopy", "cached", "delegated", "consistent"))


class ModeInMountTarget(Rule):
    code = "PSL214"
    name = "mode-in-mount-target"
    summary = "a `--mount` whose target ends in `:ro` is mounted at a path with that ending, and read-write"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("--mount",)
    topics = {CONTAINER: 10, SPECIFICATION: 50}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if command.program != "docker":
            return
        for mount in command.mounts:
            target = mount.target
            text = target.text if target is not None else None
            if mount.flag != "--mount" or target is None or text is None:
                continue
            path, colon, mode = text.rpartition(":")
            modes = mode.split(",")
            if not colon or not path.startswith("/") or not all(part in _MODES for part in modes):
                continue
            how = "" if mount.read_only else " and read-write" if _READ_ONLY & set(modes) else ""
            instead = (
                "Write `readonly` as a field of its own." if _READ_ONLY & set(modes) else f"Remove `:{mode}`."
            )
            yield self.finding(
                target_place(mount, command),
                f"`--mount` knows no `:{mode}`, so the mount is at `{text}`{how}{unless(if_not_written(target, context))}. Nothing is mounted at `{path}`. {instead}",
                identity=text,
                command=command,
                fixes=_fixes(mount, len(path), modes),
                topic=CONTAINER.of(command, clean(path)),
            )


def _fixes(mount: Mount, end: int, modes: list[str]) -> list[Fix]:
    target = mount.target
    assert target is not None
    if mount.value is None or '"' in mount.value.marked():
        # Inside a quotation of CSV a comma is part of the path.
        return []
    if len(modes) != 1 or modes[0] not in ("ro", "readonly", "rw"):
        # The other modes have no equivalent among the fields, or another one for each type.
        return []
    read_only = modes[0] != "rw" and not mount.read_only
    edit = replace_value(target, end, len(target), ",readonly" if read_only else "")
    if edit is None:
        return []
    if modes[0] != "rw":
        return [Fix("Write `,readonly`" if read_only else f"Remove `:{modes[0]}`", [edit], safe=True)]
    # What the container wrote where the mount was meant to be is in its layer.
    return [Fix("Remove `:rw` (data of an existing container stays behind)", [edit], safe=False)]


RULE = ModeInMountTarget
