"""Statements that only a running engine allows, under the codes that the rule catalogue gives to the same facts in a text.

Each statement has the metadata of a rule. Where a rule with the same code speaks about the container already, that is enough.
"""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.audit.subject import ContainerSubject, Remark, Subject, VolumeSubject
from persistlint.durability.model import Write
from persistlint.durability.paths import is_below
from persistlint.engine.sizes import shown_size
from persistlint.rulekit.phrases import data_of, label_of
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding, lowered, with_note
from persistlint.rules.rule import RuleEntry
from persistlint.rules.topics import CONTAINER
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.registry import RuleSet

#: The severities of a loss; a minor one is no finding.
LOSSES = {"severe": "warning", "moderate": "info"}

#: VOLUMEs whose content nobody keeps.
_SCRATCH = ("/tmp", "/var/tmp", "/run", "/var/run", "/var/cache", "/var/log")


class Statement:
    """A code with the name that the rule catalogue gives it."""

    __slots__ = ("code", "name")

    def __init__(self, code: str, name: str) -> None:
        self.code = code
        self.name = name

    @property
    def entry(self) -> RuleEntry:
        """Return the statement as an entry of the rules' table, for the settings. It has no module: its subject is no class."""
        return RuleEntry(self.code, self.name, "", "")

    def on(self, rules: RuleSet) -> bool:
        """Return whether the settings want the statement. An audit says everything that nobody switched off."""
        return rules.chosen(self.entry) is not False

    def remark(
        self, subject: Subject, span: Span, severity: str, message: str, identity: str, paths: list[str]
    ) -> Remark:
        topic = None
        if isinstance(subject, ContainerSubject):
            reason = throw_away(subject.model, subject.context)
            if reason is not None and lowered(severity, reason) != severity:
                severity, message = lowered(severity, reason), with_note(message, reason)
            topic = CONTAINER.of(subject.model.command, tuple(paths))
        message = message[:1].upper() + message[1:]
        finding = Finding(self.code, self.name, severity, span, message, identity, topic=topic)
        return Remark(finding, paths)


UNMOUNTED_DATA_PATH = Statement("PSL101", "unmounted-data-path")
UNMOUNTED_WRITE = Statement("PSL102", "unmounted-write")
AUTO_REMOVED_SERVICE = Statement("PSL404", "auto-removed-service")
TMPFS_FOR_DATA = Statement("PSL405", "tmpfs-for-data")
SHARED_DATA_DIRECTORY = Statement("PSL413", "shared-data-directory")
UNUSED_VOLUME = Statement("PSL416", "unused-volume")
ORPHANED_VOLUME = Statement("PSL418", "orphaned-volume")

STATEMENTS = (
    UNMOUNTED_DATA_PATH,
    UNMOUNTED_WRITE,
    AUTO_REMOVED_SERVICE,
    TMPFS_FOR_DATA,
    SHARED_DATA_DIRECTORY,
    UNUSED_VOLUME,
    ORPHANED_VOLUME,
)


def about_container(subject: ContainerSubject, least: int) -> Iterator[Remark]:
    """Yield the remarks about one container. ``least`` is how many bytes count as data where nothing else says so."""
    yield from _auto_removed(subject, least)
    yield from _declared_volumes(subject, least)
    yield from _in_memory(subject)
    yield from _in_layer(subject, least)


def about_volume(subject: VolumeSubject) -> Iterator[Remark]:
    """Yield the remarks about a volume that no container uses and that isn't empty."""
    facts = subject.facts
    size = shown_size(facts.size or 0)
    # Podman's prune takes named volumes too.
    prune = f"{subject.program} volume prune"
    if facts.anonymous:
        message = (
            f"No container uses this anonymous volume any more, which holds {size}. `{prune}` deletes it."
        )
        yield ORPHANED_VOLUME.remark(subject, subject.span, "info", message, facts.name, [])
    else:
        prune += " --all" if subject.program == "docker" else ""
        message = f"No container uses the volume `{facts.name}` ({size}). `{prune}` deletes it."
        yield UNUSED_VOLUME.remark(subject, subject.span, "info", message, facts.name, [])


def shared_data(subjects: list[ContainerSubject]) -> Iterator[tuple[ContainerSubject, Remark]]:
    """Yield running containers whose databases share a volume that only one of them may have open."""
    users: dict[str, list[tuple[ContainerSubject, str]]] = {}
    for subject in subjects:
        if not subject.facts.running or not subject.model.image.single_writer:
            continue
        for write in _image_writes(subject):
            mount = write.mount_point
            name = mount.volume.name.text if mount and mount.volume and mount.volume.name else None
            if name and write.durability == "volume" and write.target.text:
                users.setdefault(f"{name}/{write.inside}", []).append((subject, write.target.text))
    for name, sharing in users.items():
        for subject, path in sharing if len(sharing) > 1 else ():
            others = ", ".join(f"`{other.facts.name}`" for other, _ in sharing if other is not subject)
            message = (
                f"`{path}` of {label_of(subject.model)} is the volume `{name.partition('/')[0]}`, on which {others} "
                f"{'runs' if len(sharing) == 2 else 'run'} too. Two of them destroy each other's files."
            )
            yield subject, SHARED_DATA_DIRECTORY.remark(subject, subject.span, "warning", message, path, [])


# -- one container ----------------------------------------------------------------------------------------------------


def _auto_removed(subject: ContainerSubject, least: int) -> Iterator[Remark]:
    """Yield data in the layer or an anonymous volume of a container that ``--rm`` deletes."""
    if not subject.facts.auto_remove:
        return
    lost = [write for write in _unkept(subject) if _loss(write) == "severe" or subject.size(_path(write))]
    if not lost:
        return
    lost.sort(key=lambda write: _loss(write) != "severe")
    paths = [_path(write) for write in lost]
    where = (
        "an anonymous volume"
        if subject.place(paths[0]) == "anonymous volume"
        else "the container's own layer"
    )
    message = (
        f"`--rm` deletes {_listed(paths)} of {label_of(subject.model)} as soon as it stops. The {data_of(lost[0])} is in {where}."
        f"{measured(subject, paths)}"
    )
    label = f"{subject.facts.name} {' '.join(paths)}"
    yield AUTO_REMOVED_SERVICE.remark(subject, subject.span, "warning", message, label, paths)


def _declared_volumes(subject: ContainerSubject, least: int) -> Iterator[Remark]:
    """Anonymous volumes that the image's VOLUMEs made, with content, where nothing is known of an own server's data."""
    known_paths = {_path(write) for write in _image_writes(subject)}
    known_paths |= {path.path for path in subject.model.image.paths}
    for path in subject.image.volumes:
        size = subject.size(path)
        if (
            path in known_paths
            or subject.place(path) != "anonymous volume"
            or size is None
            or size < max(least, 1)
        ):
            continue
        if any(is_below(path, place) for place in _SCRATCH) or subject.model.image.stateful is False:
            continue
        statement, severity = UNMOUNTED_DATA_PATH, "info"
        end = "The next container won't find it."
        if subject.facts.auto_remove:
            statement, severity, end = (
                AUTO_REMOVED_SERVICE,
                "warning",
                "`--rm` deletes it as soon as the container stops.",
            )
        message = f"`{path}` of {label_of(subject.model)} is an anonymous volume that the image's VOLUME made. It holds {shown_size(size)}. {end}"
        yield statement.remark(
            subject, subject.span, severity, message, f"{subject.facts.name} {path}", [path]
        )


def _in_memory(subject: ContainerSubject) -> Iterator[Remark]:
    """Yield data paths on a tmpfs."""
    for write in _image_writes(subject):
        path = _path(write)
        if write.durability == "tmpfs" and _loss(write) in LOSSES:
            mount = write.mount_point.mount if write.mount_point is not None else None
            span = mount.span if mount is not None and mount.span is not None else subject.span
            message = f"{label_of(subject.model)} keeps `{path}` in memory (a tmpfs). The {data_of(write)} is gone when the container stops."
            label = f"{subject.facts.name} {path}"
            yield TMPFS_FOR_DATA.remark(subject, span, LOSSES[_loss(write)], message, label, [path])


def _in_layer(subject: ContainerSubject, least: int) -> Iterator[Remark]:
    """Much that was written to the layer, at paths of which nothing is known."""
    if subject.model.image.stateful is False and subject.model.image.origin == "settings":
        # The user says that this image keeps nothing.
        return
    end = (
        "`--rm` deletes it as soon as the container stops."
        if subject.facts.auto_remove
        else "It is gone when the container is removed."
    )
    for directory in subject.directories():
        if directory.size < max(least, 1):
            continue
        some = "" if subject.layer.complete else "at least "
        files = "1 file" if directory.files == 1 else f"{directory.files} files"
        message = f"{label_of(subject.model)} keeps `{directory.path}` in its own layer, on no volume. It holds {some}{shown_size(directory.size)} in {files}. {end}"
        label = f"{subject.facts.name} {directory.path}"
        yield UNMOUNTED_WRITE.remark(subject, subject.span, "warning", message, label, [directory.path])


def measured(subject: ContainerSubject, paths: list[str]) -> str:
    """Return how much data is there, as the end of a message, "" where that can't be known."""
    sizes = [subject.size(path) for path in paths]
    known_sizes = [size for size in sizes if size is not None]
    if len(known_sizes) < len(sizes) or not sizes:
        return ""
    total = sum(known_sizes)
    if not total:
        return " Nothing is there yet."
    some = "" if subject.layer.complete else "At least "
    return f" {some}{shown_size(total)} {'is' if total == 1 else 'are'} there now."


def _image_writes(subject: ContainerSubject) -> list[Write]:
    return [
        write
        for write in subject.timeline.writes
        if write.by == "image"
        and write.data_path is not None
        and write.target.text
        and write.happened is not False
    ]


def _unkept(subject: ContainerSubject) -> list[Write]:
    """Return the image's data that no mount option keeps."""
    return [
        write
        for write in _image_writes(subject)
        if write.durability in ("anonymous volume", "container layer")
        and (write.mount_point is None or write.mount_point.mount is None)
        and _loss(write) in LOSSES
    ]


def _loss(write: Write) -> str:
    return write.data_path.loss if write.data_path is not None else "minor"


def _path(write: Write) -> str:
    return write.target.text or ""


def _listed(paths: list[str]) -> str:
    quoted = [f"`{path}`" for path in paths]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]
