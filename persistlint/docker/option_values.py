"""Refusals of an option's value as soon as the client reads it, for options whose kind alone doesn't say.

One function an option: it gives the cause in the client's words, "" where the value is taken. Sources: docker/cli ``opts/`` and
``cli/command/container/opts.go``, docker/go-units ``ulimit.go``.
"""

from __future__ import annotations

from persistlint.docker.addresses import is_ip
from persistlint.docker.arguments import go_quoted, integer_problem, is_decimal_integer, size_problem
from persistlint.docker.csv_fields import CsvError, csv_fields
from persistlint.docker.option_table import Version
from persistlint.shell.values import Value
from persistlint.text.numerals import number_of
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Check = Callable[[str, Version], str]


def _attach(text: str, version: Version) -> str:
    if text.lower() in ("stdin", "stdout", "stderr"):
        return ""
    return "valid streams are STDIN, STDOUT and STDERR"


def _address(text: str, version: Version) -> str:
    return "" if is_ip(text.strip()) else f"IP address is not correctly formatted: {text}"


def _own_address(text: str, version: Version) -> str:
    """Return why ``--ip`` or ``--ip6`` refuses the text. Clients before 29.0 don't check the address."""
    if version < (29, 0) or not text or is_ip(text.strip()):
        return ""
    return f"failed to parse IP: {go_quoted(text)}"


def _add_host(text: str, version: Version) -> str:
    name, separator, address = text.partition("=")
    if not separator:
        name, separator, address = text.partition(":")
    if not separator or not name or ":" in name:
        return f"bad format for add-host: {go_quoted(text)}"
    if address == "host-gateway":
        return ""
    if len(address) > 2 and address[0] == "[" and address[-1] == "]":
        address = address[1:-1]
    return "" if is_ip(address.strip()) else f"invalid IP address in add-host: {go_quoted(address)}"


#: docker/cli ``domainRegexp`` (its ``(:?`` for ``(?:`` lets a colon stand before each part).
_LABEL = r"(?::?[a-zA-Z0-9]|:?[a-zA-Z0-9][a-zA-Z0-9\-]*[a-zA-Z0-9])"
_DOMAIN = regex(rf"(?a)(:?{_LABEL}(?::?\.{_LABEL})*)\.?[\t\n\f\r ]*\Z")
_LETTER = regex("[a-zA-Z]")
_DEVICE_RULE = regex(r"[acb] ([0-9]+|\*):([0-9]+|\*) [rwm]{1,3}")
_PAIR = regex(r"(?a)\w=\w")


def _dns_search(text: str, version: Version) -> str:
    text = text.strip(" ")
    if text == ".":
        return ""
    match = _DOMAIN.match(text) if _LETTER.search(text) else None
    return "" if match is not None and len(match[1]) < 255 else f"{text} is not a valid domain"


def _device_rule(text: str, version: Version) -> str:
    if _DEVICE_RULE.fullmatch(text):
        return ""
    return f"invalid device cgroup format '{text}'"


def _device(text: str) -> tuple[str, str]:
    """Return a device's path and the text behind the colon, or a cause and "" where the text hasn't that form."""
    path, colon, value = text.partition(":")
    if not colon or not path:
        return f"bad format: {text}", ""
    if not path.startswith("/dev/"):
        return f"bad format for device path: {text}", ""
    return "", value


def _weight(text: str, version: Version) -> str:
    cause, value = _device(text)
    if cause:
        return cause
    if value.isascii() and value.isdecimal() and (number_of(value) == 0 or 10 <= number_of(value) <= 1000):
        return ""
    return f"invalid weight for device: {text}"


def _bytes_rate(text: str, version: Version) -> str:
    cause, value = _device(text)
    if cause:
        return cause
    if not size_problem(value):
        return ""
    return (
        f"invalid rate for device: {text}. The correct format is <device-path>:<number>[<unit>]. Number must be a positive integer. "
        "Unit is optional and can be kb, mb, or gb"
    )


def _operations_rate(text: str, version: Version) -> str:
    cause, value = _device(text)
    if cause:
        return cause
    if value.isascii() and value.isdecimal() and number_of(value) < 1 << 64:
        return ""
    return f"invalid rate for device: {text}. The correct format is <device-path>:<number>. Number must be a positive integer"


def _link(text: str, version: Version) -> str:
    if not text:
        return "empty string specified for links"
    return f"bad format for links: {text}" if text.count(":") > 1 else ""


_SYSCTLS = frozenset(
    f"kernel.{name}"
    for name in ("msgmax", "msgmnb", "msgmni", "sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced")
)


def _sysctl(text: str, version: Version) -> str:
    name, equals, _ = text.partition("=")
    if equals and (name in _SYSCTLS or name.startswith(("net.", "fs.mqueue."))):
        return ""
    return f"sysctl '{text}' is not allowed"


_ULIMITS = frozenset(
    [
        "core",
        "cpu",
        "data",
        "fsize",
        "locks",
        "memlock",
        "msgqueue",
        "nice",
        "nofile",
        "nproc",
        "rss",
        "rtprio",
        "rttime",
        "sigpending",
        "stack",
    ]
)


def _ulimit(text: str, version: Version) -> str:
    name, equals, limits = text.partition("=")
    if not equals:
        return f"invalid ulimit argument: {text}"
    if name not in _ULIMITS:
        return f"invalid ulimit type: {name}"
    parts = limits.split(":")
    if len(parts) > 2:
        return f"too many limit value arguments - {limits}, can only have up to two, `soft[:hard]`"
    for part in reversed(parts):
        cause = integer_problem(part, base=10)
        if cause:
            return cause
    soft, hard = number_of(parts[0]), number_of(parts[-1])
    if hard != -1:
        start = "ulimit soft limit must be less than or equal to hard limit: "
        if soft == -1:
            return f"{start}soft: -1 (unlimited), hard: {hard}"
        if soft > hard:
            return f"{start}{soft} > {hard}"
    return ""


def _fields(text: str) -> tuple[str, list[str]]:
    """Return "" and the fields of a CSV value, or a cause and no field."""
    if not text.strip("\n"):
        return "EOF", []
    try:
        return "", [field.text or "" for field in csv_fields(Value.of(text))]
    except CsvError as error:
        return error.reason, []


def _gpu_count(text: str, version: Version) -> str:
    if text == "all":
        return ""
    cause = integer_problem(text, base=10, function="Atoi")
    if not cause:
        return ""
    if version >= (28, 1):
        return (
            f'invalid count ({text}): value must be either "all" or an integer: {cause.rpartition(": ")[2]}'
        )
    return f"count must be an integer: {cause}"


def _gpus(text: str, version: Version) -> str:
    cause, fields = _fields(text)
    if cause:
        return cause
    seen: set[str] = set()
    for field in fields:
        key, equals, value = field.partition("=")
        if key in seen:
            return f"gpu request key '{key}' can be specified only once"
        seen.add(key)
        if not equals:
            seen.add("count")
            cause = _gpu_count(key, version)
        elif key == "count":
            cause = _gpu_count(value, version)
        elif key == "options":
            cause, _ = _fields(value)
            cause = cause and f"failed to read gpu options: {cause}"
        elif key not in ("driver", "device", "capabilities"):
            cause = f"unexpected key '{key}' in '{field}'"
        if cause:
            return cause
    return ""


_NETWORK_KEYS = frozenset(
    ("name", "alias", "ip", "ip6", "mac-address", "link-local-ip", "driver-opt", "gw-priority")
)


def network_fields(text: str) -> list[tuple[str, str]] | None:
    """Keys and values of ``--network`` in its long form; None where it is a name alone (or isn't CSV)."""
    if not _PAIR.search(text):
        return None
    cause, fields = _fields(text)
    if cause:
        return None
    pairs = (field.lower().partition("=") for field in fields)
    return [(key.strip(), value.strip()) for key, _, value in pairs]


def _network(text: str, version: Version) -> str:
    if not _PAIR.search(text):
        return ""
    cause, fields = _fields(text)
    if cause:
        return cause
    name = ""
    for field in fields:
        key, equals, value = field.lower().partition("=")
        if not equals or not key:
            return f"invalid field {field}"
        key, value = key.strip(), value.strip()
        if key not in _NETWORK_KEYS or (key == "gw-priority" and version < (28, 0)):
            return f"invalid field key {key}"
        if key == "name":
            name = value
        elif key == "driver-opt" and value.find("=") < 1:
            return "invalid key value pair format in driver options"
        elif (
            key in ("ip", "ip6", "link-local-ip")
            and version >= (29, 0)
            and not is_ip(value.partition("%")[0])
        ):
            return f"ParseAddr({go_quoted(value)}): unable to parse IP"
        elif key == "gw-priority" and not is_decimal_integer(value):
            return f"invalid gw-priority ({value}): invalid syntax"
    return "" if name else "network name/id is not specified"


def _weight_number(text: str, version: Version) -> str:
    """Return why ``--blkio-weight`` refuses the text. It accepts a number of 16 bits."""
    return integer_problem(text, base=0, signed=False, bits=16)


_CREATE: dict[str, Check] = {
    "add-host": _add_host,
    "attach": _attach,
    "blkio-weight": _weight_number,
    "blkio-weight-device": _weight,
    "device-cgroup-rule": _device_rule,
    "device-read-bps": _bytes_rate,
    "device-read-iops": _operations_rate,
    "device-write-bps": _bytes_rate,
    "device-write-iops": _operations_rate,
    "dns": _address,
    "dns-search": _dns_search,
    "gpus": _gpus,
    "ip": _own_address,
    "ip6": _own_address,
    "link": _link,
    "network": _network,
    "sysctl": _sysctl,
    "ulimit": _ulimit,
}

_CHECKS: dict[str, dict[str, Check]] = {
    "container run": _CREATE,
    "container create": _CREATE,
    "image build": {"ulimit": _ulimit},
}


def value_problem(command: str, option: str, text: str, version: Version) -> str:
    """Return why the client refuses this value of a command's option, "" where it accepts it. ``command`` is a canonical name."""
    check = _CHECKS.get(command, {}).get(option)
    return check(text, version) if check is not None else ""
