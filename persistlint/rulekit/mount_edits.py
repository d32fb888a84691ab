"""Edits of a mount where it is written: its mode, its name, another kind of source.

As in ``edits``, an edit that can't be made is None.
"""

from __future__ import annotations

from persistlint.docker.option_table import version_of
from persistlint.rulekit.edits import (
    below_working_directory,
    replace_specification,
    replace_value,
    rewrite,
    written,
)
from persistlint.shell.values import Literal
from persistlint.text.edits import Edit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.docker.mounts import Mount
    from persistlint.rules.rule import Context
    from persistlint.text.sources import Sources

#: The first client that makes a source that starts with ``./`` absolute.
_DOT_SLASH = "23.0"
#: How ``--mount`` says that it is read-only.
_READ_ONLY_FIELDS = frozenset(("readonly", "ro", "readonly=true", "readonly=1", "ro=true", "ro=1"))
#: The field of ``--mount`` that holds the container path.
_TARGET_FIELDS = ("target", "dst", "destination")


def field_at(mount: Mount, field: str) -> int:
    """Return the index at which a field of ``--mount``'s specification begins ("type=volume", or "type=" for any), -1 where it has none so written."""
    fields = f",{mount.value.marked().lower()}," if mount.value is not None else ""
    return fields.find(f",{field}" if field.endswith("=") else f",{field},")


def _has_keys(mount: Mount) -> bool:
    """Return whether the mount is written as a mapping of a Compose file, whose target holds nothing but the container path."""
    return mount.word is None


def make_read_only(mount: Mount) -> Edit | None:
    """Add the mode that makes the mount read-only."""
    if _has_keys(mount):
        return None
    end = len(mount.value) if mount.value is not None else 0
    text = ",readonly" if mount.flag == "--mount" else ",ro" if mount.options else ":ro"
    return replace_value(mount.value, end, end, text)


def make_writable(mount: Mount) -> Edit | None:
    """Take the mode away that makes the mount read-only, where it is written in the specification itself."""
    if mount.value is None or mount.source is None or mount.target is None or _has_keys(mount):
        return None
    is_field = mount.flag == "--mount"
    # The modes of `-v` stand behind the target, after a colon.
    start = 0 if is_field else len(mount.source) + 1 + len(mount.target)
    modes = mount.value.marked()[start:].split(",")
    for index, mode in enumerate(modes):
        end = start + len(mode)
        first = index == 0 and not is_field
        bare = (mode.removeprefix(":") if index == 0 else mode).lower()
        if bare in _READ_ONLY_FIELDS if is_field else bare == "ro":
            if first and len(modes) > 1:
                # `:ro,z` keeps its colon.
                return replace_value(mount.value, start + 1, end + 1, "")
            return replace_value(mount.value, max(start if first else start - 1, 0), end, "")
        start = end + 1
    return None


def give_name(mount: Mount, name: str) -> Edit | None:
    """Give the anonymous volume of a mount a name."""
    if _has_keys(mount):
        return None
    if mount.flag != "--mount":
        return replace_value(mount.target, 0, 0, f"{name}:")
    at = max(field_at(mount, f"{field}=") for field in _TARGET_FIELDS)
    return replace_value(mount.value, at, at, f"source={name},") if at >= 0 else None


def mount_volume_instead(mount: Mount, name: str, command: ContainerCreate, context: Context) -> Edit | None:
    """Write the volume ``name`` for a mount's source. None too where a variable that holds the source alone would lose its only use."""
    target = mount.target_text
    if target is None or mount.read_only is None or mount.source is None or _has_keys(mount):
        return None
    is_one_piece = mount.value is not None and len(mount.value.pieces) == 1
    for piece in mount.source.pieces:
        span = piece.span
        is_apart = span is None or span.anchor != command.span.anchor
        if isinstance(piece, Literal) and is_apart and not is_one_piece:
            return None
    if mount.flag != "--mount":
        modes = [",".join(mount.options)] if mount.options else []
        text = ":".join([name, target, *modes])
    elif mount.options:
        # These options mean something for a bind only.
        return None
    else:
        text = f"type=volume,source={name},target={target}"
    return replace_specification(mount, text, command, context.sources)


def make_host_path(mount: Mount, command: ContainerCreate, context: Context) -> tuple[str, Edit | None]:
    """Make a relative source a path of the host. Return the title of the fix, and its edit.

    That is ``./`` before it, or ``$PWD/`` for a client that refuses ``./``, and for a source that starts with a dot already.
    """
    source = mount.source
    if source is None:
        return "", None
    is_new = command.program != "docker" or context.settings.client_version >= version_of(_DOT_SLASH)
    if is_new and not source.leading().startswith("."):
        return f"Write `./{source.display()}`", replace_value(source, 0, 0, "./")
    return f"Write `$PWD/{source.display()}`", below_working_directory(source, command)


def write_bind_as_mount(mount: Mount, sources: Sources) -> list[Edit | None]:
    """Write ``--mount type=bind``, which refuses a source that isn't there, for a ``-v`` that is a bind."""
    value, word, source, target = mount.value, mount.word, mount.source, mount.target
    modes = [option for option in mount.options if option]
    if (
        value is None
        or word is None
        or source is None
        or target is None
        or mount.flag not in ("-v", "--volume")
    ):
        return [None]
    if modes not in ([], ["ro"], ["rw"]) or "," in value.marked() or written(mount, sources) is None:
        return [None]
    flag = mount.span.cut(0, len(mount.flag)) if mount.span is not None else None
    if flag is None or (mount.flag == "-v" and (word.span is None or word.span.start < flag.end)):
        return [None]
    colon, first = len(source), value.pieces[0]
    before = Edit(first.span.at_start(), "type=bind,source=") if first.span is not None else None
    edits = [
        rewrite(flag, "--mount", sources, was=mount.flag),
        replace_value(value, 0, 0, "type=bind,source=") or before,
        replace_value(value, colon, colon + 1, ",target="),
    ]
    if modes:
        end = colon + 1 + len(target)
        edits.append(replace_value(value, end, len(value), ",readonly" if modes == ["ro"] else ""))
    return edits
