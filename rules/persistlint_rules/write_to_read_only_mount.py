"""PSL111: a command writes below a mount that is read-only."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Write
from persistlint.rulekit.edits import offer
from persistlint.rulekit.lost_writes import is_tolerated, stands
from persistlint.rulekit.mount_edits import make_writable
from persistlint.rulekit.phrases import as_written, label_of, option_span, sentence, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import WRITE


class WriteToReadOnlyMount(Rule):
    code = "PSL111"
    name = "write-to-read-only-mount"
    summary = "a command writes below a mount that is read-only: it fails"
    severity = "warning"
    warns_in_documents = False
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
        mounted = "the mount"
        if mount is not None and mount.source is not None:
            mounted = f"`{as_written(mount.source)}`"
        elif point.volume is not None and point.volume.name is not None:
            mounted = f"`{as_written(point.volume.name)}`"
        message = (
            f"`{as_written(write.target)}` can't be written{unless(write.target, mount.source if mount is not None else None)}. "
            f"{sentence(label_of(container))} has {mounted} read-only at `{point.path}`, so `{write.by}` fails. "
            "Mount it read-write, or write to another path."
        )
        place = option_span(mount, mount.target_span, container.command) if mount is not None else None
        yield self.finding(
            stands(write),
            message,
            identity=f"{container.label} {write.target.display()}",
            command=command,
            reason=throw_away(container, context),
            related=[(place, "mounted read-only here")],
            fixes=offer("Mount it read-write", make_writable(mount))
            if mount is not None and mount.type != "image"
            else [],
            topic=WRITE.of(write),
        )


RULE = WriteToReadOnlyMount
