"""PSL304: a data volume's name is another one each time that the script runs."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Volume
from persistlint.rulekit.data_paths import SEVERITIES, loss_of, worst_data_in
from persistlint.rulekit.phrases import as_written, data_of, label_of, sentence, source_place
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.volume_removals import is_removed_again
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown
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
    warns_in_documents = False
    subject = Volume
    needs = ("unknown mount + known paths",)

    def check(self, volume: Volume, context: Context) -> Iterator[Finding]:
        name = volume.name
        if name is None or volume.anonymous or volume.declared_at is None or len(volume.mounted_by) != 1:
            # What several containers share is a volume for this run, made on purpose.
            return
        changing = next((piece for piece in name.unknowns if _changes(piece)), None)
        write = worst_data_in(volume, context)
        if changing is None or is_removed_again(name, context, changing.key) or write is None:
            return
        container, point = write.container, write.mount_point
        mount = point.mount if point is not None else None
        if container is None or mount is None or mount.source is None:
            return
        yield self.finding(
            source_place(mount, container.command, in_command=True),
            f"`{as_written(name)}` names another volume each time that this runs. {sentence(label_of(container))} starts without the "
            f"{data_of(write)} of the time before, which stays behind in a volume that nothing mounts again. Give the volume a name that stays.",
            identity=f"{label_of(container)} {as_written(name)}",
            command=container.command,
            severity=SEVERITIES[loss_of(write)],
            reason=throw_away(container, context),
            related=[(changing.span, "this differs each time")],
        )


def _changes(piece: Unknown) -> bool:
    if piece.kind in ("random", "temporary"):
        return True
    if piece.kind == "command":
        return _CHANGING.search(piece.name.replace("`", "$(", 1)) is not None
    return piece.kind == "env" and piece.name in _NUMBERS


RULE = RandomVolumeName
