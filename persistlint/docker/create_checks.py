"""Refusals of ``run`` and ``create`` once all options are read (docker/cli ``cli/command/container/opts.go``, ``parse``).

It stops at the first refusal; here each is noted, in the order in which the client looks.
"""

from __future__ import annotations

from persistlint.docker.addresses import is_mac
from persistlint.docker.arguments import go_quoted, integer_value, is_decimal_integer, is_integer
from persistlint.docker.commands import ContainerCreate, OptionUse
from persistlint.docker.option_values import network_fields
from persistlint.docker.port_specs import expose_problem, publish_problem
from persistlint.docker.problems import Problems
from persistlint.text.numerals import number_of
from persistlint.text.regex import regex

_HEALTH_TIMES = (
    "health-interval",
    "health-timeout",
    "health-retries",
    "health-start-period",
    "health-start-interval",
)


#: What ``_check_modes`` and ``_check_health`` look at: few commands have any of it.
_MODES = frozenset(
    (
        "pull",
        "mac-address",
        "memory-swappiness",
        "pid",
        "uts",
        "userns",
        "cgroupns",
        "platform",
    )
)
_HEALTH = frozenset(("no-healthcheck", "health-cmd", *_HEALTH_TIMES))


def check_create(command: ContainerCreate, problems: Problems) -> None:
    """Note what the client refuses of the options' values, each alone and together."""
    given = {use.name for use in command.options}
    if not given.isdisjoint(_MODES):
        _check_modes(command, problems)
    _check_each(command, problems)
    _check_restart(command, problems)
    if not given.isdisjoint(_HEALTH):
        _check_health(command, problems)
    _check_networks(command, problems)
    _check_detached(command, problems)


def _text(use: OptionUse | None) -> str | None:
    """Return the value of a use, None where there is none or not all of it is known."""
    return use.value.text if use is not None and use.value is not None else None


def _refuse(problems: Problems, reason: str, use: OptionUse | None) -> None:
    problems.add("bad-option-value", reason, use.span if use is not None else None)


# -- options of which the last use counts -------------------------------------------------------------------------


def _check_modes(command: ContainerCreate, problems: Problems) -> None:
    use = command.last("pull")
    text = _text(use)
    if text not in (None, "", "always", "missing", "never"):
        reason = f'invalid pull option: \'{text}\': must be one of "always", "missing" or "never"'
        _refuse(problems, reason, use)
    use = command.last("mac-address")
    text = _text(use)
    if text and not is_mac(text):
        _refuse(problems, f"{text} is not a valid mac address", use)
    use = command.last("memory-swappiness")
    text = _text(use)
    if text is not None and is_integer(text, signed=True) and not -1 <= integer_value(text) <= 100:
        reason = f"invalid value: {integer_value(text)}. Valid memory swappiness range is 0-100"
        _refuse(problems, reason, use)
    for name, mode, others in (
        ("pid", "PID", ("", "host")),
        ("uts", "UTS", ("", "host")),
        ("userns", "USER", ("", "host")),
        ("cgroupns", "CGROUP", ("", "host", "private")),
    ):
        use = command.last(name)
        text = _text(use)
        of_container = (
            name == "pid" and text is not None and text.removeprefix("container:") not in ("", text)
        )
        if text is not None and text not in others and not of_container:
            _refuse(problems, f"--{name}: invalid {mode} mode", use)
    use = command.last("platform")
    text = _text(use)
    cause = _platform_problem(text) if text else ""
    if cause:
        _refuse(problems, f"error parsing specified platform: {cause}", use)


_SYSTEMS = frozenset(
    [
        "aix",
        "android",
        "darwin",
        "dragonfly",
        "freebsd",
        "hurd",
        "illumos",
        "ios",
        "js",
        "linux",
        "macos",
        "nacl",
        "netbsd",
        "openbsd",
        "plan9",
        "solaris",
        "windows",
        "zos",
    ]
)
_ARCHITECTURES = frozenset(
    [
        "386",
        "amd64",
        "amd64p32",
        "arm",
        "armbe",
        "arm64",
        "arm64be",
        "ppc64",
        "ppc64le",
        "loong64",
        "mips",
        "mipsle",
        "mips64",
        "mips64le",
        "mips64p32",
        "mips64p32le",
        "ppc",
        "riscv",
        "riscv64",
        "s390",
        "s390x",
        "sparc",
        "sparc64",
        "wasm",
        "i386",
        "x86_64",
        "x86-64",
        "aarch64",
        "armhf",
        "armel",
    ]
)


_SYSTEM = regex(r"[A-Za-z0-9_-]+(\([A-Za-z0-9_.-]*\))?")
_PART = regex(r"[A-Za-z0-9_-]+")


def _platform_problem(text: str) -> str:
    """Return why containerd's ``platforms.Parse`` refuses the text. It accepts an OS, an architecture or both, and a variant."""
    if "*" in text:
        return f"{go_quoted(text)}: wildcards not yet supported"
    parts = text.split("/", 3)
    for index, part in enumerate(parts):
        if not (_SYSTEM if index == 0 else _PART).fullmatch(part):
            # From which release on the first part may hold a version differs between builds, and with it the sentence.
            component = "OS component" if index == 0 else "component"
            return f"{go_quoted(part)} is an invalid {component} of {go_quoted(text)}: "
    if len(parts) > 3:
        return f"{go_quoted(text)}: cannot parse platform specifier"
    if len(parts) == 1:
        name = text.partition("(")[0].lower()
        if name not in _SYSTEMS and text.lower() not in _ARCHITECTURES:
            return f"{go_quoted(text)}: unknown operating system or architecture"
    return ""


# -- options that may be given several times -----------------------------------------------------------------------


def _check_each(command: ContainerCreate, problems: Problems) -> None:
    version = problems.version
    without_logs = _text(command.last("log-driver")) == "none"
    for use in command.options:
        text = _text(use)
        if text is None:
            continue
        reason = ""
        if use.name == "publish":
            reason = publish_problem(text, version)
        elif use.name == "expose":
            reason = expose_problem(text, version)
        elif use.name == "device":
            reason = _device_problem(text)
        elif use.name == "security-opt":
            reason = _security_problem(text, "Invalid" if version < (29, 0) else "invalid")
        elif use.name == "storage-opt" and "=" not in text:
            reason = "invalid storage option"
        elif use.name == "log-opt" and without_logs:
            reason = "invalid logging opts for driver none"
        if reason:
            _refuse(problems, reason, use)


_CDI_NAME = r"[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9])?"
_CDI = regex(rf"{_CDI_NAME}/{_CDI_NAME}=[A-Za-z0-9]([A-Za-z0-9_.:-]*[A-Za-z0-9])?")


def _is_device_mode(text: str) -> bool:
    return bool(text) and set(text) <= set("rwm") and len(set(text)) == len(text)


def _device_problem(text: str) -> str:
    """Return why an engine on Linux refuses ``--device HOST[:CONTAINER][:rwm]``. Names of CDI drivers aren't checked."""
    if _CDI.fullmatch(text):
        return ""
    parts = text.split(":")
    if len(parts) > 3 or not parts[0]:
        return f"bad format for path: {text}"
    path = parts[0]
    if len(parts) == 2 and not _is_device_mode(parts[1]):
        path = parts[1]
    elif len(parts) == 3:
        path = parts[1]
        if not _is_device_mode(parts[2]):
            return f"bad mode specified: {parts[2]}"
    return "" if path.startswith("/") else f"{path} is not an absolute path"


def _security_problem(text: str, start: str) -> str:
    key, separator, value = text.partition("=")
    if key == "no-new-privileges":
        return ""
    if not separator:
        key, separator, value = text.partition(":")
    return "" if separator and value else f"{start} --security-opt: {go_quoted(text)}"


# -- options together ------------------------------------------------------------------------------------------------


def _check_restart(command: ContainerCreate, problems: Problems) -> None:
    """Check the policy's form, and that ``--rm`` goes with none. The engine knows which policies there are."""
    use = command.last("restart")
    text = _text(use)
    if use is None or use.value is None:
        return
    if text is not None:
        policy, colon, count = text.partition(":")
        if colon and not policy:
            reason = "invalid restart policy format: no policy provided before colon"
            problems.add("bad-restart-policy", reason, use.span)
            return
        if count and not (is_decimal_integer(count) and -(1 << 63) <= number_of(count) < 1 << 63):
            reason = "invalid restart policy format: maximum retry count must be an integer"
            problems.add("bad-restart-policy", reason, use.span)
            return
        _check_policy(policy, count, use, problems)
    if command.remove is not True:
        return
    leading = use.value.leading()
    if not leading or leading == "no" or leading.startswith("no:"):
        # "no" and an empty policy are none; an unknown one may be.
        return
    if problems.version < (28, 0):
        reason = "Conflicting options: --restart and --rm"
    else:
        reason = "conflicting options: cannot specify both --restart and --rm"
    problems.add("restart-with-rm", reason, use.span)


def _check_policy(policy: str, count: str, use: OptionUse, problems: Problems) -> None:
    """Check a policy as the engine does (moby ``container.ValidateRestartPolicy``)."""
    tries = number_of(count) if count else 0
    reason = ""
    if policy in ("always", "unless-stopped", "no"):
        if tries:
            reason = "invalid restart policy: maximum retry count can only be used with 'on-failure'"
            if tries < 0:
                reason += " and cannot be negative"
    elif policy == "on-failure":
        if tries < 0:
            reason = "invalid restart policy: maximum retry count cannot be negative"
    elif policy:
        reason = (
            f"invalid restart policy: unknown policy '{policy}'; use one of 'no', 'always', 'on-failure', or "
            "'unless-stopped'"
        )
    if reason:
        problems.add("bad-restart-policy", reason, use.span, by="engine")


def _check_health(command: ContainerCreate, problems: Problems) -> None:
    off = command.switch("no-healthcheck") is True
    given: OptionUse | None = None
    use = command.last("health-cmd")
    if _text(use):
        given = use
    for name in _HEALTH_TIMES:
        use = command.last(name)
        text = _text(use)
        if text is None or use is None or not text.strip("+-0hmsnuµ.x_"):
            continue
        given = given or use
        if text.startswith("-") and not off:
            _refuse(problems, f"--{name} cannot be negative", use)
    if off and given is not None:
        _refuse(problems, "--no-healthcheck conflicts with --health-* options", given)


_NOT_USERS = frozenset(("default", "bridge", "host", "none"))


def _check_networks(command: ContainerCreate, problems: Problems) -> None:
    """Check that each network occurs once, and that an endpoint's options have a network that supports them (``parseNetworkOpts``)."""
    uses = command.uses("network")
    seen: set[str] = set()
    users = others = False
    for index, use in enumerate(uses):
        text = _text(use)
        if text is None:
            # What isn't known may be any network.
            continue
        fields = network_fields(text) or []
        name = text
        if fields:
            names = [value for key, value in fields if key == "name"]
            name = names[-1] if names else ""
        user_defined = name not in _NOT_USERS and not name.startswith("container:")
        users, others = users or user_defined, others or not user_defined
        reason = _conflict(command, fields) if index == 0 else ""
        reason = reason or _endpoint_problem(command, name, fields, index == 0, user_defined)
        if reason:
            _refuse(problems, reason, use)
        elif name in seen:
            problems.add(
                "duplicate-network", f"network {go_quoted(name)} is specified multiple times", use.span
            )
        seen.add(name)
    if users and others:
        reason = "conflicting options: cannot attach both user-defined and non-user-defined network-modes"
        problems.add("conflicting-networks", reason, uses[-1].span)
    if not uses:
        alias = command.last("network-alias")
        if alias is not None:
            reason = "network-scoped aliases are only supported for user-defined networks"
            _refuse(problems, reason, alias)


_SAME = {
    "alias": ("network-alias", "--network-alias and per-network alias"),
    "ip": ("ip", "--ip and per-network IPv4 address"),
    "ip6": ("ip6", "--ip6 and per-network IPv6 address"),
    "mac-address": ("mac-address", "--mac-address and per-network MAC address"),
    "link-local-ip": ("link-local-ip", "--link-local-ip and per-network link-local IP addresses"),
}


def _conflict(command: ContainerCreate, fields: list[tuple[str, str]]) -> str:
    """Return the refusal of an option that is given both by itself and in the first network's fields, "" without one."""
    for key, (option, pair) in _SAME.items():
        values = [value for name, value in fields if name == key]
        use = command.last(option)
        # The single values count where they are not empty, the lists where they are there.
        if (
            not values
            or use is None
            or (key not in ("alias", "link-local-ip") and not (values[-1] and _text(use)))
        ):
            continue
        return f"conflicting options: cannot specify both {pair}"
    return ""


def _endpoint_problem(
    command: ContainerCreate, name: str, fields: list[tuple[str, str]], first: bool, user_defined: bool
) -> str:
    if not name.strip():
        return "no name set for network"
    aliases = any(key == "alias" for key, _ in fields) or (
        first and command.last("network-alias") is not None
    )
    if not user_defined and aliases:
        return "network-scoped aliases are only supported for user-defined networks"
    if not user_defined and first and name != "default" and command.last("link") is not None:
        return "links are only supported for user-defined networks"
    for key, value in reversed(fields):
        if key == "mac-address":
            return f"{value} is not a valid mac address" if value and not is_mac(value) else ""
    return ""


def _check_detached(command: ContainerCreate, problems: Problems) -> None:
    use = command.last("attach")
    if not command.runs or command.detach is not True or use is None:
        return
    if problems.version < (28, 0):
        reason = "Conflicting options: -a and -d"
    else:
        reason = "conflicting options: cannot specify both --attach and --detach"
    problems.add("conflicting-options", reason, use.span)
