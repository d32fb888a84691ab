"""Slips in specifications of mounts: for one that docker refuses, or reads otherwise, the edit that writes what it was to be."""

from __future__ import annotations

from persistlint.rulekit.edits import replace_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.docker.commands import SyntaxProblem
    from persistlint.docker.mounts import Mount
    from persistlint.shell.values import Value
    from persistlint.text.edits import Edit


class Drive:
    """A volume's name of one letter, which docker takes for a Windows drive. ``path`` is the container path that is meant, ``mode`` the mode behind it."""

    __slots__ = ("letter", "mode", "path")

    def __init__(self, letter: str, path: str, mode: str) -> None:
        self.letter = letter
        self.path = path
        self.mode = mode


def drive_in(mount: Mount) -> Drive | None:
    """Return the drive that docker takes a volume's name for, None where the mount has none, or is meant for Windows."""
    text = mount.value.text if mount.value is not None else None
    if text is None:
        return None
    drive = None
    if mount.drive:
        drive = Drive(text[0], text[2:], "")
    elif text[1:3] == ":/" and mount.target_text in ("ro", "rw"):
        # `-v d:/data:ro`, which docker reads as the host's `d:/data` at the container path `ro`.
        drive = Drive(text[0], text[2:].rpartition(":")[0], mount.target_text)
    return drive if drive is not None and drive.path.startswith("/") and ":" not in drive.path else None


_MODE_NAMES = "ro rw z Z nocopy consistent cached delegated private rprivate shared rshared slave rslave"
_MODES = frozenset(_MODE_NAMES.split())
#: What people write for a mode of ``-v``, and what it is called there.
_MEANT_MODES = {
    "readonly": "ro",
    "read-only": "ro",
    "read_only": "ro",
    "r": "ro",
    "RO": "ro",
    "Ro": "ro",
    "readwrite": "rw",
    "read-write": "rw",
    "RW": "rw",
    "volume-nocopy": "nocopy",
}
#: What people write for a key of ``--mount``.
_MEANT_KEYS = {
    "dest": "destination",
    "destin": "destination",
    "destiny": "destination",
    "from": "source",
    "sorce": "source",
    "sourc": "source",
    "soruce": "source",
    "to": "target",
    "targer": "target",
    "targt": "target",
    "traget": "target",
    "typ": "type",
    "tpye": "type",
    "read-only": "readonly",
    "read_only": "readonly",
    "nocopy": "volume-nocopy",
    "propagation": "bind-propagation",
    "subpath": "volume-subpath",
}
_MEANT_TYPES = {"volumes": "volume", "vol": "volume", "binds": "bind", "bin": "bind", "tempfs": "tmpfs"}
_YES = frozenset(("yes", "on", "y", "True", "TRUE", "t"))
_NO = frozenset(("no", "off", "n", "False", "FALSE", "f"))
_TMPFS_OPTIONS = frozenset("size mode uid gid rw ro exec noexec nosuid nodev".split())


def meant(problem: SyntaxProblem, mount: Mount) -> tuple[Edit | None, str]:
    """Return the edit that writes what a refused mount was meant to be, and its title. (None, "") where that isn't sure."""
    value = mount.value
    if value is None:
        return None, ""
    if mount.flag == "--mount":
        return _field(problem, mount, value)
    if problem.kind in ("bad-mode", "too-many-colons"):
        return _modes(value)
    return _without_blank(value, ":") if problem.kind == "whitespace" else (None, "")


def _modes(value: Value) -> tuple[Edit | None, str]:
    """Return the edit that writes ``ro`` for ``readonly`` and ``ro,z`` for ``ro:z``, and its title."""
    marked = value.marked()
    parts = marked.split(":")
    if len(parts) < 3 or not parts[0] or not parts[1].startswith("/"):
        return None, ""
    start = len(parts[0]) + len(parts[1]) + 2
    given = [mode for part in parts[2:] for mode in part.split(",")]
    modes = [_MEANT_MODES.get(mode, mode) for mode in given]
    if not all(mode in _MODES for mode in modes) or len(set(modes)) != len(modes):
        return None, ""
    if {"ro", "rw"} <= set(modes) or {"z", "Z"} <= set(modes):
        return None, ""
    text = ",".join(modes)
    return replace_value(value, start, len(value), text), f"Write `:{text}`"


def _field(problem: SyntaxProblem, mount: Mount, value: Value) -> tuple[Edit | None, str]:
    """Return the edit of the first field of ``--mount`` that the problem may be about, and its title."""
    if '"' in value.marked():
        # Inside a quotation of CSV a comma ends no field.
        return None, ""
    if problem.kind == "whitespace":
        return _without_blank(value, ",")
    for at, field in _parts(value, ","):
        if problem.kind == "not-a-pair":
            start, end, text, title = _pair(value, at, field)
        else:
            start, end, text, title = _key_or_value(problem, mount, field)
            start, end = at + start, at + end
        if title:
            return replace_value(value, start, end, text), title
    return None, ""


#: Where nothing is sure: the range, the new text, the title.
_NOTHING = (0, 0, "", "")


def _key_or_value(problem: SyntaxProblem, mount: Mount, field: str) -> tuple[int, int, str, str]:
    """Return the range of the field that is wrong, what is to stand there, and the edit's title."""
    key, _equals, text = field.partition("=")
    bare, value_at = key.strip(), len(key) + 1
    if problem.kind == "unknown-mount-key":
        is_size = bare.lower() == "size" and mount.type == "tmpfs"
        name = "tmpfs-size" if is_size else _MEANT_KEYS.get(bare.lower())
        return (0, len(key), name, f"Write `{name}`") if name else _NOTHING
    if problem.kind == "unknown-mount-type" and bare == "type" and text in _MEANT_TYPES:
        return value_at, len(field), _MEANT_TYPES[text], f"Write `type={_MEANT_TYPES[text]}`"
    if problem.kind == "bad-mount-value" and bare.lower() in ("readonly", "ro"):
        if text in _YES:
            return len(key), len(field), "", f"Write `{bare}`"
        if text in _NO:
            return value_at, len(field), "false", f"Write `{bare}=false`"
    return _NOTHING


def _pair(value: Value, at: int, field: str) -> tuple[int, int, str, str]:
    """Return the range of ``value`` in which a field at ``at`` that is no pair is mended, what is to stand there, and the edit's title."""
    end = at + len(field)
    if not field and value.marked().strip(","):
        if end < len(value):
            return at, at + 1, "", "Remove the comma"
        return (at - 1, end, "", "Remove the last comma") if at else _NOTHING
    if field in ("rw", "read-write", "readwrite"):
        return at - 1, end, "", f"Remove `{field}`, which is the default"
    if field in ("read-only", "read_only", "RO") and at:
        return at, end, "readonly", "Write `readonly`"
    return _NOTHING


def _without_blank(value: Value, separator: str) -> tuple[Edit | None, str]:
    """Return the edit that deletes the first blanks at an end of a part, and its title."""
    for at, part in _parts(value, separator):
        bare = part.strip()
        if bare and part != bare:
            before = len(part) - len(part.lstrip())
            start, end = (0, before) if before else (len(part.rstrip()), len(part))
            return replace_value(value, at + start, at + end, ""), "Remove the blank"
    return None, ""


def _parts(value: Value, separator: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of the value between separators, each with the index at which it begins."""
    at = 0
    for part in value.marked().split(separator):
        yield at, part
        at += len(part) + 1


def misread(mount: Mount) -> tuple[str, int, int, str] | None:
    """Return for a target that holds an intended option: the path meant, the range to replace, and the new text."""
    text = mount.target_text
    if text is None or not text.startswith("/") or mount.flag == "--mount" or mount.drive:
        return None
    if text != text.rstrip() and mount.source is not None:
        path = text.rstrip()
        return path, len(path), len(text), ""
    path, comma, rest = text.partition(",")
    if not comma or len(path) < 2:
        return None
    if mount.flag == "--tmpfs":
        is_known = all(part.partition("=")[0] in _TMPFS_OPTIONS for part in rest.split(","))
        return (path, len(path), len(path) + 1, ":") if is_known else None
    if mount.source is not None and all(part in _MODES for part in rest.split(",")):
        return path, len(path), len(path) + 1, ":"
    return None
