"""PSL413: two running containers on one database's volume."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, Timeline, Write
from persistlint.rulekit.phrases import holding, label_of, source_place
from persistlint.rulekit.running import still_runs
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class SharedDataDirectory(Rule):
    code = "PSL413"
    name = "shared-data-directory"
    summary = "two running containers on one database's volume"
    severity = "warning"
    warns_in_documents = False
    services = True
    subject = Timeline
    needs = ("shared data",)

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        first: dict[tuple[object, ...], Write] = {}
        for write in timeline.writes:
            container = write.container
            if container is None or not _own_data(write, container):
                continue
            key = _place(write)
            if key is None:
                continue
            other = first.setdefault(key, write)
            earlier = other.container
            if earlier is None or earlier is container:
                continue
            if context.language == "markdown" and (earlier.name is None or container.name is None):
                # Without names they are two ways to start one database.
                continue
            if not still_runs(earlier, container, timeline):
                first[key] = write
                continue
            yield self._finding(write, earlier, container, context)

    def _finding(self, write: Write, earlier: Container, container: Container, context: Context) -> Finding:
        point = write.mount_point
        mount = point.mount if point is not None else None
        reason = throw_away(container, context)
        where = (
            f"`{mount.source.display()}`" if mount is not None and mount.source is not None else "one place"
        )
        message = (
            f"{label_of(container)} writes {holding(write)} into {where}, which {label_of(earlier)} is using. Two servers on one data "
            "directory destroy it. Stop the first one before, or give each a volume of its own."
        )
        span = container.command.span
        if mount is not None and mount.source is not None:
            span = source_place(mount, container.command, in_command=True)
        return self.finding(
            span,
            message,
            identity=f"{label_of(earlier)} {label_of(container)}",
            command=container.command,
            reason=reason,
            related=[(earlier.command.span, "runs on the same data from here on")],
        )


def _own_data(write: Write, container: Container) -> bool:
    command = container.command
    return (
        write.by == "image"
        and write.happened is True
        and write.data_path is not None
        and write.data_path.loss == "severe"
        and write.durability in ("volume", "bind")
        and container.serves is True
        and container.image.single_writer
        and command.runs
        and command.detach is True
        and command.invocation.certainty == "certain"
        and write.command is command
    )


def _place(write: Write) -> tuple[object, ...] | None:
    """Return a key that is equal for two writes to the same files."""
    if write.durability == "bind":
        return ("bind", write.store, write.host_path.identity()) if write.host_path is not None else None
    return ("volume", write.store, write.inside) if write.inside is not None else None


RULE = SharedDataDirectory
