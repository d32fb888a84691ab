"""PSL224: in a Makefile ``-v $PWD:/app`` is a volume named ``WD``."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate
from persistlint.hosts.makefile.reading import EatenReference
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.text.edits import Edit


class MakeEatsVariable(Rule):
    code = "PSL224"
    name = "make-eats-variable"
    summary = "make takes the `$` of a mount's source for a reference of its own"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = EatenReference

    def check(self, reference: EatenReference, context: Context) -> Iterator[Finding]:
        command = _mounts_it(reference, context)
        if command is None or reference.span is None:
            return
        if reference.given:
            takes = f"make takes `{reference.meant[:2]}` for a variable of its own, and the shell gets `{reference.given}`"
            happens = f"Docker mounts a volume that begins with `{reference.given}`, or refuses the name, and the directory isn't there."
        else:
            takes = f"make takes `{reference.meant}` for a variable of its own, which is empty"
            happens = "Docker mounts another directory, or refuses the mount."
        yield self.finding(
            reference.span,
            f"In a Makefile {takes}. {happens} Write `${reference.meant}`.",
            identity=reference.meant,
            command=command,
            fixes=[Fix(f"Write `${reference.meant}`", [Edit(reference.span.at_start(), "$")], safe=True)],
        )


def _mounts_it(reference: EatenReference, context: Context) -> Command | None:
    """Return the command that has the reference in a mount; None where none has."""
    sources = context.sources
    for command in context.commands:
        if not isinstance(command, ContainerCreate):
            continue
        for mount in command.mounts:
            span = mount.word.span if mount.word is not None else None
            if span is None or not sources.knows(span):
                continue
            place = sources.place(span)
            if place.start <= reference.start < place.end:
                return command
    return None


RULE = MakeEatsVariable
