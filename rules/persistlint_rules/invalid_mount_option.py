"""PSL213: a key, mode or value of a mount that docker refuses, or reads as a part of the path."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, SyntaxProblem
from persistlint.docker.mount_option import MOUNT_KEYS
from persistlint.docker.mounts import Mount
from persistlint.durability.paths import clean
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mounts import placeholder, refused
from persistlint.rulekit.phrases import target_place, unless
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION
from persistlint.shell.values import Value
from persistlint.text.edits import Edit

_KINDS = tuple(
    """
    bad-mode mode-of-other-type mode-without-source empty-section too-many-colons unknown-mount-key
    unknown-mount-type not-a-pair empty-value empty-source empty-mount bad-mount-value mixed-mount-options
    bad-csv whitespace missing-source missing-target source-of-tmpfs target-is-root bad-volume-name
    """.split()
)

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


class InvalidMountOption(Rule):
    code = "PSL213"
    name = "invalid-mount-option"
    summary = "a key, mode or value of a mount that docker refuses, or takes for a part of the path"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("refused", "unclean target")
    topics = {CONTAINER: 10, SPECIFICATION: 60}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if command.program != "docker":
            return
        said: set[int] = set()
        for problem, mount in refused(command, *_KINDS):
            value = mount.value
            if id(mount) in said or value is None or _anothers(problem, mount):
                continue
            if context.language == "markdown" and placeholder(value):
                continue
            said.add(id(mount))
            cut = _cut_off(problem, mount, command)
            edit, title = (
                (None, f"Write it without the blank behind the comma, which leaves `{cut}` as the image")
                if cut
                else _mended(problem, mount)
            )
            fix = offer(title, edit, safe=True)
            advice = f" {title}." if title else ""
            yield self.finding(
                problem.span or mount.span or command.span,
                f"Docker refuses this mount, and nothing runs{unless(value)}. It says “{problem.reason.rstrip('.')}”.{advice}",
                identity=f"{problem.kind} {value.display()}",
                command=command,
                fixes=fix,
                topic=CONTAINER.of(command),
            )
        if command.syntax_problems:
            return
        for mount in command.mounts:
            misreading = _misread(mount)
            target = mount.target
            if misreading is None or target is None:
                continue
            path, start, end, text = misreading
            edit = replace_value(target, start, end, text)
            shown = target.display()
            written = f"{path}{text}{shown[end:]}"
            title = f"Write `{written}`"
            yield self.finding(
                target_place(mount, command),
                f"Docker takes all of `{shown}` for the container path{unless(target)}. Nothing is mounted at `{path}`. Write `{written}`.",
                identity=shown,
                command=command,
                fixes=offer(title, edit, safe=True),
                topic=CONTAINER.of(command, clean(path)),
            )


def _cut_off(problem: SyntaxProblem, mount: Mount, command: ContainerCreate) -> str:
    """Return the field that a blank cut off and docker takes for the image (``type=bind,src=/a, dst=/b``), "" without one."""
    value, image = mount.value, command.image
    if problem.kind != "not-a-pair" or value is None or image is None or not value.trailing().endswith(","):
        return ""
    key, equals, _ = image.raw.leading().partition("=")
    return image.raw.display().partition(",")[0] if equals and key in MOUNT_KEYS else ""


def _anothers(problem: SyntaxProblem, mount: Mount) -> bool:
    """Return whether another rule reports the problem."""
    value = mount.value
    if problem.kind in ("empty-section", "empty-source", "empty-mount"):
        # A default that is empty is unset-variable-in-mount's.
        return value is not None and bool(value.assumes)
    text = value.text if value is not None else None
    return problem.kind == "mode-without-source" and text is not None and text[1:3] == ":/"


def _mended(problem: SyntaxProblem, mount: Mount) -> tuple[Edit | None, str]:
    """Return the edit that writes what was meant, and its title. (None, "") where that isn't sure."""
    value = mount.value
    assert value is not None
    kind = problem.kind
    if kind in ("bad-mode", "too-many-colons") and mount.flag != "--mount":
        return _modes(value)
    if mount.flag == "--mount":
        return _fields(problem, mount, value)
    if kind == "whitespace":
        return _stripped(value)
    return None, ""


def _modes(value: Value) -> tuple[Edit | None, str]:
    """Return the edit that writes ``ro`` for ``readonly`` and ``ro,z`` for ``ro:z``, and its title."""
    marked = value.marked()
    parts = marked.split(":")
    if len(parts) < 3 or not parts[0] or not parts[1].startswith("/"):
        return None, ""
    start = len(parts[0]) + len(parts[1]) + 2
    given = [mode for part in parts[2:] for mode in part.split(",")]
    meant = [_MEANT_MODES.get(mode, mode) for mode in given]
    if not all(mode in _MODES for mode in meant) or len(set(meant)) != len(meant):
        return None, ""
    if {"ro", "rw"} <= set(meant) or {"z", "Z"} <= set(meant):
        return None, ""
    text = ",".join(meant)
    return replace_value(value, start, len(value), text), f"Write `:{text}`"


def _fields(problem: SyntaxProblem, mount: Mount, value: Value) -> tuple[Edit | None, str]:
    marked = value.marked()
    if '"' in marked:
        # Inside a quotation of CSV a comma ends no field.
        return None, ""
    is_filled = bool(marked.strip(","))
    at = 0
    for field in marked.split(","):
        end = at + len(field)
        key, _equals, text = field.partition("=")
        bare = key.strip()
        if problem.kind == "unknown-mount-key" and bare.lower() in _MEANT_KEYS:
            meant = _MEANT_KEYS[bare.lower()]
            return replace_value(value, at, at + len(key), meant), f"Write `{meant}`"
        if problem.kind == "unknown-mount-key" and bare.lower() == "size" and mount.type == "tmpfs":
            return replace_value(value, at, at + len(key), "tmpfs-size"), "Write `tmpfs-size`"
        if problem.kind == "not-a-pair":
            if not field and is_filled:
                if end == len(marked):
                    return (
                        (replace_value(value, at - 1, end, ""), "Remove the last comma") if at else (None, "")
                    )
                return replace_value(value, at, at + 1, ""), "Remove the comma"
            if field in ("rw", "read-write", "readwrite"):
                return replace_value(value, at - 1, end, ""), f"Remove `{field}`, which is the default"
            if field in ("read-only", "read_only", "RO") and at:
                return replace_value(value, at, end, "readonly"), "Write `readonly`"
        if problem.kind == "bad-mount-value" and bare.lower() in ("readonly", "ro"):
            if text in _YES:
                return replace_value(value, at + len(key), end, ""), f"Write `{bare}`"
            if text in _NO:
                return replace_value(value, at + len(key) + 1, end, "false"), f"Write `{bare}=false`"
        if problem.kind == "unknown-mount-type" and bare == "type" and text in _MEANT_TYPES:
            return (
                replace_value(value, at + len(key) + 1, end, _MEANT_TYPES[text]),
                f"Write `type={_MEANT_TYPES[text]}`",
            )
        if problem.kind == "whitespace" and field != field.strip() and field.strip():
            blanks = len(field) - len(field.lstrip())
            if blanks:
                return replace_value(value, at, at + blanks, ""), "Remove the blank"
            length = len(field.rstrip())
            return replace_value(value, at + length, end, ""), "Remove the blank"
        at = end + 1
    return None, ""


def _stripped(value: Value) -> tuple[Edit | None, str]:
    """Return the edit that deletes the first blank beside a colon or at an end, and its title."""
    marked = value.marked()
    at = 0
    for part in marked.split(":"):
        end = at + len(part)
        if part != part.strip() and part.strip():
            blanks = len(part) - len(part.lstrip())
            first = at if blanks else at + len(part.rstrip())
            last = at + blanks if blanks else end
            return replace_value(value, first, last, ""), "Remove the blank"
        at = end + 1
    return None, ""


def _misread(mount: Mount) -> tuple[str, int, int, str] | None:
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
        is_known = all(
            part.partition("=")[0]
            in ("size", "mode", "uid", "gid", "rw", "ro", "exec", "noexec", "nosuid", "nodev")
            for part in rest.split(",")
        )
        return (path, len(path), len(path) + 1, ":") if is_known else None
    if mount.source is not None and all(part in _MODES for part in rest.split(",")):
        return path, len(path), len(path) + 1, ":"
    return None


RULE = InvalidMountOption
