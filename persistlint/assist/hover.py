"""Hover: what stands at a place, explained."""

from __future__ import annotations

from persistlint.assist.descriptions import (
    container_story,
    describe_image,
    describe_path,
    describe_write,
    volume_story,
)
from persistlint.assist.markdown import code
from persistlint.assist.names import VOLUME, Mention, mention_at
from persistlint.assist.navigation import Indexed
from persistlint.assist.options import documentation, find_option, link, mount_key
from persistlint.assist.places import Cursor, containers_of, covers, cursor_at, mount_of
from persistlint.assist.results import Hover
from persistlint.assist.written import use_site
from persistlint.docker.commands import Command, ContainerCopy, ContainerCreate, ContainerExec, Prune
from persistlint.docker.compose_service import ComposeService
from persistlint.docker.image_reference import parse_reference
from persistlint.durability.images import ImageLookup
from persistlint.durability.names import namespace_of
from persistlint.durability.paths import clean
from persistlint.hosts.image_definition import has_unknown, show_unknown
from persistlint.shell.values import Value, Word
from persistlint.text.sources import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.mounts import Mount
    from persistlint.durability.model import Container, Volume
    from persistlint.settings.settings import Settings


def hover(here: Indexed, offset: int, settings: Settings) -> Hover | None:
    """Return the text about byte ``offset`` of the analysed document, None where there is nothing to say."""
    return (
        _suppression(here.analysis, offset, settings)
        or _command(here, offset, settings)
        or _variable(here, offset, settings)
        or _base_image(here.analysis, offset, settings)
    )


# -- suppressions --------------------------------------------------------------------------------------------------


def _suppression(analysis: Analysis, offset: int, settings: Settings) -> Hover | None:
    for suppression in analysis.suppressions:
        for entry in suppression.codes:
            place = covers(analysis, entry.span, offset)
            if place is not None:
                return Hover(rule_text(entry.text, settings), place)
    return None


def rule_text(text: str, settings: Settings) -> str:
    """Return a rule, by its code or name, in Markdown: its summary, and the top of its page."""
    from persistlint.rules.pages import NoPage, page_of, portable, rule_link
    from persistlint.rules.registry import rules_for

    rules = rules_for(settings)
    entry = rules.find(text)
    if entry is None:
        near = rules.nearest(text)
        return f"There is no rule {code(text)}." + (f" Did you mean {code(near)}?" if near else "")
    rule = rules.load(entry)
    parts = [f"**{entry.code}** ({entry.name})" + ("" if rules.enabled(entry) else ", off")]
    try:
        parts.append(_introduction(portable(page_of(entry))))
    except NoPage:
        if rule is not None:
            parts.append(rule.summary)
    link = rule_link(entry.code)
    parts.append(
        f"[The rule's page]({link})"
        if link
        else f"{code(f'persistlint rule {entry.code}')} shows the rule's page."
    )
    return "\n\n".join(part for part in parts if part)


def _introduction(page: str) -> str:
    """Return a page's text between its title and its first example or section."""
    lines = page.splitlines()
    if lines[:1] == ["---"] and "---" in lines[1:]:
        lines = lines[lines.index("---", 1) + 1 :]
    sentences: list[str] = []
    for line in lines:
        if line.startswith(("```", "~~~", "## ")):
            break
        if not line.startswith(("# ", "<!--")):
            sentences.append(line)
    return "\n".join(sentences).strip()


# -- commands --------------------------------------------------------------------------------------------------------


def _command(here: Indexed, offset: int, settings: Settings) -> Hover | None:
    analysis = here.analysis
    cursor = cursor_at(analysis, offset)
    if cursor is None:
        return None
    return (
        _option(here, cursor, settings)
        or _name(here, offset, settings)
        or _image(analysis, cursor)
        or _access(analysis, offset, settings)
        or _path(analysis, cursor, settings)
        or (_whole(here, cursor, settings) if _speaks_at(analysis, cursor) else None)
    )


def _speaks_at(analysis: Analysis, cursor: Cursor) -> bool:
    """Return whether the place is the command's own. Of a service in a Compose file only the name is: other servers speak about its keys."""
    command = cursor.command
    if not isinstance(command, ComposeService):
        return True
    return covers(analysis, command.definition.name_span, cursor.offset) is not None


def _option(here: Indexed, cursor: Cursor, settings: Settings) -> Hover | None:
    analysis = here.analysis
    use = cursor.option
    if use is None or cursor.word is None:
        return None
    command = cursor.command
    if cursor.in_flag:
        verb = command.verb if use in command.options else ""
        option = find_option(verb, use.flag, command.program)
        place = covers(analysis, cursor.word.span, cursor.offset)
        if option is None or place is None:
            return None
        return Hover(documentation(verb, option, command.program), place)
    mount = mount_of(command, use)
    return _mount(here, cursor, mount, settings) if mount is not None else None


def _mount(here: Indexed, cursor: Cursor, mount: Mount, settings: Settings) -> Hover | None:
    """Return the text about a part of a mount's specification: a key of ``--mount``, a path or a name."""
    analysis = here.analysis
    if mount.flag == "--mount" and mount.word is not None and mount.value is not None:
        for start, end in mount_key_places(mount):
            place = covers(analysis, use_site(mount.word, start, end, analysis.sources), cursor.offset)
            text = mount_key(mount.word.value.marked()[start:end]) if place is not None else ""
            if place is not None and text:
                return Hover(text, place)
    named = _name(here, cursor.offset, settings)
    if named is not None:
        return named
    for _, container in containers_of(analysis, cursor.command):
        for point in container.mount_points:
            if point.mount is not mount:
                continue
            span = mount.source_span if mount.type == "bind" else None
            place = covers(analysis, span, cursor.offset) if span is not None else None
            if place is not None and point.host_path is not None:
                return Hover(_host_path(mount, point.host_path), place)
            place = _value_place(analysis, cursor)
            if place is not None:
                return Hover(describe_path(container, point.path, settings.engine_version), place)
    return None


def mount_key_places(mount: Mount) -> list[tuple[int, int]]:
    """Return the ranges of the keys of ``--mount`` in the value of the mount's word. There are none where quotation hides them."""
    if mount.word is None or mount.value is None:
        return []
    marked = mount.value.marked()
    if '"' in marked:
        return []
    at = len(mount.word.value) - len(mount.value)
    places = []
    for field in marked.split(","):
        places.append((at, at + len(field.partition("=")[0])))
        at += len(field) + 1
    return places


def _host_path(mount: Mount, path: Value) -> str:
    text = f"The host's {code(path.display())}. It stays whatever becomes of the container."
    if mount.flag in ("--mount",):
        creates = any(option.startswith("bind-create-src") for option in mount.options)
        missing = "docker makes an empty directory" if creates else "docker refuses to start"
    else:
        missing = "docker makes an empty directory, owned by root"
    return f"{text} Where it is missing, {missing}."


def _value_place(analysis: Analysis, cursor: Cursor) -> Place | None:
    return covers(analysis, cursor.word.span, cursor.offset) if cursor.word is not None else None


def _image(analysis: Analysis, cursor: Cursor) -> Hover | None:
    command = cursor.command
    if (
        not isinstance(command, ContainerCreate)
        or command.image is None
        or command.image.word is not cursor.word
    ):
        return None
    place = _value_place(analysis, cursor)
    containers = containers_of(analysis, command)
    if place is None or not containers:
        return None
    container = containers[0][1]
    return Hover(describe_image(command.image, container.image, container), place)


def _path(analysis: Analysis, cursor: Cursor, settings: Settings) -> Hover | None:
    """Return the text about a container's path in a program's words, or in a copy."""
    command, word = cursor.command, cursor.word
    place = _value_place(analysis, cursor)
    if word is None or place is None:
        return None
    path: str | None = None
    container: Container | None = None
    if isinstance(command, ContainerCreate) and word in command.command:
        path = _absolute(word, None)
        container = next((made for _, made in containers_of(analysis, command)), None)
    elif isinstance(command, ContainerExec) and word in command.command:
        container = container_named(analysis, command, command.container)
        path = _absolute(word, None)
    elif isinstance(command, ContainerCopy):
        for index, side in enumerate((command.source, command.destination)):
            if side is not None and side.container is not None and command.operands[index] is word:
                container = container_named(analysis, command, side.container)
                path = _absolute(word, side.path)
    if container is None or path is None:
        return None
    return Hover(describe_path(container, path, settings.engine_version), place)


def _access(analysis: Analysis, offset: int, settings: Settings) -> Hover | None:
    """Return the text about a path that a program in a container writes or reads, anywhere in its command line."""
    for timeline in analysis.timelines:
        for write in timeline.writes:
            place = covers(analysis, write.span, offset) if write.how != "image" else None
            path = write.target.text
            if place is not None and write.container is not None and path is not None:
                description = describe_path(write.container, path, settings.engine_version)
                return Hover(description + describe_write(write, analysis.sources), place)
        for read in timeline.reads:
            place = covers(analysis, read.span, offset)
            if place is not None:
                return Hover(describe_path(read.container, read.target, settings.engine_version), place)
    return None


def _absolute(word: Word, value: Value | None) -> str | None:
    text = (value if value is not None else word.value).text
    if text is None or not text.startswith("/") or any(mark in text for mark in " \n;|&<>"):
        return None
    return clean(text)


def container_named(analysis: Analysis, command: Command, name: Value | None) -> Container | None:
    """Return the container that ``command`` calls by ``name``, made before it in the text where one is."""
    if name is None:
        return None
    namespace = namespace_of(command)
    last: Container | None = None
    for timeline in analysis.timelines:
        made = [happening for happening in timeline.happenings if isinstance(happening, Command)]
        order = {id(happening): index for index, happening in enumerate(made)}
        if id(command) not in order:
            continue
        for container in timeline.containers:
            names = [container.name.identity()] if container.name is not None else []
            if container.command.name is not None:
                names.append(container.command.name.identity())
            captured = container.command.invocation.captured_as
            if captured is not None:
                names.append((("unknown", captured),))
            if container.namespace != namespace or name.identity() not in names:
                continue
            if last is None or order.get(id(container.command), 0) < order[id(command)]:
                last = container
        if last is not None:
            return last
    return None


def _whole(here: Indexed, cursor: Cursor, settings: Settings) -> Hover | None:
    """Return the text about a whole command: the mount table of its container, or what a prune deletes."""
    analysis = here.analysis
    command = cursor.command
    place = covers(analysis, command.span, cursor.offset)
    if place is None or cursor.option is not None:
        return None
    head = f"`docker {command.verb}`" if command.verb else ""
    parts = []
    if command.program == "docker" and command.verb:
        head = f"[{head}]({link(command.verb)})"
    if cursor.when is not None:
        parts.append(f"*{cursor.when}*")
    container = next((made for _, made in containers_of(analysis, command)), None)
    if container is None:
        for mention in here.mentions:
            if mention.command is command and mention.key[0] != VOLUME:
                container = container_named(analysis, command, mention.name)
                break
    if container is not None:
        parts.append(container_story(container, analysis.sources, settings.engine_version))
    elif isinstance(command, Prune):
        parts.append(_pruned(analysis, command))
    else:
        return None
    return Hover("\n\n".join((*parts, head)), place)


def _pruned(analysis: Analysis, command: Prune) -> str:
    lines: list[str] = []
    for timeline in analysis.timelines:
        things = [("container", candidate.label, candidate.destroyed_by) for candidate in timeline.containers]
        things += [("volume", candidate.label, candidate.destroyed_by) for candidate in timeline.volumes]
        for kind, label, ended in things:
            if ended is not None and ended.span == command.span:
                line = f"- {kind} {code(label)}" + ("" if ended.certainty == "certain" else " (perhaps)")
                if line not in lines:
                    lines.append(line)
    if not lines:
        return "It deletes nothing that this text makes."
    return "Of what this text makes it deletes:\n" + "\n".join(lines)


# -- names ---------------------------------------------------------------------------------------------------------------


def _name(here: Indexed, offset: int, settings: Settings) -> Hover | None:
    analysis = here.analysis
    mention = mention_at(analysis, here.mentions, offset)
    if mention is None or mention.word is None:
        return None
    place = covers(analysis, mention.site(analysis), offset)
    return _of_mention(analysis, mention, place, settings) if place is not None else None


def _variable(here: Indexed, offset: int, settings: Settings) -> Hover | None:
    """Return the text about a variable that names a volume or a container, at the place that sets it."""
    analysis = here.analysis
    mention = mention_at(analysis, here.mentions, offset)
    if mention is None:
        return None
    for span in mention.origins():
        place = covers(analysis, span, offset)
        if place is not None:
            return _of_mention(analysis, mention, place, settings)
    return None


def _of_mention(analysis: Analysis, mention: Mention, place: Place, settings: Settings) -> Hover | None:
    if mention.key[0] == VOLUME:
        volumes = volumes_called(analysis, mention)
        if not volumes:
            return None
        return Hover(volume_story(volumes, analysis.sources, settings.engine_version), place)
    container = next((made for _, made in containers_of(analysis, mention.command)), None)
    if container is None or not mention.makes:
        container = container_named(analysis, mention.command, mention.name)
    if container is None:
        return None
    return Hover(container_story(container, analysis.sources, settings.engine_version), place)


def volumes_called(analysis: Analysis, mention: Mention) -> list[Volume]:
    """Return the volume with the mention's name, in each world."""
    _, namespace, identity = mention.key
    return [
        volume
        for timeline in analysis.timelines
        for volume in timeline.volumes
        if volume.name is not None and volume.namespace == namespace and volume.name.identity() == identity
    ]


# -- Dockerfiles ------------------------------------------------------------------------------------------------------


_VOLUME = (
    "{} gets an anonymous volume in each container, unless an option mounts something there. It goes with the container under `--rm` and "
    "`docker rm -v`; otherwise it stays behind, without a name to find it by."
)


def _base_image(analysis: Analysis, offset: int, settings: Settings) -> Hover | None:
    """Return the text about the image that a stage is built FROM, or about a path of VOLUME."""
    for definition in analysis.images:
        for stage in definition.stages:
            for volume in stage.volumes:
                place = covers(analysis, volume.span, offset)
                if place is not None:
                    return Hover(_VOLUME.format(code(show_unknown(volume.path))), place)
            place = covers(analysis, stage.base_span, offset)
            if place is None or stage.base is None or stage.base_stage is not None or has_unknown(stage.base):
                continue
            if stage.base == "scratch":
                return None
            reference = parse_reference(Value.of(stage.base))
            images = ImageLookup(None, settings.images, settings.stateless_images)
            return Hover(describe_image(reference, images(reference)), place)
    return None
