"""PSL603: a container that may do everything with the engine, its volumes included."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.rulekit.phrases import as_written, option_span
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

_SOCKETS = ("/docker.sock", "/podman.sock")


class DockerSocketMount(Rule):
    code = "PSL603"
    name = "docker-socket-mount"
    summary = "the docker socket is mounted"
    severity = "info"
    enabled = False
    services = True
    subject = ContainerCreate
    needs = ("bind",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        for mount in command.mounts:
            if mount.type != "bind" or mount.source is None or not mount.source.trailing().endswith(_SOCKETS):
                continue
            image = f"`{as_written(command.image.raw)}`" if command.image is not None else "the container"
            who = "this container"
            if command.service_name is not None:
                who = f"service `{as_written(command.service_name)}`"
            read_only = " `ro` changes nothing, as it is about the socket's file." if mount.read_only else ""
            yield self.finding(
                option_span(mount, mount.source_span, command) or command.span,
                f"Through `{as_written(mount.source)}` {who} may do all that you can do with docker. {image[:1].upper()}{image[1:]} may read, change and "
                f"remove every volume, and start containers on the whole host.{read_only}",
                identity=as_written(mount.source),
                command=command,
            )


RULE = DockerSocketMount
