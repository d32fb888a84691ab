"""PSL217: CONTAINER:HOST instead of HOST:CONTAINER."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container
from persistlint.durability.paths import clean
from persistlint.rulekit.mounts import swapped
from persistlint.rulekit.phrases import as_written, if_not_written, label_of, source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.text.edits import Edit


class SwappedMountSides(Rule):
    code = "PSL217"
    name = "swapped-mount-sides"
    summary = "the container's path stands on the host's side of a mount, and the host's on the container's"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    needs = ("bind + mount on the host's path",)
    topics = {CONTAINER: 10}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        for mount in command.mounts:
            source, target = mount.source, mount.target
            if mount.type != "bind" or mount.flag == "--tmpfs" or not swapped(container, mount):
                continue
            assert source is not None and target is not None
            host, inside = as_written(source), as_written(target)
            yield self.finding(
                source_place(mount, command, in_command=True),
                f"This mounts the host's `{host}` on `{inside}` of {label_of(container)}{unless(if_not_written(source, context), if_not_written(target, context))}. The host's path comes first, so "
                f"what the container keeps in `{host}` isn't in `{inside}` of the host. Write `{inside}:{host}`.",
                identity=f"{host} {inside}",
                command=command,
                fixes=_fixes(mount, context),
                topic=CONTAINER.of(command, clean(source.text or "")),
            )


def _fixes(mount: Mount, context: Context) -> list[Fix]:
    """Return the fix that exchanges the two sides. [] unless each is written in one piece that fits in the other's place."""
    sources = context.sources
    first, second = mount.source_span, mount.target_span
    source, target = mount.source, mount.target
    if first is None or second is None or source is None or target is None:
        return []
    if not sources.knows(first) or not sources.knows(second) or first.anchor != second.anchor:
        return []
    if len({piece.quoting for value in (source, target) for piece in value.pieces}) != 1:
        return []
    first_text, second_text = sources.text(first), sources.text(second)
    if mount.flag != "--mount" and sources.text(first.to(second)) != f"{first_text}:{second_text}":
        # Something else stands between the two: quotation marks, a command substitution.
        return []
    if as_written(target) != second_text or as_written(source) != first_text:
        return []
    title = f"Write `{second_text}:{first_text}` (data of an existing container stays behind)"
    return [Fix(title, [Edit(first, second_text), Edit(second, first_text)], safe=False)]


RULE = SwappedMountSides
