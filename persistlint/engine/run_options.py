"""Options of ``docker run`` that have nothing to do with storage, read back from inspect's fields.

``left_out`` names what has no option, or none that a single command line can hold.
"""

from __future__ import annotations

from persistlint.engine.facts import ContainerFacts, ImageFacts, table, text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: 64 MiB, the engine's default for /dev/shm.
_DEFAULT_SHM = 67108864

#: Fields of HostConfig whose value is the option's, with what stands for "not given".
_VALUES = (
    ("CpuShares", "--cpu-shares"),
    ("CpuPeriod", "--cpu-period"),
    ("CpuQuota", "--cpu-quota"),
    ("CpusetCpus", "--cpuset-cpus"),
    ("CpusetMems", "--cpuset-mems"),
    ("Memory", "--memory"),
    ("MemoryReservation", "--memory-reservation"),
    ("MemorySwap", "--memory-swap"),
    ("BlkioWeight", "--blkio-weight"),
    ("OomScoreAdj", "--oom-score-adj"),
    ("CgroupParent", "--cgroup-parent"),
    ("VolumeDriver", "--volume-driver"),
)

_LISTS = (
    ("CapDrop", "--cap-drop"),
    ("SecurityOpt", "--security-opt"),
    ("GroupAdd", "--group-add"),
    ("DeviceCgroupRules", "--device-cgroup-rule"),
)

#: Fields that a container may have and that this module doesn't write.
_UNWRITTEN = {
    "DeviceRequests": "the devices that --gpus asks for",
    "BlkioWeightDevice": "--blkio-weight-device",
    "BlkioDeviceReadBps": "--device-read-bps",
    "BlkioDeviceWriteBps": "--device-write-bps",
    "BlkioDeviceReadIOps": "--device-read-iops",
    "BlkioDeviceWriteIOps": "--device-write-iops",
    "StorageOpt": "--storage-opt",
    "Annotations": "--annotation",
    "CpuRealtimeRuntime": "--cpu-rt-runtime",
}


def privileges(host: dict[str, Any]) -> list[str]:
    """Return the options that say what the container may do to the machine."""
    options = ["--privileged"] if host.get("Privileged") else []
    if text(host, "PidMode"):
        options += ["--pid", text(host, "PidMode")]
    for capability in texts(host, "CapAdd"):
        options += ["--cap-add", capability]
    return options


def network(container: ContainerFacts, image: ImageFacts) -> list[str]:
    """Networks, names and ports."""
    host, config = container.host, container.config
    options: list[str] = []
    mode = text(host, "NetworkMode")
    if mode not in ("", "default", "bridge"):
        options += ["--network", mode]
        for alias in texts(table(container.networks, mode), "Aliases"):
            if alias != container.name and not container.id.startswith(alias):
                options += ["--network-alias", alias]
    for field, flag in (("ExtraHosts", "--add-host"), ("Dns", "--dns"), ("DnsSearch", "--dns-search")):
        for value in texts(host, field):
            options += [flag, value]
    for value in texts(host, "DnsOptions"):
        options += ["--dns-option", value]
    for link in texts(host, "Links"):
        other, _, alias = link.partition(":")
        options += ["--link", f"{other.lstrip('/')}:{alias.rpartition('/')[2]}"]
    bindings = table(host, "PortBindings")
    for port, places in bindings.items():
        for place in places if isinstance(places, list) else ():
            options += ["-p", _published(port, place)]
    if host.get("PublishAllPorts"):
        options.append("-P")
    for port in table(config, "ExposedPorts"):
        if port not in image.exposed and port not in bindings:
            options += ["--expose", port]
    if text(config, "Domainname"):
        options += ["--domainname", text(config, "Domainname")]
    return options


def resources(host: dict[str, Any]) -> list[str]:
    """Limits and devices."""
    options: list[str] = []
    for field, flag in _VALUES:
        value = host.get(field)
        # Twice the memory is what the engine makes of no --memory-swap.
        if value and not (field == "MemorySwap" and value == 2 * (host.get("Memory") or 0)):
            options += [flag, str(value)]
    for field, flag in _LISTS:
        for value in texts(host, field):
            options += [flag, value]
    nano = host.get("NanoCpus")
    if isinstance(nano, int) and nano:
        options += ["--cpus", f"{nano / 1e9:.9f}".rstrip("0").rstrip(".")]
    if host.get("ShmSize") not in (None, 0, _DEFAULT_SHM):
        options += ["--shm-size", str(host["ShmSize"])]
    pids = host.get("PidsLimit")
    if isinstance(pids, int) and pids > 0:
        options += ["--pids-limit", str(pids)]
    if host.get("OomKillDisable"):
        options.append("--oom-kill-disable")
    for limit in _entries(host, "Ulimits"):
        options += ["--ulimit", f"{text(limit, 'Name')}={limit.get('Soft')}:{limit.get('Hard')}"]
    for name, value in table(host, "Sysctls").items():
        options += ["--sysctl", f"{name}={value}"]
    for device in _entries(host, "Devices"):
        fields = [text(device, key) for key in ("PathOnHost", "PathInContainer", "CgroupPermissions")]
        options += ["--device", ":".join(field for field in fields if field)]
    return options


def behaviour(container: ContainerFacts, image: ImageFacts) -> list[str]:
    """Return the options that say how the container starts, stops, logs, and is looked after."""
    host, config = container.host, container.config
    options: list[str] = ["--init"] if host.get("Init") else []
    for field, flag, usual in (
        ("IpcMode", "--ipc", ("", "private", "shareable")),
        ("UTSMode", "--uts", ("",)),
        ("UsernsMode", "--userns", ("",)),
        ("Runtime", "--runtime", ("", "runc", "oci")),
    ):
        if text(host, field) not in usual:
            options += [flag, text(host, field)]
    log = table(host, "LogConfig")
    settings = table(log, "Config")
    if text(log, "Type") not in ("", "json-file", "journald", "k8s-file") or settings:
        options += ["--log-driver", text(log, "Type")]
        for name, value in settings.items():
            options += ["--log-opt", f"{name}={value}"]
    if text(config, "StopSignal") not in ("", image.stop_signal):
        options += ["--stop-signal", text(config, "StopSignal")]
    if isinstance(config.get("StopTimeout"), int):
        options += ["--stop-timeout", str(config["StopTimeout"])]
    health = table(config, "Healthcheck")
    return options + (_health(health) if health and health != image.healthcheck else [])


def left_out(container: ContainerFacts) -> list[str]:
    """Return a phrase for each thing that the command line can't hold."""
    phrases = [phrase for field, phrase in _UNWRITTEN.items() if container.host.get(field)]
    mode = text(container.host, "NetworkMode")
    default = ("bridge", "podman") if mode in ("", "default", "bridge") else (mode,)
    phrases += [f"its place in the network {name}" for name in container.networks if name not in default]
    return phrases


def _published(port: str, place: dict[str, Any]) -> str:
    number, _, protocol = port.partition("/")
    address, public = text(place, "HostIp"), text(place, "HostPort")
    if ":" in address:
        address = f"[{address}]"
    end = f"{number}/{protocol}" if protocol not in ("", "tcp") else number
    if address:
        return f"{address}:{public}:{end}"
    return f"{public}:{end}" if public else end


def _health(health: dict[str, Any]) -> list[str]:
    test = texts(health, "Test")
    if test[:1] == ["NONE"]:
        return ["--no-healthcheck"]
    options: list[str] = []
    if test[:1] == ["CMD-SHELL"]:
        options += ["--health-cmd", " ".join(test[1:])]
    elif test[:1] == ["CMD"]:
        from persistlint.engine.quoting import joined

        # The option knows a shell's line only.
        options += ["--health-cmd", joined(test[1:])]
    for field, flag in (
        ("Interval", "--health-interval"),
        ("Timeout", "--health-timeout"),
        ("StartPeriod", "--health-start-period"),
        ("StartInterval", "--health-start-interval"),
    ):
        if health.get(field):
            options += [flag, f"{health[field]}ns"]
    if health.get("Retries"):
        options += ["--health-retries", str(health["Retries"])]
    return options


def _entries(host: dict[str, Any], field: str) -> list[dict[str, Any]]:
    value = host.get(field)
    return [entry for entry in (value if isinstance(value, list) else ()) if isinstance(entry, dict)]
