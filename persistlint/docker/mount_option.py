"""Reads ``--mount FIELDS``.

It is the client's CSV (docker/cli ``opts/mount.go``, ``opts/mount_utils.go``), which the engine checks again (moby
``daemon/volume/mounts/linux_parser.go``, ``validateMountConfigImpl``).
"""

from __future__ import annotations

from persistlint.docker.arguments import FALSE, TRUE, go_quoted, size_problem
from persistlint.docker.commands import OptionUse
from persistlint.docker.csv_fields import CsvError, csv_fields
from persistlint.docker.mount_sources import (
    PROPAGATION,
    UNKNOWN,
    check_relative_source,
    check_volume_source,
    cleaned,
    is_drive,
    new_mount,
    place,
    quoted,
)
from persistlint.docker.mounts import Mount
from persistlint.docker.option_table import version_of
from persistlint.docker.problems import Problems
from persistlint.shell.values import Value
from persistlint.text.numerals import number_of
from persistlint.text.spans import Span

#: Keys of --mount that need no value.
_SWITCHES = frozenset(("readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src"))
#: All keys of --mount.
MOUNT_KEYS = frozenset(
    (
        *_SWITCHES,
        "type",
        "source",
        "src",
        "target",
        "dst",
        "destination",
        "consistency",
        "bind-propagation",
        "bind-recursive",
        "volume-subpath",
        "volume-label",
        "volume-driver",
        "volume-opt",
        "image-subpath",
        "tmpfs-size",
        "tmpfs-mode",
    )
)

#: The prefix of a key to the type that it belongs to.
_OWNERS = {"bind-": "bind", "volume-": "volume", "image-": "image", "tmpfs-": "tmpfs"}

#: Mount types that the engine knows, and from which release on.
_TYPES = {"bind": "", "volume": "", "tmpfs": "", "npipe": "", "cluster": "", "image": "28.0"}


def read_mount(use: OptionUse, problems: Problems) -> Mount:
    """Return the mount that ``--mount FIELDS`` makes."""
    value = use.value if use.value is not None else Value()
    mount = new_mount(use, value)
    mount.type = "volume"
    newer = problems.version >= version_of("29.2.1")
    if newer:
        value = _stripped(value)
    if not value.marked().strip("\n"):
        # Clients before 29.2.1 read an empty record.
        reason = "value is empty" if newer else "EOF"
        problems.add("empty-mount", reason, use.span, mount=mount)
        return mount
    try:
        fields = csv_fields(value)
    except CsvError as error:
        problems.add("bad-csv", error.reason, use.span, mount=mount)
        mount.type = None
        return mount
    keys: dict[str, Value] = {}
    before = _refusals(problems)
    for field in fields:
        _read_field(mount, field, keys, problems, newer)
    place(mount)
    if mount.unknown_fields and "type" not in keys:
        mount.type = None
    mount.anonymous = mount.type == "volume" and mount.source is None and not mount.unknown_fields
    if _refusals(problems) > before:
        # The client stops at a field that it refuses: what the fields say together doesn't come up.
        return mount
    _check_mount(mount, keys, problems, newer)
    return mount


def _refusals(problems: Problems) -> int:
    """Return the number of refusals by the client itself."""
    return sum(problem.by == "client" for problem in problems.found)


def _stripped(value: Value) -> Value:
    marked = value.marked()
    start = len(marked) - len(marked.lstrip())
    return value.cut(start, max(start, len(marked.rstrip())))


def _read_field(mount: Mount, field: Value, keys: dict[str, Value], problems: Problems, newer: bool) -> None:
    marked = field.marked()
    shown = field.display()
    span = field.span or mount.span
    written, equals, _ = marked.partition("=")
    if UNKNOWN in written:
        # Anything may be in it: which type, source and target are in force can't be told from here on.
        mount.unknown_fields = True
        mount.read_only = None
        return
    value = field.cut(len(written) + 1) if equals else Value()
    text = value.marked()
    if newer:
        if written.strip() != written:
            reason = f"invalid option '{written.strip()}' in '{shown}': option should not have whitespace"
            problems.add("whitespace", reason, span, mount=mount)
            written = written.strip()
        if equals and not text.strip():
            kind = "empty-source" if written.lower() in ("source", "src") else "empty-value"
            problems.add(kind, f"invalid value for '{written}': value is empty", span, mount=mount)
        elif equals and text.strip() != text:
            reason = f"invalid value for '{written}' in '{shown}': value should not have whitespace"
            problems.add("whitespace", reason, span, mount=mount)
    key = written.lower()
    if not equals and key not in _SWITCHES:
        problems.add("not-a-pair", f"invalid field '{shown}' must be a key=value pair", span, mount=mount)
        return
    if key not in MOUNT_KEYS:
        if key == "relabel":
            # Podman's.
            mount.options.append(shown)
        reason = f"unknown option '{key}' in '{shown}'" if newer else f"unexpected key '{key}' in '{shown}'"
        kind = "whitespace" if key.strip() in MOUNT_KEYS else "unknown-mount-key"
        problems.add(kind, reason, span, mount=mount)
        return
    keys[key] = value
    if key == "type":
        literal = value.text
        mount.type = literal.lower() if literal is not None else None
    elif key in ("source", "src"):
        mount.source = value if len(value) else None
    elif key in ("target", "dst", "destination"):
        mount.target = value if len(value) else None
    elif key in ("readonly", "ro"):
        mount.read_only = _switch(mount, key, value, bool(equals), problems, newer, span)
    else:
        mount.options.append(shown)
        if key in _SWITCHES and key != "bind-nonrecursive":
            if key == "bind-create-src" and problems.version < (29, 3):
                reason = (
                    f"unknown option '{key}' in '{shown}'"
                    if newer
                    else f"unexpected key '{key}' in '{shown}'"
                )
                if not equals:
                    reason = f"invalid field '{shown}' must be a key=value pair"
                problems.add("unknown-mount-key", reason, span, mount=mount, before="29.3")
                return
            _switch(mount, key, value, bool(equals), problems, newer, span)
        if key == "bind-nonrecursive" and problems.version < (29, 0):
            _switch(mount, key, value, bool(equals), problems, newer, span)
        _check_field(mount, key, value, shown, span, problems)


def _switch(
    mount: Mount,
    key: str,
    value: Value,
    given: bool,
    problems: Problems,
    newer: bool,
    span: Span | None,
) -> bool | None:
    if not given:
        return True
    text = value.text
    if text is None:
        return None
    if text in ("1", "true") or (not newer and text in TRUE):
        return True
    if text in ("0", "false") or (not newer and text in FALSE):
        return False
    reason = f"invalid value for {key}: {text}"
    if newer:
        reason = (
            f"invalid value for '{key}': invalid boolean value ({go_quoted(text)}): must be one of "
            '"true", "1", "false", or "0" (default "true")'
        )
    problems.add("bad-mount-value", reason, span, mount=mount)
    return None


def _check_field(
    mount: Mount, key: str, value: Value, shown: str, span: Span | None, problems: Problems
) -> None:
    text = value.text
    if key == "bind-nonrecursive":
        problems.add(
            "unknown-mount-key",
            "bind-nonrecursive is deprecated, use bind-recursive=disabled instead",
            span,
            mount=mount,
            since="29.0",
        )
    elif key == "image-subpath" and problems.version < (28, 0):
        problems.add(
            "unknown-mount-key", f"unexpected key '{key}' in '{shown}'", span, mount=mount, before="28.0"
        )
    elif text is None:
        return
    elif key == "bind-recursive" and text not in ("enabled", "disabled", "writable", "readonly"):
        reason = f'invalid value for {key}: {text} (must be "enabled", "disabled", "writable", or "readonly")'
        problems.add("bad-mount-value", reason, span, mount=mount)
    elif key == "bind-propagation" and text.lower() not in PROPAGATION:
        reason = f'invalid mount config for type "bind": invalid propagation mode: {text.lower()}'
        problems.add("bad-mount-value", reason, span, mount=mount, by="engine")
    elif (key == "tmpfs-size" and size_problem(text)) or (key == "tmpfs-mode" and not _is_octal(text)):
        problems.add("bad-mount-value", f"invalid value for {key}: {text}", span, mount=mount)
    elif key in ("volume-subpath", "image-subpath") and not _is_local(text):
        reason = (
            f'invalid mount config for type "{mount.type}": subpath must be a relative path within the volume'
        )
        problems.add("bad-mount-value", reason, span, mount=mount, by="engine")


def _is_octal(text: str) -> bool:
    """Return whether Go's ``ParseUint(text, 8, 32)`` accepts the text."""
    return bool(text) and all(character in "01234567" for character in text) and number_of(text, 8) < 1 << 32


def _is_local(path: str) -> bool:
    """Go's ``filepath.IsLocal``: relative, not empty, and not leading out of the directory."""
    return bool(path) and not path.startswith("/") and not (cleaned(path) + "/").startswith("../")


def _check_mount(mount: Mount, keys: dict[str, Value], problems: Problems, newer: bool) -> None:
    if mount.unknown_fields:
        return
    kind = mount.type
    span = mount.span
    if kind is None:
        return
    if not kind and not newer:
        problems.add("empty-value", "type is required", span, mount=mount)
        return
    if mount.target is None and not newer:
        problems.add("missing-target", "target is required", span, mount=mount)
    for prefix, owner in _OWNERS.items():
        # enabled is the default, and sets nothing.
        mixed = [
            key
            for key, value in keys.items()
            if key.startswith(prefix) and not (key == "bind-recursive" and value.text == "enabled")
        ]
        if mixed and owner != kind:
            problems.add(
                "mixed-mount-options",
                f"cannot mix '{prefix}*' options with mount type '{kind}'",
                span,
                mount=mount,
            )
    _check_recursive(mount, keys, problems)
    if kind not in _TYPES:
        problems.add(
            "unknown-mount-type",
            f'invalid mount config for type "{kind}": mount type unknown',
            span,
            mount=mount,
            by="engine",
        )
        return
    if _TYPES[kind] and problems.version < version_of(_TYPES[kind]):
        problems.add(
            "unknown-mount-type",
            f'invalid mount config for type "{kind}": mount type unknown',
            span,
            mount=mount,
            before=_TYPES[kind],
            by="engine",
        )
    mount.needs = _TYPES[kind] or ("29.3" if "bind-create-src" in keys else "")
    if mount.target is None and newer and not any(name in keys for name in ("target", "dst", "destination")):
        problems.add(
            "missing-target",
            f'invalid mount config for type "{kind}": field Target must not be empty',
            span,
            mount=mount,
            by="engine",
        )
    _check_mount_target(mount, kind, problems)
    _check_mount_source(mount, kind, keys, problems)


def _check_recursive(mount: Mount, keys: dict[str, Value], problems: Problems) -> None:
    mode = keys["bind-recursive"].text if "bind-recursive" in keys else None
    if mode not in ("writable", "readonly"):
        return
    if mount.read_only is False:
        reason = f"option 'bind-recursive={mode}' requires 'readonly' to be specified in conjunction"
        problems.add("bad-mount-value", reason, mount.span, mount=mount)
    elif mode == "readonly":
        propagation = keys.get("bind-propagation")
        if propagation is None or (propagation.known and (propagation.text or "").lower() != "rprivate"):
            reason = "option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction"
            problems.add("bad-mount-value", reason, mount.span, mount=mount)


def _check_mount_target(mount: Mount, kind: str, problems: Problems) -> None:
    target = mount.target
    if target is None or kind == "npipe":
        return
    span = mount.target_span or mount.span
    text = target.text
    leading = target.leading()
    prefix = f'invalid mount config for type "{kind}": '
    if text is not None and cleaned(text) == "/":
        problems.add(
            "target-is-root",
            prefix + "invalid specification: destination can't be '/'",
            span,
            mount=mount,
            by="engine",
        )
    elif leading and leading[0] not in "/\\" and not (leading[1:2] == ":" and is_drive(leading[0])):
        kind_of_problem = "tilde" if leading[0] == "~" else "relative-target"
        reason = f"{prefix}invalid mount path: {quoted(target)} mount path must be absolute"
        problems.add(kind_of_problem, reason, span, mount=mount, by="engine")


def _check_mount_source(mount: Mount, kind: str, keys: dict[str, Value], problems: Problems) -> None:
    source = mount.source
    span = mount.source_span or mount.span
    prefix = f'invalid mount config for type "{kind}": '
    if source is None:
        if kind in ("bind", "image"):
            problems.add(
                "missing-source",
                prefix + "field Source must not be empty",
                mount.span,
                mount=mount,
                by="engine",
            )
        elif kind == "volume" and "volume-subpath" in keys:
            reason = prefix + "must not set Subpath when using anonymous volumes"
            problems.add("bad-mount-value", reason, mount.span, mount=mount, by="engine")
        return
    if kind == "tmpfs":
        problems.add(
            "source-of-tmpfs", prefix + "field Source must not be specified", span, mount=mount, by="engine"
        )
    elif kind == "volume":
        check_volume_source(mount, problems)
    elif kind == "bind":
        check_relative_source(mount, problems)
        leading = source.leading()
        if leading and leading[0] not in "/\\." and not (leading[1:2] == ":" and is_drive(leading[0])):
            name = "tilde" if leading[0] == "~" else "relative-bind-source"
            if leading[0] in "$`":
                name = "unexpanded-variable"
            reason = f"{prefix}invalid mount path: {quoted(source)} mount path must be absolute"
            problems.add(name, reason, span, mount=mount, by="engine")
