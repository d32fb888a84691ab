"""Podman's answers in docker's words.

Podman's service (seen: 5.4.2) tells of a container what podman has made of its options: the bind of an anonymous volume, mount flags and variables
that nobody gave, signals as numbers. Without that a command line read back from it would say what the user didn't.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Mount flags that podman gives every bind and volume.
_USUAL_FLAGS = frozenset(("rw", "rprivate", "rbind", "nodev", "nosuid", "exec"))
#: Variables that it sets where neither image nor user has.
_USUAL_ENV = frozenset(
    (
        "container=podman",
        "HOME=",
        "HOME=/",
        "HOME=/root",
        "TERM=xterm",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    )
)
#: Values of fields that stand for "not given".
_USUAL_HOST = {"PidMode": "private", "UTSMode": "private", "ShmSize": 65536000, "PidsLimit": 2048}
_USUAL_CONFIG = {"StopSignal": "15", "StopTimeout": 10}
_OWN_ANNOTATIONS = (
    "io.container.manager",
    "io.podman.",
    "org.opencontainers.image.",
    "org.systemd.property.",
)


def from_podman(answer: dict[str, Any]) -> bool:
    """Return whether a container's description comes from podman."""
    annotations = (answer.get("HostConfig") or {}).get("Annotations") or {}
    return bool(annotations.get("io.container.manager") == "libpod")


def as_docker(answer: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a container as docker would give it."""
    config, host = dict(answer.get("Config") or {}), dict(answer.get("HostConfig") or {})
    volumes = dict(config.get("Volumes") or {})
    binds = []
    for bind in host.get("Binds") or ():
        source, _, rest = str(bind).partition(":")
        target, _, flags = rest.partition(":")
        if _invented(source):
            volumes[target] = {}
            continue
        given = [flag for flag in flags.split(",") if flag and flag not in _USUAL_FLAGS]
        binds.append(":".join([source, target, *([",".join(given)] if given else [])]))
    host["Binds"], config["Volumes"] = binds, volumes
    for fields, usual in ((host, _USUAL_HOST), (config, _USUAL_CONFIG)):
        for field, value in usual.items():
            if fields.get(field) == value:
                del fields[field]
    named = f"HOSTNAME={config.get('Hostname')}"
    config["Env"] = [entry for entry in config.get("Env") or () if entry not in _USUAL_ENV and entry != named]
    host["Annotations"] = {
        name: value
        for name, value in (host.get("Annotations") or {}).items()
        if not name.startswith(_OWN_ANNOTATIONS)
    }
    host["Ulimits"] = [
        {**limit, "Name": str(limit.get("Name")).lower().removeprefix("rlimit_")}
        for limit in host.get("Ulimits") or ()
    ]
    return {**answer, "Config": config, "HostConfig": host}


def _invented(name: str) -> bool:
    return len(name) == 64 and not name.strip("0123456789abcdef")
