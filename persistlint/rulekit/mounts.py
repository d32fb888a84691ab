"""Mounts, for the rules about them: the refusals of a command's mounts, and what a path looks like to a person."""

from __future__ import annotations

from itertools import pairwise

from persistlint.docker.commands import ContainerCreate
from persistlint.durability.paths import base_name, clean, is_below
from persistlint.rules.traits import HOMES
from persistlint.shell.values import DOUBLE, UNQUOTED, Literal, Unknown, Value
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from persistlint.docker.commands import Command, SyntaxProblem
    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import Container, MountPoint
    from persistlint.rules.rule import Context
    from persistlint.shell.invocation import Invocation
    from persistlint.text.sources import Sources

#: Directories that are a container's own in many an image, and hardly ever a host's.
_CONTAINERS_OWN = frozenset(
    """
    /app /docker-entrypoint-initdb.d /etc/nginx/conf.d /etc/nginx/nginx.conf /usr/share/nginx/html
    /usr/src/app /var/www/html
    """.split()
)
_EXTENSIONS = """
    bash bat cf cfg cnf conf config cred crt csv db env gpg gz htm html ini jar js json jsonc key log lua md pem php pl properties pub py rb
    service sh sql sqlite sqlite3 tar template tgz toml ts txt vcl war xml yaml yml zip
"""
#: Extensions that a file's name has, and a volume's or a directory's hardly ever.
FILE_EXTENSIONS = frozenset(_EXTENSIONS.split())

_EXTENSION = regex(r"[^.].*\.([A-Za-z0-9]+)$|\.(env|htpasswd|npmrc|netrc|pgpass|bashrc|gitconfig)$")

#: Directories of what programs make again, which people hide behind a volume so that a bind above doesn't show the host's.
MADE_ANEW = frozenset(
    """
    node_modules bower_components .venv venv vendor target dist build __pycache__ .next .nuxt .gradle .mypy_cache
    .pytest_cache temp tmp temporary cache .cache caches
    """.split()
)


def by_alias(mount: Mount, command: ContainerCreate) -> bool:
    """Return whether an alias brings the specification. The shell expands an alias where it is used, whatever quotes it was defined in."""
    span = mount.word.span if mount.word is not None else None
    if span is None:
        return True
    return span.anchor != command.span.anchor or not command.span.start <= span.start < command.span.end


def elsewhere(invocation: Invocation) -> bool:
    """Return whether the command runs on another host or in an image's build, whose files aren't the project's."""
    return invocation.host[:1] in (("ssh",), ("build",))


def refused(command: ContainerCreate, *kinds: str) -> Iterator[tuple[SyntaxProblem, Mount]]:
    """Yield the refusals of these kinds, each with the mount that it is about."""
    for problem in command.syntax_problems:
        if problem.kind in kinds and problem.mount is not None:
            yield problem, problem.mount


def mounted(container: Container, *kinds: str) -> Iterator[tuple[MountPoint, Mount, Value]]:
    """Yield what the run's own options mount, as far as it is of these kinds: the point, its option and the option's source.

    The kinds are those of ``MountPoint.kind``. An option without a source (an anonymous volume, a tmpfs) isn't among them.
    """
    for point in container.mount_points:
        mount = point.mount
        if mount is not None and mount.source is not None and point.kind in kinds:
            yield point, mount, mount.source


def mount_above(container: Container, path: str) -> MountPoint | None:
    """Return the deepest lasting mount of an option strictly above ``path``."""
    best: MountPoint | None = None
    for point in container.mount_points:
        if point.kind not in ("volume", "bind") or point.path == path or not is_below(path, point.path):
            continue
        if best is None or len(point.path) > len(best.path):
            best = point
    return best if best is not None and best.mount is not None else None


def stored_elsewhere(mount: Mount) -> bool:
    """Return whether options of the driver say where the storage is (a device, an NFS export). The next volume is then the same storage."""
    return any(
        option.startswith("volume-opt=device=") and option != "volume-opt=device=tmpfs"
        for option in mount.options
    )


def lends_volumes(container: Container, context: Context) -> bool:
    """Return whether another container mounts this one's volumes, so that it holds them for that one."""
    lenders = context.once_a_document("volumes lent", lambda: _lenders(context))
    captured = container.command.invocation.captured_as
    return (container.name is not None and container.name.identity() in lenders) or (
        captured is not None and (("unknown", captured),) in lenders
    )


def _lenders(context: Context) -> set[object]:
    """Return the containers whose volumes other containers mount."""
    return {
        source.split(":", 1)[0].identity()
        for other in context.commands
        for source in getattr(other, "volumes_from", ())
    }


def target_path(mount: Mount) -> str | None:
    """Return the cleaned container path that the mount is on, None where it isn't known."""
    text = mount.target_text
    return clean(text) if text is not None else None


#: A word for a thing, in capitals: no path is called that.
_CAPITALS = regex(r"[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*")


#: Names that a program fills in: ``__DATA_DIR__``, ``@DATA@``.
_FORM = regex(r"__[A-Z][A-Z0-9_]*__|@[A-Z][A-Z0-9_]*@")
#: The words of a path that stands for another one: ``my/dir/path/name``, ``host/path``.
_FORM_WORDS = frozenset(
    """
    a actual any container dest destination dir directory docker dst file folder full host in inside image local machine my name of on our path paths
    some source src target the to volume your
    """.split()
)
#: A relative path that says whose and what it is, with a word between: ``my/database/dir``.
_BEGUN_FORM = regex(r"(?:my|your|our|some|the|host|local)/[\w/-]*(?:dir|directory|folder|path|file)s?/?")
_BETWEEN = regex(r"[-_/ :=,]+")


def placeholder(value: Value) -> bool:
    """Return whether the reader of a document, or another shell, is to replace the value (``[PATH]``, ``...``, ``HOST_DIR``, ``%cd%``)."""
    marked = value.marked()
    signs = any(sign in marked for sign in "[]{}<>*|%…")
    if signs or "..." in marked or not marked.strip() or _CAPITALS.fullmatch(marked) is not None:
        return True
    return _FORM.search(marked) is not None or (
        "path" in marked and all(word in _FORM_WORDS for word in _BETWEEN.split(marked) if word)
    )


def is_form(mount: Mount) -> bool:
    """Return whether a document's reader is to replace the paths: they have signs for it (``[PATH]``), or neither side is a path."""
    value = mount.value
    return value is not None and (
        placeholder(value)
        or (mount.target is not None and placeholder(mount.target))
        or (mount.source is not None and _BEGUN_FORM.fullmatch(mount.source.marked()) is not None)
        or not any(sign in value.marked() for sign in "/.~\ufffc")
    )


def form_targets(command: ContainerCreate) -> list[str]:
    """Return the container paths of mounts whose source is to be filled in (``-v <directory>:/data``). A shell reads two redirections there.

    The flags are left without their values: where their number is odd, the last one swallows the image, and there is no command to speak of.
    """
    redirects = command.invocation.redirects
    targets = []
    for opening, other in pairwise(redirects):
        inside, target = opening.target_span, other.target
        text = target.text if target is not None else None
        if opening.operator != "<" or other.operator != ">" or inside is None or text is None:
            continue
        if inside.anchor == other.span.anchor and inside.end == other.span.start and text.startswith(":/"):
            targets.append(clean(text[1:].partition(":")[0]))
    return targets


def extension(path: str) -> str:
    """Return the extension that makes a path's last part look like a file's name ("conf"), "" where it doesn't."""
    match = _EXTENSION.match(base_name(path))
    kind = (match.group(1) or match.group(2) or "").lower() if match is not None and path[-1:] != "/" else ""
    return kind if kind in FILE_EXTENSIONS or (match is not None and match.group(2)) else ""


def swapped(container: Container, mount: Mount) -> bool:
    """Return whether source and target of a mount are exchanged: the source is a path of the image, the target one of the host."""
    source, target = mount.source, mount.target
    if source is None or target is None or not source.leading().startswith("/"):
        return False
    text = source.text
    if text is None:
        return False
    path = clean(text)
    is_image_path = any(
        path == image_path.path for image_path in (*container.image.paths, *container.image.other_paths)
    )
    if not is_image_path and path not in _CONTAINERS_OWN:
        return False
    first = target.pieces[0] if target.pieces else None
    if isinstance(first, Unknown):
        return first.kind in ("cwd", "home", "scriptdir")
    leading = target.leading()
    if leading.startswith(("./", "../", "~/")) or leading in (".", ".."):
        return True
    return is_image_path and leading.startswith(HOMES)


def write_variable(piece: Literal, length: int, name: str, command: Command, sources: Sources) -> Edit | None:
    """Write the variable ``$name`` for the first ``length`` characters of ``piece``, with the quotes that let the shell expand it there."""
    span = piece.span
    if span is None or not sources.knows(span) or not sources.editable(span):
        return None
    part = span.cut(0, length)
    outer = quotation(span, sources)
    mark = sources.text(outer)[0] if outer is not None else ""
    if mark == "'" and outer is not None:
        inner = sources.text(outer)[1:-1]
        if any(character in inner for character in '"$`\\!'):
            return None
        return Edit(outer, f'"${name}{inner[length:]}"')
    is_inside = span.anchor == command.span.anchor and command.span.start <= span.start < command.span.end
    if mark == '"' or (is_inside and piece.quoting == DOUBLE):
        # Perhaps further inside the quotation: `"type=bind,source=~/x"`.
        return Edit(part, f"${name}")
    return Edit(part, f'"${name}"') if is_inside and piece.quoting == UNQUOTED else None


def in_double_quotes(value: Value, sources: Sources) -> Edit | None:
    """Return the edit that writes the single-quoted text around ``value`` in double quotes. None where more than that would change."""
    for piece in value.pieces:
        span = piece.span
        if not isinstance(piece, Literal) or span is None or not sources.knows(span):
            return None
        outer = quotation(span, sources)
        if outer is None:
            return None
        text = sources.text(outer)
        if sources.place(outer).document.data[: sources.place(outer).start].endswith(b"$"):
            # `$'…'`
            return None
        if text[0] != "'" or any(character in text[1:-1] for character in '"\\!'):
            return None
        return Edit(outer, f'"{text[1:-1]}"') if sources.editable(outer) else None
    return None


def quotation(span: Span, sources: Sources) -> Span | None:
    """Return the span of the quoted text, with its marks, that begins right before ``span``. None without one."""
    if span.start < 1:
        return None
    mark = sources.text(Span(span.anchor, span.start - 1, span.start))
    if mark not in ("'", '"'):
        return None
    data = sources.place(span).document.data
    at = sources.place(span).start
    end = data.find(mark.encode(), at)
    if end < 0 or b"\n" in data[at:end]:
        return None
    return Span(span.anchor, span.start - 1, span.start + (end - at) + 1)
