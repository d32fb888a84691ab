"""Facts of an engine about its images, containers and volumes, as far as they matter here.

Fields are named as in the Engine API's inspect answers (https://docs.docker.com/reference/api/engine/). Podman's service
leaves some of them out or gives null, so that nothing is taken for granted.
"""

from __future__ import annotations

from persistlint.engine.podman import as_docker, from_podman

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: On volumes that were made without a name, since API 1.42 (moby ``volume/service/opts``).
ANONYMOUS_LABEL = "com.docker.volume.anonymous"

_HEX = frozenset("0123456789abcdef")


class ImageFacts:
    """An image that the engine has. ``digests`` are its repository digests (``postgres@sha256:…``), none for one that was built there."""

    __slots__ = (
        "cmd",
        "digests",
        "entrypoint",
        "env",
        "exposed",
        "healthcheck",
        "id",
        "labels",
        "stop_signal",
        "tags",
        "user",
        "volumes",
        "workdir",
    )

    def __init__(self, answer: dict[str, Any] | None = None) -> None:
        answer = answer or {}
        config = table(answer, "Config")
        self.id = text(answer, "Id")
        if len(self.id) == 64 and all(character in _HEX for character in self.id):
            # Podman leaves the algorithm out.
            self.id = f"sha256:{self.id}"
        self.tags = texts(answer, "RepoTags")
        self.digests = texts(answer, "RepoDigests")
        self.volumes = sorted(table(config, "Volumes"))
        self.env = texts(config, "Env")
        self.user = text(config, "User")
        self.workdir = text(config, "WorkingDir")
        self.cmd = texts(config, "Cmd")
        self.entrypoint = texts(config, "Entrypoint")
        self.labels: dict[str, str] = {name: str(value) for name, value in table(config, "Labels").items()}
        self.exposed = sorted(table(config, "ExposedPorts"))
        self.stop_signal = text(config, "StopSignal")
        self.healthcheck = table(config, "Healthcheck")


class MountFacts:
    """One entry of a container's ``Mounts``: what is mounted there now, whoever asked for it."""

    __slots__ = ("kind", "name", "read_only", "source", "target")

    def __init__(self, entry: dict[str, Any]) -> None:
        self.kind = text(entry, "Type")
        #: The volume's name; "" for anything else.
        self.name = text(entry, "Name")
        self.source = text(entry, "Source")
        self.target = text(entry, "Destination")
        self.read_only = entry.get("RW") is False


class ContainerFacts:
    """A container: ``config`` and ``host`` as inspect gives them. ``size`` are the bytes in its own layer, None where not known."""

    __slots__ = (
        "auto_remove",
        "config",
        "host",
        "id",
        "image",
        "image_id",
        "mounts",
        "name",
        "networks",
        "paused",
        "running",
        "size",
        "status",
    )

    def __init__(self, answer: dict[str, Any], size: int | None = None) -> None:
        if from_podman(answer):
            answer = as_docker(answer)
        self.id = text(answer, "Id")
        self.name = text(answer, "Name").lstrip("/")
        self.config = table(answer, "Config")
        self.host = table(answer, "HostConfig")
        #: The image as it was written when the container was made.
        self.image = text(self.config, "Image")
        self.image_id = text(answer, "Image")
        state = table(answer, "State")
        self.status = text(state, "Status")
        self.running = state.get("Running") is True
        self.paused = state.get("Paused") is True
        self.auto_remove = self.host.get("AutoRemove") is True
        entries = answer.get("Mounts")
        self.mounts = [
            MountFacts(entry)
            for entry in (entries if isinstance(entries, list) else ())
            if isinstance(entry, dict)
        ]
        self.networks = table(table(answer, "NetworkSettings"), "Networks")
        self.size = size

    def mount_at(self, path: str) -> MountFacts | None:
        """Return the mount at exactly this path, None where there is none."""
        return next((mount for mount in self.mounts if mount.target.rstrip("/") == path.rstrip("/")), None)


class VolumeFacts:
    """A volume. ``size`` are the bytes in it, ``users`` the containers that have it; None where the engine doesn't say."""

    __slots__ = ("anonymous", "driver", "labels", "name", "size", "users")

    def __init__(self, answer: dict[str, Any]) -> None:
        self.name = text(answer, "Name")
        self.driver = text(answer, "Driver")
        self.labels: dict[str, str] = {name: str(value) for name, value in table(answer, "Labels").items()}
        usage = table(answer, "UsageData")
        # -1 stands for "not computed", which is what drivers other than local give.
        self.size = _count(usage, "Size")
        self.users = _count(usage, "RefCount")
        self.anonymous = (
            ANONYMOUS_LABEL in self.labels or answer.get("Anonymous") is True or looks_anonymous(self.name)
        )


class Change:
    """One line of ``docker diff``: ``kind`` is "changed", "added" or "deleted"."""

    __slots__ = ("kind", "path")

    def __init__(self, path: str, kind: str) -> None:
        self.path = path
        self.kind = kind


class FileFacts:
    """A file in a container: its ``size``, and whether it is a ``directory`` or otherwise no ordinary file (``other``)."""

    __slots__ = ("directory", "other", "size")

    def __init__(self, size: int, directory: bool, other: bool) -> None:
        self.size = size
        self.directory = directory
        self.other = other


def looks_anonymous(name: str) -> bool:
    """Return whether ``name`` looks like one that an engine invents: 64 hexadecimal digits."""
    return len(name) == 64 and all(character in _HEX for character in name)


def text(answer: dict[str, Any], key: str) -> str:
    """Return the text under ``key``, "" where there is none."""
    value = answer.get(key)
    return value if isinstance(value, str) else ""


def texts(answer: dict[str, Any], key: str) -> list[str]:
    """Return the texts under ``key``. A single text counts as a list."""
    value = answer.get(key)
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def table(answer: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the object under ``key``, empty where there is none."""
    value = answer.get(key)
    return value if isinstance(value, dict) else {}


def _count(answer: dict[str, Any], key: str) -> int | None:
    value = answer.get(key)
    return value if isinstance(value, int) and value >= 0 else None
