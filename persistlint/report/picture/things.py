"""The things of a picture, made from the rows of the map: containers, and what holds their data."""

from __future__ import annotations

from persistlint.docker.commands import Compose, VolumeCreate
from persistlint.report.picture.fates import condition_of
from persistlint.report.picture.model import Thing
from persistlint.report.safe_text import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.report.map_tables import Row
    from persistlint.report.picture.places import Places

#: A refusal has its remedy at its end.
_LONGEST_REASON = 400


class Things:
    """The things that are drawn, ``by_id`` in the order in which they were asked for. ``volumes`` are the map's rows by id."""

    def __init__(self, analysis: Analysis, volumes: dict[str, Row], places: Places) -> None:
        self.by_id: dict[str, Thing] = {}
        self.volumes = volumes
        self._places = places
        self._compose_names = compose_names_of(analysis)

    def add_container(self, row: Row) -> None:
        """Take a container."""
        service = f"of service {row['service']}" if row["service"] else None
        name = row["name"] or service
        image = f"from {row['image']}" if row["image"] else "without a name"
        thing = Thing(row["id"], "container", cut(name or image), self._places.of_row(row["declared_at"]))
        if row["image"] and name:
            thing.about.append(cut(row["image"]))
        if row["remove"] is not False:
            thing.about.append("--rm" if row["remove"] else "perhaps --rm")
        if row["when"]:
            thing.about.append(condition_of(row))
        if row["refused"]:
            thing.refusal = cut(row["refused"], _LONGEST_REASON)
            thing.state = "absent"
        elif row["destroyed_by"] is not None:
            thing.end = self._places.end(row["destroyed_by"])
        if row["at_end"] == "unknown":
            thing.state = "unknown"
        thing.gone = row["at_end"] == "gone"
        self.by_id[thing.id] = thing

    def volume(self, row: Row) -> Thing:
        """Return the volume of a row."""
        earlier = self.by_id.get(row["id"])
        if earlier is not None:
            return earlier
        kind = "anonymous volume" if row["anonymous"] else "volume"
        name = f"volume {cut(row['name'])}" if row["name"] else f"anonymous volume{self._owners(row)}"
        place = self._places.of_row(row["declared_at"]) if row["declared_at"] is not None else None
        thing = Thing(row["id"], kind, name, place)
        thing.mistaken_for = cut(self._compose_names.get(row["name"], ""))
        if thing.mistaken_for:
            thing.about.append(f"not Compose's {thing.mistaken_for}")
        if row["when"]:
            thing.about.append(condition_of(row))
        if row["destroyed_by"] is not None:
            thing.end = self._places.end(row["destroyed_by"])
        elif row["at_end"] == "orphaned":
            thing.about.append("nothing finds it again at the end")
        thing.gone = row["at_end"] == "gone"
        thing.state = {"unknown": "unknown", "orphaned": "risk"}.get(row["at_end"], "kept")
        self.by_id[thing.id] = thing
        return thing

    def in_mount(self, container: Row, mount: Row) -> Thing:
        """Return what a mount of a container brings in."""
        volume = self.volumes.get(mount["volume"])
        if volume is not None:
            return self.volume(volume)
        if mount["type"] == "bind" and mount["source"]:
            return self._shared("bind", mount["source"])
        if mount["type"] == "image" and mount["source"]:
            return self._shared("image", mount["source"])
        if mount["type"] == "volume":
            return self._owned(container, "anonymous volume", mount["target"])
        if mount["type"] == "tmpfs":
            return self._owned(container, "tmpfs", mount["target"])
        return self._owned(container, "unknown", mount["target"])

    def ends_of_write(self, row: Row, container: Row | None) -> tuple[Thing, Thing]:
        """Return who writes, and what holds that then."""
        durability = row["durability"]
        if container is None:
            if row["how"] in ("build", "image"):
                return self._shared("build", "image build"), self._shared("image", durability)
            writer = self._shared("elsewhere", "a container that the text doesn't make")
            return writer, self._shared("unknown", durability)
        writer = self.by_id[container["id"]]
        volume = self.volumes.get(row["volume"])
        if volume is not None:
            return writer, self.volume(volume)
        mount = mount_above(container, row["target"])
        if mount is not None and durability not in ("container layer", "engine-managed file", "unknown"):
            return writer, self.in_mount(container, mount)
        if durability == "bind" and row["host_path"]:
            return writer, self.host_path(row["host_path"])
        if durability in ("container layer", "engine-managed file", "read-only"):
            return writer, self._owned(container, "layer", "")
        return writer, self._owned(container, "unknown", "")

    def host_path(self, path: str) -> Thing:
        """Return a path of the host."""
        return self._shared("bind", path)

    def copy(self, name: str, row: Row) -> Thing:
        """Return the copy that the command at a place takes out of a container."""
        place = self._places.of_row(row)
        id = f"copy.{place.shown}.{name}"
        return self.by_id.setdefault(id, Thing(id, "copy", name, place))

    def _owned(self, container: Row, kind: str, target: str) -> Thing:
        """Return the layer or tmpfs of a container."""
        owner = self.by_id[container["id"]]
        id = f"{owner.id}.{kind}{target}"
        thing = self.by_id.get(id)
        if thing is None:
            names = {"layer": "container layer", "unknown": "a place that isn't known"}
            thing = self.by_id[id] = Thing(id, kind, names.get(kind, kind), owner.place)
            thing.about.append(f"of {owner.title}")
            thing.owner = owner.id
            thing.end = owner.end
            thing.gone = owner.gone
        return thing

    def _shared(self, kind: str, name: str) -> Thing:
        """Return a thing that no container owns: a host path, an image, a place that isn't known."""
        id = f"{kind}.{name}"
        return self.by_id.setdefault(id, Thing(id, kind, cut(name)))

    def _owners(self, volume: Row) -> str:
        """Return whose an anonymous volume is: `` of db``, "" where nothing that is drawn mounts it."""
        users = [self.by_id[id].name for id in volume["mounted_by"] if id in self.by_id]
        return f" of {users[0].removeprefix('from ').removeprefix('of ')}" if users else ""


def mount_above(container: Row, target: str) -> Row | None:
    """Return the deepest mount of a container at or above a path."""
    best: Row | None = None
    for mount in container["mounts"]:
        root = mount["target"].rstrip("/")
        if (target == mount["target"] or target.startswith(root + "/")) and (
            best is None or len(root) >= len(best["target"].rstrip("/"))
        ):
            best = mount
    return best


def compose_names_of(analysis: Analysis) -> dict[str, str]:
    """Return the names under which the Compose files of the text's commands declare volumes, each with the other one that the engine has.

    A name that the text itself gives to a volume isn't among them.
    """
    names: dict[str, str] = {}
    given: set[str | None] = {
        command.name.text
        for command, _ in analysis.commands
        if isinstance(command, VolumeCreate) and command.name is not None
    }
    for timeline in analysis.timelines:
        commands = (happening for happening in timeline.happenings if isinstance(happening, Compose))
        services = [service for command in commands for service in command.services or ()]
        for mount in (mount for service in services for mount in service.mounts if mount.type == "volume"):
            key = mount.source_text
            name = mount.engine_name.text if mount.engine_name is not None else None
            given.add(name)
            if key and name and key != name:
                names[key] = name
    return {key: name for key, name in names.items() if key not in given}
