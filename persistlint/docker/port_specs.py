"""Reasons why the client refuses ``--publish`` and ``--expose`` (docker/go-connections ``nat``, docker/cli ``convertToStandardNotation``)."""

from __future__ import annotations

from persistlint.docker.addresses import is_ip
from persistlint.docker.option_table import Version
from persistlint.text.numerals import number_of

_PROTOCOLS = ("tcp", "udp", "sctp")


def _port(text: str) -> int | None:
    """Return a port in decimal digits, at most 65535, else None."""
    if not text or not text.isascii() or not text.isdecimal() or number_of(text) > 65535:
        return None
    return int(text)


def _port_range(text: str) -> tuple[int, int] | None:
    """Return the ports of ``80`` or ``80-90``, else None. Text behind a second dash is ignored."""
    parts = text.split("-")
    start = _port(parts[0])
    end = _port(parts[1]) if len(parts) > 1 else start
    return (start, end) if start is not None and end is not None and start <= end else None


def _protocol_and_port(text: str) -> tuple[str, str]:
    """Return protocol (tcp where none is given) and port as ``SplitProtoPort`` does. Both are empty without a port."""
    parts = text.split("/")
    if not parts[0]:
        return "", ""
    return (parts[1] if len(parts) > 1 and parts[1] else "tcp"), parts[0]


def publish_problem(text: str, version: Version) -> str:
    """Return why ``-p SPEC`` is refused, "" where the client accepts it."""
    if "=" in text:
        fields = {"protocol": "tcp"}
        for field in text.split(","):
            key, equals, value = field.partition("=")
            if not equals or not key:
                return f"invalid publish opts format (should be name=value but got '{field}')"
            fields[key] = value
        text = f"{fields.get('published', '')}:{fields.get('target', '')}/{fields['protocol']}"
    return _spec_problem(text, version)


def _spec_problem(text: str, version: Version) -> str:
    """Return why ``ParsePortSpec`` refuses the text. Clients from 29.0 on check port and protocol before the address."""
    parts = text.split(":")
    container = parts[-1]
    host = parts[-2] if len(parts) > 1 else ""
    address = ":".join(parts[:-2])
    protocol, container = _protocol_and_port(container)
    no_port = "" if container else f"no port specified: {text}<empty>"
    bad_protocol = "" if protocol.lower() in _PROTOCOLS else f"invalid proto: {protocol}"
    bad_address = _address_problem(address)
    if version >= (29, 0):
        if no_port or bad_protocol or bad_address:
            return no_port or bad_protocol.lower() or bad_address
    elif bad_address or no_port:
        return bad_address or no_port
    inner = _port_range(container)
    if inner is None:
        return f"invalid containerPort: {container}"
    outer = (0, 0)
    if host:
        problem = _port_range(host)
        if problem is None:
            return f"invalid hostPort: {host}"
        outer = problem
        if inner[1] - inner[0] != outer[1] - outer[0] and inner[0] != inner[1]:
            return f"invalid ranges specified for container and host Ports: {container} and {host}"
    return bad_protocol


def _address_problem(address: str) -> str:
    if address.startswith("["):
        # Go's net.SplitHostPort takes the brackets off.
        inner, bracket, rest = address[1:].partition("]")
        if not bracket:
            return f"invalid IP address {address}: address {address}:: missing ']' in address"
        if rest:
            return f"invalid IP address {address}: address {address}:"
        address = inner
    return f"invalid IP address: {address}" if address and not is_ip(address) else ""


def expose_problem(text: str, version: Version) -> str:
    """Return why ``--expose PORT[-PORT][/PROTOCOL]`` is refused, "" where the client accepts it."""
    if ":" in text:
        return f"invalid port format for --expose: {text}"
    if version >= (29, 0):
        return "" if _port_range(text.partition("/")[0]) else "invalid range format for --expose: "
    _, port = _protocol_and_port(text)
    if _port_range(port) is None:
        return f"invalid range format for --expose: {text}, error: "
    return ""
