"""PSL415: the image keys its data by the hostname, which every new container has anew."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, Write
from persistlint.rulekit.edits import insert_option, offer, quote
from persistlint.rulekit.image_versions import if_not_tag_alone
from persistlint.rulekit.phrases import data_of, hostname_option, image_place, label_of, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule

_OTHER_NAMES = frozenset(("RABBITMQ_NODENAME", "HOSTNAME", "RABBITMQ_MNESIA_DIR"))
_UNKNOWN = "\ufffc"


class HostnameDependentData(Rule):
    code = "PSL415"
    name = "hostname-dependent-data"
    summary = "the image keys its data by the hostname, which changes with each container"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("hostname",)
    services = True
    subject = Container
    needs = ("keyed by hostname",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        knowledge = container.image
        if not (knowledge.hostname_keyed or knowledge.address_keyed):
            return
        if not container.serves or container.refused or not command.resolved:
            return
        if command.uses("uts", "env-file", "ip") or _host_network(container):
            return
        if command.hostname is not None and not knowledge.address_keyed:
            return
        given = {value.marked().partition("=")[0] for value in command.env}
        if given & {*_OTHER_NAMES, *knowledge.key_env} or any(_UNKNOWN in name for name in given):
            return
        kept = (
            write for write in context.timeline.writes_of(container) if write.durability in ("volume", "bind")
        )
        write = next((write for write in kept if write.by == "image" and write.happened is not False), None)
        if write is None or write.data_path is None or write.data_path.loss == "minor":
            return
        about = _by_address if knowledge.address_keyed else _by_hostname
        message, fixes = about(container, write, context)
        yield self.finding(
            image_place(command),
            f"{label_of(container)} keeps its data in a directory that is called after {message}",
            identity=label_of(container),
            command=command,
            reason=throw_away(container, context),
            fixes=fixes,
        )


def _by_hostname(container: Container, write: Write, context: Context) -> tuple[str, list[Fix]]:
    """Return the message behind "is called after", and the fix."""
    command, name = container.command, _name(container)
    edit = insert_option(command, f"--hostname {quote(name)}", context.sources) if name else None
    advice = f": `{hostname_option(container, name)}`." if name else "."
    message = (
        f"the hostname{unless(if_not_tag_alone(command.image, context))}. Without `{hostname_option(container)}` that is the new container's id, so the next container on the same mount "
        f"starts empty beside the old {data_of(write)}. Give it a name that stays{advice}"
    )
    return message, offer(f"Give it the hostname `{name}` (data under the old hostname stays behind)", edit)


def _by_address(container: Container, write: Write, context: Context) -> tuple[str, list[Fix]]:
    command, key = container.command, container.image.key_env[0]
    variable = f"-e {key}=…" if command.service_name is None else f"{key}: …` under `environment:"
    message = (
        f"the container's address{unless(if_not_tag_alone(command.image, context))}. The next container may have another address, and starts empty beside the old {data_of(write)}. "
        f"Give it a name that stays: `{variable}`."
    )
    return message, []


def _host_network(container: Container) -> bool:
    """Return whether the container has, or may have, the host's own name."""
    use = container.command.last("network", "net")
    return use is not None and use.value is not None and use.value.text in (None, "host")


def _name(container: Container) -> str:
    text = container.name_text
    if container.name is not None and text is None:
        return ""
    image = container.command.image
    return text or ((image.path or "").rpartition("/")[2] if image is not None else "")


RULE = HostnameDependentData
