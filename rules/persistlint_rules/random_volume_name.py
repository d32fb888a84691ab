"""PSL304: a data volume's name is another one each time that the script runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from persistlint.docker.commands import Command, VolumeRemove
from persistlint.durability.model import Volume, Write
from persistlint.rulekit.data_paths import SEVERITIES, loss_of
from persistlint.rulekit.phrases import as_written, data_of, label_of, source_place
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown, Value
from persistlint.text.regex import regex

#: Commands whose output is another one each time.
_CHANGING = regex(
    r"^\$\(\s*(?:date\b|uuidgen\b|uuid\b|openssl\s+rand\b|mktemp\b|pwgen\b|shuf\b|od\b.*/dev/u?random)|/dev/u?random|/proc/sys/kernel/random/"
)
#: Variables in which build servers count.
_NUMBERS = frozenset(
    """
    BUILD_ID BUILD_NUMBER BUILD_TAG BUILDKITE_BUILD_NUMBER BUILDKITE_JOB_ID CI_JOB_ID CI_PIPELINE_ID
    CI_PIPELINE_IID CIRCLE_BUILD_NUM DRONE_BUILD_NUMBER GITHUB_RUN_ID GITHUB_RUN_NUMBER TRAVIS_BUILD_ID
    TRAVIS_BUILD_NUMBER TRAVIS_JOB_ID
    """.split()
)


class RandomVolumeName(Rule):
    code = "PSL304"
    name = "random-volume-name"
    summary = "a data volume's name is another one each time that the script runs"
    severity = "warning"
    subject = Volume
    needs = ("unknown mount + known paths",)

    def check(self, volume: Volume, context: Context) -> Iterator[Finding]:
        name = volume.name
        if name is None or volume.anonymous or volume.declared_at is None or len(volume.mounted_by) != 1:
            # What several containers share is a volume for this run, made on purpose.
            return
        changing = next((piece for piece in name.unknowns if _changes(piece)), None)
        if changing is None or _removed(name, changing, context):
            return
        write = _kept(volume, context)
        if write is None or write.container is None:
            return
        container = write.container
        point = write.mount_point
        mount = point.mount if point is not None else None
        if mount is None or mount.source is None:
            return
        command = container.command
        reason = throw_away(container, context)
        message = (
            f"`{as_written(name)}` names another volume each time that this runs. {label_of(container)[:1].upper()}{label_of(container)[1:]} starts without the "
            f"{data_of(write)} of the time before, which stays behind in a volume that nothing mounts again. Give the volume a name that stays."
        )
        yield self.finding(
            source_place(mount, command, in_command=True),
            message,
            identity=f"{label_of(container)} {as_written(name)}",
            command=command,
            severity=SEVERITIES[loss_of(write)],
            reason=reason,
            related=[(changing.span, "this differs each time")],
        )


def _changes(piece: Unknown) -> bool:
    if piece.kind in ("random", "temporary"):
        return True
    if piece.kind == "command":
        return _CHANGING.search(piece.name.replace("`", "$(", 1)) is not None
    return piece.kind == "env" and piece.name in _NUMBERS


def _removed(name: Value, changing: Unknown, context: Context) -> bool:
    """Return whether the text removes the volume again, in whatever way."""
    removed = context.once_a_document("names that volume rm is given", lambda: _Removals(context.commands))
    return removed.any or name.identity() in removed.names or changing.key in removed.keys


class _Removals:
    """The removals by the text's ``docker volume rm``: names, and what names are computed from. ``any`` where that isn't known."""

    __slots__ = ("any", "keys", "names")

    def __init__(self, commands: Iterable[Command]) -> None:
        self.any = False
        self.names: set[object] = set()
        self.keys: set[object] = set()
        for command in commands:
            if isinstance(command, VolumeRemove):
                self.any = self.any or command.opaque
                for name in command.volumes:
                    self.names.add(name.identity())
                    self.keys.update(piece.key for piece in name.unknowns)


def _kept(volume: Volume, context: Context) -> Write | None:
    """Return the write of an image's data into the volume whose loss is worst, None without one."""
    found: Write | None = None
    for write in context.timeline.writes_in(volume):
        container = write.container
        if container is None or write.by != "image" or not container.serves:
            continue
        if write.happened is False or container.refused or loss_of(write) not in SEVERITIES:
            continue
        if found is None or SEVERITIES[loss_of(found)] != "warning":
            found = write
    return found


RULE = RandomVolumeName
