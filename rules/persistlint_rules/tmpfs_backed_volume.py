"""PSL406: a named volume that its options put in memory."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import VolumeCreate
from persistlint.durability.model import Volume, Write
from persistlint.rulekit.data_paths import SEVERITIES, loss_of
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.regex import regex
from persistlint.text.spans import Span

_FOR_MEMORY = frozenset(
    """
    cache tmp temp scratch run ram ramdisk shm mem memory tmpfs secret secrets
    """.split()
)
_WORD = regex(r"[a-z]+")


class TmpfsBackedVolume(Rule):
    code = "PSL406"
    name = "tmpfs-backed-volume"
    summary = "a named volume that its options put in memory"
    severity = "warning"
    services = True
    subject = Volume
    needs = ("volume in memory",)

    def check(self, volume: Volume, context: Context) -> Iterator[Finding]:
        name = volume.name
        if name is None or volume.anonymous or not volume.in_memory or volume.declared_at is None:
            return
        if set(_WORD.findall(name.display().lower())) & _FOR_MEMORY:
            return
        write = _kept(volume, context)
        if write is None or write.container is None:
            return
        reason = throw_away(write.container, context)
        own = write.by == "image"
        what = holding(write) if own else f"`{as_written(write.target)}`"
        message = (
            f"{label_of(write.container)} keeps {what} in the volume `{as_written(name)}`, which is memory (`type=tmpfs`). The volume is empty again as "
            "soon as the last container that mounts it stops, though `docker volume ls` still shows it. Make the volume without these options."
        )
        yield self.finding(
            _span(volume),
            message,
            identity=as_written(name),
            command=volume.created_by or write.container.command,
            severity=SEVERITIES[loss_of(write)] if own else "warning",
            reason=reason,
            related=[(write.container.command.span, "mounted here")],
        )


def _span(volume: Volume) -> Span:
    command = volume.created_by
    if isinstance(command, VolumeCreate):
        for option in command.driver_options:
            if (
                option.text == "type=tmpfs"
                and option.span is not None
                and option.span.anchor == command.span.anchor
            ):
                return option.span
        return command.span
    assert volume.declared_at is not None
    return volume.declared_at


def _kept(volume: Volume, context: Context) -> Write | None:
    """Return a write into the volume that is meant to last: a server's data, or a file that a later container looks for."""
    for write in context.timeline.writes_in(volume):
        container = write.container
        if container is None or write.happened is False:
            continue
        if write.by == "image":
            if container.serves and loss_of(write) in SEVERITIES:
                return write
        elif write.happened and write.destroyed_by is not None and write.destroyed_by.certainty == "certain":
            text = write.target.text
            if text is not None and _looked_for(write, text, volume, context):
                return write
    return None


def _looked_for(write: Write, path: str, volume: Volume, context: Context) -> bool:
    """Return whether a later container on the same volume reads the file after the writer has stopped."""
    for read in context.timeline.reads:
        point = read.container.covering(read.target)
        if read.container is write.container or read.sequence < write.sequence or read.attempt:
            continue
        if read.target == path and point is not None and point.volume is volume:
            # A writer that was still running when the reader came shared the memory with it.
            return write.container is not None and not write.container.command.detach
    return False


RULE = TmpfsBackedVolume
