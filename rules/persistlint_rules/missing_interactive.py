"""PSL802: input for a container that doesn't listen."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command, ContainerExec
from persistlint.rulekit import streams
from persistlint.rulekit.phrases import as_written
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP

_DEAF_NAMES = """
    ls sleep echo printf true false mkdir rmdir rm cp mv ln touch chmod chown date env printenv id pwd kill pkill stat find du df ps
    pg_dump pg_dumpall mysqldump mariadb-dump mongodump pg_isready mysqladmin mariadb-admin cd export set exit test [ [[ tail hostname
    nginx apachectl wait trap umask apt-get apt apk yum dnf pip pip3 npm
"""
#: Programs that read nothing from standard input, so that nothing is lost.
_DEAF = frozenset(_DEAF_NAMES.split())


class MissingInteractive(Rule):
    code = "PSL802"
    name = "missing-interactive"
    summary = "input is fed to a run or exec without `-i`: nothing is read, and it succeeds"
    severity = "error"
    fix = "safe"
    fix_changes = ("interactive",)
    subject = Command
    needs = ("unread input",)
    topics = {BACKUP: 40}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        if (
            not streams.attached(command)
            or not command.resolved
            or command.switch("interactive") is not False
            or command.uses("attach")
        ):
            return
        source = streams.fed(command)
        if source is None:
            return
        if streams.fed_directly(command):
            if not _listens(command, piped=isinstance(source, str)):
                return
        elif not any(map(streams.reads_input, streams.programs(command))):
            # It is fed by what stands around it, and another command there may be meant.
            return
        others = streams.readers_beside(command, context)
        if streams.read_on_host(command, context) or any(one.switch("interactive") for one in others):
            # It is fed to another one.
            return
        # Of several that would read, the first one takes all of it.
        edits = streams.with_interactive(command, context.sources) if not others else []
        reader = streams.called(command)
        if isinstance(command, ContainerExec) and command.container is not None:
            reader += f" in `{as_written(command.container)}`"
        verb = command.verb.rpartition(" ")[2]
        yield self.finding(
            streams.verb_span(command),
            f"{reader} reads nothing of {streams.shown(source)}. Without `-i` its standard input is empty, and it ends as if all was well. "
            f"Write `{command.program} {verb} -i`.",
            identity=f"{verb} {reader}",
            command=command,
            related=[(source.span, "this is never read")] if not isinstance(source, str) else None,
            fixes=[Fix("Attach standard input with `-i`", edits, safe=True)] if edits else None,
            topic=BACKUP.of(command),
        )


def _listens(command: Command, piped: bool) -> bool:
    """Return whether something in the container may read standard input."""
    started = streams.programs(command)
    if not started:
        # The image's own command, or one that isn't known: a file is handed over on purpose, a pipe may have ended here by chance.
        return not piped and not isinstance(command, ContainerExec)
    for program in started:
        own = program.invocation
        if own is not None and (own.stdin is not None or own.piped_in):
            continue
        if program.name and program.name not in _DEAF and not streams.has_orders(program):
            return True
    return False


RULE = MissingInteractive
