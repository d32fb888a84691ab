"""PSL218: a file-like bind source below the project that nothing makes."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.model import HostCommand
from persistlint.durability.mount_table import host_path
from persistlint.durability.paths import base_name
from persistlint.rulekit.edits import offer, replace_value
from persistlint.rulekit.mounts import elsewhere, extension
from persistlint.rulekit.phrases import as_written, source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import SPECIFICATION
from persistlint.shell.invocation import Gap, Invocation
from persistlint.shell.values import Literal, Unknown, Value
from persistlint.text.edits import Edit

#: What refuses a source that isn't there. (A long item of ``volumes:`` has no ``value`` with a colon; a config's or secret's file is refused, too.)
_REFUSING = ("--mount", "configs", "secrets")
#: Files that a project keeps out of its repository: that one isn't there says nothing.
_PRIVATE = frozenset(
    """
    env pem key crt pub gpg cred db sqlite sqlite3 log zip gz tgz tar jar war csv
    """.split()
)
_PRIVATE_WORDS = tuple("local secret credential password token private .env htpasswd htaccess".split())


class MissingBindSource(Rule):
    code = "PSL218"
    name = "missing-bind-source"
    summary = "a file is mounted that isn't in the project and that nothing makes: docker makes a directory of that name"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = ContainerCreate
    needs = ("relative bind",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        if (
            context.language not in ("shell", "compose")
            or elsewhere(command.invocation)
            or command.syntax_problems
        ):
            # A document's reader makes the files that it speaks of.
            return
        for mount in command.mounts:
            name = _file(mount, command)
            if name is None or _there(name, context) or not _in_project(name, mount, command, context):
                continue
            if _made(name, command, context) or (context.language == "compose" and _is_named(name, context)):
                continue
            source, target = mount.source, mount.target
            assert source is not None and target is not None
            refuses = command.program == "podman"
            if refuses:
                happens = "Podman refuses a bind of what isn't there, and nothing runs."
            elif context.language == "compose":
                happens = f"`docker compose up` makes an empty directory of that name, which is root's, on the host and at `{target.display()}`."
            else:
                happens = (
                    f"Docker makes an empty directory of that name, on the host and at `{target.display()}`."
                )
            yield self.finding(
                source_place(mount, command, in_command=True),
                f"`{as_written(source)}` isn't in the project, and nothing here makes it{unless(source)}. {happens} Add the file, or correct the path.",
                identity=f"{name} {target.display()}",
                command=command,
                severity="error" if refuses else "warning",
                fixes=[] if refuses else _fixes(mount, context),
                topic=SPECIFICATION.of(mount),
            )


def _file(mount: Mount, command: ContainerCreate) -> str | None:
    """Return the path of a bind's source below the working directory if it looks like a file of the repository, else None."""
    source, target = mount.source, mount.target
    if mount.type != "bind" or source is None or target is None or mount.flag in _REFUSING:
        # `--mount` refuses what isn't there, which is what is advised here.
        return None
    if mount.value is not None and mount.flag == "volumes" and ":" not in mount.value.marked():
        # The long form in a Compose file: it depends on `create_host_path`.
        return None
    path = host_path(source, command.invocation.cwd)
    first = path.pieces[0] if path.pieces else None
    rest = path.cut(1).text
    if (
        not isinstance(first, Unknown)
        or first.kind not in ("cwd", "scriptdir")
        or not rest
        or not rest.startswith("/")
    ):
        return None
    kind, other = extension(rest), extension(target.text or "")
    if not kind or kind != other or kind in _PRIVATE or any(word in rest.lower() for word in _PRIVATE_WORDS):
        # What has another name in the container may be a directory for all we know.
        return None
    return rest[1:]


def _in_project(name: str, mount: Mount, command: ContainerCreate, context: Context) -> bool:
    """Return whether the path is certainly in the project, and not in the directory in which some caller is.

    It is counted from the script's own directory, or the directory that it is in, or another mount's source, is in the project.
    """
    assert mount.source is not None
    first = host_path(mount.source, command.invocation.cwd).unknowns[0]
    if first.kind == "scriptdir" or first.key == ("scriptdir", "absolute"):
        return True
    if "/" in name:
        return _there(name.rpartition("/")[0], context)
    for other in command.mounts:
        if other is mount or other.type != "bind" or other.source is None:
            continue
        path = host_path(other.source, command.invocation.cwd)
        rest = path.cut(1).text
        if path.unknowns and path.unknowns[0].key == first.key and rest and _there(rest.lstrip("/"), context):
            return True
    return False


def _there(name: str, context: Context) -> bool:
    """Return whether the path is in the project. The script may be started in its own folder or in any above it."""
    folder = ""
    if context.language == "compose":
        # A Compose file's paths start from its own folder.
        return bool(context.path_kind(name))
    for _ in range(context.path.count("/") + 1):
        if context.path_kind(folder + name):
            return True
        folder += "../"
    return False


def _is_named(name: str, context: Context) -> bool:
    """Return whether another file of the project speaks of the file: it may tell people, or a script, to make it."""
    return context.naming_files(base_name(name)) != []


def _made(name: str, command: ContainerCreate, context: Context) -> bool:
    """Return whether a command of the text may make the file: one that names it, that isn't followed, or that makes its directory."""
    base = base_name(name)
    for happening in context.timeline.happenings:
        if isinstance(happening, Gap):
            return True
        invocation = (
            happening.invocation
            if isinstance(happening, HostCommand)
            else getattr(happening, "invocation", None)
        )
        if happening is command or not isinstance(invocation, Invocation):
            continue
        if isinstance(happening, HostCommand) and invocation.program in _BRINGERS:
            return True
        values = [word.value for word in invocation.words]
        values += [redirect.target for redirect in invocation.redirects if redirect.target is not None]
        if any(_may_name(value, base) for value in values):
            return True
    return False


#: Programs that bring whole directories, or anything.
_BRINGERS = frozenset(
    """
    git svn hg tar unzip wget curl rsync scp cp mv ln make cmake npm yarn pnpm pip python python3 node
    ansible-playbook terraform helm
    """.split()
)


def _may_name(value: Value, base: str) -> bool:
    return any(isinstance(piece, Literal) and base in piece.text for piece in value.pieces)


def _fixes(mount: Mount, context: Context) -> list[Fix]:
    """Return the fix that writes ``--mount type=bind``, which refuses a missing source instead of making a directory."""
    value, word, source, target = mount.value, mount.word, mount.source, mount.target
    if (
        value is None
        or word is None
        or source is None
        or target is None
        or word.span is None
        or mount.span is None
    ):
        return []
    modes = [option for option in mount.options if option]
    if modes not in ([], ["ro"], ["rw"]) or "," in value.marked() or mount.flag not in ("-v", "--volume"):
        return []
    sources = context.sources
    flag = mount.span.cut(0, len(mount.flag))
    if not sources.knows(flag) or sources.text(flag) != mount.flag or not sources.editable(mount.span):
        return []
    if mount.flag == "-v" and word.span.start < flag.end:
        return []
    colon = len(source)
    end = colon + 1 + len(target)
    edits: list[Edit | None] = [
        Edit(flag, "--mount"),
        replace_value(value, 0, 0, "type=bind,source=") or _before_variable(value),
        replace_value(value, colon, colon + 1, ",target="),
    ]
    if modes:
        edits.append(replace_value(value, end, len(value), ",readonly" if modes == ["ro"] else ""))
    return offer("Use `--mount`, which fails where the file isn't there", *edits)


def _before_variable(value: Value) -> Edit | None:
    first = value.pieces[0]
    return Edit(first.span.at_start(), "type=bind,source=") if first.span is not None else None


RULE = MissingBindSource
