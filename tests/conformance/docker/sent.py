"""What the client sent, and what ``inspect``'s fields say that it sends: two dictionaries of the same form, one function for each verb.

``OPTIONS`` is for the options that ``inspect`` doesn't print: where their values stand in the request, so that they show that the
words were told apart rightly.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from typing import Any

from persistlint.docker.commands import Command
from persistlint.docker.option_table import Version

from .engine import VARIABLES, RecordingEngine, Request

Fields = dict[str, Any]


class Client:
    """Where the client runs, and which it is."""

    __slots__ = ("folder", "version")

    def __init__(self, folder: str, version: Version) -> None:
        self.folder = folder
        self.version = version


def made_absolute(source: str, folder: str, version: Version) -> str:
    """Return what the client does with a relative source (Go's ``filepath.Abs``): before 28.2 with ``./x`` and ``.`` alone."""
    if source.startswith("./") or source == "." or (version >= (28, 2) and source.startswith(".")):
        return os.path.normpath(os.path.join(folder, source))
    return source


def _cut(pair: str) -> tuple[str, str]:
    name, _, value = pair.partition("=")
    return name, value


def _environment(pairs: list[str], files: list[str]) -> list[str]:
    """``--env`` and ``--env-file`` as the client resolves them: names alone take their value from its own environment."""
    out = []
    for name in files:
        for line in RecordingEngine.FILES[name].splitlines():
            if line and not line.startswith("#"):
                if "=" in line:
                    out.append(line)
                elif line in VARIABLES:
                    out.append(f"{line}={VARIABLES[line]}")
    for pair in pairs:
        out.append(f"{pair}={VARIABLES[pair]}" if "=" not in pair and pair in VARIABLES else pair)
    return out


def _create_environment(pairs: list[str], files: list[str]) -> list[str]:
    """For ``run`` and ``create`` the client keeps the last of several values of one name, in no order; those of files stay beside them."""
    last = {pair.partition("=")[0]: pair for pair in _environment(pairs, [])}
    return sorted([*_environment([], files), *last.values()])


def _values(command: Command, name: str) -> list[str]:
    return [use.value.text or "" for use in command.uses(name) if use.value is not None]


# -- mounts ------------------------------------------------------------------------------------------------------


def _sent_mount(mount: Fields) -> Fields:
    """Return a mount of the request without what is not set."""
    out = {
        "type": mount["Type"],
        "source": mount.get("Source", ""),
        "target": mount["Target"],
        "read_only": mount.get("ReadOnly", False),
        "consistency": mount.get("Consistency", ""),
    }
    bind = mount.get("BindOptions") or {}
    out["propagation"] = bind.get("Propagation", "")
    out["recursive"] = [
        key
        for key in ("NonRecursive", "ReadOnlyNonRecursive", "ReadOnlyForceRecursive")
        if bind.get(key, False)
    ]
    volume = mount.get("VolumeOptions") or {}
    driver = volume.get("DriverConfig") or {}
    out["nocopy"] = volume.get("NoCopy", False)
    out["labels"] = volume.get("Labels") or {}
    out["subpath"] = volume.get("Subpath", "")
    out["driver"] = driver.get("Name", "")
    out["options"] = driver.get("Options") or {}
    tmpfs = mount.get("TmpfsOptions") or {}
    out["mode"] = tmpfs.get("Mode", 0)
    return out


_RECURSIVE = {
    "disabled": "NonRecursive",
    "writable": "ReadOnlyNonRecursive",
    "readonly": "ReadOnlyForceRecursive",
}


def _read_mount(mount: Fields, client: Client) -> Fields:
    """Return a mount of ``inspect`` in the form of ``_sent_mount``."""
    out: Fields = {
        "type": mount["type"],
        "source": made_absolute(mount["source"] or "", client.folder, client.version),
        "target": mount["target"],
        "read_only": mount["read_only"],
        "consistency": "",
        "propagation": "",
        "nocopy": False,
        "labels": {},
        "subpath": "",
        "driver": "",
        "options": {},
        "mode": 0,
    }
    recursive = set()
    for option in mount["options"]:
        key, equals, value = option.partition("=")
        key = key.lower()
        if key == "consistency":
            out["consistency"] = value.lower()
        elif key == "bind-propagation":
            out["propagation"] = value.lower()
        elif key == "bind-recursive" and value in _RECURSIVE:
            recursive.add(_RECURSIVE[value])
        elif key == "bind-nonrecursive":
            recursive.discard("NonRecursive")
            if not equals or _true(value):
                recursive.add("NonRecursive")
        elif key == "volume-nocopy":
            out["nocopy"] = not equals or _true(value)
        elif key in ("volume-label", "volume-opt"):
            name, text = _cut(value)
            if name:
                out["labels" if key == "volume-label" else "options"][name] = text
        elif key == "volume-subpath":
            out["subpath"] = value
        elif key == "volume-driver":
            out["driver"] = value
        elif key == "tmpfs-mode":
            out["mode"] = int(value, 8)
    out["recursive"] = [key for key in _RECURSIVE.values() if key in recursive]
    return out


def _true(text: str) -> bool:
    return text in ("1", "t", "T", "TRUE", "true", "True")


# -- containers --------------------------------------------------------------------------------------------------


def sent_create(request: Request) -> Fields:
    body, host = request.body, request.body["HostConfig"]
    policy = host["RestartPolicy"]
    return {
        "image": body["Image"],
        "command": body["Cmd"] or [],
        "entrypoint": body["Entrypoint"],
        "hostname": body["Hostname"],
        "user": body["User"],
        "workdir": body["WorkingDir"],
        "env": sorted(body["Env"] or []),
        "labels": body["Labels"] or {},
        "binds": sorted(host["Binds"] or []),
        "volumes": sorted(body.get("Volumes") or {}),
        "mounts": [_sent_mount(mount) for mount in host.get("Mounts") or []],
        "tmpfs": host.get("Tmpfs") or {},
        "volumes_from": host["VolumesFrom"] or [],
        "remove": host["AutoRemove"],
        "restart": (policy["Name"], policy["MaximumRetryCount"]),
        "privileged": host["Privileged"],
        "read_only": host["ReadonlyRootfs"],
        "cap_add": host["CapAdd"] or [],
        "pid": host["PidMode"],
        "name": request.query.get("name", ""),
        "tty": body["Tty"],
        "interactive": body["OpenStdin"],
        "attached": body["AttachStdin"] or body["AttachStdout"] or body["AttachStderr"],
    }


def read_create(fields: Fields, command: Command, client: Client) -> Fields:
    binds, volumes = set(), set()
    tmpfs = {}
    for mount in fields["mounts"]:
        if mount["flag"] in ("-v", "--volume"):
            if mount["source"] is None:
                volumes.add(mount["target"])
                continue
            parts = [made_absolute(mount["source"], client.folder, client.version), mount["target"]]
            if mount["options"]:
                parts.append(",".join(mount["options"]))
            binds.add(":".join(parts))
        elif mount["flag"] == "--tmpfs":
            tmpfs[mount["target"]] = ",".join(mount["options"])
    policy, _, count = (fields["restart"] if fields["restart"] is not None else "no").partition(":")
    labels = [
        line for name in _values(command, "label-file") for line in RecordingEngine.FILES[name].splitlines()
    ]
    return {
        "image": fields["image"]["raw"],
        "command": fields["command"],
        "entrypoint": None if fields["entrypoint"] is None else [fields["entrypoint"]],
        "hostname": fields["hostname"] or "",
        "user": fields["user"] or "",
        "workdir": fields["workdir"] or "",
        "env": _create_environment(fields["env"], _values(command, "env-file")),
        "labels": dict(_cut(pair) for pair in [*labels, *fields["labels"]]),
        "binds": sorted(binds),
        "volumes": sorted(volumes),
        "mounts": [_read_mount(mount, client) for mount in fields["mounts"] if mount["flag"] == "--mount"],
        "tmpfs": tmpfs,
        "volumes_from": fields["volumes_from"],
        "remove": fields["remove"],
        "restart": (policy, int(count or 0)),
        "privileged": fields["privileged"],
        "read_only": fields["read_only"],
        "cap_add": fields["cap_add"],
        "pid": fields["pid"] or "",
        "name": fields["name"] or "",
        "tty": fields["tty"],
        "interactive": fields["interactive"],
        "attached": not fields["detach"],
    }


def sent_exec(request: Request) -> Fields:
    body = request.body
    return {
        "container": request.path.removeprefix("/containers/").removesuffix("/exec"),
        "detach": body["Detach"],
        "interactive": body["AttachStdin"],
        "tty": body["Tty"],
        "privileged": body["Privileged"],
        "user": body["User"],
        "workdir": body["WorkingDir"],
        "env": body["Env"] or [],
        "command": body["Cmd"],
    }


def read_exec(fields: Fields, command: Command, client: Client) -> Fields:
    return {
        "container": fields["container"],
        "detach": fields["detach"],
        # A detached exec attaches nothing.
        "interactive": fields["interactive"] and not fields["detach"],
        "tty": fields["tty"],
        "privileged": fields["privileged"],
        "user": fields["user"] or "",
        "workdir": fields["workdir"] or "",
        "env": _environment(fields["env"], _values(command, "env-file")),
        "command": fields["command"],
    }


def sent_commit(request: Request) -> Fields:
    query = request.query
    return {"container": query["container"], "repo": query.get("repo", ""), "tag": query.get("tag", "")}


def read_commit(fields: Fields, command: Command, client: Client) -> Fields:
    image = fields["image"]
    if image is None or not image["raw"]:
        return {"container": fields["container"], "repo": "", "tag": ""}
    repository = image["path"] if image["domain"] == "docker.io" else f"{image['domain']}/{image['path']}"
    if image["domain"] == "docker.io":
        repository = repository.removeprefix("library/")
    return {"container": fields["container"], "repo": repository, "tag": image["tag"] or "latest"}


def sent_copy(request: Request) -> Fields:
    out = request.method == "GET" or request.method == "HEAD"
    return {
        "container": request.path.removeprefix("/containers/").removesuffix("/archive"),
        "path": request.query["path"],
        "out": out,
    }


def read_copy(fields: Fields, command: Command, client: Client) -> Fields:
    return fields


def sent_volume(request: Request) -> Fields:
    body = request.body
    return {
        "name": body.get("Name", ""),
        "driver": body.get("Driver", ""),
        "options": body.get("DriverOpts") or {},
        "labels": body.get("Labels") or {},
    }


def read_volume(fields: Fields, command: Command, client: Client) -> Fields:
    driver = fields["driver"]
    return {
        "name": fields["volume"] or "",
        "driver": "local" if driver is None else driver,
        "options": dict(_cut(pair) for pair in fields["driver_options"]),
        "labels": dict(_cut(pair) for pair in fields["labels"]),
    }


def sent_build(request: Request) -> Fields:
    query = request.query
    return {
        "tags": request.queries.get("t", []),
        "target": query.get("target", ""),
        "build_args": json.loads(query["buildargs"]),
    }


def read_build(fields: Fields, command: Command, client: Client) -> Fields:
    arguments: dict[str, str | None] = {}
    for pair in fields["build_args"]:
        name, value = _cut(pair)
        arguments[name] = value if "=" in pair else VARIABLES.get(name)
    return {
        "tags": fields["tags"],
        "target": fields["target"] or "",
        "build_args": arguments,
    }


# -- other options -----------------------------------------------------------------------------------------------

#: How a value is read: as text, as a list of texts, as a Go integer, as a map, as a switch, as a comma-separated list.
STRING, LIST, INTEGER, MAP, SWITCH, CSV = "string", "list", "integer", "map", "switch", "csv"

_HOST = "HostConfig."
_CREATE: dict[str, tuple[str, str]] = {
    "domainname": (STRING, "Domainname"),
    "stop-signal": (STRING, "StopSignal"),
    "stop-timeout": (INTEGER, "StopTimeout"),
    "ipc": (STRING, _HOST + "IpcMode"),
    "uts": (STRING, _HOST + "UTSMode"),
    "userns": (STRING, _HOST + "UsernsMode"),
    "cgroupns": (STRING, _HOST + "CgroupnsMode"),
    "cgroup-parent": (STRING, _HOST + "CgroupParent"),
    "cpuset-cpus": (STRING, _HOST + "CpusetCpus"),
    "cpuset-mems": (STRING, _HOST + "CpusetMems"),
    "runtime": (STRING, _HOST + "Runtime"),
    "isolation": (STRING, _HOST + "Isolation"),
    "volume-driver": (STRING, _HOST + "VolumeDriver"),
    "log-driver": (STRING, _HOST + "LogConfig.Type"),
    "cidfile": (STRING, _HOST + "ContainerIDFile"),
    "health-retries": (INTEGER, "Healthcheck.Retries"),
    "cpu-shares": (INTEGER, _HOST + "CpuShares"),
    "cpu-period": (INTEGER, _HOST + "CpuPeriod"),
    "cpu-quota": (INTEGER, _HOST + "CpuQuota"),
    "cpu-rt-period": (INTEGER, _HOST + "CpuRealtimePeriod"),
    "cpu-rt-runtime": (INTEGER, _HOST + "CpuRealtimeRuntime"),
    "pids-limit": (INTEGER, _HOST + "PidsLimit"),
    "memory-swappiness": (INTEGER, _HOST + "MemorySwappiness"),
    "oom-score-adj": (INTEGER, _HOST + "OomScoreAdj"),
    "blkio-weight": (INTEGER, _HOST + "BlkioWeight"),
    "cpu-count": (INTEGER, _HOST + "CpuCount"),
    "cpu-percent": (INTEGER, _HOST + "CpuPercent"),
    "io-maxiops": (INTEGER, _HOST + "IOMaximumIOps"),
    "cap-drop": (LIST, _HOST + "CapDrop"),
    "group-add": (LIST, _HOST + "GroupAdd"),
    "dns-option": (LIST, _HOST + "DnsOptions"),
    "device-cgroup-rule": (LIST, _HOST + "DeviceCgroupRules"),
    "link": (LIST, _HOST + "Links"),
    "init": (SWITCH, _HOST + "Init"),
    "publish-all": (SWITCH, _HOST + "PublishAllPorts"),
    "oom-kill-disable": (SWITCH, _HOST + "OomKillDisable"),
    "sysctl": (MAP, _HOST + "Sysctls"),
    "annotation": (MAP, _HOST + "Annotations"),
    "storage-opt": (MAP, _HOST + "StorageOpt"),
    "log-opt": (MAP, _HOST + "LogConfig.Config"),
}

#: Verb to option to how its value is read, and where it stands: a path in the body, or behind ``?`` the name in the query.
OPTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "container run": _CREATE,
    "container create": _CREATE,
    "container exec": {"detach-keys": (STRING, "DetachKeys")},
    "container commit": {
        "author": (STRING, "?author"),
        "message": (STRING, "?comment"),
        "change": (LIST, "?changes"),
    },
    "volume create": {
        "group": (STRING, "ClusterVolumeSpec.Group"),
        "scope": (STRING, "ClusterVolumeSpec.AccessMode.Scope"),
        "sharing": (STRING, "ClusterVolumeSpec.AccessMode.Sharing"),
        "availability": (STRING, "ClusterVolumeSpec.Availability"),
    },
    "image build": {
        "cgroup-parent": (STRING, "?cgroupparent"),
        "cpuset-cpus": (STRING, "?cpusetcpus"),
        "cpuset-mems": (STRING, "?cpusetmems"),
        "network": (STRING, "?networkmode"),
        "isolation": (STRING, "?isolation"),
        "platform": (STRING, "?platform"),
        "cpu-period": (INTEGER, "?cpuperiod"),
        "cpu-quota": (INTEGER, "?cpuquota"),
        "cpu-shares": (INTEGER, "?cpushares"),
        "no-cache": (SWITCH, "?nocache"),
        "rm": (SWITCH, "?rm"),
        "force-rm": (SWITCH, "?forcerm"),
        "pull": (SWITCH, "?pull"),
        "quiet": (SWITCH, "?q"),
        "squash": (SWITCH, "?squash"),
        "cache-from": (CSV, "?cachefrom"),
        "security-opt": (CSV, "?securityopt"),
        "label": (MAP, "?labels"),
    },
}


def _go_integer(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    digits = text.lstrip("+-").replace("_", "")
    return sign * (int(digits, 8) if digits[:1] == "0" and digits.isdigit() else int(digits, 0))


def _as_classic_builder(name: str, text: str) -> str:
    """It isn't told of the isolation that is the default, and of platforms in small letters."""
    if name == "isolation" and text == "default":
        return ""
    return text.lower() if name == "platform" else text


def read_options(command: Command) -> Fields:
    """Return the values of the options of ``OPTIONS`` that the line gives."""
    out: Fields = {}
    for name, (form, _) in OPTIONS.get(command.verb, {}).items():
        uses = command.uses(name)
        if not uses:
            continue
        if form == SWITCH:
            out[name] = command.switch(name)
            continue
        texts = _values(command, name)
        if form == STRING:
            out[name] = _as_classic_builder(name, texts[-1]) if command.verb == "image build" else texts[-1]
        elif form == INTEGER:
            out[name] = _go_integer(texts[-1])
        elif form == LIST:
            out[name] = texts
        elif form == MAP:
            out[name] = dict(_cut(text) for text in texts)
        else:
            # pflag's string slice: an empty argument adds nothing.
            out[name] = [part for text in texts if text for part in next(csv.reader([text]))]
    return out


def sent_options(names: list[str], verb: str, request: Request) -> Fields:
    """Return what the request says at the places of these options."""
    out: Fields = {}
    for name in names:
        form, place = OPTIONS[verb][name]
        value: Any
        if place.startswith("?"):
            texts = request.queries.get(place[1:], [])
            if form == LIST:
                value = texts
            elif form in (MAP, CSV):
                value = json.loads(texts[-1]) if texts and texts[-1][:1] in "[{" else texts
            else:
                value = texts[-1] if texts else ""
            if form == SWITCH:
                value = value == "1"
            elif form == INTEGER:
                value = int(value or 0)
        else:
            value = request.body
            for step in place.split("."):
                value = (value or {}).get(step)
        out[name] = value or ([] if form in (LIST, CSV) else {} if form == MAP else value)
        if value is None:
            out[name] = {STRING: "", INTEGER: 0, SWITCH: False, LIST: [], MAP: {}, CSV: []}[form]
    return out


Sent = Callable[[Request], Fields]
Read = Callable[[Fields, Command, Client], Fields]

#: Verb to the two sides of its comparison.
SIDES: dict[str, tuple[Sent, Read]] = {
    "container run": (sent_create, read_create),
    "container create": (sent_create, read_create),
    "container exec": (sent_exec, read_exec),
    "container commit": (sent_commit, read_commit),
    "volume create": (sent_volume, read_volume),
    "image build": (sent_build, read_build),
}
