"""File paths as URIs and back (RFC 8089), for POSIX and for Windows paths.

Which kind is meant is said by the caller or told by the path itself, never by the machine that this runs on, so that both kinds
are tested everywhere.
"""

from __future__ import annotations

_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=:@")


def is_windows(path: str) -> bool:
    r"""Return whether the absolute path is a Windows one: ``C:\x``, ``C:/x`` or ``\\server\share``."""
    drive = len(path) > 2 and path[0].isalpha() and path[0].isascii() and path[1] == ":" and path[2] in "\\/"
    return drive or path.startswith("\\\\")


def to_uri(path: str) -> str:
    """Return the ``file:`` URI of an absolute path. Raises ValueError for a relative one."""
    if is_windows(path):
        path = path.replace("\\", "/")
        if path.startswith("//"):
            host, _, rest = path[2:].partition("/")
            return f"file://{_quote(host)}/{_quote(rest)}"
        return f"file:///{path[0].lower()}%3A{_quote(path[2:])}"
    if not path.startswith("/"):
        raise ValueError(f"not an absolute path: {path}")
    return "file://" + _quote(path)


def to_path(uri: str) -> str | None:
    """Return the path of a ``file:`` URI, None for another scheme. A drive letter or a host makes it a Windows path."""
    scheme, colon, rest = uri.partition(":")
    if not colon or scheme.lower() != "file":
        return None
    host = ""
    if rest.startswith("//"):
        host, slash, tail = rest[2:].partition("/")
        rest = slash + tail
    path = _unquote(rest.partition("#")[0].partition("?")[0])
    if host and host.lower() != "localhost":
        return f"\\\\{_unquote(host)}{path}".replace("/", "\\")
    if len(path) > 2 and path[0] == "/" and path[1].isalpha() and path[1].isascii() and path[2] == ":":
        return (path[1] + path[2:]).replace("/", "\\")
    return path


def _quote(text: str) -> str:
    return "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in text.encode("utf-8", "surrogateescape")
    )


def _unquote(text: str) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    out = bytearray()
    at = 0
    while at < len(raw):
        if raw[at] == 0x25:
            try:
                out.append(int(raw[at + 1 : at + 3].decode("ascii"), 16))
                at += 3
                continue
            except (ValueError, UnicodeDecodeError):
                pass
        out.append(raw[at])
        at += 1
    return out.decode("utf-8", "surrogateescape")
