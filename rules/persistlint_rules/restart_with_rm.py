"""PSL403: ``--restart`` and ``--rm`` together."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.rulekit.edits import offer, remove_option
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import first_span


class RestartWithRm(Rule):
    code = "PSL403"
    name = "restart-with-rm"
    summary = "--restart and --rm together: refused"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("remove", "restart")
    subject = ContainerCreate
    needs = ("refused",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        problem = next(
            (candidate for candidate in command.syntax_problems if candidate.kind == "restart-with-rm"), None
        )
        removes = command.last("rm")
        if problem is None or removes is None:
            return
        policy = command.restart.display() if command.restart is not None else ""
        without_rm, gone = (remove_option(command.last(name), context.sources) for name in ("rm", "restart"))
        fixes = offer("Leave `--rm` out: the container is kept, and restarted", without_rm)
        fixes += offer(f"Leave `--restart {policy}` out: the container goes when it stops", gone)
        yield self.finding(
            first_span(problem, removes),
            f"{command.program.capitalize()} refuses `--restart {policy}` together with `--rm`, and makes no container. One that is removed when it stops can't be "
            "started again. Leave `--rm` out.",
            identity=f"{command.name.display() if command.name is not None else ''} {policy}",
            command=command,
            fixes=fixes,
        )


RULE = RestartWithRm
