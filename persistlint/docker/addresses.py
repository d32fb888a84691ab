"""Network addresses as Go's ``net`` package reads them."""

from __future__ import annotations

_HEX = frozenset("0123456789abcdefABCDEF")


def is_ip(text: str) -> bool:
    """Return whether ``net.ParseIP`` accepts the text: IPv4 in four decimal parts without leading zeros, or IPv6 without a zone."""
    if not text.isascii() or "%" in text or "/" in text or not set(text) <= _HEX | {".", ":"}:
        return False
    from ipaddress import AddressValueError, IPv4Address, IPv6Address

    try:
        if ":" in text:
            IPv6Address(text)
        else:
            IPv4Address(text)
    except (AddressValueError, ValueError):
        return False
    return True


def is_mac(text: str) -> bool:
    """Return whether ``net.ParseMAC`` accepts the text: 6, 8 or 20 bytes, in pairs after ``:`` or ``-`` or in fours after ``.``."""
    text = text.strip()
    if len(text) < 14:
        return False
    if text[2] in ":-":
        parts, width, bytes_each = text.split(text[2]), 2, 1
    elif text[4] == ".":
        parts, width, bytes_each = text.split("."), 4, 2
    else:
        return False
    return len(parts) * bytes_each in (6, 8, 20) and all(
        len(part) == width and set(part) <= _HEX for part in parts
    )
