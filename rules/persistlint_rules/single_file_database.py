"""PSL305: one file of a SQLite-like database is bound; its journal isn't."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.accesses.ranks import SYSTEM
from persistlint.durability.model import Container, MountPoint
from persistlint.durability.paths import base_name, is_below, parent
from persistlint.rulekit.mounts import mounted
from persistlint.rulekit.phrases import if_not_written, label_of, target_place, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value

_EXTENSIONS = (".db", ".db3", ".sqlite", ".sqlite3")
#: Files of this kind that are no SQLite database.
_OTHERS = (".mv.db", ".h2.db", ".trace.db")
#: Programs that show a database's file, which they open read-only.
_VIEWERS = frozenset(("datasette", "sqlite-web", "sqlite_web", "sqlitebrowser"))
#: Images whose `.db` file is no SQLite database: Bolt writes one file and no journal (filebrowser's documentation, "database.db").
_ONE_FILE = frozenset(("filebrowser",))


class SingleFileDatabase(Rule):
    code = "PSL305"
    name = "single-file-database"
    summary = "one SQLite-like file is bound: its journal stays in the container's layer"
    severity = "warning"
    warns_in_documents = False
    services = True
    subject = Container
    needs = ("mount on a file", "unknown mount")

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.refused or command.read_only or not container.mounts_known or not _goes_on(container):
            return
        for point, mount, source in mounted(container, "bind", ""):
            if point.read_only is not False or not _is_database(point.path, source, context):
                continue
            if _keeps_journal(point, container):
                continue
            layer = f"lies beside it, in the layer of {label_of(container)}"
            ahead = _writes_ahead(container, context)
            journal = (
                f"SQLite's journal (`{point.path}-wal`) {layer}, and with it the latest transactions."
                if ahead
                else f"SQLite's journal (`{point.path}-wal`, `{point.path}-journal`) {layer}: in WAL mode it holds the latest transactions, and in any mode what mends the file after a crash."
            )
            yield self.finding(
                target_place(mount, command, in_command=True),
                f"Only the file `{point.path}` is bound{unless(if_not_written(source, context), if_not_written(mount.target, context))}. {journal} Bind the directory that holds the file.",
                severity="warning" if ahead else "info",
                identity=f"{label_of(container)} {point.path}",
                command=command,
                reason=throw_away(container, context),
            )


def _writes_ahead(container: Container, context: Context) -> bool:
    """Return whether something says that the program uses a write-ahead log: the text, or a program that always does. SQLite's default is a rollback journal."""
    reference = container.command.image
    parts = (reference.path or "").split("/") if reference is not None else []
    return not _WRITE_AHEAD.isdisjoint(parts) or any(
        context.document_has(container.command.span, word) for word in _WAL
    )


#: How a text says it: a pragma, a variable, a file of the log.
_WAL = (
    b"-wal",
    b"_wal",
    b"journal_mode",
    b"journal-mode",
    b"JOURNAL_MODE",
    b"_WAL",
    b"WAL mode",
    b"WAL-mode",
)
#: Programs that open their database in WAL mode: Vaultwarden (``ENABLE_DB_WAL``, true by default), Headscale (``write_ahead_log``, likewise), Uptime Kuma
#: (a pragma of its source).
_WRITE_AHEAD = frozenset(("headscale", "uptime-kuma", "vaultwarden"))


def _goes_on(container: Container) -> bool:
    """Return whether the container runs as a service. A tool that ends closes its database, and the journal is gone."""
    command = container.command
    name = base_name((command.image.path or "") if command.image is not None else "")
    words = {base_name(word.text or "") for word in command.command[:1]}
    if name in _VIEWERS or words & _VIEWERS or name in _ONE_FILE:
        return False
    return bool(command.detach or command.restart is not None or command.uses("publish", "publish-all"))


def _is_database(path: str, source: Value, context: Context) -> bool:
    """Return whether the bind on ``path`` is of a file that looks like a database's."""
    if not path.endswith(_EXTENSIONS) or path.endswith(_OTHERS) or base_name(path).startswith("."):
        return False
    if any(is_below(path, directory) for directory in SYSTEM):
        return False
    tail = source.trailing()
    if tail and not tail.endswith(_EXTENSIONS):
        return False
    return source.text is None or context.path_kind(source.text) not in ("directory", "elsewhere")


def _keeps_journal(point: MountPoint, container: Container) -> bool:
    """Return whether a mount keeps the journal: its own, or its directory's."""
    return any(
        other is not point
        and not other.declared
        and (is_below(parent(point.path), other.path) or other.path.startswith(point.path + "-"))
        for other in container.mount_points
    )


RULE = SingleFileDatabase
