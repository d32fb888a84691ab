"""PSL101: a stateful image runs with no mount where it keeps data."""

from __future__ import annotations

from persistlint.durability.model import Container
from persistlint.rulekit.data_paths import (
    SEVERITIES,
    advice,
    chosen_parts,
    going,
    keeping_mounts,
    kept_otherwise,
    listed,
    loss_of,
    missing_variables,
    path_of,
    unkept_data,
)
from persistlint.rulekit.fragments import is_made_for_data
from persistlint.rulekit.image_versions import unless_image
from persistlint.rulekit.intent import typed_by_hand
from persistlint.rulekit.phrases import (
    as_written,
    destroyed_here,
    end_of,
    image_place,
    label_of,
    unless,
)
from persistlint.rulekit.staying import passing
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class UnmountedDataPath(Rule):
    code = "PSL101"
    name = "unmounted-data-path"
    summary = "a stateful image runs with no mount on a path where it keeps data"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = Container
    topics = {CONTAINER: 90}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        writes = unkept_data(container, context.timeline)
        if not writes:
            return
        command = container.command
        main = writes[0]
        paths = [path_of(write) for write in writes]
        fixes, option = keeping_mounts(container, paths, context)
        missing = missing_variables(container)
        reason = throw_away(container, context) or passing(container, context, paths)
        reason = reason or chosen_parts(container, paths) or kept_otherwise(container, writes)
        reason = reason or (typed_by_hand(context) if missing else None)
        message = (
            f"Nothing is mounted on {listed(paths)} of {label_of(container)}{unless_image(container, paths, context)}. "
            f"{going(writes)} {end_of(main, context)} "
        )
        message += advice(container, paths, option, context)
        message += _mounts_beside(container, paths)
        if missing:
            message = _never_starts(container, missing, option)
        yield self.finding(
            image_place(command),
            message,
            identity=f"{label_of(container)} {' '.join(paths)}",
            command=command,
            severity=SEVERITIES[loss_of(main)],
            reason=reason,
            related=destroyed_here(main, context),
            fixes=fixes,
            topic=CONTAINER.of(command, tuple(paths)),
        )


def _mounts_beside(container: Container, paths: list[str]) -> str:
    """Return a sentence that names a mount of the run that doesn't hold the data: one is most likely meant for it where it is the only one. "" otherwise."""
    image = container.image
    known_paths = {path.path for path in (*image.paths, *image.other_paths)} | set(image.volumes)
    beside = [
        mount
        for mount in container.command.mounts
        if is_made_for_data(mount) and mount.target is not None and mount.target.text not in known_paths
    ]
    if len(beside) != 1 or len(paths) != 1:
        return ""
    (mount,) = beside
    assert mount.source is not None and mount.target is not None
    return f" The mount of `{as_written(mount.source)}` on `{mount.target.display()}` doesn't hold it."


def _never_starts(container: Container, variables: tuple[str, ...], option: str) -> str:
    """Return the message about a server that ends at once, as a variable is missing that it needs. ``option`` would keep its data."""
    either = "" if len(variables) == 1 else ", nor what may stand in its place"
    message = (
        f"{container.image.title} in {label_of(container)} ends at once, because `{variables[0]}` isn't given{either}"
        f"{unless(container.command.image)}. Add `-e {variables[0]}=…`"
    )
    return f"{message}, and `{option}` to keep its data." if option else f"{message}."


RULE = UnmountedDataPath
