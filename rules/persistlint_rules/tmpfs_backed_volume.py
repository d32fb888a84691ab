"""PSL406: a named volume that its options put in memory."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import VolumeCreate
from persistlint.durability.model import Volume, Write
from persistlint.rulekit.data_paths import SEVERITIES, loss_of
from persistlint.rulekit.lost_writes import is_read_after_stop
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
    warns_in_documents = False
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
        is_data = write.by == "image"
        content = holding(write) if is_data else f"`{as_written(write.target)}`"
        yield self.finding(
            _span(volume),
            f"{label_of(write.container)} keeps {content} in the volume `{as_written(name)}`, which is memory (`type=tmpfs`). The volume is empty again as "
            "soon as the last container that mounts it stops, though `docker volume ls` still shows it. Make the volume without these options.",
            identity=as_written(name),
            command=volume.created_by or write.container.command,
            severity=SEVERITIES[loss_of(write)] if is_data else "warning",
            reason=throw_away(write.container, context),
            related=[(write.container.command.span, "mounted here")],
        )


def _span(volume: Volume) -> Span | None:
    """Return where the option is written that puts the volume in memory, else where the volume is made."""
    command = volume.created_by
    if not isinstance(command, VolumeCreate):
        return volume.declared_at
    spans = (option.span for option in command.driver_options if option.text == "type=tmpfs")
    here = (span for span in spans if span is not None and span.anchor == command.span.anchor)
    return next(here, command.span)


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
            if is_read_after_stop(write, volume, context.timeline):
                return write
    return None


RULE = TmpfsBackedVolume
