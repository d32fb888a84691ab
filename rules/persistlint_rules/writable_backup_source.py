"""PSL805: a backup could change what it saves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from persistlint.durability.model import Container
from persistlint.durability.paths import is_below
from persistlint.rulekit import streams
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mount_edits import make_read_only
from persistlint.rulekit.mounts import mounted
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Word
from persistlint.text.regex import regex

#: What stands beside a ``tar`` and writes nothing of its own.
_BESIDE = frozenset(("tar", "cd", "echo", "ls", "gzip", "cat", "du", "date", "set", "sync"))
#: Options with which ``tar`` writes to what it saves, or may: it removes files, keeps a list of them, runs programs.
_WRITING = regex(
    r"--(?:rem|li|ind|to-c|checkpoint-a|atime|use|info|new-v)|-[A-Za-z]*[gIF]|[A-Za-z]*[gIF][A-Za-z]*\Z"
)


class WritableBackupSource(Rule):
    code = "PSL805"
    name = "writable-backup-source"
    summary = "a backup mounts what it saves read-write"
    severity = "hint"
    enabled = False
    fix = "safe"
    fix_changes = ("mounts",)
    subject = Container
    needs = ("volume", "bind")

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        started = streams.programs(container.command)
        archives = [program for program in started if program.name == "tar"]
        if not archives or any(program.name not in _BESIDE for program in started):
            return
        if not all(_only_saves(program.words) for program in archives) or not container.mounts_known:
            return
        written = [access.target for access in container.program if access.kind != "read"]
        if any(target.text is None for target in written):
            return
        read = [access for access in container.program if access.kind == "read" and access.by == "tar"]
        for point, mount, _ in mounted(container, "volume", "bind"):
            if point.read_only is not False:
                continue
            if not any(access.target.text and is_below(access.target.text, point.path) for access in read):
                continue
            if any(is_below(target.text or "", point.path) for target in written):
                continue
            yield self.finding(
                mount.span or container.command.span,
                f"`tar` only reads `{point.path}`, but this container can change it. Add `{'readonly' if mount.flag == '--mount' else ':ro'}`.",
                identity=point.path,
                command=container.command,
                fixes=offer("Mount it read-only", make_read_only(mount), safe=True),
            )


def _only_saves(words: Sequence[Word]) -> bool:
    """Return whether ``tar`` makes an archive, and changes nothing of what goes into it."""
    if not streams.makes_archive(words):
        return False
    for index, word in enumerate(words[1:]):
        text = word.text or ""
        # Letters without a hyphen are options as the first word alone.
        if (text.startswith("-") or not index) and _WRITING.match(text):
            return False
    return True


RULE = WritableBackupSource
