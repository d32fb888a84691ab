"""Compares what podman made of a line (``podman inspect``) with what persistlint's ``inspect`` says."""

from __future__ import annotations

import json
import posixpath
import re
from pathlib import Path
from typing import Any

from persistlint.docker.commands import ContainerCreate
from tests.conformance.docker.reading import Reading

Fields = dict[str, Any]

#: What podman may say for the sake of the machine that it runs on, not of the line.
MACHINE = {
    "a file that is not there": r"(statfs|lstat|stat) .*: no such file or directory|no file paths matching glob",
    "a plugin that is not there": r"required plugin missing",
    "the storage's own limits": r"cannot (set|use) .* on this|not supported|requires .*root|unable to look up|does not support",
}
#: Environment that podman gives by itself.
_SPECIAL = re.compile(r"type=(ramfs|devpts)")
_OWN_ENV = frozenset(("PATH", "container", "TERM", "HOME", "HOSTNAME"))
#: Options that bring environment, labels or mounts from elsewhere.
_ENV_SOURCES = frozenset(("env-file", "env-merge", "unsetenv", "unsetenv-all", "env-host"))

#: The variables of the process that calls podman, as far as the lines name them.
VARIABLES = {"SEEN": "seen value"}
LENDER_MOUNT = ("volume", "lent", "/lent", True)


def made(inspected: Fields) -> Fields:
    """Return what podman has made, in the words of the comparison."""
    config, host = inspected["Config"], inspected["HostConfig"]
    policy = host["RestartPolicy"]
    env = dict(pair.split("=", 1) for pair in config["Env"] or [])
    mounts = set()
    for mount in inspected["Mounts"]:
        source = mount.get("Name") or mount["Source"]
        if mount["Type"] == "volume" and re.fullmatch(r"[0-9a-f]{64}", source):
            source = ""
        target = "/" + posixpath.normpath(mount["Destination"]).lstrip("/")
        mounts.add((mount["Type"], source, target, mount["RW"]))
    for target in host["Tmpfs"] or {}:
        mounts.add(("tmpfs", "", posixpath.normpath(target), True))
    return {
        "image": inspected["ImageName"],
        "command": config["Cmd"] or [],
        "entrypoint": config["Entrypoint"],
        "name": inspected["Name"],
        "env": {name: value for name, value in env.items() if name not in _OWN_ENV},
        "labels": config["Labels"] or {},
        "mounts": mounts,
        "restart": (policy["Name"] or "no", policy["MaximumRetryCount"]),
        "remove": host["AutoRemove"],
        "privileged": host["Privileged"],
        "read_only": host["ReadonlyRootfs"],
        "cap_add": set(host["CapAdd"] or []),
        "user": config["User"],
        "workdir": config["WorkingDir"],
        "hostname": config["Hostname"],
        "tty": config["Tty"],
        "interactive": config["OpenStdin"],
    }


def read(reading: Reading, actual: Fields, folder: Path) -> Fields:
    """Return what persistlint read, in the same words; what a line leaves to podman is taken from ``actual``."""
    fields, command = reading.fields, reading.command
    assert isinstance(command, ContainerCreate)
    given = {use.name for use in command.options}
    policy, _, count = (fields["restart"] or "no").partition(":")
    out: Fields = {
        "image": _image(fields["image"]["raw"], command.switch("rootfs") is True),
        "command": fields["command"],
        "entrypoint": _entrypoint(fields["entrypoint"]),
        "name": (fields["name"] or "").removeprefix("/") or actual["name"],
        "env": _environment(fields["env"]),
        "labels": _labels(fields["labels"]),
        # What a glob finds, and where the folder is, no text tells.
        "mounts": actual["mounts"] if _has_glob(command) else _mounts(command, folder),
        "restart": ("no" if policy.lower() == "never" else policy, int(count or 0)),
        "remove": fields["remove"],
        "privileged": fields["privileged"],
        "read_only": fields["read_only"],
        "cap_add": {f"CAP_{name.upper().removeprefix('CAP_')}" for name in fields["cap_add"] if name},
        "user": fields["user"] or "",
        "workdir": fields["workdir"] or "/",
        "hostname": fields["hostname"] or actual["hostname"],
        "tty": fields["tty"],
        "interactive": fields["interactive"],
    }
    if given & _ENV_SOURCES:
        out["env"] = actual["env"]
    if "label-file" in given:
        out["labels"] = actual["labels"]
    if command.privileged or "CAP_ALL" in out["cap_add"]:
        # All of them, whatever else is named.
        out["cap_add"] = actual["cap_add"]
    if "cap-drop" in given:
        out["cap_add"] = actual["cap_add"]
    return out


def _image(raw: str, is_folder: bool) -> str:
    del is_folder
    name, _, tag = raw.rpartition(":")
    name, tag = (name, tag) if name and "/" not in tag else (raw, "latest")
    if "/" not in name:
        name = {"im": "localhost/im", "pg": "docker.io/library/pg"}.get(name, name)
    return f"{name}:{tag}"


def _entrypoint(text: str | None) -> list[str] | None:
    if text is None:
        return None
    try:
        words = json.loads(text)
    except ValueError:
        words = None
    if isinstance(words, list) and all(isinstance(word, str) for word in words):
        return words or None
    # An empty one takes the image's away.
    return [text]


def _environment(pairs: list[str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.lstrip(" \t")
        if equals:
            out[name] = value
        elif name in VARIABLES:
            out[name] = VARIABLES[name]
    return {name: value for name, value in out.items() if name not in _OWN_ENV}


def _labels(pairs: list[str]) -> dict[str, str]:
    return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}


#: go-units' sentences about a size: Debian's podman is built with an older one.
_SIZE = re.compile(r"(?:invalid (?:size|suffix): .*|strconv.ParseFloat: .*)")


def is_said(reason: str, said: str) -> bool:
    """Return whether podman gives this reason."""
    start = _SIZE.sub("invalid size: ", reason)
    return reason.lower() in said.lower() or (start != reason and start in said)


def _has_glob(command: ContainerCreate) -> bool:
    return any(
        mount.target is None or (mount.flag == "--mount" and mount.type is None) for mount in command.mounts
    )


def _mounts(command: ContainerCreate, folder: Path) -> set[tuple[str, str, str, bool]]:
    """Return the mounts that ``podman inspect`` shows: volumes, binds, and tmpfs by their target alone."""
    out: dict[str, tuple[str, str, str, bool]] = {}
    for value in command.volumes_from:
        lender, _, modes = value.display().partition(":")
        if lender:
            out[LENDER_MOUNT[2]] = (*LENDER_MOUNT[:3], "ro" not in modes.split(","))
    for mount in command.mounts:
        target = posixpath.normpath(mount.target.display()) if mount.target is not None else ""
        target = "/" + target.lstrip("/")
        source = mount.source.display() if mount.source is not None else ""
        kind = mount.type or ""
        if kind == "bind" and "O" in mount.options:
            # It isn't among the mounts that podman shows.
            out.pop(target, None)
            continue
        special = _SPECIAL.search(mount.value.display()) if mount.flag == "--mount" and mount.value else None
        if special is not None:
            # Podman shows a filesystem of another kind as a bind of its name.
            out[target] = ("bind", special[1], target, mount.read_only is False)
            continue
        if kind == "bind":
            source = posixpath.normpath(folder / source)
            source = "/" + source.lstrip("/")
        writable = mount.read_only is False
        out[target] = (kind, "" if kind == "tmpfs" else source, target, True if kind == "tmpfs" else writable)
    return set(out.values())


#: What podman adds to a volume's options for a size that stands in `o=`.
_SIZE_OPTION = "SIZE"


def volume_made(inspected: Fields) -> Fields:
    return {
        "name": inspected["Name"],
        "driver": inspected["Driver"],
        "labels": inspected["Labels"] or {},
        "options": {
            name: value for name, value in (inspected["Options"] or {}).items() if name != _SIZE_OPTION
        },
    }


def volume_read(reading: Reading, actual: Fields) -> Fields:
    fields = reading.fields
    return {
        "name": fields["volume"] or actual["name"],
        "driver": fields["driver"] or "local",
        "labels": _labels(fields["labels"]),
        "options": _labels(fields["driver_options"]),
    }


def differences(actual: Fields, expected: Fields) -> str:
    names = [name for name in actual if actual[name] != expected[name]]
    return "; ".join(f"{name}: made {actual[name]!r}, read {expected[name]!r}" for name in names)
