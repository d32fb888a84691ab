"""PSL225: ``-v $(dirname "$0")/data:/data``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.rulekit.directory_expressions import CUT, script_directory
from persistlint.rulekit.edits import offer, rewrite
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Unknown
from persistlint.text.spans import Span


class ScriptRelativeBind(Rule):
    code = "PSL225"
    name = "script-relative-bind"
    summary = "a bind's source begins with the script's own directory, which is relative when the script is started by a relative path"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ()
    subject = ContainerCreate
    needs = ("script directory",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for mount in command.mounts:
            first = mount.source.pieces[0] if mount.source is not None and mount.source.pieces else None
            if not isinstance(first, Unknown) or first.kind != "scriptdir" or mount.type != "bind":
                continue
            written = script_directory(first, context.sources)
            if written is None or _went_there(command):
                continue
            refusal = "is no absolute path" if mount.flag == "--mount" else "is a volume's name to it"
            yield self.finding(
                written,
                f"`{context.sources.text(written)}` is relative where the script is started so: for `bash scripts/run.sh` it is `scripts`. "
                f"Docker refuses a source like `scripts/data`, as that {refusal}. Make it absolute with `cd` and `pwd`.",
                identity=context.sources.text(written),
                command=command,
                # Started from the project's root, it begins with a dot: a directory to docker's newer clients.
                severity="info" if context.path.startswith(".") else "warning",
                fixes=_fixes(written, context),
            )


def _went_there(command: ContainerCreate) -> bool:
    """Return whether the working directory is the script's by then. Then the relative path is another mistake."""
    cwd = command.invocation.cwd
    return cwd is not None and any(piece.kind == "scriptdir" for piece in cwd.unknowns)


def _fixes(written: Span, context: Context) -> list[Fix]:
    text = context.sources.text(written)
    argument = text.strip("$()`").rpartition(" ")[2]
    if text in CUT:
        argument = "$0" if text == CUT[0] else "${BASH_SOURCE[0]}"
    quoted = argument if argument.startswith('"') else f'"{argument}"'
    inner = f"$(dirname {'-- ' if ' -- ' in text else ''}{quoted})"
    return offer("Make it absolute", rewrite(written, f'$(cd "{inner}" && pwd)', context.sources))


RULE = ScriptRelativeBind
