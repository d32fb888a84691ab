"""PSL404: a stateful service in the background that ``--rm`` removes, with its data."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container
from persistlint.rulekit.data_paths import (
    going,
    keeping_mounts,
    listed,
    path_of,
    unkept_data,
)
from persistlint.rulekit.fragments import shown_in_part
from persistlint.rulekit.image_versions import unless_image, version_clause
from persistlint.rulekit.intent import typed_by_hand
from persistlint.rulekit.phrases import destroyed_here, image_place, label_of, rm_option
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER


class AutoRemovedService(Rule):
    code = "PSL404"
    name = "auto-removed-service"
    summary = "a detached stateful service with --rm whose data goes with it"
    severity = "info"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = Container
    needs = ("--rm",)
    topics = {CONTAINER: 80}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if command.remove is not True or command.detach is not True:
            return
        writes = unkept_data(container, context.timeline)
        if not writes:
            return
        main = writes[0]
        paths = [path_of(write) for write in writes]
        reason = throw_away(container, context) or shown_in_part(container, context)
        if reason is None and context.language == "markdown":
            # A document's reader sees the `--rm` that they type.
            reason = typed_by_hand(context)
        fixes, option = keeping_mounts(container, paths, context)
        message = (
            f"Nothing is mounted on {listed(paths)} of {label_of(container)}{unless_image(container, paths, context)}. {going(writes)} {rm_option(command)} deletes it when the "
            "container stops or crashes, and after a restart of the engine or the host it is out of reach. "
        )
        message += f"Add `{option}`." if option else f"Keep it in a volume.{version_clause(container, paths)}"
        yield self.finding(
            image_place(command),
            message,
            identity=f"{label_of(container)} {' '.join(paths)}",
            command=command,
            reason=reason,
            related=[(command.last("rm"), "removed when it stops"), *destroyed_here(main)],
            fixes=fixes,
            topic=CONTAINER.of(command, tuple(paths)),
        )


RULE = AutoRemovedService
