"""Reads ``--tmpfs PATH[:OPTIONS]``."""

from __future__ import annotations

from persistlint.docker.commands import OptionUse
from persistlint.docker.mount_sources import cleaned, new_mount, place, quoted
from persistlint.docker.mounts import Mount
from persistlint.docker.problems import Problems
from persistlint.shell.values import Value


def read_tmpfs(use: OptionUse, problems: Problems) -> Mount:
    """Return the mount of ``--tmpfs PATH[:OPTIONS]``. The client cuts at the first colon and checks nothing."""
    value = use.value if use.value is not None else Value()
    mount = new_mount(use, value)
    mount.type = "tmpfs"
    parts = value.split(":", 1)
    target = parts[0]
    if len(parts) == 1 and not value.known and not value.leading().startswith("/"):
        mount.read_only = None
        return mount
    mount.target = target
    place(mount)
    if len(parts) == 2:
        for option in parts[1].split(","):
            mount.options.append(option.display())
            if option.text is None:
                mount.read_only = None
            elif option.text == "ro":
                mount.read_only = True
    text = target.text
    leading = target.leading()
    span = mount.target_span or use.span
    if text is not None and cleaned(text) == "/":
        problems.add(
            "target-is-root",
            "invalid specification: destination can't be '/'",
            span,
            mount=mount,
            by="engine",
        )
    elif text == "" or (leading and leading[0] not in "/\\"):
        problems.add(
            "relative-target",
            f"invalid mount path: {quoted(target)} mount path must be absolute",
            span,
            mount=mount,
            by="engine",
        )
    return mount
