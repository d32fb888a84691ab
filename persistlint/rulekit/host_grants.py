"""Grants: what a run hands over of the host, beyond what a container has by itself."""

from __future__ import annotations

from persistlint.durability.paths import base_name, clean
from persistlint.text.spans import first_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.docker.commands import ContainerCreate
    from persistlint.text.spans import Span

_SOCKETS = ("/docker.sock", "/podman.sock", "/containerd.sock", "/crio.sock")
_CAPABILITIES = frozenset(("SYS_ADMIN", "CAP_SYS_ADMIN", "ALL"))


class Grant:
    """``words`` are how it is written, ``span`` where. ``whole`` says that it is the whole host."""

    __slots__ = ("span", "whole", "words")

    def __init__(self, words: str, span: Span | None, whole: bool) -> None:
        self.words = words
        self.span = span
        self.whole = whole


def grants(command: ContainerCreate) -> list[Grant]:
    """Return what the run hands over, each grant once."""
    return list({grant.words: grant for grant in _grants(command)}.values())


def _grants(command: ContainerCreate) -> Iterator[Grant]:
    is_service = command.service_name is not None
    if command.privileged:
        use = command.last("privileged")
        yield Grant("privileged: true" if is_service else "--privileged", first_span(use), True)
    if command.pid is not None and command.pid.text == "host":
        use = command.last("pid")
        # Its processes are there to be seen and ended; through them its files are, with SYS_PTRACE.
        given = {(value.text or "").upper().removeprefix("CAP_") for value in command.cap_add}
        is_whole = not given.isdisjoint(("SYS_PTRACE", "ALL"))
        yield Grant("pid: host" if is_service else "--pid=host", first_span(use), is_whole)
    for mount in command.mounts:
        source = mount.source
        if mount.type != "bind" or source is None:
            continue
        text = source.text
        if text is not None and text.startswith("/") and clean(text) == "/" and mount.read_only is False:
            target = mount.target.display() if mount.target is not None else "…"
            yield Grant(f"{'' if is_service else mount.flag + ' '}/:{target}", mount.span, True)
        elif source.trailing().endswith(_SOCKETS):
            yield Grant(base_name(source.trailing()), mount.span, False)
    for use in command.uses("cap-add"):
        capability = use.value.text if use.value is not None else None
        if capability is not None and capability.upper() in _CAPABILITIES and not command.privileged:
            yield Grant(
                f"cap_add: {capability}" if is_service else f"--cap-add {capability}", use.span, False
            )
