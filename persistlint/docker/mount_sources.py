"""Sources and volume names, and the beginning of a mount, for all readers of mounts.

A source that isn't a path is a volume's name; the engine's local driver checks it (moby ``daemon/volume/local/local.go``).
"""

from __future__ import annotations

from persistlint.docker.arguments import go_quoted
from persistlint.docker.commands import OptionUse
from persistlint.docker.mounts import Mount
from persistlint.docker.problems import Problems
from persistlint.shell.values import Value

#: What ``Value.marked()`` puts for an unknown piece.
UNKNOWN = "\ufffc"

#: Kinds of unknowns that are paths of directories.
DIRECTORIES = frozenset(("cwd", "home", "scriptdir", "temporary"))

#: Whether mounts below a bind show on the other side (moby ``linuxPropagationModes``).
PROPAGATION = frozenset(("private", "rprivate", "shared", "rshared", "slave", "rslave"))

_NAME_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")


def is_volume_name(name: str) -> bool:
    """Return whether the local driver accepts the name of a volume (moby ``daemon/volume/local``): two characters at least, no slash."""
    return len(name) > 1 and name[0] not in "_.-" and all(character in _NAME_CHARACTERS for character in name)


def is_podman_name(name: str) -> bool:
    """Return whether podman accepts the name of a volume, a container or a pod. One sign is enough."""
    return bool(name) and name[0] not in "_.-" and all(character in _NAME_CHARACTERS for character in name)


def volume_name_problem(name: str) -> tuple[str, str]:
    """Kind and reason for which the engine refuses a volume's name; two empty strings where it takes it."""
    if len(name) == 1:
        return (
            "short-volume-name",
            "volume name is too short, names should be at least two alphanumeric characters",
        )
    if is_volume_name(name) or not name:
        return "", ""
    kind = "bad-volume-name"
    if name.startswith("~"):
        kind = "tilde"
    elif name.startswith(("$", "`")):
        kind = "unexpanded-variable"
    elif name != name.strip():
        kind = "whitespace"
    elif name.startswith("/"):
        kind = "path-as-volume-source"
    elif "/" in name or name.startswith("."):
        kind = "relative-bind-source"
    return kind, (
        f'create {name}: {go_quoted(name)} includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" '
        "are allowed. If you intended to pass a host directory, use absolute path"
    )


def is_drive(text: str) -> bool:
    """Return whether the text is one letter, which the client takes for a Windows drive where a colon follows."""
    return len(text) == 1 and text.isalpha()


def quoted(value: Value) -> str:
    """Return the value in single quotes, as Go's ``'%s'`` prints it."""
    return f"'{value.display()}'"


def cleaned(path: str) -> str:
    """Return the path as Go's ``path.Clean`` does, for comparing."""
    out: list[str] = []
    rooted = path.startswith("/")
    for part in path.replace("\\", "/").split("/"):
        if part in ("", "."):
            continue
        if part == "..":
            if out and out[-1] != "..":
                out.pop()
                continue
            if rooted:
                continue
        out.append(part)
    text = "/".join(out)
    return "/" + text if rooted else text or "."


def new_mount(use: OptionUse, value: Value) -> Mount:
    """Return a mount of which only the place is known."""
    mount = Mount(None, None, None, use.flag, use.value_word)
    mount.value = value
    mount.span = use.span
    return mount


def place(mount: Mount) -> None:
    """Set the spans of the mount's source and target."""
    mount.source_span = mount.source.span if mount.source is not None else None
    mount.target_span = mount.target.span if mount.target is not None else None


def check_relative_source(mount: Mount, problems: Problems) -> None:
    """Note a relative source that older clients don't accept: ``./x`` and ``.`` since 23.0, any leading dot since 28.2."""
    source = mount.source
    if source is None:
        return
    leading = source.leading()
    if not leading.startswith("."):
        return
    whole = source.text
    mount.needs = "23.0" if leading.startswith("./") or whole == "." else "28.2"
    kind, reason = volume_name_problem(source.display())
    if mount.flag in ("--mount",):
        kind, reason = (
            "relative-bind-source",
            f'invalid mount config for type "bind": invalid mount path: {quoted(source)} mount path must be absolute',
        )
    problems.add(
        kind or "relative-bind-source",
        reason,
        mount.source_span or mount.span,
        mount=mount,
        before=mount.needs,
        by="engine",
    )


def check_volume_source(mount: Mount, problems: Problems) -> None:
    """Note what the engine refuses of a volume's name, where enough of it is known."""
    source = mount.source
    if source is None:
        return
    span = mount.source_span or mount.span
    text = source.text
    if text is not None:
        kind, reason = volume_name_problem(text)
        if kind:
            problems.add(kind, reason, span, mount=mount, by="engine")
        return
    leading = source.leading()
    if leading[:1].isspace() and mount.flag != "--mount":
        # `"-v $PWD/data:/data"` in one word: whatever the rest is, no name and no path begins with a blank.
        kind, reason = volume_name_problem(source.display())
        problems.add(kind, reason, span, mount=mount, by="engine")
        return
    pathlike = leading.startswith(("/", "~")) or (
        not leading and (source.unknowns[0].kind in DIRECTORIES or "/" in source.marked())
    )
    if pathlike and mount.flag == "--mount":
        _, reason = volume_name_problem("/" + source.display().lstrip("/"))
        reason = reason.replace("/" + source.display().lstrip("/"), source.display())
        kind = "tilde" if leading.startswith("~") else "path-as-volume-source"
        problems.add(kind, reason, span, mount=mount, by="engine")
    elif "/" in leading and not leading.startswith("/"):
        _, reason = volume_name_problem(leading)
        problems.add(
            "relative-bind-source", reason.replace(leading, source.display()), span, mount=mount, by="engine"
        )
