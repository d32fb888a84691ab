"""Reads ``-v SPEC`` and ``--volumes-from SPEC``.

``-v`` is decided twice: the client splits and classes it (docker/cli ``internal/volumespec``), the engine parses what the client sends again
(moby ``daemon/volume/mounts/linux_parser.go``, ``ParseMountRaw``).
"""

from __future__ import annotations

from persistlint.docker.commands import OptionUse
from persistlint.docker.mount_sources import (
    DIRECTORIES,
    PROPAGATION,
    UNKNOWN,
    check_relative_source,
    check_volume_source,
    cleaned,
    is_drive,
    new_mount,
    place,
    quoted,
    volume_name_problem,
)
from persistlint.docker.mounts import Mount
from persistlint.docker.problems import Problems
from persistlint.shell.values import Unknown, Value
from persistlint.text.spans import Span

_CONSISTENCY = frozenset(("consistent", "cached", "delegated"))

#: The modes that the engine knows, by the group of which one may be given (linuxValidMountMode).
_MODES = {
    "ro": "access",
    "rw": "access",
    "z": "label",
    "Z": "label",
    "nocopy": "copy",
    **dict.fromkeys(PROPAGATION, "propagation"),
    **dict.fromkeys(_CONSISTENCY, "consistency"),
}


def _source_type(source: Value) -> str | None:
    """Return "bind" or "volume" for a source of ``-v`` (``isFilePath``), None where too little of it is known."""
    marked = source.marked()
    if not marked:
        return None
    if marked[0] == UNKNOWN:
        return "bind" if source.unknowns[0].kind in DIRECTORIES or "/" in marked else None
    if marked[0] in "./~" or marked.startswith("\\\\"):
        return "bind"
    if len(marked) > 1 and marked[1] == ":" and is_drive(marked[0]):
        return "bind"
    return "volume"


def _split_spec(value: Value) -> list[Value]:
    """Return the fields of a ``-v`` specification, parted by colons. A colon behind a drive's letter separates nothing."""
    marked = value.marked()
    if len(marked) <= 2:
        return [value]
    fields = []
    start = 0
    for index, character in enumerate(marked):
        if character == ":" and not (index - start == 1 and is_drive(marked[start])):
            fields.append(value.cut(start, index))
            start = index + 1
    fields.append(value.cut(start))
    return fields


def read_volume(use: OptionUse, problems: Problems) -> Mount:
    """Return the mount of ``-v SPEC``. ``use.value`` is the specification."""
    value = use.value if use.value is not None else Value()
    mount = new_mount(use, value)
    marked = value.marked()
    shown = value.display()
    if not marked:
        problems.add("empty-section", "invalid empty volume spec", use.span, mount=mount)
        return mount
    fields = _split_spec(value)
    if len(fields) == 1:
        if value.known or all(piece.kind in DIRECTORIES for piece in value.unknowns):
            mount.type, mount.target, mount.anonymous = "volume", value, True
            place(mount)
            if value.known:
                _check_single_field(mount, marked, problems, use.span)
        else:
            # An unknown piece may hold colons: which field is which can't be told.
            mount.read_only = None
        return mount
    for index, field in enumerate(fields):
        # The client goes from field to field, and stops at the first that is wrong.
        if not len(field):
            reason = f"invalid spec: {shown}: empty section between colons"
            problems.add("empty-section", reason, use.span, mount=mount)
            return mount
        if index == 2 and len(fields) > 3:
            reason = f"invalid spec: {shown}: too many colons"
            problems.add("too-many-colons", reason, use.span, mount=mount)
            return mount
    mount.source, mount.target = fields[0], fields[1]
    mount.type = _source_type(fields[0])
    place(mount)
    check_relative_source(mount, problems)
    if len(fields) == 3:
        if not _read_modes(mount, fields[2], problems):
            return mount
    elif isinstance(fields[1].pieces[-1], Unknown) and len(fields[1].pieces) > 1:
        # `a:/b⟨Z⟩`: the rest may be a mode.
        mount.read_only = None
    _check_volume_target(mount, shown, problems, len(fields))
    if mount.type == "volume":
        check_volume_source(mount, problems)
    elif mount.type == "bind" and fields[0].leading().startswith("~"):
        _, reason = volume_name_problem(fields[0].display())
        problems.add("tilde", reason, mount.source_span or use.span, mount=mount, by="engine")
    return mount


def _check_single_field(mount: Mount, text: str, problems: Problems, span: Span | None) -> None:
    """Check ``-v /data``, ``-v x`` (an anonymous volume at ``/x``) and ``-v d:/data``, which the client takes for a drive's path."""
    if len(text) > 2 and text[1] == ":" and is_drive(text[0]):
        mount.drive = True
    if cleaned(text) == "/":
        problems.add(
            "target-is-root",
            "invalid specification: destination can't be '/'",
            span,
            mount=mount,
            by="engine",
        )


def _read_modes(mount: Mount, modes: Value, problems: Problems) -> bool:
    """Read the third field; return False where the engine refuses it, which it does before it reads the others."""
    seen: dict[str, str] = {}
    shown = modes.display()
    span = modes.span or mount.span
    bad = False
    for mode in modes.split(","):
        text = mode.text
        mount.options.append(mode.display())
        if text is None:
            mount.read_only = None
            continue
        group = _MODES.get(text)
        if group is None or group in seen:
            bad = True
            continue
        seen[group] = text
        if text == "ro":
            mount.read_only = True
    if bad:
        source = mount.source.text or "" if mount.source is not None else ""
        if len(source) == 2 and source[0] == "/" and is_drive(source[1]):
            # `/C:/src:C:/x` is how Git Bash writes a drive: an engine for Windows containers.
            return True
        if mount.drive_like_source:
            # On Windows the engine has other modes and three fields with a drive's colon in them.
            return True
        problems.add("bad-mode", f"invalid mode: {shown}", span, mount=mount, by="engine")
        return False
    if mount.type == "bind" and "copy" in seen:
        _spec_problem(
            mount, "field VolumeOptions must not be specified", "mode-of-other-type", problems, span
        )
        return False
    if mount.type == "volume" and "propagation" in seen:
        _spec_problem(mount, "field BindOptions must not be specified", "mode-of-other-type", problems, span)
        return False
    return True


def _spec_problem(mount: Mount, cause: str, kind: str, problems: Problems, span: Span | None) -> None:
    shown = mount.value.display() if mount.value is not None else ""
    problems.add(
        kind,
        f"invalid volume specification: '{shown}': invalid mount config for type \"{mount.type or 'volume'}\": {cause}",
        span,
        mount=mount,
        by="engine",
    )


def _check_volume_target(mount: Mount, shown: str, problems: Problems, count: int) -> None:
    target = mount.target
    if target is None:
        return
    text = target.text
    span = mount.target_span or mount.span
    if count == 2 and text is not None and all(part in _MODES for part in text.split(",")):
        # `-v /data:ro`: a path and a mode.
        problems.add(
            "mode-without-source", f"invalid volume specification: '{shown}'", span, mount=mount, by="engine"
        )
        return
    leading = target.leading()
    if text is not None and cleaned(text) == "/":
        _spec_problem(
            mount, "invalid specification: destination can't be '/'", "target-is-root", problems, span
        )
    elif leading and leading[0] not in "/\\":
        if leading[1:2] == ":" and is_drive(leading[0]):
            # A path in a Windows container, unless the source is one of Linux: the engine has no exception for drives and splits there too.
            source = mount.source.leading() if mount.source is not None else ""
            if count == 2 and source.startswith(("/", ".")):
                reason = f"invalid mode: {target.cut(2).display()}"
                problems.add("bad-mode", reason, span, mount=mount, by="engine")
            return
        cause = f"invalid mount path: {quoted(target)} mount path must be absolute"
        kind = "whitespace" if leading[0].isspace() else "relative-target"
        _spec_problem(mount, cause, kind, problems, span)


def read_volumes_from(use: OptionUse, problems: Problems) -> Value:
    """Return the value of ``--volumes-from CONTAINER[:ro|rw]`` as it is written. Refusals are added to ``problems``."""
    value = use.value if use.value is not None else Value()
    if value.text == "":
        problems.add(
            "empty-section",
            "volumes-from specification cannot be an empty string",
            use.span,
            by="engine",
        )
        return value
    parts = value.split(":", 1)
    if len(parts) == 2 and len(parts[1]) and parts[1].known:
        groups = [_MODES.get(mode) for mode in (parts[1].text or "").split(",")]
        refused = any(group in (None, "copy", "propagation") for group in groups)
        if refused or len(set(groups)) != len(groups):
            problems.add("bad-mode", f"invalid mode: {parts[1].text}", parts[1].span or use.span, by="engine")
    return value
