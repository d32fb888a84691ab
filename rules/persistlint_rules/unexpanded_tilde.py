"""PSL207: a ``~`` that the shell does not expand reaches docker."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mounts import by_alias, refused, write_variable
from persistlint.rulekit.phrases import as_written, source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION
from persistlint.shell.values import Literal


class UnexpandedTilde(Rule):
    code = "PSL207"
    name = "unexpanded-tilde"
    summary = "a `~` that the shell does not expand reaches docker"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("refused tilde",)
    topics = {CONTAINER: 10, SPECIFICATION: 10}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for _, mount in refused(command, "tilde"):
            source = mount.source
            if source is None or not source.leading().startswith("~") or by_alias(mount, command):
                # A `~` in the target is relative-mount-target's.
                continue
            shown = as_written(source)
            yield self.finding(
                source_place(mount, command),
                f"The shell doesn't expand the `~` of `{shown}` here, only at the start of an unquoted word. Docker refuses it, and nothing "
                f"runs{unless(source)}. Write `$HOME`.",
                identity=shown,
                command=command,
                fixes=_fixes(command, mount, context),
                topic=CONTAINER.of(command),
            )


def _fixes(command: ContainerCreate, mount: Mount, context: Context) -> list[Fix]:
    first = mount.source.pieces[0] if mount.source is not None and mount.source.pieces else None
    if not isinstance(first, Literal) or (first.text != "~" and not first.text.startswith("~/")):
        # Another user's home has no variable.
        return []
    edit = write_variable(first, 1, "HOME", command, context.sources)
    return offer("Write `$HOME`", edit, safe=True)


RULE = UnexpandedTilde
