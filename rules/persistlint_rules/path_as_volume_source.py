"""PSL212: ``--mount source=/path,…`` without ``type=bind``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mount_edits import field_at
from persistlint.rulekit.mounts import refused
from persistlint.rulekit.phrases import as_written, source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER

_KINDS = ("path-as-volume-source", "relative-bind-source")
_TYPE = "type=volume"


class PathAsVolumeSource(Rule):
    code = "PSL212"
    name = "path-as-volume-source"
    summary = "a host path as the source of a `--mount` that is no bind"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("refused path-as-volume-source", "refused relative-bind-source")
    topics = {CONTAINER: 10}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for _, mount in refused(command, *_KINDS):
            if mount.flag != "--mount" or mount.type != "volume" or mount.source is None:
                continue
            why = "says `type=volume`" if field_at(mount, _TYPE) >= 0 else "has no `type=bind`"
            target = f" at `{mount.target.display()}`" if mount.target is not None else ""
            yield self.finding(
                source_place(mount, command),
                f"Docker takes `{as_written(mount.source)}` for a volume's name, because the mount{target} {why}. "
                f"It refuses the name, and nothing runs{unless(mount.source)}. Write `type=bind`.",
                identity=mount.source.display(),
                command=command,
                fixes=_fixes(mount),
                topic=CONTAINER.of(command),
            )


def _fixes(mount: Mount) -> list[Fix]:
    source = mount.source
    at = field_at(mount, _TYPE)
    edits = [replace_value(mount.value, at + len("type="), at + len(_TYPE), "bind")]
    title = "Write `type=bind`"
    if at < 0:
        if field_at(mount, "type=") >= 0:
            return []
        edits = [replace_value(mount.value, 0, 0, "type=bind,")]
        title = "Add `type=bind`"
    if source is not None and source.leading()[:1] not in ("", "/", "."):
        edits.append(replace_value(source, 0, 0, "./"))
    return offer(title, *edits, safe=True)


RULE = PathAsVolumeSource
