"""PSL305: one file of a SQLite-like database is bound; its journal isn't."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.accesses.ranks import SYSTEM
from persistlint.durability.model import Container, MountPoint
from persistlint.durability.paths import base_name, is_below, parent
from persistlint.rulekit.phrases import label_of, option_span, unless, written_at
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

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
    services = True
    subject = Container
    needs = ("mount on a file", "unknown mount")

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.refused or command.read_only or not container.mounts_known or not _goes_on(container):
            return
        for point in container.mount_points:
            mount = point.mount
            if (
                mount is None
                or mount.source is None
                or not _database(point, context)
                or _kept(point, container)
            ):
                continue
            reason = throw_away(container, context)
            journal = f"{point.path}-wal"
            message = (
                f"Only the file `{point.path}` is bound{unless(mount.source, mount.target)}. SQLite's journal (`{journal}`) lies beside it, in the layer of "
                f"{label_of(container)}, and with it the latest transactions. Bind the directory that holds the file."
            )
            target = mount.target
            span = option_span(mount, mount.target_span, command) or command.span
            yield self.finding(
                written_at(target, span, command) if target is not None else span,
                message,
                identity=f"{label_of(container)} {point.path}",
                command=command,
                reason=reason,
            )


def _goes_on(container: Container) -> bool:
    """Return whether the container runs as a service. A tool that ends closes its database, and the journal is gone."""
    command = container.command
    image = command.image
    name = base_name(image.path or "") if image is not None else ""
    words = {base_name(word.text or "") for word in command.command[:1]}
    if name in _VIEWERS or words & _VIEWERS or name in _ONE_FILE:
        return False
    return bool(command.detach or command.restart is not None or command.uses("publish", "publish-all"))


def _database(point: MountPoint, context: Context) -> bool:
    """Return whether the bind is of a file that looks like a database's, and that the container may change."""
    mount = point.mount
    if (
        mount is None
        or mount.source is None
        or (point.kind or "bind") != "bind"
        or point.read_only is not False
    ):
        return False
    path = point.path
    if not path.endswith(_EXTENSIONS) or path.endswith(_OTHERS) or base_name(path).startswith("."):
        return False
    if any(is_below(path, directory) for directory in SYSTEM):
        return False
    tail = mount.source.trailing()
    if tail and not tail.endswith(_EXTENSIONS):
        return False
    text = mount.source.text
    return text is None or context.path_kind(text) not in ("directory", "elsewhere")


def _kept(point: MountPoint, container: Container) -> bool:
    """Return whether a mount keeps the journal: its own, or its directory's."""
    return any(
        other is not point
        and not other.declared
        and (is_below(parent(point.path), other.path) or other.path.startswith(point.path + "-"))
        for other in container.mount_points
    )


RULE = SingleFileDatabase
