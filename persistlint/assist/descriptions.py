"""Descriptions of a container, an image, a volume or a path, in Markdown."""

from __future__ import annotations

from persistlint.assist.markdown import code, table
from persistlint.assist.survival_table import GOES, ORPHANED, UNKNOWN, rows
from persistlint.durability.mount_table import spot
from persistlint.shell.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.catalogue.knowledge import ImageKnowledge
    from persistlint.docker.image_reference import ImageReference
    from persistlint.docker.option_table import Version
    from persistlint.durability.model import Container, Destruction, Volume, Write
    from persistlint.text.sources import Sources

#: An editor's narrow table breaks a line at a blank and behind a hyphen: not in these.
_HEAD = (
    "path",
    "lives in",
    "access",
    "`stop`",
    "`rm`",
    "`rm\u00a0\u2011v`",
    "`system prune \u2011\u2011volumes`",
)


def container_story(container: Container, sources: Sources, engine_version: Version) -> str:
    """Return the text about a container: its mount table, and what survives which event."""
    command = container.command
    head = f"**{code(container.label)}**" if container.name is not None else "**A container without a name**"
    if command.image is not None:
        head += f", made from {code(command.image.raw.display())}"
    parts = [head]
    if container.refused:
        parts.append(f"Docker refuses this command: {container.refused}")
    if container.auto_remove:
        parts.append("`--rm`: when it stops, the container is deleted, and its anonymous volumes with it.")
    elif container.auto_remove is None:
        parts.append("Whether `--rm` is given can't be known from the text.")
    body = []
    for row in rows(container, engine_version):
        path = code(row.path) if row.path else "*every other path*"
        note = f" ({row.note})" if row.note else ""
        body.append((path, row.lives + note, row.access, *(_fate(fate) for fate in row.fates)))
    parts.append(table(_HEAD, body))
    if not container.mounts_known:
        parts.append("There may be more mounts: not every option can be known from the text.")
    if container.destroyed_by is not None:
        parts.append(_ended(container.destroyed_by, sources))
    return "\n\n".join(parts)


def describe_image(
    reference: ImageReference | None, knowledge: ImageKnowledge, container: Container | None = None
) -> str:
    """Return the text about an image's data paths and, where a container is made from it, whether each is covered there."""
    shown = reference.raw.display() if reference is not None else knowledge.title
    head = f"**{code(shown)}**"
    if knowledge.title and knowledge.title != shown:
        head += f": {knowledge.title}"
    parts = [head]
    if not knowledge.known:
        parts.append("Nothing is known of where this image keeps data.")
        return "\n\n".join(parts)
    columns = ["keeps", "in", "VOLUME"]
    if container is not None:
        columns.append("here")
    body = []
    for path in knowledge.paths:
        declared = {True: "yes", False: "no", None: "not known"}[path.declared]
        row = [path.holds or path.kind, code(path.path), declared]
        if container is not None:
            row.append(where(container, path.path, path.declared))
        body.append(row)
    named = {path.path for path in knowledge.paths}
    for volume in knowledge.volumes:
        if volume not in named:
            row = ["", code(volume), "yes"]
            if container is not None:
                row.append(where(container, volume, True))
            body.append(row)
    if body:
        parts.append(table(columns, body))
    elif knowledge.stateful is False or knowledge.volumes_known:
        parts.append("It is not known to keep data of its own.")
    if knowledge.persistence:
        parts.append(_sentence(knowledge.persistence))
    if knowledge.note:
        parts.append(_sentence(knowledge.note))
    if not knowledge.version_known and any(
        path.versions for path in (*knowledge.paths, *knowledge.other_paths)
    ):
        parts.append("The tag names no version: these are the paths of the newest.")
    origin = {
        "definition": "the Dockerfile in this workspace",
        "settings": "the settings",
        "engine": "the running engine",
        "catalogue": "persistlint's catalogue",
    }[knowledge.origin]
    parts.append(f"*Known from {origin}.*")
    return "\n\n".join(parts)


def volume_story(volumes: list[Volume], sources: Sources, engine_version: Version) -> str:
    """Return the text about a volume: who mounts it, where, and what ends it. ``volumes`` is the same volume in each world."""
    first = volumes[0]
    parts = [f"**{code(first.label)}**, a volume"]
    if first.in_memory:
        parts.append("It lives in memory: its content is gone when the last container that uses it stops.")
    if first.in_engine:
        parts.append("The running engine has it.")
    users: list[str] = []
    for volume in volumes:
        for container in volume.mounted_by:
            for point in container.mount_points:
                if point.volume is volume:
                    access = ", read-only" if point.read_only else ""
                    line = f"- {code(container.label)} at {code(point.path)}{access}"
                    if line not in users:
                        users.append(line)
    parts.append("Mounted by:\n" + "\n".join(users) if users else "No container in this text mounts it.")
    ends = [volume.destroyed_by for volume in volumes if volume.destroyed_by is not None]
    if ends:
        parts.append(_ended(ends[0], sources))
    elif not first.anonymous and not first.in_memory:
        ending = "`docker volume rm`" + (
            " and `docker volume prune --all`" if engine_version >= (23, 0) else " and `docker volume prune`"
        )
        parts.append(f"It stays when containers go; {ending} delete it while no container has it.")
    return "\n\n".join(parts)


def describe_path(container: Container, path: str, engine_version: Version) -> str:
    """Return the text about a container's path: where it lives, and what ends that."""
    place = spot(container, Value.of(path))
    text = f"{code(path)} in {code(container.label)} lives in {where(container, path)}."
    for row in rows(container, engine_version):
        if row.point is not None and row.point is place.point:
            return f"{text} {_fates(row.fates)}"
        if row.path == "" and place.point is None and place.durability == "container layer":
            return f"{text} {_fates(row.fates)}"
    return text


def describe_write(write: Write, sources: Sources) -> str:
    """Return further paragraphs about what becomes of a write, "" where nothing in the text ends it."""
    parts = [""]
    if write.happened is False:
        parts.append("Nothing is written: the command fails, or there is no container any more.")
    if write.destroyed_by is not None:
        parts.append(_ended(write.destroyed_by, sources))
    if write.rescued_by is not None and sources.knows(write.rescued_by):
        parts.append(f"A copy is taken out in line {sources.place(write.rescued_by).line}.")
    return "\n\n".join(parts)


def where(container: Container, path: str, declared: bool | None = None) -> str:
    """Return where a path of the container leads, for people."""
    place = spot(container, Value.of(path), declared)
    point = place.point
    if place.host_path is not None:
        text = f"the host's {code(place.host_path.display())}"
    elif point is not None and point.volume is not None:
        anonymous = point.volume.anonymous or point.volume.name is None
        text = "an anonymous volume" if anonymous else f"the volume {code(point.volume.label)}"
    elif place.durability == "tmpfs":
        text = "memory (tmpfs)"
    elif place.durability == "engine-managed file":
        text = "a file that the engine writes anew at each start"
    elif place.durability == "container layer" or (point is None and place.durability == "read-only"):
        text = "the container's layer"
    elif point is not None and point.kind == "image":
        text = "another image"
    elif place.store[:1] == ("unmounted",):
        text = "the container's layer, or an anonymous volume if the image declares one"
    else:
        return "a place that can't be known from the text"
    return text + (", read-only" if place.writable is False else "")


def _fates(fates: tuple[str, ...]) -> str:
    stop, removal, with_volumes, prune = fates
    if set(fates) == {UNKNOWN}:
        return ""
    if stop == GOES:
        return "It is gone when the container stops."
    if removal == GOES:
        return "It stays when the container stops, and is gone when the container is removed."
    if removal == ORPHANED:
        ending = "`docker rm -v` deletes it" if with_volumes == GOES else "`docker rm -v` may delete it"
        pruned = ", and so does a prune of volumes" if prune == GOES else ""
        return f"It stays when the container stops. `docker rm` leaves it behind, out of reach of a new container; {ending}{pruned}."
    if with_volumes == GOES:
        return (
            "It stays when the container is removed, unless by `docker rm -v`; a prune of volumes deletes it."
        )
    if prune == GOES:
        return "It stays when the container is removed; a prune of volumes deletes it."
    return "It stays when the container is removed."


def _fate(fate: str) -> str:
    return {GOES: "**gone**", ORPHANED: "stays, out of reach", UNKNOWN: "?"}.get(fate, fate)


def _ended(destruction: Destruction, sources: Sources) -> str:
    line = f" in line {sources.place(destruction.span).line}" if sources.knows(destruction.span) else ""
    may = "" if destruction.certainty == "certain" else " (perhaps)"
    return f"What ends it{line}{may}: {destruction.event}."


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."
