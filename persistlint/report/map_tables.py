"""The map as tables: for each container its mounts and writes, where they live and what they survive. What the forms for people are drawn from."""

from __future__ import annotations

import os
import re

from persistlint.durability.endings import phrase
from persistlint.durability.map_fields import map_fields
from persistlint.durability.survival import EVENTS
from persistlint.report.map_report import place_fields
from persistlint.text.secrets import mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from persistlint.analysis.analysis import Analysis

    #: A row of the map for programs, which these tables are made from.
    Row = dict[str, Any]

HEADS = ("path", "lives in", *EVENTS, "written by")

#: The path of the row for every path that no other row has.
REST = "everything else"

_VARIABLE = re.compile(r"⟨\$?(\w+|\([^⟨⟩]*\))⟩")

_MARKS = {"yes": "yes", "no": "no", "orphaned": "yes*", None: "?"}

#: What the marks and the events mean.
LEGEND = (
    "yes: it survives; no: it is gone; yes*: it is there, but a new container gets another volume; ?: that isn't known; -: it can't be written.",
    "stop, rm, rm -v: of the container (with --rm it can only be removed by force, while it runs); --rm: the end of a container that was started with it; reboot: of the host; "
    "prune: `docker system prune --volumes`, once the container has stopped.",
)


class Table:
    """One container: its ``name``, what is said of it (``about``: image, options, line; ``end``), its ``rows`` below ``HEADS``, and ``notes`` on single writes."""

    __slots__ = ("about", "end", "name", "notes", "rows")

    def __init__(self, name: str, about: list[str], end: str) -> None:
        self.name = name
        self.about = about
        self.end = end
        self.rows: list[tuple[str, ...]] = []
        self.notes: list[str] = []


class Map:
    """The map of one document: a table for each container, then sentences about builds, volumes, gaps, and writes into containers that the text doesn't make."""

    __slots__ = ("builds", "elsewhere", "gaps", "path", "tables", "volumes")

    def __init__(self, path: str) -> None:
        self.path = path
        self.tables: list[Table] = []
        self.builds: list[str] = []
        self.elsewhere: list[str] = []
        self.volumes: list[str] = []
        self.gaps: list[str] = []

    @property
    def empty(self) -> bool:
        return not (self.tables or self.builds or self.elsewhere or self.volumes or self.gaps)


def map_of(analysis: Analysis, folder: str = "") -> Map:
    """Return the map of one document. Files below ``folder``, an absolute path, are named relative to it."""
    return _Maker(rows_as_written(analysis), analysis.document.path, folder).made()


def rows_as_written(analysis: Analysis) -> Row:
    """Return the rows of the map for programs as people read them: secrets masked, unknowns as a script writes them."""
    rows: Row = map_fields(analysis.timelines, place_fields(analysis.sources))
    names = _project_volumes(analysis)
    if names:
        for row in rows["volumes"]:
            row["name"] = names.get(row["name"], row["name"])
    rows = as_written(rows)
    return rows


def _project_volumes(analysis: Analysis) -> dict[str, str]:
    """Return the volumes of a Compose file that stand with an unknown project, each with the name that Compose gives it."""
    if len(analysis.projects) != 1:
        return {}
    from persistlint.docker.compose_service import project_name_of

    project = analysis.projects[0]
    name = project_name_of(project)
    keys = [key for key, volume in project.volumes.items() if volume.real_name is None]
    return {f"⟨project⟩_{key}": f"{name}_{key}" for key in keys} if name else {}


class _Maker:
    def __init__(self, fields: Row, path: str, folder: str) -> None:
        self.fields = fields
        self.path = path
        self.folder = folder
        self.names = {
            row["id"]: row["name"] or (f"from {row['image']}" if row["image"] else "without a name")
            for row in fields["containers"]
        }
        self.volume_names = {row["id"]: row["name"] for row in fields["volumes"]}

    def made(self) -> Map:
        out = Map(self.shown(self.path))
        out.tables = [self.container(container) for container in self.fields["containers"]]
        for write in self.fields["writes"]:
            if write["container"] is None:
                ends = f", until {phrase(write['ends_with'])}" if write["ends_with"] else ""
                place = f"{self.at(write)}: `{write['by']}` writes `{write['target']}`"
                text = f"{place}: {write['durability']}{ends}{self.told(write, None)}"
                (out.builds if write["how"] in ("build", "image") else out.elsewhere).append(text)
        out.volumes = [self.volume(volume) for volume in self.fields["volumes"]]
        out.gaps = [f"{self.at(gap)}: {gap['reason']}" for gap in self.fields["gaps"]]
        return out

    # -- containers ---------------------------------------------------------------------------------------------

    def container(self, container: Row) -> Table:
        about = [container["image"]] if container["image"] and container["name"] else []
        about += (
            [{True: "--rm", None: "perhaps --rm"}[container["remove"]]]
            if container["remove"] is not False
            else []
        )
        about.append(self.at(container["declared_at"]))
        ends = {"alive": "there at the end of the text", "gone": "gone"}
        end = ends.get(str(container["at_end"]), "its end isn't known")
        if container["refused"]:
            end = f"docker refuses to make it: {container['refused']}"
        elif container["destroyed_by"] is not None:
            end = self.ended(container["destroyed_by"])
        table = Table(self.names[container["id"]], about, end + _when(container))
        if container["refused"]:
            return table
        writes = [write for write in self.fields["writes"] if write["container"] == container["id"]]
        table.rows = self.rows(container, writes)
        for write in writes:
            told_as = self.told(write, container)
            if told_as:
                note = f"`{write['target']}`, {self.at(write)}{told_as}"
                if note not in table.notes:
                    table.notes.append(note)
        return table

    def rows(self, container: Row, writes: list[Row]) -> list[tuple[str, ...]]:
        """Mounts and writes by path; what lives in one place at one path stands once, with everything that writes it."""
        by_cells: dict[tuple[str, ...], list[str]] = {}
        written = {write["target"] for write in writes}
        for mount in container["mounts"]:
            key = (mount["target"], self.mount_home(mount), *_marks(mount["survives"]))
            if mount["target"] not in written:
                by_cells.setdefault(key, [])
        for write in writes:
            by = by_cells.setdefault((write["target"], self.home(write), *_marks(write["survives"])), [])
            shown = "the image" if write["by"] == "image" else write["by"]
            if shown not in by:
                by.append(shown)
        rows = [(*key, ", ".join(by)) for key, by in by_cells.items()]
        rows.sort(key=lambda row: row[0])
        home = "container layer" if container["mounts_known"] else "unknown"
        return [*rows, (REST, home, *_marks(container["survives"]), "")]

    def mount_home(self, mount: Row) -> str:
        """Return where a mount leads, such as ``volume pgdata``, ``bind /srv`` or ``tmpfs``."""
        read_only = " (ro)" if mount["read_only"] else ""
        if mount["type"] == "volume":
            return (f"volume {mount['source']}" if mount["source"] else "anonymous volume") + read_only
        source = f" {mount['source']}" if mount["source"] else ""
        return f"{mount['type'] or 'unknown'}{source}{read_only}"

    def home(self, write: Row) -> str:
        """Return where a write lives."""
        durability = str(write["durability"])
        if durability == "volume":
            name = self.volume_names.get(write["volume"])
            return f"volume {name}" if name else durability
        if durability == "bind" and write["host_path"]:
            return f"bind {write['host_path']}"
        if durability == "unknown" and write["survives"] is not None and write["survives"]["rm -v"] == "no":
            return "container layer or anonymous volume"
        return durability

    def told(self, write: Row, container: Row | None) -> str:
        """Return what the text does to the write, "" where the end of its container says it."""
        parts = []
        if write["happened"] is False:
            parts.append("it can't be written")
        elif write["destroyed_by"] is not None:
            if container is None or container["destroyed_by"] != write["destroyed_by"]:
                parts.append(self.ended(write["destroyed_by"]))
        elif write["at_end"] == "orphaned":
            parts.append("nothing leads to it at the end")
        if write["happened"] is None:
            parts.append("if it is written at all")
        if write["rescued_by"] is not None:
            parts.append(f"a copy is taken out, {self.at(write['rescued_by'])}")
        if parts and write["when"] and (container is None or container["when"] != write["when"]):
            parts.append(_when(write).removeprefix(", "))
        return f": {'; '.join(parts)}" if parts else ""

    # -- volumes ------------------------------------------------------------------------------------------------

    def volume(self, volume: Row) -> str:
        text = f"`{volume['name']}`" if volume["name"] else "an anonymous volume"
        if volume["declared_at"] is not None:
            text += f", {self.at(volume['declared_at'])}"
        text += _when(volume)
        users = dict.fromkeys(
            self.user(container, mount)
            for container in self.fields["containers"]
            if container["id"] in volume["mounted_by"]
            for mount in container["mounts"]
            if mount["volume"] == volume["id"]
        )
        text += f": mounted by {', '.join(users)}" if users else ": nothing mounts it"
        if volume["destroyed_by"] is not None:
            text += f"; {self.ended(volume['destroyed_by'])}"
        elif volume["at_end"] == "orphaned":
            text += "; nothing leads to it at the end"
        elif volume["at_end"] == "gone":
            text += "; gone"
        return text

    def user(self, container: Row, mount: Row) -> str:
        name = container["name"] or f"the container on {self.at(container['declared_at'])}"
        return f"{name} on `{mount['target']}`"

    def ended(self, end: Row) -> str:
        verb = "gone" if end["certainty"] == "certain" else "perhaps gone"
        return f"{verb}, {self.at(end)}: {end['event']}"

    def at(self, place: Row) -> str:
        """Return ``line 7``, or ``lib.sh:7`` in another document."""
        if place["path"] == self.path:
            return f"line {place['line']}"
        return f"{self.shown(place['path'])}:{place['line']}"

    def shown(self, path: str) -> str:
        below = os.path.join(self.folder, "")
        return path[len(below) :] if self.folder and path.startswith(below) else path


def as_written(plain: Any) -> Any:
    """Return the fields with unknowns as a script writes them (``$PWD`` for ``⟨PWD⟩``, ``.`` for the project's folder) and secrets masked.

    A font may show the brackets wider than a letter, which spoils a table.
    """
    if isinstance(plain, str):
        plain = mask(plain)
        return _VARIABLE.sub(r"$\1", plain.replace("⟨.⟩", ".")) if "⟨" in plain else plain
    if isinstance(plain, dict):
        return {key: value if key == "path" else as_written(value) for key, value in plain.items()}
    return [as_written(value) for value in plain] if isinstance(plain, list) else plain


def _marks(survives: Row | None) -> list[str]:
    if survives is None:
        return ["-"] * len(EVENTS)
    return [_MARKS[survives[event]] for event in EVENTS]


def _when(row: Row) -> str:
    return f", when {row['when'].removeprefix('when ')}" if row["when"] else ""
