"""PSL804: the host's shell writes the file that was meant for the container."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerCreate, ContainerExec
from persistlint.durability.model import Container
from persistlint.durability.paths import clean, is_below
from persistlint.rulekit import streams
from persistlint.rulekit.phrases import label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

_SPEAKERS = frozenset(("echo", "printf"))


class RedirectOnTheWrongSide(Rule):
    code = "PSL804"
    name = "redirect-on-the-wrong-side"
    summary = "the redirection happens on the host, though its path is one of the container"
    severity = "info"
    enabled = False
    subject = Command
    needs = ("output",)

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        file = command.invocation.stdout
        target = file.target.text if file is not None and file.target is not None else None
        if file is None or target is None or not target.startswith("/") or streams.is_device(file):
            return
        started = streams.programs(command)
        if not started or any(program.name not in _SPEAKERS for program in started):
            return
        container = _container(command, context)
        if container is None:
            return
        path = clean(target)
        roots = [(point.path, point.host_path) for point in container.mount_points]
        roots += [(data.path, None) for data in container.image.paths]
        for root, source in roots:
            if not is_below(path, root) or root == "/":
                continue
            if source is not None and (source.text is None or clean(source.text) == root):
                # The same path on both sides: the redirection reaches the mount.
                return
            yield self.finding(
                file.span,
                f"The shell of this machine opens `{target}`, here and not in {label_of(container)}. The container has its data at `{root}`. Put the "
                f"redirection into it: `sh -c '… > {target}'`.",
                identity=target,
                command=command,
            )
            return


def _container(command: Command, context: Context) -> Container | None:
    timeline = context.timeline
    if isinstance(command, ContainerCreate):
        return timeline.container_of(command)
    if isinstance(command, ContainerExec) and command.container is not None:
        identity = command.container.identity()
        for container in reversed(timeline.containers):
            if container.name is not None and container.name.identity() == identity:
                return container
    return None


RULE = RedirectOnTheWrongSide
