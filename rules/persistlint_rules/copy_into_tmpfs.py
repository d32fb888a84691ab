"""PSL407: ``docker cp`` into a tmpfs."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCopy
from persistlint.durability.model import Container, Write
from persistlint.durability.paths import base_name
from persistlint.rulekit.edits import offer, quote
from persistlint.rulekit.intent import plain
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.text.edits import Edit

_TITLE = "Write the file from inside the container (the copy below the tmpfs stays in an existing container)"


class CopyIntoTmpfs(Rule):
    code = "PSL407"
    name = "copy-into-tmpfs"
    summary = "docker cp into a tmpfs: the file lands below it, where the container can't see it"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("commands",)
    subject = Write
    needs = ("cp write",)

    def check(self, write: Write, context: Context) -> Iterator[Finding]:
        container, point, command = write.container, write.mount_point, write.command
        if write.how != "cp" or write.durability != "tmpfs" or write.happened is not True:
            return
        if container is None or point is None or not isinstance(command, ContainerCopy):
            return
        if container.command.read_only:
            # The engine refuses to write into its root file system, and says so.
            return
        yield self.finding(
            write.span,
            f"{label_of(container)} never sees `{as_written(write.target)}`. `{point.path}` is a tmpfs, and `docker cp` writes below it, into the "
            "container's own layer, where the file stays until the container is removed. Write it from inside, with `docker exec -i`.",
            identity=f"{label_of(container)} {as_written(write.target)}",
            command=command,
            related=[(point.mount, "the tmpfs is mounted here")],
            fixes=_fixes(write, container, command, context),
        )


def _fixes(write: Write, container: Container, command: ContainerCopy, context: Context) -> list[Fix]:
    """Return the fix that lets the running container's shell write the file. [] unless one file is copied."""
    source, destination = command.source, command.destination
    create = container.command
    if source is None or destination is None or destination.container is None or not plain(command):
        return []
    if command.options or not (create.runs and create.detach) or len(command.operands) != 2:
        return []
    text, target = source.path.text, write.target.text
    name = destination.container.text
    place = command.operands[0].span
    if text is None or target is None or name is None or place is None or text == "-":
        return []
    if context.path_kind(text) != "file" and "." not in base_name(text).lstrip("."):
        # It may be a directory.
        return []
    if "'" in target or context.path_kind(text) == "directory":
        return []
    inside = quote(f"cat > {quote(target)}")
    program = command.invocation.words[0].text or "docker"
    line = f"{program} exec -i {quote(name)} sh -c {inside} < {context.sources.text(place)}"
    return offer(_TITLE, Edit(command.span, line))


RULE = CopyIntoTmpfs
