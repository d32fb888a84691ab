"""PSL805: a backup could change what it saves."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container
from persistlint.durability.paths import is_below
from persistlint.rulekit import streams
from persistlint.rulekit.edits import replace_value
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.text.edits import Edit

#: What stands beside a ``tar`` and writes nothing of its own.
_HARMLESS = frozenset(("tar", "cd", "echo", "ls", "gzip", "cat", "du", "date", "set", "sync"))


class WritableBackupSource(Rule):
    code = "PSL805"
    name = "writable-backup-source"
    summary = "a backup mounts what it saves read-write"
    severity = "hint"
    enabled = False
    fix = "safe"
    fix_changes = ("mounts",)
    subject = Container

    def check(self, thing: Container, context: Context) -> Iterator[Finding]:
        started = streams.programs(thing.command)
        archives = [program for program in started if program.name == "tar"]
        if not archives or any(program.name not in _HARMLESS for program in started):
            return
        if not all(streams.makes_archive(program.words) for program in archives) or not thing.mounts_known:
            return
        written = [access.target for access in thing.program if access.kind != "read"]
        if any(target.text is None for target in written):
            return
        for point in thing.mount_points:
            mount = point.mount
            if mount is None or point.kind not in ("volume", "bind") or point.read_only is not False:
                continue
            read = [access for access in thing.program if access.kind == "read" and access.by == "tar"]
            if not any(access.target.text and is_below(access.target.text, point.path) for access in read):
                continue
            if any(is_below(target.text or "", point.path) for target in written):
                continue
            edit = _read_only(mount)
            yield self.finding(
                mount.span or thing.command.span,
                f"`tar` only reads `{point.path}`: with `{'readonly' if mount.flag == '--mount' else ':ro'}` nothing in this container can change it",
                identity=point.path,
                command=thing.command,
                fixes=[Fix("Mount it read-only", [edit], safe=True)] if edit else None,
            )


def _read_only(mount: Mount) -> Edit | None:
    value = mount.value
    if value is None:
        return None
    end = len(value)
    if mount.flag == "--mount":
        return replace_value(value, end, end, ",readonly")
    return replace_value(value, end, end, ",ro" if mount.options else ":ro")


RULE = WritableBackupSource
