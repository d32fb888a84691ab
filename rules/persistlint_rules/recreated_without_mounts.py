"""PSL414: a container is removed and made again, and its data isn't in a mount."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container
from persistlint.rulekit.data_paths import SEVERITIES, keeping_mounts, listed, loss_of, path_of, unkept_data
from persistlint.rulekit.image_versions import unless_image, version_clause
from persistlint.rulekit.intent import clearing
from persistlint.rulekit.old_containers import removed_before
from persistlint.rulekit.phrases import held, image_place, label_of, on_line
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER


class RecreatedWithoutMounts(Rule):
    code = "PSL414"
    name = "recreated-without-mounts"
    summary = "a stateful container is removed and made again, without its data"
    severity = "warning"
    warns_in_documents = False
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = Container
    needs = ("container rm",)
    topics = {CONTAINER: 70}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        removed = removed_before(container, context)
        if removed is None or not command.runs or command.invocation.certainty == "repeated":
            return
        writes = unkept_data(container, context.timeline)
        if not writes or throw_away(container, context) or clearing(removed.invocation, context):
            return
        main = writes[0]
        paths = [path_of(write) for write in writes]
        fixes, option = keeping_mounts(container, paths, context)
        pronoun, verb = ("it", "is") if len(paths) == 1 else ("them", "are")
        place = on_line(removed.span, context)
        if main.durability == "container layer" or removed.volumes is True:
            fate = f"`docker rm`{place} deletes what the old {label_of(container)} had there."
        else:
            fate = f"What the old {label_of(container)} had there stays in an anonymous volume that nothing leads to once `docker rm`{place} has run."
        yield self.finding(
            image_place(command),
            f"{listed(paths)} of the new {label_of(container)} ({held(main)}) {verb} empty{unless_image(container, paths, context)}. {fate} "
            + (
                f"Add `{option}`."
                if option
                else f"Keep {pronoun} in a volume.{version_clause(container, paths)}"
            ),
            identity=f"{label_of(container)} {' '.join(paths)}",
            command=command,
            severity=SEVERITIES[loss_of(main)],
            related=[(removed.span, "the old container is removed here")],
            fixes=fixes,
            topic=CONTAINER.of(command, tuple(paths)),
        )


RULE = RecreatedWithoutMounts
