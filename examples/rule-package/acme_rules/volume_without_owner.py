"""ACME101: a volume that is made without the label that says whose it is."""

from collections.abc import Iterator

from persistlint.docker.commands import VolumeCreate
from persistlint.rulekit.edits import insert_option
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule


class VolumeWithoutOwner(Rule):
    code = "ACME101"
    name = "volume-without-owner"
    summary = "a volume is made without the label `owner`"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("labels",)
    subject = VolumeCreate

    def check(self, command: VolumeCreate, context: Context) -> Iterator[Finding]:
        # An option that isn't known may be a label: nothing is claimed then.
        if not command.resolved or command.name is None:
            return
        for label in command.labels:
            # marked() holds a sign for what isn't known. `--label "$LABEL"` may be the owner.
            key = label.marked().partition("=")[0]
            if key == "owner" or label.text is None:
                return
        name = command.name.display()
        edit = insert_option(command, "--label owner=nobody", context.sources)
        yield self.finding(
            command.span,
            f"`{name}` has no label `owner`: nobody knows whom to ask before it is deleted",
            identity=name,
            command=command,
            fixes=[Fix("Say that it is nobody's so far", [edit], safe=False)] if edit is not None else [],
        )


RULE = VolumeWithoutOwner
