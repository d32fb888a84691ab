"""Podman's refusals of ``create``, ``run`` and ``volume create`` once all options are read, in podman's words.

Sources: podman v5.4.2 ``cmd/podman/containers``, ``pkg/specgenutil``, ``pkg/specgen``, ``libpod/options.go``,
``libpod/runtime_volume_common.go``, ``pkg/env``; containers/common ``pkg/config/pull_policy.go``.
"""

from __future__ import annotations

from persistlint.docker.arguments import go_quoted, integer_problem, is_decimal_integer, size_problem
from persistlint.docker.commands import Command, ContainerCreate, OptionUse, VolumeCreate
from persistlint.docker.image_reference import needs_lowercase, reference_problem
from persistlint.docker.mount_sources import is_podman_name
from persistlint.docker.problems import Problems
from persistlint.text.numerals import number_of

_NAMES = "names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument"
#: Where an image may come from, besides a registry.
_TRANSPORTS = (
    "containers-storage:",
    "dir:",
    "docker:",
    "docker-archive:",
    "docker-daemon:",
    "oci:",
    "oci-archive:",
    "sif:",
)
_POLICIES = frozenset(("", "no", "always", "on-failure", "unless-stopped"))
_PULLS = frozenset(("always", "missing", "ifmissing", "ifnotpresent", "", "newer", "ifnewer", "never"))
_IMAGE_VOLUMES = frozenset(("tmpfs", "ignore", "anonymous", ""))
_LOCAL_OPTIONS = frozenset(
    ("o", "type", "uid", "gid", "size", "inodes", "noquota", "copy", "nocopy", "device")
)
_SIZES = ("memory", "memory-reservation", "memory-swap", "shm-size", "shm-size-systemd")
#: Namespaces, each with the modes that it has besides those of every one.
_NAMESPACES = {
    "pid": (),
    "uts": (),
    "cgroupns": (),
    "ipc": ("shareable", "none"),
    "userns": ("auto", "keep-id", "nomap"),
}
#: Options that can't be given together.
_APART = (
    ("cpu-period", "cpus", "--cpu-period and --cpus cannot be set together"),
    ("cpu-quota", "cpus", "--cpu-quota and --cpus cannot be set together"),
    ("pod", "pod-id-file", "cannot specify both --pod and --pod-id-file"),
    ("platform", "arch", "--platform option can not be specified with --arch or --os"),
    ("platform", "os", "--platform option can not be specified with --arch or --os"),
)


def check_podman_create(command: ContainerCreate, problems: Problems) -> None:
    """Note what podman refuses of a container's options."""
    _check_together(command, problems)
    _check_restart(command, problems)
    _check_image(command, problems)
    for given in command.options:
        text = _text(given)
        if given.name in _NAMESPACES and given is not command.last(given.name):
            # Of these podman looks at the last alone.
            continue
        reason = _value_problem(given.name, text) if text is not None else ""
        if reason:
            problems.add("bad-option-value", reason, given.span)
    check_podman_pairs(command, problems)
    use = command.last("name")
    name = _text(use)
    if use is not None and name and not is_podman_name(name.removeprefix("/")):
        reason = f"running container create option: {_NAMES}"
        problems.add("bad-container-name", reason, use.span, by="engine")


def _text(use: OptionUse | None) -> str | None:
    """Return the value of a use, None where there is none or not all of it is known."""
    return use.value.text if use is not None and use.value is not None else None


def _value_problem(name: str, text: str) -> str:
    """Return why podman refuses a value, whatever the other options are."""
    if name == "pull" and text.lower() not in _PULLS:
        return f"unsupported pull policy {go_quoted(text)}"
    if name == "image-volume" and text not in _IMAGE_VOLUMES:
        return f"invalid image volume mode {go_quoted(text)} required value: anonymous, tmpfs, ignore"
    if name in _SIZES and text and not (name == "memory-swap" and text == "-1"):
        cause = size_problem(text)
        complaint = f"unable to translate --{name}" if name.startswith("shm") else "invalid value for memory"
        return f"{complaint}: {cause}" if cause else ""
    if name == "blkio-weight" and text:
        cause = integer_problem(text, base=10, signed=False, bits=16)
        return f"invalid value for blkio-weight: {cause}" if cause else ""
    if name == "annotation" and "=" not in text:
        return "annotations must be formatted KEY=VALUE"
    if name == "log-opt" and "=" not in text:
        return f"invalid log option {go_quoted(text)}"
    if name == "systemd" and text and text.lower() not in ("true", "false", "always"):
        return '--systemd values must be one of "true, false, always": invalid configuration'
    if name in _NAMESPACES and text:
        modes = ("pod", "host", "private", *_NAMESPACES[name])
        starts = ("ns:", "container:", *(("auto:", "keep-id:") if name == "userns" else ()))
        if text not in modes and not text.startswith(starts):
            return f"unrecognized namespace mode {text} passed"
    return ""


def _check_together(command: ContainerCreate, problems: Problems) -> None:
    given = {use.name: use for use in command.options}
    for first, second, reason in _APART:
        if first in given and second in given:
            problems.add("conflicting-options", reason, given[second].span)
    networks = command.uses("network")
    chosen = (_text(networks[0]) or "") if len(networks) > 1 else ""
    if chosen in ("none", "host", "private") or chosen.startswith(("container:", "ns:")):
        mode = chosen.partition(":")[0]
        reason = f"cannot set multiple networks without bridge network mode, selected mode {mode}: invalid argument"
        problems.add("conflicting-options", reason, networks[1].span)
    action = _text(given.get("health-on-failure"))
    if action in ("kill", "restart", "stop") and not {"health-cmd", "health-startup-cmd"} & set(given):
        reason = f"cannot set on-failure action to {action} without a health check"
        problems.add("conflicting-options", reason, given["health-on-failure"].span, by="engine")
    resolver = next((name for name in ("dns", "dns-option", "dns-search") if name in given), "")
    mode = _network_mode(command) if resolver else ""
    if mode:
        reason = f"conflicting options: dns and the network mode: {mode}"
        problems.add("conflicting-options", reason, given[resolver].span)
    maps = [
        name
        for name in ("uidmap", "gidmap", "subuidname", "subgidname")
        if name in given and _text(given[name]) != ""
    ]
    if maps and "userns" in given:
        reason = "--userns and --uidmap/--gidmap/--subuidname/--subgidname are mutually exclusive"
        problems.add("conflicting-options", reason, given["userns"].span)
    if "pod" in given and "userns" in given and not (_text(given["pod"]) or "new:").startswith("new:"):
        problems.add("conflicting-options", "--userns and --pod cannot be set together", given["pod"].span)
    if "init-ctr" in given:
        value = _text(given["init-ctr"])
        if "pod" not in given:
            problems.add(
                "conflicting-options", "must specify pod value with init-ctr", given["init-ctr"].span
            )
        elif value is not None and value not in ("always", "once"):
            reason = "init-ctr value must be 'always' or 'once'"
            problems.add("bad-option-value", reason, given["init-ctr"].span)
    if command.switch("no-healthcheck"):
        for name in ("health-cmd", "health-startup-cmd"):
            if name in given and _text(given[name]):
                reason = f"cannot specify both --no-healthcheck and --{name}"
                problems.add("conflicting-options", reason, given[name].span)
    hosts = next((name for name in ("add-host", "hosts-file") if name in given), "")
    if command.switch("no-hosts") and hosts:
        reason = f"--no-hosts and --{hosts} cannot be set together"
        problems.add("conflicting-options", reason, given[hosts].span)
    if command.switch("replace") and (command.name is None or command.name.text == ""):
        reason = "cannot replace container without --name being set"
        problems.add("conflicting-options", reason, given["replace"].span)
    if command.switch("rmi") and "rm" in given and command.switch("rm") is False:
        reason = "the --rmi option does not work without --rm"
        problems.add("conflicting-options", reason, given["rm"].span)


def _check_image(command: ContainerCreate, problems: Problems) -> None:
    image = command.image
    text = image.raw.text if image is not None and not command.switch("rootfs") else None
    if image is None or text is None or text.startswith(_TRANSPORTS):
        return
    if reference_problem(image.raw):
        complaint = (
            "repository name must be lowercase" if needs_lowercase(text) else "invalid reference format"
        )
        problems.add("bad-reference", f"parsing reference {go_quoted(text)}: {complaint}", image.raw.span)


def _network_mode(command: ContainerCreate) -> str:
    """Return the mode of a network that has no resolver of its own ("none", "container"), "" for every other."""
    use = next(iter(command.uses("network")), None)
    text = _text(use) or ""
    return text if text == "none" else "container" if text.startswith("container:") else ""


def _check_restart(command: ContainerCreate, problems: Problems) -> None:
    use = command.last("restart")
    text = _text(use)
    if use is None or not text:
        return
    policy, colon, count = text.partition(":")
    if command.remove and text not in ("no", "on-failure"):
        reason = 'the --rm option conflicts with --restart, when the restartPolicy is not "" and "no"'
        problems.add("restart-with-rm", reason, use.span)
    reason = ""
    if ":" in count:
        reason = "invalid restart policy: may specify retries at most once"
    elif colon and policy.lower() != "on-failure":
        reason = "restart policy retries can only be specified with on-failure restart policy"
    elif colon and not is_decimal_integer(count):
        cause = integer_problem(count, base=10, function="Atoi")
        reason = f"parsing restart policy retry count: {cause}"
    elif colon and number_of(count) < 0:
        reason = "must specify restart policy retry count as a number greater than 0"
    if reason:
        problems.add("bad-restart-policy", reason, use.span)
    elif policy not in _POLICIES and (colon or policy.lower() != "never"):
        reason = f"running container create option: {go_quoted(policy)} is not a valid restart policy: invalid argument"
        problems.add("bad-restart-policy", reason, use.span, by="engine")


def check_podman_pairs(command: Command, problems: Problems) -> None:
    """Check that ``--env`` and ``--label`` have a name."""
    for use in command.uses("env"):
        text = _text(use)
        if text is not None and (not text or text.startswith("=")):
            problems.add("bad-option-value", f"invalid variable: {go_quoted(text)}", use.span)
    for use in command.uses("label"):
        text = _text(use)
        if text is not None and (not text or text.startswith("=")):
            reason = f"unable to process labels: invalid label format: {go_quoted(text)}"
            problems.add("bad-option-value", reason, use.span)


def _check_image_volume(command: VolumeCreate, problems: Problems) -> None:
    names = [value.leading().partition("=")[0].lower() for value in command.driver_options]
    other = next((name for name in names if name != "image"), "")
    if other:
        reason = f"invalid mount option {other} for driver 'image': invalid argument"
        use = command.last("opt")
        problems.add("bad-volume-option", reason, use.span if use is not None else None, by="engine")
        return
    if command.resolved and "image" not in names and all(value.known for value in command.driver_options):
        reason = "must provide an image name when creating a volume with the image driver: invalid argument"
        use = command.last("driver")
        problems.add("missing-volume-option", reason, use.span if use is not None else None, by="engine")


def check_podman_volume(command: VolumeCreate, problems: Problems) -> None:
    """Note what podman refuses of a new volume."""
    check_podman_pairs(command, problems)
    driver = command.driver
    local = driver is None or driver.text in ("", "local")
    if driver is not None and driver.text == "image":
        _check_image_volume(command, problems)
    for use in command.uses("opt"):
        text = use.value.text if use.value is not None else None
        if text is None:
            continue
        name = text.partition("=")[0]
        if not name:
            reason = f"unable to process options: invalid label format: {go_quoted(text)}"
            problems.add("bad-volume-option", reason, use.span)
        elif local and name.lower() not in _LOCAL_OPTIONS:
            reason = f"invalid mount option {name} for driver 'local': invalid argument"
            problems.add("bad-volume-option", reason, use.span, by="engine")
    text = command.name.text if command.name is not None else None
    if text and not is_podman_name(text):
        span = command.operands[0].span if command.operands else None
        problems.add("bad-volume-name", f"running volume create option: {_NAMES}", span, by="engine")
