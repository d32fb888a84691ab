"""Reads podman's ``-v``, ``--mount``, ``--tmpfs`` and ``--volumes-from``, whose grammar isn't docker's.

Sources: podman v5.4.2 ``pkg/specgen/volumes.go``, ``pkg/specgenutil/volumes.go``, ``pkg/util/mount_opts.go``,
``pkg/specgen/generate/storage.go``; containers/common ``pkg/parse/parse.go`` (``ValidateVolumeOpts``).
"""

from __future__ import annotations

from persistlint.docker.arguments import go_quoted
from persistlint.docker.commands import OptionUse
from persistlint.docker.csv_fields import CsvError, csv_fields
from persistlint.docker.mount_sources import (
    DIRECTORIES,
    UNKNOWN,
    cleaned,
    is_podman_name,
    new_mount,
    place,
)
from persistlint.docker.mounts import Mount
from persistlint.docker.problems import Problems
from persistlint.shell.values import Unknown, Value
from persistlint.text.spans import Span

#: The kind of a mount's refusal by podman. Its sentence says the rest.
REFUSED = "refused-mount"

_PROPAGATION = (
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
    "unbindable",
    "runbindable",
)
#: Options of ``-v`` by the group of which one may be given, with what podman says of a second one.
_GROUPS = (
    (("noexec", "exec"), "'noexec' or 'exec' option"),
    (("nodev", "dev"), "'nodev' or 'dev' option"),
    (("nosuid", "suid"), "'nosuid' or 'suid' option"),
    (("rw", "ro"), "'rw' or 'ro' option"),
    (("z", "Z", "O"), "'z', 'Z', or 'O' option"),
    (("U",), "'U' option"),
    (_PROPAGATION, "'[r]shared', '[r]private', '[r]slave' or '[r]unbindable' option"),
    (("bind", "rbind"), "'[r]bind' option"),
    (("copy", "nocopy"), "'copy' or 'nocopy' option"),
    (("no-dereference",), "'no-dereference' option"),
)
_GROUP_OF = {option: group for group in _GROUPS for option in group[0]}
#: Options that podman takes and ignores.
_DROPPED = frozenset(("cached", "delegated"))

_MOUNT_FORMAT = (
    "incorrect mount format: should be --mount type=<bind|glob|tmpfs|volume>,"
    "[src=<host-dir|volume-name>,]target=<ctr-dir>[,options]"
)
_TARGETS = ("target", "dst", "destination", "dest")
_TYPES = frozenset(("bind", "glob", "tmpfs", "ramfs", "devpts", "image", "volume", "artifact"))
_NO_VALUE = "must provide an argument for option"
_BAD_OPTION = "invalid mount option"
#: Keys of ``--mount`` that only one type takes.
_OF_TYPE = {
    "bind-nonrecursive": "bind",
    "bind-propagation": "bind",
    "tmpcopyup": "tmpfs",
    "notmpcopyup": "tmpfs",
    "tmpfs-mode": "tmpfs",
    "tmpfs-size": "tmpfs",
    "volume-label": "volume",
    "volume-opt": "volume",
    "nocreate": "volume",
}
#: Keys of ``--mount`` that exclude each other, with what podman calls them.
_ONCE = {
    **dict.fromkeys(("readonly", "ro", "rw"), "'readonly', 'ro', or 'rw' mnt.Options"),
    **dict.fromkeys(("nodev", "dev"), "'nodev' and 'dev' mnt.Options"),
    **dict.fromkeys(("noexec", "exec"), "'noexec' and 'exec' mnt.Options"),
    **dict.fromkeys(("nosuid", "suid"), "'nosuid' and 'suid' mnt.Options"),
    "noswap": "'noswap' mnt.Options",
    "relabel": "'relabel' option",
    **dict.fromkeys(("tmpcopyup", "notmpcopyup"), "'tmpcopyup' and 'notmpcopyup' mnt.Options"),
    **dict.fromkeys(("U", "chown"), "'U' or 'chown' option"),
}
_PLAIN_KEYS = frozenset((*_PROPAGATION, "Z", "z", "no-dereference", "consistency", "idmap"))


def _refuse(problems: Problems, mount: Mount, reason: str, span: Span | None = None) -> None:
    problems.add(REFUSED, reason, span or mount.span, mount=mount)


# -- -v -----------------------------------------------------------------------------------------------------------


def read_podman_volume(use: OptionUse, problems: Problems) -> Mount:
    """Return the mount of ``-v [SOURCE:]TARGET[:OPTIONS]``. Every colon separates."""
    value = use.value if use.value is not None else Value()
    mount = new_mount(use, value)
    fields = value.split(":")
    if len(fields) == 1:
        if not value.known:
            # An unknown piece may hold colons: which field is which can't be told.
            mount.read_only = None
            return mount
        mount.type, mount.anonymous = "volume", True
        if value.leading().startswith("./"):
            # Podman makes it an absolute path of the host, and takes that for the target.
            return mount
        mount.target = value
        place(mount)
        _check_target(mount, value, problems)
        return mount
    if len(fields) > 3:
        reason = "incorrect volume format, should be [host-dir:]ctr-dir[:option]"
        _refuse(problems, mount, f"{value.display()}: {reason}")
        return mount
    mount.source, mount.target = fields[0], fields[1]
    mount.type = _source_type(fields[0])
    place(mount)
    if len(fields) == 3:
        if not _read_options(mount, fields[2], problems):
            return mount
    elif len(fields[1].pieces) > 1 and isinstance(fields[1].pieces[-1], Unknown):
        # `a:/b⟨Z⟩`: the rest may be options.
        mount.read_only = None
    if not len(fields[0]):
        _refuse(problems, mount, "host directory cannot be empty")
        return mount
    if not _check_overlay(mount, problems) or not _check_target(mount, fields[1], problems):
        return mount
    stray = next((option for option in mount.options if "upperdir" in option or "workdir" in option), "")
    if stray and "O" not in mount.options:
        reason = f"unknown mount option {go_quoted(stray)}: {_BAD_OPTION}"
        problems.add(REFUSED, reason, mount.span, mount=mount, by="engine")
    _check_name(mount, problems)
    return mount


def _source_type(source: Value) -> str | None:
    """Return "bind" for a source that begins with a slash or a dot, else "volume"; None where too little of it is known."""
    marked = source.marked()
    if not marked:
        return None
    if marked[0] == UNKNOWN:
        return "bind" if source.unknowns[0].kind in DIRECTORIES or "/" in marked else None
    return "bind" if marked[0] in "/." else "volume"


def _read_options(mount: Mount, options: Value, problems: Problems) -> bool:
    """Read the third field of ``-v``; return False where podman refuses it."""
    shown = ", ".join(option.display() for option in options.split(","))
    seen: set[str] = set()
    uppers = works = 0
    refused = ""
    for option in options.split(","):
        text = option.text
        if text not in _DROPPED:
            mount.options.append(option.display())
        if text is None:
            mount.read_only = None
            continue
        if "upperdir" in text:
            uppers += 1
            refused = refused or (
                f'invalid options "{shown}", can only specify 1 upperdir per overlay' if uppers > 1 else ""
            )
        elif "workdir" in text:
            works += 1
            refused = refused or (
                f'invalid options "{shown}", can only specify 1 workdir per overlay' if works > 1 else ""
            )
        elif text in _GROUP_OF:
            options_of_group, saying = _GROUP_OF[text]
            if seen.intersection(options_of_group):
                refused = refused or f'invalid options "{shown}", can only specify 1 {saying}'
            seen.add(text)
            if text in _GROUP_OF["rw"][0]:
                mount.read_only = text == "ro"
        elif text not in _DROPPED and not text.startswith("idmap"):
            refused = refused or f"invalid option type {go_quoted(text)}"
    if refused:
        _refuse(problems, mount, refused, options.span)
    return not refused


def _check_overlay(mount: Mount, problems: Problems) -> bool:
    """Check what may stand beside ``O``, which lays a directory over the source that goes with the container."""
    options = mount.options
    if "O" not in options or mount.type != "bind":
        return True
    joined = "".join(options)
    upper, work = "upperdir" in joined, "workdir" in joined
    if upper != work:
        _refuse(problems, mount, "must set both `upperdir` and `workdir`")
        return False
    alone = len(options) == 1 or (len(options) == 2 and "U" in joined)
    if not alone and not (len(options) == 3 and upper and work):
        _refuse(problems, mount, "can't use 'O' with other options")
        return False
    return True


def _check_target(mount: Mount, target: Value, problems: Problems) -> bool:
    leading = target.leading()
    if target.known and not leading:
        _refuse(problems, mount, "container directory cannot be empty")
        return False
    if leading and leading[0] != "/":
        reason = f"invalid container path {go_quoted(target.display())}, must be an absolute path"
        _refuse(problems, mount, reason, mount.target_span)
        return False
    return True


def _check_name(mount: Mount, problems: Problems) -> None:
    """Check the name of a volume (``libpod/define``: one sign is enough)."""
    if mount.type != "volume" or mount.source is None:
        return
    text = mount.source.text
    leading = mount.source.leading()
    # Of a name that isn't known altogether the beginning may be wrong already.
    if (text is not None and text and not is_podman_name(text)) or (
        text is None and leading and not is_podman_name(leading)
    ):
        shown = mount.source.display()
        reason = "running volume create option: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument"
        problems.add(
            REFUSED,
            f"creating named volume {go_quoted(shown)}: {reason}",
            mount.source_span or mount.span,
            mount=mount,
            by="engine",
        )


# -- --mount ------------------------------------------------------------------------------------------------------


def read_podman_mount(use: OptionUse, problems: Problems) -> Mount:
    """Return the mount of ``--mount type=TYPE,FIELD…``. Podman wants the type, and takes keys as they are written."""
    value = use.value if use.value is not None else Value()
    mount = new_mount(use, value)
    marked = value.marked()
    lines = [line for line in marked.replace("\r\n", "\n").split("\n") if line]
    if not lines:
        _refuse(problems, mount, _MOUNT_FORMAT)
        return mount
    try:
        fields = csv_fields(value)
    except CsvError as error:
        _refuse(problems, mount, error.reason)
        return mount
    if len(lines) > 1 and '"' not in marked:
        _refuse(problems, mount, _MOUNT_FORMAT)
        return mount
    kind: str | None = None
    keys: list[tuple[str, bool, Value, Value]] = []
    for field in fields:
        key, equals, rest = field.marked().partition("=")
        if UNKNOWN in key:
            mount.unknown_fields = True
            mount.read_only = None
            continue
        held = field.cut(len(key) + 1) if equals else Value()
        if kind is None and key == "type" and equals and "=" not in rest and not mount.unknown_fields:
            if held.text is None:
                mount.unknown_fields = True
                mount.read_only = None
            kind = held.text or ""
            continue
        keys.append((key, bool(equals), held, field))
    if kind is None and not mount.unknown_fields:
        _refuse(problems, mount, _MOUNT_FORMAT)
    mount.type = {"ramfs": "tmpfs", "devpts": "tmpfs"}.get(kind or "", kind or None)
    if kind == "glob":
        # A mount for each file that it finds, which no text tells.
        mount.type = None
    _read_keys(mount, kind or "", keys, problems)
    place(mount)
    mount.anonymous = mount.type == "volume" and mount.source is None and not mount.unknown_fields
    if mount.unknown_fields or kind is None:
        return mount
    if kind not in _TYPES:
        _refuse(problems, mount, f"invalid filesystem type {go_quoted(kind)}")
    elif not problems.last_is_about(mount):
        _check_mount(mount, kind, keys, problems)
    return mount


def _read_keys(
    mount: Mount, kind: str, keys: list[tuple[str, bool, Value, Value]], problems: Problems
) -> None:
    """Read the fields behind the type. Podman stops at the first that it refuses."""
    refused = kind not in _TYPES or mount.unknown_fields
    seen: set[str] = set()
    for key, equals, held, field in keys:
        if key in ("source", "src"):
            mount.source = held if len(held) else None
        elif key in _TARGETS:
            mount.target = held if len(held) else None
        elif key in ("readonly", "ro", "rw", "readwrite"):
            _read_access(mount, kind, key, equals, held)
        elif key != "consistency":
            mount.options.append(field.display())
        if refused:
            continue
        reason = _key_problem(kind, key, equals, held, seen)
        if reason:
            refused = True
            _refuse(problems, mount, reason, field.span)
    if kind in ("image", "artifact") and mount.read_only is False:
        mount.read_only = not any(
            key in ("rw", "readwrite") and held.text == "true" for key, _, held, _ in keys
        )


def _read_access(mount: Mount, kind: str, key: str, equals: bool, held: Value) -> None:
    if kind == "image":
        return
    text = held.text.lower() if held.text is not None else None
    if not equals:
        mount.read_only = key != "rw"
    elif text is None:
        mount.read_only = None
    elif text in ("true", "false"):
        mount.read_only = (text == "true") is (key != "rw")


def _key_problem(kind: str, key: str, equals: bool, held: Value, seen: set[str]) -> str:
    if kind == "devpts":
        if key in ("uid", "gid", "mode", "ptmxmode", "newinstance", "max") or key in _TARGETS:
            return _target_problem(key, equals, held) if key in _TARGETS else ""
        return f"{key}: {_BAD_OPTION}"
    if key in _TARGETS:
        if kind not in ("image", "artifact"):
            if "target" in seen:
                return f"cannot pass {go_quoted(key)} option more than once: {_NO_VALUE}"
            seen.add("target")
        return _target_problem(key, equals, held)
    if key in ("src", "source"):
        return _source_problem(kind, key, equals, held, seen)
    if kind in ("image", "artifact"):
        return _image_problem(kind, key, equals, held)
    return _common_problem(kind, key, equals, held, seen)


def _common_problem(kind: str, key: str, equals: bool, held: Value, seen: set[str]) -> str:
    """Return why podman refuses a key of a bind, a glob, a volume or a tmpfs."""
    text = held.text
    if key in _OF_TYPE and _OF_TYPE[key] != kind:
        return f'{go_quoted(key)} option not supported for "{kind}" mount types'
    if key in ("subpath", "volume-subpath") and kind != "volume":
        return f"cannot set option {go_quoted(key)} on non-volume mounts"
    if key == "volume-label":
        return "the --volume-label option is not presently implemented"
    needs_value = ("bind-propagation", "subpath", "volume-subpath", "tmpfs-mode", "tmpfs-size")
    if key in needs_value and not equals:
        return f"{key}: {_NO_VALUE}"
    if key == "bind-propagation":
        return "" if text is None or text in _PROPAGATION else f'invalid value "{key}={text}"'
    if key in _ONCE:
        saying = _ONCE[key]
        if saying in seen:
            return f"cannot pass {saying} more than once: {_NO_VALUE}"
        seen.add(saying)
        if key == "relabel" and (not equals or (text is not None and text not in ("private", "shared"))):
            return f"relabel mount option must be 'private' or 'shared': {_BAD_OPTION}"
        if key in ("U", "chown") and text is not None and text.lower() not in ("", "true", "false"):
            received = f"instead received {go_quoted(text)}: {_NO_VALUE}"
            return f"'U' or 'chown' must be set to true or false, {received}"
        return ""
    if key in _PLAIN_KEYS or key in _OF_TYPE or key in needs_value:
        return ""
    return f"{key}: {_BAD_OPTION}"


def _target_problem(key: str, equals: bool, held: Value) -> str:
    if not equals:
        return f"{key}: {_NO_VALUE}"
    leading = held.leading()
    if held.known and not leading:
        return "container directory cannot be empty"
    if leading and leading[0] != "/":
        return f"invalid container path {go_quoted(held.display())}, must be an absolute path"
    return ""


def _source_problem(kind: str, key: str, equals: bool, held: Value, seen: set[str]) -> str:
    if kind == "tmpfs":
        return f'{go_quoted(key)} option not supported for "tmpfs" mount types'
    plain = kind not in ("image", "artifact")
    if plain and "source" in seen:
        return f"cannot pass {go_quoted(key)} option more than once: {_NO_VALUE}"
    seen.add("source")
    if not equals:
        return f"{key}: {_NO_VALUE}"
    return f"host directory cannot be empty: {_NO_VALUE}" if plain and held.text == "" else ""


def _image_problem(kind: str, key: str, equals: bool, held: Value) -> str:
    text = held.text
    if kind == "artifact":
        return "" if key in ("title", "digest", "name") and equals else f"{key}: {_BAD_OPTION}"
    if key in ("rw", "readwrite"):
        is_right = text is None or text in ("true", "false")
        return "" if is_right else f"invalid rw value {go_quoted(text or '')}: {_BAD_OPTION}"
    if key == "subpath":
        if not equals:
            return f"{key}: {_NO_VALUE}"
        absolute = not held.leading() or held.leading().startswith("/")
        is_right = absolute and (held.text != "")
        return "" if is_right else f"volume subpath {go_quoted(held.display())} must be an absolute path"
    return "" if key == "consistency" else f"{key}: {_BAD_OPTION}"


def _check_mount(
    mount: Mount, kind: str, keys: list[tuple[str, bool, Value, Value]], problems: Problems
) -> None:
    """Check what the fields say together."""
    if kind in ("image", "artifact"):
        if mount.source is None or mount.target is None:
            _refuse(problems, mount, f"must set source and destination for {kind} volume")
        return
    if mount.target is None and kind != "glob":
        _refuse(problems, mount, "must set volume destination")
        return
    names = {key for key, _, _, _ in keys}
    if kind in ("bind", "glob"):
        groups = [name for name in names if name in _PROPAGATION]
        groups += ["bind-propagation"] if "bind-propagation" in names else []
        labels = [name for name in ("z", "Z", "relabel") if name in names]
        propagation = "'[r]shared', '[r]private', '[r]slave' or '[r]unbindable'"
        for given, saying in ((groups, propagation), (labels, "'z', 'Z', or 'O'")):
            if len(given) > 1:
                _refuse(problems, mount, f"can only specify 1 {saying} option")
                return
    if kind == "tmpfs" and names & {"z", "Z", "relabel"}:
        reason = f"the 'z' and 'Z' options are not allowed with tmpfs mounts: {_BAD_OPTION}"
        problems.add(REFUSED, reason, mount.span, mount=mount, by="engine")
    if kind == "bind" and mount.source is None:
        # The container's path is the host's, too.
        mount.source = mount.target
        place(mount)
    _check_name(mount, problems)


# -- --tmpfs and --volumes-from -----------------------------------------------------------------------------------


def read_podman_tmpfs(use: OptionUse, problems: Problems) -> Mount:
    """Return the mount of ``--tmpfs PATH[:OPTIONS]``. What stands behind a second colon podman leaves out."""
    value = use.value if use.value is not None else Value()
    mount = new_mount(use, value)
    mount.type = "tmpfs"
    parts = value.split(":")
    if len(parts) == 1 and not value.known and not value.leading().startswith("/"):
        mount.read_only = None
        return mount
    mount.target = parts[0]
    place(mount)
    if not _check_target(mount, parts[0], problems) or len(parts) == 1:
        return mount
    reason = _tmpfs_problem(mount, parts[1])
    if reason:
        problems.add(REFUSED, reason, parts[1].span or mount.span, mount=mount, by="engine")
    return mount


_TMPFS_OPTIONS = frozenset(
    (
        *("exec", "noexec", "suid", "nosuid", "dev", "nodev", "rw", "ro", "size", "mode"),
        *("tmpcopyup", "notmpcopyup", "consistency", "noswap", "copy", "nocopy", "U", "O"),
        *("no-dereference", "volume-opt", *_PROPAGATION),
    )
)
_TMPFS_GROUPS = (
    ("exec", "noexec"),
    ("suid", "nosuid"),
    ("dev", "nodev"),
    ("rw", "ro"),
    ("size",),
    ("mode",),
    ("tmpcopyup", "notmpcopyup"),
    ("noswap",),
    ("copy", "nocopy"),
    ("U",),
    ("no-dereference",),
    _PROPAGATION,
)


def _tmpfs_problem(mount: Mount, options: Value) -> str:
    """Read the options of a tmpfs; return why podman refuses them, "" where it takes them."""
    seen: set[str] = set()
    reason = ""
    for option in options.split(","):
        mount.options.append(option.display())
        text = option.text
        key = option.leading().partition("=")[0]
        if text is None and "=" not in option.leading():
            mount.read_only = None
            continue
        if key in ("ro", "rw"):
            mount.read_only = key == "ro"
        if key.startswith(("subpath", "idmap")):
            continue
        if key in ("z", "Z"):
            reason = reason or f"the 'z' and 'Z' options are not allowed with tmpfs mounts: {_BAD_OPTION}"
        elif key in ("bind", "rbind"):
            reason = (
                reason or f"the 'bind' and 'rbind' options are not allowed with tmpfs mounts: {_BAD_OPTION}"
            )
        elif key not in _TMPFS_OPTIONS:
            reason = reason or f"unknown mount option {go_quoted(option.display())}: {_BAD_OPTION}"
        else:
            group = next((group for group in _TMPFS_GROUPS if key in group), ())
            if seen.intersection(group):
                reason = reason or "duplicate mount option passed"
            seen.add(key)
    return reason


def read_podman_volumes_from(use: OptionUse, problems: Problems) -> Value:
    """Return the value of ``--volumes-from CONTAINER[:OPTIONS]`` as it is written. The options are z, ro and rw."""
    value = use.value if use.value is not None else Value()
    parts = value.split(":", 1)
    text = parts[1].text if len(parts) == 2 else None
    if text is None:
        return value
    options = text.split(",")
    reason = ""
    for at, option in enumerate(options):
        if option not in ("z", "ro", "rw"):
            rest = "volumes from another container can only use z,ro,rw options"
            reason = f"invalid option {go_quoted(option)} specified - {rest}"
        elif option == "z" and "z" in options[:at]:
            reason = "cannot set :z more than once in mount options"
        elif option != "z" and {"ro", "rw"}.intersection(options[:at]):
            reason = "cannot set ro or rw options more than once"
        if reason:
            problems.add(REFUSED, reason, parts[1].span or use.span, by="engine")
            break
    return value


# -- together -----------------------------------------------------------------------------------------------------


def check_podman_duplicates(mounts: list[Mount], problems: Problems) -> None:
    """Note two mounts on one target (``parseVolumes``). The same ``-v`` or ``--tmpfs`` twice is one; so is a volume's name twice."""
    seen: dict[str, Mount] = {}
    refused = {id(problem.mount) for problem in problems.found if problem.by == "client"}
    for mount in mounts:
        text = mount.target.text if mount.target is not None else None
        if not text or mount.type is None or mount.unknown_fields or id(mount) in refused:
            continue
        target = cleaned(text)
        first = seen.setdefault(target, mount)
        if first is mount or _is_same(first, mount) is not False:
            continue
        reason = f"{target}: duplicate mount destination"
        problems.add("duplicate-target", reason, mount.target_span or mount.span, mount=mount)


def _is_same(first: Mount, mount: Mount) -> bool | None:
    """Return whether podman takes two mounts for one, None where that can't be told."""
    of_mount = (first.flag.startswith("--mount"), mount.flag.startswith("--mount"))
    if all(of_mount):
        return False
    if first.type == mount.type == "tmpfs":
        # One of ``--mount`` and one of ``--tmpfs``: the first wins.
        return any(of_mount) or first.options == mount.options
    if first.type != mount.type:
        return False
    source, other = first.source, mount.source
    if source is not None and other is not None and not (source.known and other.known):
        return None if source.identity() != other.identity() else True
    same = (source.text if source is not None else None) == (other.text if other is not None else None)
    if first.type == "volume" and not any(of_mount):
        return same
    return same and first.options == mount.options
