"""PSL303: data is bound to a directory of temporary files."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint
from persistlint.durability.paths import is_below
from persistlint.rulekit.data_paths import SEVERITIES, bound_data, loss_of
from persistlint.rulekit.host_directories import is_deleted
from persistlint.rulekit.intent import for_speed
from persistlint.rulekit.phrases import (
    as_written,
    holding,
    if_not_written,
    label_of,
    option_span,
    unless,
    written_at,
)
from persistlint.rulekit.running import goes_on
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown, Value

#: Directories that are emptied by a restart of the host or by its cleaning service, and what does it.
_EMPTIED = {
    "/tmp": "The host empties that directory when it starts, and clears it of old files.",
    "/var/tmp": "The host clears that directory of old files.",
    "/dev/shm": "That is the host's memory, which is empty after a restart.",
    "/run": "That is the host's memory, which is empty after a restart.",
    "/var/run": "That is the host's memory, which is empty after a restart.",
}
_TEMPORARY = ("TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR", "RUNNER_TEMP")


class TemporaryBindSource(Rule):
    code = "PSL303"
    name = "temporary-bind-source"
    summary = "data is bound to a directory of temporary files"
    severity = "warning"
    warns_in_documents = False
    services = True
    subject = Container
    needs = ("data in a bind",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if not container.serves or container.refused or not goes_on(container) or for_speed(container):
            return
        for point, mount, source, write in bound_data(container, context.timeline):
            why, length = _temporary(point, source)
            if not why or is_deleted(source, context.timeline):
                continue
            yield self.finding(
                written_at(source.cut(0, length), option_span(mount, mount.source_span, command), command),
                f"{label_of(container)} keeps {holding(write)} in `{as_written(source)}`{unless(if_not_written(source, context))}. {why} "
                f"Bind a directory that stays, or mount a volume on `{point.path}`.",
                identity=f"{label_of(container)} {point.path}",
                command=command,
                severity=SEVERITIES[loss_of(write)],
                reason=throw_away(container, context),
            )


def _temporary(point: MountPoint, source: Value) -> tuple[str, int]:
    """Return why the host's directory doesn't last ("" where it may), and how much of its path shows it."""
    first = source.pieces[0] if source.pieces else None
    if isinstance(first, Unknown):
        if first.kind == "temporary":
            return "`mktemp` makes another directory each time that this runs.", 1
        if first.kind == "env" and first.name in _TEMPORARY:
            return "That is a directory of temporary files.", 1
        return "", 0
    path = point.host_path.leading() if point.host_path is not None else source.leading()
    for directory, why in _EMPTIED.items():
        if is_below(path, directory):
            return why, len(directory)
    return "", 0


RULE = TemporaryBindSource
