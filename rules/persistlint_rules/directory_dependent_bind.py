"""PSL309: data is bound to a directory that depends on where the script is started."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.durability.model import Container
from persistlint.rulekit.data_paths import bound_data
from persistlint.rulekit.directory_expressions import callers_directory
from persistlint.rulekit.edits import offer
from persistlint.rulekit.phrases import as_written, holding, label_of, option_span, written_at
from persistlint.rulekit.running import goes_on
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import DOUBLE, UNQUOTED, Literal, Unknown, Value
from persistlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.text.sources import Sources

_TITLE = "Count from the script's own directory (data of an existing container stays behind)"
_OWN = '$(cd "$(dirname "$0")" && pwd)'


class DirectoryDependentBind(Rule):
    code = "PSL309"
    name = "directory-dependent-bind"
    summary = "data is bound to a directory that depends on where the script is started"
    severity = "hint"
    enabled = False
    fix = "unsafe"
    fix_changes = ("mounts", "commands")
    subject = Container
    needs = ("bind + known paths",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if context.language != "shell" or not container.serves or container.refused or not goes_on(container):
            return
        if throw_away(container, context) is not None or command.invocation.host[:1] == ("ssh",):
            return
        for point, mount, source, write in bound_data(container, context.timeline):
            path = point.host_path
            first = path.pieces[0] if path is not None and path.pieces else None
            if not isinstance(first, Unknown) or not _callers(first):
                continue
            yield self.finding(
                written_at(source.cut(0, 1), option_span(mount, mount.source_span, command), command),
                f"{label_of(container)} keeps {holding(write)} in `{as_written(source)}`. That is another directory wherever else this is started "
                "(cron, another shell), and the server begins anew there. Count from the script's own directory, or mount a volume.",
                identity=f"{label_of(container)} {point.path}",
                command=command,
                fixes=_fixes(source, command, context.sources),
            )


def _callers(piece: Unknown) -> bool:
    """Return whether the piece is the directory in which the script is started, and not the script's own."""
    return piece.kind == "cwd" and piece.key != ("scriptdir", "absolute")


def _fixes(source: Value, command: ContainerCreate, sources: Sources) -> list[Fix]:
    """Return the fix that writes the script's own directory for ``$PWD`` or ``.``. [] unless the command itself writes that."""
    cwd = command.invocation.cwd
    if cwd is not None and not (
        len(cwd.pieces) == 1 and isinstance(cwd.pieces[0], Unknown) and cwd.pieces[0].kind == "cwd"
    ):
        return []
    first = source.pieces[0]
    span = first.span
    if isinstance(first, Literal):
        if first.text != "." and not first.text.startswith("./"):
            return []
        span = first.cut(0, 1).span
    elif span is not None:
        span = callers_directory(span, sources)
    if span is None or not command.span.holds(span) or first.quoting not in (UNQUOTED, DOUBLE):
        return []
    text = _OWN if first.quoting == DOUBLE else f'"{_OWN}"'
    return offer(_TITLE, Edit(span, text))


RULE = DirectoryDependentBind
