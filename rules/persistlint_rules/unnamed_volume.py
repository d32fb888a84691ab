"""PSL420: data is kept in a volume that was created without a name."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, Volume, Write
from persistlint.rulekit.phrases import as_written, holding, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.volume_removals import is_removed_again
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class UnnamedVolume(Rule):
    code = "PSL420"
    name = "unnamed-volume"
    summary = "data is kept in a volume that was created without a name: a bare prune deletes it"
    severity = "warning"
    warns_in_documents = False
    subject = Volume
    needs = ("volume create",)

    def check(self, volume: Volume, context: Context) -> Iterator[Finding]:
        command = volume.created_by
        if command is None or not volume.anonymous or volume.name is None or command.program != "docker":
            return
        if is_removed_again(volume.name, context) or context.timeline.gap_between(command, None) is not None:
            return
        user = _kept(volume, context)
        if user is None:
            return
        container, write = user
        reason = throw_away(container, context)
        content = holding(write) if write.by == "image" else f"`{as_written(write.target)}`"
        message = (
            f"{label_of(container)} keeps {content} in a volume that was created without a name. Once no container uses it, `docker volume prune` deletes it as an "
            "anonymous one. Give it a name: `docker volume create NAME`."
        )
        yield self.finding(
            command.span,
            message,
            identity=label_of(container),
            command=command,
            reason=reason,
            related=[(container.command.span, "mounted here")],
        )


def _kept(volume: Volume, context: Context) -> tuple[Container, Write] | None:
    """Return a write into the volume that is meant to last, with its container: a server's data, or a result that another one uses."""
    for write in context.timeline.writes_in(volume):
        container = write.container
        if container is None or write.happened is False:
            continue
        severe = write.data_path is not None and write.data_path.loss == "severe"
        if write.by == "image" and severe and container.serves and container.command.detach:
            return container, write
        if write.rank == "result" and any(other is not container for other in volume.mounted_by):
            return container, write
    return None


RULE = UnnamedVolume
