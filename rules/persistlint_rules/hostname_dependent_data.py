"""PSL415: the image keys its data by the hostname, which every new container has anew."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container
from persistlint.rulekit.edits import insert_option, quote
from persistlint.rulekit.phrases import holding, label_of, unless, written_at
from persistlint.rulekit.throw_away import lowered, note, throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule

_OTHER_NAMES = ("RABBITMQ_NODENAME=", "RABBITMQ_NODENAME", "HOSTNAME=", "RABBITMQ_MNESIA_DIR=")


class HostnameDependentData(Rule):
    code = "PSL415"
    name = "hostname-dependent-data"
    summary = "the image keys its data by the hostname, which changes with each container"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("hostname",)
    subject = Container

    def check(self, thing: Container, context: Context) -> Iterator[Finding]:
        command = thing.command
        if not thing.image.hostname_keyed or not thing.serves or thing.refused or not command.resolved:
            return
        if command.hostname is not None or command.uses("uts", "env-file") or _host_network(thing):
            return
        if any(value.marked().startswith(_OTHER_NAMES) for value in command.env):
            return
        write = next(
            (
                one
                for one in context.timeline.writes_of(thing)
                if one.by == "image" and one.durability in ("volume", "bind") and one.happened is not False
            ),
            None,
        )
        if write is None or write.data_path is None or write.data_path.loss == "minor":
            return
        reason = throw_away(thing, context)
        name = _name(thing)
        edit = insert_option(command, f"--hostname {quote(name)}", context.sources) if name else None
        image = command.image
        message = (
            f"{holding(write)} of {label_of(thing)} lie in a directory that is called after the hostname, and without `--hostname` that is the "
            "new container's id: the next container on the same mount starts empty beside the old data"
            f"{unless(image.raw) if image is not None else ''}; give it a name that stays"
        )
        if name:
            message += f", `--hostname {name}`"
        message += note(reason)
        title = f"Give it the hostname `{name}` (data under the old hostname stays behind)"
        yield self.finding(
            written_at(image.raw, image.span, command) if image is not None else command.span,
            message,
            identity=label_of(thing),
            command=command,
            severity=lowered("warning", reason),
            fixes=[Fix(title, [edit], safe=False)] if edit is not None else [],
        )


def _host_network(container: Container) -> bool:
    """Whether it has the host's own name, or perhaps has it."""
    use = container.command.last("network", "net")
    return use is not None and use.value is not None and use.value.text in (None, "host")


def _name(container: Container) -> str:
    text = container.name.text if container.name is not None else None
    if container.name is not None and text is None:
        return ""
    image = container.command.image
    return text or ((image.path or "").rpartition("/")[2] if image is not None else "")


RULE = HostnameDependentData
