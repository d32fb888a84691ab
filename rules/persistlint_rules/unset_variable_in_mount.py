"""PSL220: ``-v $DIR/data:/data`` mounts the host's ``/data`` when DIR is empty."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer
from persistlint.rulekit.empty_variables import EmptyVariable, empty_default, unset
from persistlint.rulekit.surroundings import tagged_as_shell
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Literal
from persistlint.text.edits import Edit


class UnsetVariableInMount(Rule):
    code = "PSL220"
    name = "unset-variable-in-mount"
    summary = "an empty variable at the start of a mount's source makes it a path below the host's root, or no source at all"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("mount that may be empty",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if context.language in ("quadlet", "systemd"):
            # A unit's environment is in files that aren't here, and systemd knows no `${NAME:?}`.
            return
        for mount in command.mounts if not command.invocation.options.nounset else ():
            variable = empty_default(mount, context) or unset(mount, command, context)
            if variable is None:
                continue
            # Shells keep the directory in `PWD`. `$pwd` is PowerShell's, and empty here.
            is_empty_here = variable.name == "pwd" and tagged_as_shell(command.span, context) is not False
            happens, more = _happens(mount)
            target = f" at `{mount.target.display()}`" if mount.target is not None else ""
            right = (
                "A shell keeps that directory in `$PWD`: write that."
                if is_empty_here
                else f"Write `${{{variable.name}:?}}`, and the command fails instead."
            )
            yield self.finding(
                variable.span,
                f"Where `${variable.name}` is empty, {happens}{target}.{more} {right}",
                identity=f"${variable.name} {mount.value.display() if mount.value is not None else ''}",
                command=command,
                severity="warning" if variable.certain or is_empty_here else "hint",
                fixes=_fixes(variable, is_empty_here),
            )


def _fixes(variable: EmptyVariable, is_empty_here: bool) -> list[Fix]:
    edit = variable.edit
    if is_empty_here:
        return offer("Write `${PWD}`", Edit(edit.span, "${PWD}") if edit is not None else None)
    return offer(f"Write `${{{variable.name}:?}}`", edit)


def _happens(mount: Mount) -> tuple[str, str]:
    """Return what the mount is without the variable, and the sentence about what follows of that."""
    pieces = mount.source.pieces if mount.source is not None else ()
    rest = "".join(piece.text for piece in pieces if isinstance(piece, Literal))
    if not rest.startswith("/"):
        later = " The next container won't find it. Docker from 29.2.1 on refuses it."
        return "this mounts an anonymous volume", later
    root = rest if rest.strip("/") else "/"
    return f"this mounts `{root}` of the host" + (", all of it" if root == "/" else ""), ""


RULE = UnsetVariableInMount
