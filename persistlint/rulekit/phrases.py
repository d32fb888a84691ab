"""Phrases that rules share: where a write lives, and what ends it."""

from __future__ import annotations

from persistlint.docker.image_reference import ImageReference
from persistlint.shell.values import Literal, Unknown, name_of
from persistlint.text.spans import first_span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import Command, ContainerCreate
    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import Container, Write
    from persistlint.rules.rule import Context
    from persistlint.shell.values import Piece, Value
    from persistlint.text.spans import Span

_PLACES = {
    "anonymous volume": "an anonymous volume",
    "container layer": "the container's own layer",
    "tmpfs": "memory (a tmpfs)",
    # No option covers it, and the image's VOLUMEs aren't known.
    "unknown": "the container's own layer, or an anonymous volume",
}


def place_of(write: Write) -> str:
    """Return words for where the write goes: "an anonymous volume", "the container's own layer" and so on."""
    return _PLACES.get(write.durability, f"a {write.durability}")


def end_of(write: Write, context: Context, *, many: bool = False) -> str:
    """Return the sentence that says what ends the write: "`--rm` deletes it when the container stops." ``many`` makes it "them"."""
    it, is_gone = ("them", "They are gone") if many else ("it", "It is gone")
    container = write.container
    destroyed = write.destroyed_by
    if destroyed is not None and destroyed.certainty == "certain" and context.sources.knows(destroyed.span):
        line = context.sources.place(destroyed.span).line
        if container is not None and destroyed.span == container.command.span:
            return _auto(container, it)
        return f"{is_gone} at line {line}: {destroyed.event}."
    if container is not None and container.command.remove and container.command.service_name is None:
        return _auto(container, it)
    elsewhere = context.removed_elsewhere(container.command) if container is not None else None
    if elsewhere is not None and elsewhere.with_volumes and write.durability == "anonymous volume":
        return f"{elsewhere.words} deletes {it}."
    by = ""
    if elsewhere is not None:
        is_service = container is not None and container.command.service_name is not None
        by = f" ({elsewhere.place if is_service or elsewhere.unit else elsewhere.words})"
    if container is not None and container.command.service_name is not None:
        if write.durability == "anonymous volume":
            return f"After `docker compose down`{by} the next `up` doesn't find {it}."
        return (
            f"{is_gone} when Compose makes the container anew, after `down`{by} or a change of the service."
        )
    if by:
        return f"{is_gone} when the container is removed{by}."
    if write.durability == "anonymous volume":
        return f"The next container won't find {it}."
    return f"{is_gone} when the container is removed."


def on_line(span: Span, context: Context) -> str:
    """Return " on line 3" for a place of this analysis, to stand behind what is there. "" for one of another text."""
    return f" on line {context.sources.place(span).line}" if context.sources.knows(span) else ""


def sentence(text: str) -> str:
    """Return ``text`` with a capital, to begin a sentence inside of a message."""
    return text[:1].upper() + text[1:]


def destroyed_here(write: Write, context: Context | None = None) -> list[tuple[Span, str]]:
    """Return the related place at which the text destroys the write, with ``context`` also the one in another file. There is none where its container's own ``--rm`` does."""
    destroyed, container = write.destroyed_by, write.container
    if destroyed is None and container is not None and context is not None and not container.command.remove:
        elsewhere = context.removed_elsewhere(container.command)
        if elsewhere is not None:
            return [(elsewhere.span, "the container is removed here")]
    if destroyed is None or container is None or destroyed.span == container.command.span:
        return []
    event = "destroyed" if destroyed.certainty == "certain" else "may be destroyed"
    return [(destroyed.span, f"{event} here: {destroyed.event}")]


def _auto(container: Container, it: str) -> str:
    when = "when the container stops" if container.command.detach else "when the command ends"
    return f"{rm_option(container.command)} deletes {it} {when}."


def rm_option(command: ContainerCreate) -> str:
    """Return words for the option ``--rm`` of a run. In a unit of Quadlet it isn't written: Quadlet adds it to every container."""
    return "Quadlet's `--rm`" if command.invocation.function.endswith(".container") else "`--rm`"


def label_of(container: Container) -> str:
    """Return the container in a message: "`db`", "service `db`", or "the `postgres:16` container"."""
    if container.command.service_name is not None:
        return f"service `{as_written(container.command.service_name)}`"
    if container.name is not None:
        return f"`{as_written(container.name)}`"
    image = container.command.image
    return f"the `{as_written(image.raw)}` container" if image is not None else "the container"


def mounted_source(mount: Mount) -> str:
    """Return a mount in a message, by what it mounts: "`pgdata`", "`./data`", or "the mount" for one without a source."""
    return f"`{as_written(mount.source)}`" if mount.source is not None else "the mount"


def source_place(mount: Mount, command: Command, *, in_command: bool = False) -> Span:
    """Return where a mount's source is written. With ``in_command`` the option where a variable brings the source (``option_span``)."""
    return _part_place(mount, mount.source, mount.source_span, command, in_command)


def target_place(mount: Mount, command: Command, *, in_command: bool = False) -> Span:
    """Return where a mount's target is written. With ``in_command`` the option where a variable brings the target (``option_span``)."""
    return _part_place(mount, mount.target, mount.target_span, command, in_command)


def _part_place(
    mount: Mount, part: Value | None, span: Span | None, command: Command, in_command: bool
) -> Span:
    default = option_span(mount, span, command) if in_command else first_span(span, mount)
    return written_at(part, default, command) if part is not None else default or command.span


def mode_place(mount: Mount, mode: str, command: Command) -> Span:
    """Return where a mode of the mount (":z", "readonly") is written in one piece, else where the option is."""
    option = option_span(mount, mount.target_span, command) or command.span
    at = mount.value.marked().rfind(mode) if mount.value is not None else -1
    if mount.value is None or at < 0:
        return option
    part = mount.value.cut(at, at + len(mode))
    if part.span is None or not part.known:
        return option
    return written_at(part, option_span(mount, part.span, command) or part.span, command)


def image_place(command: ContainerCreate) -> Span:
    """Return where the image of a run is written."""
    image = command.image
    return written_at(image.raw, image.span, command) if image is not None else command.span


def written_at(value: Value, default: Span | None, command: Command) -> Span:
    """Return where the words at fault are written: in the call that passes them, if there is one, else ``default``."""
    calls = command.invocation.via
    for piece in value.pieces:
        span = piece.span
        if span is not None and any(call.holds(span) for call in calls):
            whole = value.span
            return whole if whole is not None and whole.start == span.start else span
    return default if default is not None else command.span


def next_of(container: Container) -> str:
    """Return words for the container that comes after this one: "the next container"."""
    if container.command.service_name is not None:
        return "after `docker compose down` the next container"
    return "the next container"


def hostname_option(container: Container, name: str = "") -> str:
    """Return the text that gives a container a hostname: an option, or a key of its service."""
    if container.command.service_name is not None:
        return f"hostname: {name}".rstrip() if name else "hostname:"
    return f"--hostname {name}".rstrip()


def holding(write: Write) -> str:
    """Return words for the data of an image's write: "PostgreSQL's database files"."""
    path = write.data_path
    holds = path.holds if path is not None and path.holds else "data"
    title = write.container.image.title if write.container is not None else ""
    if holds == "data":
        # A path that a Dockerfile or the settings state: it isn't the base image's.
        return holds
    return f"{title}'s {holds}" if title else holds


def held(write: Write) -> str:
    """Return words for the write's data, to stand in parentheses behind a path. Plain "data" gets its source instead."""
    holds = holding(write)
    if holds != "data" or write.data_path is None:
        return holds
    return "a VOLUME of the image" if write.data_path.declared else "as the settings say"


def data_of(write: Write) -> str:
    """Return "data", with what it is in parentheses where that is known: "data (PostgreSQL's database files)". It is singular."""
    holds = holding(write)
    return f"data ({holds})" if holds != "data" else holds


def unless(*values: Value | ImageReference | None) -> str:
    """Return the assumptions of these values as the end of a sentence: ", unless TAG is set". "" without any."""
    known_values = (
        value.raw if isinstance(value, ImageReference) else value for value in values if value is not None
    )
    assumed = {assumption for value in known_values for assumption in value.assumes}
    if not assumed:
        return ""
    return ", unless " + " or ".join(sorted(text.replace(" is unset", " is set") for text in assumed))


#: So many bytes before a word are looked at for the beginning of an expansion that it is in.
_LONGEST_NAME = 200


def if_not_written(value: Value | None, context: Context) -> Value | None:
    """Return the value, None where it stands in the text as it is: then no variable beside it matters (``${ROOT:-/srv}/db:/data``)."""
    span = value.span if value is not None else None
    if (
        value is None
        or span is None
        or not context.sources.knows(span)
        or context.sources.text(span) != value.text
    ):
        return value
    place = context.sources.place(span)
    before = place.document.data[max(0, place.start - _LONGEST_NAME) : place.start]
    # The text may be a default: `${DATA:-/data}`.
    return value if before.rfind(b"${") > before.rfind(b"}") else None


def option_span(mount: Mount, part: Span | None, command: Command) -> Span | None:
    """Return the span to point at for a whole mount rather than for a word of it.

    That is ``part`` of it where it stands in the command or in an array of options, and the option where a variable brings the part.
    """
    if part is not None and command.span.holds(part):
        return part
    word = mount.word
    if word is None or word.span is None:
        return mount.span
    alone = mount.value is not None and len(mount.value) == len(word.value)
    # Words of an array have one place in the command, the flag's and the value's alike.
    return part if part is not None and alone and word.span == mount.span else word.span


def as_written(value: Value) -> str:
    """Return a value for a message: its text, with unknowns as a script writes them (``$PWD/data``), and a form's gaps as they stand there (``<name>``)."""
    return "".join(
        piece.text if isinstance(piece, Literal) and not piece.hidden else _unknown(piece)
        for piece in value.pieces
    )


def _unknown(piece: Piece) -> str:
    name = name_of(piece)
    if isinstance(piece, Unknown) and piece.kind == "placeholder" and name.isidentifier():
        return f"<{name}>"
    if name == ".":
        # A Compose file's directory: its relative paths are written from there.
        return name
    if name.isidentifier() or name.isdecimal() or name in ("$", "@", "*"):
        return f"${name}"
    return name if name.startswith("$") else f"⟨{name}⟩"
