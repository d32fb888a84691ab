"""PSL215: the container path of a mount is not absolute."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mounts import is_form, refused, swapped
from persistlint.rulekit.option_slips import swallowed
from persistlint.rulekit.phrases import as_written, if_not_written, target_place, unless
from persistlint.rulekit.placeholders import is_only_kinds
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import Value
from persistlint.text.regex import regex


class RelativeMountTarget(Rule):
    code = "PSL215"
    name = "relative-mount-target"
    summary = "the container path of a mount is not absolute"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("mounts",)
    subject = Container
    needs = ("refused relative-target", "refused tilde")
    topics = {CONTAINER: 10}

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        for _, mount in refused(command, "relative-target", "tilde"):
            target = mount.target
            if target is None or target.leading().startswith("/") or not target.pieces:
                continue
            if (context.language == "markdown" and is_form(mount)) or is_only_kinds(target.marked()):
                continue
            if swapped(container, mount):
                continue
            if swallowed(command, mount):
                continue
            if mount.source is not None and mount.source.leading().startswith("~"):
                # unexpanded-tilde speaks of the source.
                continue
            shown = as_written(target)
            mounted = f"the {mount.type or 'mount'}"
            if mount.source is not None:
                mounted = f"`{as_written(mount.source)}`"
            given = as_written(mount.value) if mount.value is not None else ""
            message = (
                f"Docker refuses the container path `{shown}` for {mounted}, because it doesn't start at `/`{unless(if_not_written(target, context))}. "
                "Nothing runs. Write the whole path."
            )
            if _VARIABLE.fullmatch(given):
                message = f"Docker refuses `{given}`, which is no mount, and nothing runs. For a variable, write `-e {given.replace(':', '=', 1)}`."
            yield self.finding(
                target_place(mount, command),
                message,
                identity=f"{mounted} {shown}",
                command=command,
                fixes=_fixes(target) if not _VARIABLE.fullmatch(given) else [],
                topic=CONTAINER.of(command),
            )


#: A variable that was given as a mount: `-v TZ:America/Los_Angeles`.
_VARIABLE = regex(r"[A-Z][A-Z0-9_]+:[^:.~/\\]?[^:\\]*")


def _fixes(target: Value) -> list[Fix]:
    leading = target.leading()
    if leading[:1] in ("~", "") or leading.startswith(".."):
        return []
    edit = replace_value(target, 0, 1 if leading[0] == "." else 0, "/" if leading[:2] != "./" else "")
    shown = "/" + as_written(target).removeprefix("./").removeprefix(".")
    return offer(f"Write `{shown}`", edit)


RULE = RelativeMountTarget
