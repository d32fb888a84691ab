"""PSL801: a terminal between a dump and its file."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Command
from persistlint.rulekit import streams
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import BACKUP

_KEPT_NAMES = """
    .sql .dump .dmp .tar .tgz .gz .bz2 .xz .zst .zip .7z .bak .backup .rdb .db .sqlite .sqlite3 .archive .bson .pem .crt .key
"""
#: How files are called that are kept for their bytes.
_KEPT = tuple(_KEPT_NAMES.split())
#: Those of them that hold no lines: with CR LF for LF in them they can't be read again.
_BINARY = tuple(
    name
    for name in _KEPT
    if name not in (".sql", ".bak", ".backup", ".pem", ".crt", ".key", ".db", ".dump", ".dmp")
)


class TtyOnRedirectedOutput(Rule):
    code = "PSL801"
    name = "tty-on-redirected-output"
    summary = (
        "`-t` puts a terminal between a dump, archive or file and where it is kept, which changes its bytes"
    )
    severity = "warning"
    fix = "safe"
    fix_changes = ("tty",)
    subject = Command
    needs = ("--tty",)
    topics = {BACKUP: 20}

    def check(self, command: Command, context: Context) -> Iterator[Finding]:
        if (
            not streams.attached(command)
            or command.switch("tty") is not True
            or streams.has_terminal(command)
        ):
            return
        started = [program for program in streams.programs(command) if streams.streams_data(program)]
        file = streams.output_file(command.invocation)
        target = file.target if file is not None else None
        taker = streams.next_program(command.invocation)
        if file is not None:
            if not started and not (target is not None and target.trailing().endswith(_KEPT)):
                return
            where = streams.shown(file)
        elif taker in streams.KEEPERS or (taker in ("docker", "podman", "nerdctl", "tar") and started):
            where = f"what `{taker}` gets"
        else:
            return
        edits = streams.without_option(command, "tty", context.sources)
        program = f"`{started[-1].name}`" if started else streams.called(command)
        refused = (
            ", and where nobody is logged in (cron, CI) docker refuses `-it`"
            if command.switch("interactive") and command.program == "docker"
            else ""
        )
        yield self.finding(
            streams.option_place(command, "tty"),
            f"`-t` puts a terminal between {program} and its file. In {where} every line ends in CR LF, with the error messages in between"
            f"{refused}. Leave `-t` out.",
            identity=f"{where} {program}",
            command=command,
            severity="error" if target is not None and target.trailing().endswith(_BINARY) else None,
            related=[(file, "the output goes here")],
            fixes=[Fix("Leave `-t` out", edits, safe=True)] if edits else None,
            topic=BACKUP.of(command),
        )


RULE = TtyOnRedirectedOutput
