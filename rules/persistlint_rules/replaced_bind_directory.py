"""PSL310: a bound directory is replaced by another one, and the running container keeps the first."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, HostCommand, MountPoint, Timeline
from persistlint.durability.paths import is_below
from persistlint.durability.patterns import below_host_path
from persistlint.rulekit.lost_writes import within
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rulekit.running import Runs
from persistlint.rulekit.throw_away import lowered, note, throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.spans import Span

_REMOVERS = frozenset(("rm", "rmdir", "mv"))


class ReplacedBindDirectory(Rule):
    code = "PSL310"
    name = "replaced-bind-directory"
    summary = "a bound directory is removed and made again under a running container, which keeps the old one"
    severity = "warning"
    subject = Timeline

    def check(self, thing: Timeline, context: Context) -> Iterator[Finding]:
        runs = Runs(thing)
        for container in thing.containers:
            points = [
                point for point in container.mount_points if point.kind == "bind" and point.mount is not None
            ]
            if points:
                yield from self._of(container, points, runs, context)

    def _of(
        self, container: Container, points: list[MountPoint], runs: Runs, context: Context
    ) -> Iterator[Finding]:
        commands = list(runs.during(container))
        said: set[int] = set()
        for index, happening in enumerate(commands):
            for point in points:
                path = point.host_path
                if path is None or id(point) in said:
                    continue
                replaced = _replaced(happening, path, commands, index, runs)
                if replaced is None:
                    continue
                said.add(id(point))
                span, what = replaced
                reason = throw_away(container, context)
                message = (
                    f"{what}, but {label_of(container)} goes on with the directory that was mounted at `{point.path}`: it doesn't see what comes now, and what it "
                    "writes is lost; change what is in the directory, or start the container again"
                )
                message += note(reason)
                related: list[tuple[Span, str]] = []
                if point.mount is not None and point.mount.span is not None:
                    related.append((point.mount.span, "the directory is mounted here"))
                yield self.finding(
                    span,
                    message,
                    identity=f"{label_of(container)} {point.path}",
                    severity=lowered("warning", reason),
                    related=related,
                )


def _replaced(
    happening: HostCommand, path: Value, commands: list[HostCommand], index: int, runs: Runs
) -> tuple[Span, str] | None:
    """Where and how the command takes the directory ``path`` away for another one that comes in its place; None where it doesn't."""
    invocation = happening.invocation
    if invocation.program == "ln" and _moves_links(happening):
        for access in runs.accesses(happening):
            if access.kind == "write" and _under(path, access.target):
                return within(access.span, invocation), f"`{as_written(access.target)}` leads elsewhere now"
        return None
    if invocation.program not in _REMOVERS:
        return None
    for access in runs.accesses(happening):
        if access.kind != "delete" or access.glob or not access.happened:
            continue
        if not access.recursive and invocation.program == "rm":
            continue
        if _under(path, access.target) and _made_again(path, commands[index:], runs):
            return within(
                access.span, invocation
            ), f"`{as_written(access.target)}` is taken away here and made anew"
    return None


def _under(path: Value, directory: Value) -> bool:
    """Whether the path is certainly the directory, or one below it."""
    one, other = path.text, directory.text
    if one is not None and other is not None:
        return is_below(one, other)
    return bool(below_host_path(path, directory, None, True))


def _made_again(path: Value, commands: list[HostCommand], runs: Runs) -> bool:
    """Whether one of the commands puts something at the path, or below it."""
    return any(
        access.kind == "write" and _under(access.target, path)
        for command in commands
        for access in runs.accesses(command)
    )


def _moves_links(happening: HostCommand) -> bool:
    """Whether ``ln`` gives a link that is there already another target: ``-sfn``."""
    letters = "".join(
        word.text[1:]
        for word in happening.invocation.words[1:]
        if word.text is not None and word.text[:1] == "-" and word.text[:2] != "--"
    )
    long = {word.text for word in happening.invocation.words[1:]}
    force = "f" in letters or "--force" in long
    no_dereference = (
        "n" in letters or "T" in letters or bool(long & {"--no-dereference", "--no-target-directory"})
    )
    return ("s" in letters or "--symbolic" in long) and force and no_dereference


RULE = ReplacedBindDirectory
