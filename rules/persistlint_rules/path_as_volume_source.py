"""PSL212: ``--mount source=/path,…`` without ``type=bind``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.phrases import as_written, source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.text.edits import Edit

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
        for problem in command.syntax_problems:
            mount = problem.mount
            if problem.kind not in _KINDS or mount is None or mount.source is None:
                continue
            if mount.flag != "--mount" or mount.type != "volume":
                continue
            source = mount.source.display()
            why = "says `type=volume`" if _field(mount, _TYPE) >= 0 else "has no `type=bind`"
            target = f" at `{mount.target.display()}`" if mount.target is not None else ""
            yield self.finding(
                source_place(mount, command),
                f"Docker takes `{as_written(mount.source)}` for a volume's name, because the mount{target} {why}. "
                f"It refuses the name, and nothing runs{unless(mount.source)}. Write `type=bind`.",
                identity=source,
                command=command,
                fixes=_fixes(mount),
                topic=CONTAINER.of(command),
            )


def _field(mount: Mount, field: str) -> int:
    """Return the index at which a field of the specification begins, -1 where it has none so written."""
    fields = mount.value.marked() if mount.value is not None else ""
    at = f",{fields},".lower().find(f",{field},")
    return at


def _fixes(mount: Mount) -> list[Fix]:
    value = mount.value
    source = mount.source
    if value is None or source is None:
        return []
    at = _field(mount, _TYPE)
    if at >= 0:
        first = replace_value(value, at + len("type="), at + len(_TYPE), "bind")
        title = "Write `type=bind`"
    elif ",type=" in f",{value.marked()}".lower():
        return []
    else:
        first = replace_value(value, 0, 0, "type=bind,")
        title = "Add `type=bind`"
    edits: list[Edit | None] = [first]
    leading = source.leading()
    if leading and leading[0] not in "/.":
        edits.append(replace_value(source, 0, 0, "./"))
    return offer(title, *edits, safe=True)


RULE = PathAsVolumeSource
