"""PSL406: a named volume that its options put in memory."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import VolumeCreate
from persistlint.durability.model import Container, Volume, Write
from persistlint.rulekit.data_paths import SEVERITIES, loss_of
from persistlint.rulekit.lost_writes import is_read_after_stop
from persistlint.rulekit.phrases import as_written, holding, label_of, sentence
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
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
            f"{sentence(label_of(write.container))} keeps {content} in the volume `{_called(name, write)}`, which is memory (`type=tmpfs`). The volume is empty "
            f"again as soon as the last container that mounts it stops, though `docker volume ls` still shows it. {_advice(write.container)}",
            identity=as_written(name),
            command=volume.created_by or write.container.command,
            severity=SEVERITIES[loss_of(write)] if is_data else "warning",
            reason=throw_away(write.container, context),
            related=[(write.container.command.span, "mounted here")],
        )


def _called(name: Value, write: Write) -> str:
    """Return the volume's name as the reader wrote it: a Compose file has it without the project's."""
    container, point = write.container, write.mount_point
    mount = point.mount if point is not None else None
    is_service = container is not None and container.command.service_name is not None
    return as_written(mount.source if is_service and mount is not None and mount.source is not None else name)


def _advice(container: Container) -> str:
    if container.command.service_name is not None:
        return "Leave its `driver_opts:` out."
    return "Make the volume without these options."


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
