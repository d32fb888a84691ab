"""The command line that would make a container again, from what inspect says of it.

An option is written where the container differs from its image and from the client's default. The API's fields and the options that set them
are those of docker/cli ``cli/command/container/opts.go``.
"""

from __future__ import annotations

from collections.abc import Mapping

from persistlint.engine import run_options
from persistlint.engine.facts import (
    ContainerFacts,
    ImageFacts,
    MountFacts,
    looks_anonymous,
    table,
    text,
    texts,
)
from persistlint.engine.quoting import csv_fields


class RunCommand:
    """``options`` (words), ``image`` and ``words`` behind it. ``left_out`` says what no option can say, for people."""

    __slots__ = ("image", "left_out", "options", "words")

    def __init__(self, options: list[str], image: str, words: list[str], left_out: list[str]) -> None:
        self.options = options
        self.image = image
        self.words = words
        self.left_out = left_out

    def all_words(self, start: list[str]) -> list[str]:
        """Return the whole command line that begins with ``start`` (``docker run -d``)."""
        return [*start, *self.options, self.image, *self.words]


def brief_command(container: ContainerFacts, image: ImageFacts) -> RunCommand:
    """Return the command with no more than an analysis needs. Variables stand by name; only container paths keep their values.

    The values of the others, and labels, may be secrets; a report shows this line.
    """
    options = _identity(container, image)
    for entry in _own_env(container, image):
        name, equals, value = entry.partition("=")
        options += ["-e", entry if equals and value.startswith("/") else name]
    options += _mounts(container, image, {}, brief=True)
    options += run_options.privileges(container.host)
    entrypoint, words = _program(container, image)
    return RunCommand(options + entrypoint, image_name(container, image), words, [])


def full_command(
    container: ContainerFacts, image: ImageFacts, volumes: Mapping[str, str], name: str, reference: str
) -> RunCommand:
    """Return the whole command that makes the container ``name`` from the image ``reference``, with ``volumes`` (path to name) mounted on top."""
    options = ["--name", name, *_identity(container, image)[2:]]
    for entry in _own_env(container, image):
        options += ["-e", entry]
    for label, value in table(container.config, "Labels").items():
        if image.labels.get(label) != value:
            options += ["--label", f"{label}={value}"]
    options += run_options.network(container, image)
    options += _mounts(container, image, volumes, brief=False)
    options += run_options.privileges(container.host)
    options += run_options.resources(container.host)
    options += run_options.behaviour(container, image)
    entrypoint, words = _program(container, image)
    left_out = run_options.left_out(container)
    return RunCommand(options + entrypoint, reference, words, left_out)


def image_name(container: ContainerFacts, image: ImageFacts) -> str:
    """Return the image as the user wrote it. An ID is replaced by one of its names, pinned to the ID."""
    written = container.image
    bare = written.removeprefix("sha256:")
    is_id = len(bare) >= 12 and container.image_id.removeprefix("sha256:").startswith(bare)
    if not is_id:
        return written or container.image_id
    names = image.tags or [digest.partition("@")[0] for digest in image.digests]
    return f"{names[0]}@{container.image_id}" if names else container.image_id


def declared_image(container: ContainerFacts) -> ImageFacts:
    """Stands in for an image that has been removed: every anonymous volume counts as declared by it."""
    return ImageFacts({"Id": container.image_id, "Config": {"Volumes": table(container.config, "Volumes")}})


def anonymous_options(container: ContainerFacts, image: ImageFacts) -> list[str]:
    """Return the paths that got an anonymous volume from an option and not from the image's VOLUME."""
    given = {_target_of_bind(bind) for bind in _binds(container)}
    given |= {text(mount, "Target") for mount in _mount_entries(container)}
    return [
        path for path in table(container.config, "Volumes") if path not in given and path not in image.volumes
    ]


# -- parts ------------------------------------------------------------------------------------------------------------


def _identity(container: ContainerFacts, image: ImageFacts) -> list[str]:
    config, host = container.config, container.host
    options = ["--name", container.name]
    for flag, on in (
        ("-i", config.get("OpenStdin")),
        ("-t", config.get("Tty")),
        ("--rm", container.auto_remove),
        ("--read-only", host.get("ReadonlyRootfs")),
    ):
        options += [flag] if on else []
    hostname = text(config, "Hostname")
    if hostname and not container.id.startswith(hostname) and text(host, "NetworkMode") != "host":
        options += ["--hostname", hostname]
    policy = table(host, "RestartPolicy")
    if text(policy, "Name") not in ("", "no"):
        count = policy.get("MaximumRetryCount")
        options += ["--restart", text(policy, "Name") + (f":{count}" if count else "")]
    if text(config, "User") != image.user:
        options += ["--user", text(config, "User")]
    if text(config, "WorkingDir") not in (image.workdir or "/", ""):
        options += ["--workdir", text(config, "WorkingDir")]
    return options


def _own_env(container: ContainerFacts, image: ImageFacts) -> list[str]:
    return [entry for entry in texts(container.config, "Env") if entry not in image.env]


def _program(container: ContainerFacts, image: ImageFacts) -> tuple[list[str], list[str]]:
    """Return the option for the entry point, and the words behind the image."""
    entrypoint, cmd = texts(container.config, "Entrypoint"), texts(container.config, "Cmd")
    if entrypoint == image.entrypoint:
        return [], ([] if cmd == image.cmd else cmd)
    # The option holds one word; what follows it is the start of the arguments. An entry point given there makes the image's command void.
    return ["--entrypoint", entrypoint[0] if entrypoint else ""], [*entrypoint[1:], *cmd]


def _mounts(
    container: ContainerFacts, image: ImageFacts, volumes: Mapping[str, str], brief: bool
) -> list[str]:
    """Return the options for mounts. ``volumes`` replace any other mount on the same path."""
    options: list[str] = []
    told_volumes = set(volumes)
    for path, name in volumes.items():
        options += volume_option(name, path)
    for bind in _binds(container):
        target = _target_of_bind(bind)
        if target not in told_volumes:
            options += ["-v", bind]
        told_volumes.add(target)
    for mount in _mount_entries(container):
        if text(mount, "Target") not in told_volumes:
            options += ["--mount", _mount_value(mount)]
        told_volumes.add(text(mount, "Target"))
    for path, mode in table(container.host, "Tmpfs").items():
        if path not in told_volumes:
            options += ["--tmpfs", f"{path}:{mode}" if mode else path]
        told_volumes.add(path)
    for path in anonymous_options(container, image):
        if path not in told_volumes:
            options += ["-v", path]
        told_volumes.add(path)
    others = texts(container.host, "VolumesFrom")
    if not brief:
        for other in others:
            options += ["--volumes-from", other]
    elif others:
        # One container's line alone doesn't say what another one has: what came from there is named.
        for entry in container.mounts:
            if entry.target not in told_volumes and entry.target not in image.volumes:
                options += _inherited(entry)
    return options


def volume_option(name: str, path: str, *more: str) -> list[str]:
    """Return the option that mounts the volume ``name`` on ``path``. ``more`` are further fields of ``--mount``."""
    if not more and not any(mark in path for mark in ':,"\n'):
        return ["-v", f"{name}:{path}"]
    return ["--mount", csv_fields(["type=volume", f"source={name}", f"target={path}", *more])]


def _inherited(mount: MountFacts) -> list[str]:
    source = mount.name or mount.source
    return ["-v", f"{source}:{mount.target}{':ro' if mount.read_only else ''}"] if source else []


def _binds(container: ContainerFacts) -> list[str]:
    """Return ``HostConfig.Binds`` without the anonymous volumes that podman lists there too."""
    binds = []
    for bind in texts(container.host, "Binds"):
        source, colon, _ = bind.partition(":")
        target = _target_of_bind(bind)
        if colon and looks_anonymous(source) and target in table(container.config, "Volumes"):
            continue
        binds.append(bind)
    return binds


def _target_of_bind(bind: str) -> str:
    parts = bind.split(":")
    return parts[1] if len(parts) > 1 else parts[0]


def _mount_entries(container: ContainerFacts) -> list[dict[str, object]]:
    entries = container.host.get("Mounts")
    return [entry for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict)]


def _mount_value(mount: dict[str, object]) -> str:
    fields = [f"type={text(mount, 'Type')}"]
    if text(mount, "Source"):
        fields.append(f"source={text(mount, 'Source')}")
    fields.append(f"target={text(mount, 'Target')}")
    if mount.get("ReadOnly"):
        fields.append("readonly")
    bind, volume, tmpfs = (table(mount, f"{kind}Options") for kind in ("Bind", "Volume", "Tmpfs"))
    if text(bind, "Propagation"):
        fields.append(f"bind-propagation={text(bind, 'Propagation')}")
    if bind.get("NonRecursive"):
        fields.append("bind-recursive=disabled")
    if volume.get("NoCopy"):
        fields.append("volume-nocopy")
    if text(volume, "Subpath"):
        fields.append(f"volume-subpath={text(volume, 'Subpath')}")
    fields += [f"volume-label={name}={value}" for name, value in table(volume, "Labels").items()]
    driver = table(volume, "DriverConfig")
    if text(driver, "Name"):
        fields.append(f"volume-driver={text(driver, 'Name')}")
    fields += [f"volume-opt={name}={value}" for name, value in table(driver, "Options").items()]
    if tmpfs.get("SizeBytes"):
        fields.append(f"tmpfs-size={tmpfs['SizeBytes']}")
    mode = tmpfs.get("Mode")
    if isinstance(mode, int) and mode:
        fields.append(f"tmpfs-mode={mode:o}")
    return csv_fields(fields)
