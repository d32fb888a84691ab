"""PSL111: a command writes below a mount that is read-only."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Write
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.lost_writes import is_tolerated, stands
from persistlint.rulekit.phrases import as_written, label_of, option_span, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE
from persistlint.text.spans import Span

#: How ``--mount`` says that it is read-only.
_SWITCHES = frozenset(("readonly", "ro", "readonly=true", "readonly=1", "ro=true", "ro=1"))


class WriteToReadOnlyMount(Rule):
    code = "PSL111"
    name = "write-to-read-only-mount"
    summary = "a command writes below a mount that is read-only: it fails"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Write
    needs = ("read-only write",)
    topics = {WRITE: 20}

    def check(self, write: Write, context: Context) -> Iterator[Finding]:
        point, container, command = write.mount_point, write.container, write.command
        if write.durability != "read-only" or point is None or container is None or command is None:
            return
        if not write.tried or write.how == "image" or write.rank == "install" or container.refused:
            return
        if write.directory and (not write.makes_anew or write.target.text == point.path):
            # `mkdir -p` of what is there already doesn't fail.
            return
        if is_tolerated(command, context.timeline):
            return
        mount = point.mount
        what = "the mount"
        if mount is not None and mount.source is not None:
            what = f"`{as_written(mount.source)}`"
        elif point.volume is not None and point.volume.name is not None:
            what = f"`{as_written(point.volume.name)}`"
        reason = throw_away(container, context)
        message = (
            f"`{as_written(write.target)}` can't be written{unless(write.target, mount.source if mount is not None else None)}. "
            f"{label_of(container)[:1].upper()}{label_of(container)[1:]} has {what} read-only at `{point.path}`, so `{write.by}` fails. "
            "Mount it read-write, or write to another path."
        )
        related: list[tuple[Span, str]] = []
        if mount is not None:
            place = option_span(mount, mount.target_span, container.command)
            if place is not None:
                related.append((place, "mounted read-only here"))
        yield self.finding(
            stands(write),
            message,
            identity=f"{container.label} {write.target.display()}",
            command=command,
            reason=reason,
            related=related,
            fixes=_fixes(mount) if mount is not None and mount.type != "image" else [],
            topic=WRITE.of(write),
        )


def _fixes(mount: Mount) -> list[Fix]:
    """Take the mode away, where it is written in the specification itself."""
    value = mount.value
    if value is None or mount.source is None or mount.target is None:
        return []
    marked = value.marked()
    separator, switches = (",", _SWITCHES) if mount.flag == "--mount" else (":", frozenset(("ro",)))
    at = len(mount.source) + 1 + len(mount.target) if mount.flag != "--mount" else 0
    parts = marked[at:].split(",")
    # The modes of `-v` stand behind the target, after a colon.
    start = at
    for index, part in enumerate(parts):
        bare = part.removeprefix(":") if index == 0 else part
        if bare.lower() in switches:
            alone = separator == ":" and len(parts) == 1
            if separator == ":" and index == 0 and not alone:
                first, last = start + 1, start + len(part) + 1
            else:
                first, last = (start if alone else start - 1), start + len(part)
            edit = replace_value(value, max(first, 0), last, "")
            return offer("Mount it read-write", edit)
        start += len(part) + 1
    return []


RULE = WriteToReadOnlyMount
