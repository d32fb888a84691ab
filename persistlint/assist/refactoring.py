"""Refactorings of mounts that need no finding: ``-v`` and ``--mount``, a volume for a directory, a name for an anonymous volume.

Each is checked before it is offered: the edited text is analysed, and docker's reading of every command must be the same but for what the title says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from persistlint.assist.markdown import code
from persistlint.assist.mount_writing import NotWritten, Writing
from persistlint.assist.places import containers_of, cursor_at, mount_of
from persistlint.assist.results import Change
from persistlint.docker.commands import Command, ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.docker.to_json import command_fields
from persistlint.rulekit.edits import insert_option, quote
from persistlint.rulekit.mounts import extension
from persistlint.rulekit.volume_names import VolumeNames
from persistlint.text.document import Document
from persistlint.text.edits import Edit, PlacedEdit, apply_edits
from persistlint.text.spans import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis

#: Analyses another text of the document, in the same workspace and with the same settings.
Analyse = Callable[[Document], "Analysis"]

#: A mount as docker reads it, however it is written: type, source, target, whether it is read-only, options.
Reading = tuple[object, ...]

_PROPAGATION = frozenset(("private", "rprivate", "shared", "rshared", "slave", "rslave"))
_CONSISTENCY = frozenset(("consistent", "cached", "delegated"))
_TRUE = frozenset(("", "1", "t", "true"))


class _Plan:
    """A refactoring that isn't checked yet: how the mount's reading changes by it (None: a mount is added)."""

    __slots__ = ("becomes", "edits", "title")

    def __init__(self, title: str, edits: list[Edit], becomes: Callable[[Reading], Reading] | None) -> None:
        self.title = title
        self.edits = edits
        self.becomes = becomes


def refactorings(analysis: Analysis, offset: int, analyse: Analyse) -> list[Change]:
    """Return the possible changes of the mount at ``offset``, or at an image the mounts for the volumes that it declares."""
    cursor = cursor_at(analysis, offset)
    if cursor is None or not isinstance(cursor.command, ContainerCreate):
        return []
    command = cursor.command
    mount = mount_of(command, cursor.option) if cursor.option is not None else None
    plans: Iterator[_Plan] = iter(())
    if cursor.option is not None and mount is not None:
        try:
            writing = Writing(command, cursor.option, mount, analysis.sources)
        except NotWritten:
            return []
        plans = _of_mount(analysis, command, writing)
    elif command.image is not None and cursor.word is command.image.word:
        plans = _of_declared(analysis, command)
    out = []
    for plan in plans:
        change = _checked(analysis, command, mount, plan, analyse)
        if change is not None:
            out.append(change)
    return out


def _of_mount(analysis: Analysis, command: ContainerCreate, writing: Writing) -> Iterator[_Plan]:
    mount = writing.mount
    makers: list[Callable[[], _Plan | None]] = []
    if mount.flag in ("-v", "--volume"):
        makers.append(lambda: _to_mount(writing))
    elif mount.flag == "--mount":
        makers.append(lambda: _to_volume(writing))
    if mount.type == "bind":
        makers.append(lambda: _to_named(analysis, command, writing))
    elif mount.anonymous:
        makers.append(lambda: _named(analysis, command, writing))
    for make in makers:
        try:
            plan = make()
        except NotWritten:
            continue
        if plan is not None:
            yield plan


# -- one spelling for the other ------------------------------------------------------------------------------------


def _same(reading: Reading) -> Reading:
    return reading


def _to_mount(writing: Writing) -> _Plan | None:
    mount = writing.mount
    kind = mount.type
    if kind not in ("bind", "volume") or mount.target is None or mount.drive or not writing.movable():
        return None
    options = ""
    for mode in mount.options:
        option = _mount_option(mode)
        if option is None:
            return None
        options += option
    edits = writing.flag("--mount")
    if mount.source is None:
        prefix = f"type={kind},target="
    else:
        prefix = f"type={kind},source="
        colon = writing.base + len(mount.source)
        edits.append(Edit(writing.mark(colon, colon + 1), ",target="))
        modes = colon + 1 + len(mount.target)
        if modes < len(writing.word.value):
            edits.append(Edit(writing.mark(modes, len(writing.word.value)), options))
    _join(edits, Edit(writing.start(), prefix))
    title = "Write it as --mount"
    if kind == "bind":
        title += " (a missing directory is then an error)"
    return _Plan(title, edits, _same)


def _in_place(writing: Writing, places: dict[str, tuple[int, int]], tail: str) -> list[Edit]:
    """Return the edits that leave source and target in place. Raises NotWritten unless they follow the type and precede all else."""
    order = [name for name in places if name in ("type", "source", "target")]
    wanted = [name for name in ("type", "source", "target") if name in places]
    if order != wanted or list(places)[: len(order)] != order:
        raise NotWritten
    start, end = places["target"]
    edits = []
    if "source" in places:
        edits.append(Edit(writing.mark(writing.base, places["source"][0]), ""))
        edits.append(Edit(writing.mark(places["source"][1], start), ":"))
    else:
        edits.append(Edit(writing.mark(writing.base, start), ""))
    length = len(writing.word.value)
    if end < length:
        edits.append(Edit(writing.mark(end, length), tail))
    return edits


def _join(edits: list[Edit], edit: Edit) -> None:
    """Add an edit of the specification to that of the flag; where they touch they are one."""
    flag = edits[0]
    if flag.span.end == edit.span.start:
        edits[0] = Edit(Span(flag.span.anchor, flag.span.start, edit.span.end), flag.text + edit.text)
    else:
        edits.append(edit)


def _mount_option(mode: str) -> str | None:
    """Return the field of ``--mount`` for a mode of ``-v``, None where there is none."""
    if mode in _PROPAGATION:
        return f",bind-propagation={mode}"
    if mode in _CONSISTENCY:
        return f",consistency={mode}"
    return {"ro": ",readonly", "rw": "", "nocopy": ",volume-nocopy"}.get(mode)


def _to_volume(writing: Writing) -> _Plan | None:
    mount = writing.mount
    if mount.type not in ("bind", "volume") or mount.target is None or mount.unknown_fields:
        return None
    marked = writing.word.value.marked()
    places: dict[str, tuple[int, int]] = {}
    modes: list[str] = []
    for key, start, end in writing.fields():
        name = {"src": "source", "dst": "target", "destination": "target", "ro": "readonly"}.get(key, key)
        if name in places:
            return None
        places[name] = (start, end)
        text = marked[start:end]
        if name in ("readonly", "volume-nocopy"):
            if text == key or text.lower() in _TRUE:
                modes.append("ro" if name == "readonly" else "nocopy")
            elif text.lower() not in ("0", "f", "false"):
                return None
        elif name in ("bind-propagation", "consistency") and "\ufffc" not in text:
            modes.append(text)
        elif name not in ("type", "source", "target"):
            return None
    if any(":" in value.marked() for value in (mount.source, mount.target) if value is not None):
        return None
    if modes and "source" not in places:
        return None
    edits = writing.flag("--volume")
    tail = ":" + ",".join(modes) if modes else ""
    try:
        further = _in_place(writing, places, tail)
    except NotWritten:
        parts = [writing.written(*places[name]) for name in ("source", "target") if name in places]
        further = [Edit(writing.whole(), ":".join(parts) + tail)]
    for edit in further:
        _join(edits, edit)
    title = "Write it as -v"
    if mount.type == "bind":
        title += " (a missing directory is then made)"
    return _Plan(title, edits, _same)


# -- other things to mount -----------------------------------------------------------------------------------------


def _to_named(analysis: Analysis, command: ContainerCreate, writing: Writing) -> _Plan | None:
    """Return the plan that replaces a directory of the host by a named volume."""
    mount = writing.mount
    path = mount.target_text
    if mount.source is None or path is None or extension(path) or extension(mount.source.trailing()):
        return None
    if path.endswith(".sock") or any(option not in ("ro", "rw", "z", "Z") for option in mount.options):
        return None
    name = _name_for(analysis, command, path)
    if name is None:
        return None
    edits = []
    if mount.flag == "--mount":
        for key, start, end in writing.fields():
            if key == "type":
                edits.append(Edit(writing.mark(start, end), "volume"))
            elif key in ("source", "src"):
                edits.append(_put(writing, start, end, name))
    else:
        start = writing.base
        edits.append(_put(writing, start, start + len(mount.source), name))
    title = f"Keep it in the volume {code(name)} instead of the host's directory (whose files stay there)"

    def becomes(reading: Reading) -> Reading:
        return ("volume", name, *reading[2:])

    return _Plan(title, edits, becomes)


def _put(writing: Writing, start: int, end: int, text: str) -> Edit:
    """Put ``text`` for a field that may be written with variables and quotations of its own."""
    word, bounds = writing.word.span, writing.whole()
    assert word is not None
    first = writing.mark(start - 1, start).end if start > writing.base else bounds.start
    last = writing.mark(end, end + 1).start if end < len(writing.word.value) else bounds.end
    span = Span(bounds.anchor, first, last)
    written = writing.sources.text(span)
    if start == writing.base and written[:1] in ("'", '"') and written.count(written[0]) == 1:
        # The quotation goes on behind the part.
        span = Span(bounds.anchor, first + 1, last)
        written = written[1:]
    if any(written.count(quotation) % 2 for quotation in ("'", '"')):
        raise NotWritten
    return Edit(span, text)


def _named(analysis: Analysis, command: ContainerCreate, writing: Writing) -> _Plan | None:
    """Return the plan that names the anonymous volume of ``-v /data`` and ``--mount type=volume,target=/data``."""
    mount = writing.mount
    path = mount.target_text
    name = _name_for(analysis, command, path) if path is not None else None
    if name is None or mount.drive:
        return None
    if mount.flag == "--mount":
        starts = [
            start - len(key) - 1
            for key, start, _ in writing.fields()
            if key in ("target", "dst", "destination")
        ]
        if len(starts) != 1:
            return None
        edits = [Edit(writing.mark(starts[0], starts[0] + 1).at_start(), f"source={name},")]
    else:
        edits = [Edit(writing.start(), f"{name}:")]
    return _Plan(_naming(name), edits, lambda reading: ("volume", name, *reading[2:]))


def _of_declared(analysis: Analysis, command: ContainerCreate) -> Iterator[_Plan]:
    """Names for the anonymous volumes that the image declares and no option covers."""
    for _, container in containers_of(analysis, command)[:1]:
        for point in container.mount_points:
            if not point.declared or not container.mounts_known:
                continue
            name = _name_for(analysis, command, point.path)
            edit = (
                insert_option(command, f"-v {quote(f'{name}:{point.path}')}", analysis.sources)
                if name
                else None
            )
            if edit is not None and name is not None:
                yield _Plan(f"{_naming(name)}, at {code(point.path)}", [edit], None)


def _naming(name: str) -> str:
    return f"Give the anonymous volume the name {code(name)} (a new, empty volume)"


def _name_for(analysis: Analysis, command: ContainerCreate, path: str) -> str | None:
    """Return a name that no volume of the document has."""
    taken = {
        volume.name.text
        for timeline in analysis.timelines
        for volume in timeline.volumes
        if volume.name is not None
    }
    for timeline, _ in containers_of(analysis, command):
        name = VolumeNames(timeline).name_for(command, path)
        return name if name not in taken else None
    return None


# -- the check ---------------------------------------------------------------------------------------------------------


def _checked(
    analysis: Analysis, command: Command, mount: Mount | None, plan: _Plan, analyse: Analyse
) -> Change | None:
    """Return the plan's edits with their places, None where docker's reading of the document would change in any other way."""
    sources = analysis.sources
    edits = []
    for edit in plan.edits:
        if not sources.knows(edit.span) or not sources.editable(edit.span):
            return None
        place = sources.place(edit.span)
        if place.document is not analysis.document:
            return None
        edits.append(PlacedEdit(place.path, place.start, place.end, sources.written(edit.span, edit.text)))
    document = analysis.document
    try:
        data = apply_edits(document.data, edits)
    except ValueError:
        return None
    after = analyse(Document(document.path, data, document.language))
    changed = mount.word.span if mount is not None and mount.word is not None else None
    expected = [_reading(understood, command, changed, plan.becomes) for understood, _ in analysis.commands]
    if [_reading(understood, None, None, None) for understood, _ in after.commands] != expected:
        if plan.becomes is not None or not _added(analysis, after, command):
            return None
    return Change(plan.title, edits)


def _reading(
    understood: Command,
    command: Command | None,
    changed: Span | None,
    becomes: Callable[[Reading], Reading] | None,
) -> tuple[object, ...]:
    """Return docker's reading of a command, with the changed mount as it is to become."""
    fields = dict(command_fields(understood))
    fields.pop("mounts", None)
    mounts = []
    for mount in getattr(understood, "mounts", ()):
        reading = mount_reading(mount)
        here = command is not None and understood.span == command.span and mount.word is not None
        if here and changed is not None and becomes is not None and mount.word.span == changed:
            reading = becomes(reading)
        mounts.append(reading)
    # What a refusal says quotes the option as it is written.
    errors = [len(fields.pop(name, ()) or ()) for name in ("syntax_errors", "engine_errors")]  # type: ignore[arg-type]
    return (understood.verb, understood.resolved, fields, mounts, errors)


def _added(before: Analysis, after: Analysis, command: Command) -> bool:
    """Return whether nothing differs but one more mount of ``command``."""
    if len(before.commands) != len(after.commands):
        return False
    for (understood, _), (other, _) in zip(before.commands, after.commands, strict=True):
        old, new = _reading(understood, None, None, None), _reading(other, None, None, None)
        if old == new:
            continue
        old_mounts, new_mounts = old[3], new[3]
        assert isinstance(old_mounts, list) and isinstance(new_mounts, list)
        if understood.span != command.span or old_mounts != new_mounts[: len(old_mounts)]:
            return False
        if len(new_mounts) != len(old_mounts) + 1 or (*old[:3], *old[4:]) != (*new[:3], *new[4:]):
            return False
    return True


def mount_reading(mount: Mount) -> Reading:
    """Return a mount as docker reads it, however it is written."""
    options = set()
    for option in mount.options:
        key, equals, value = option.partition("=")
        if option in ("rw", "ro") or key in ("readonly", "ro"):
            continue
        if key == "volume-nocopy":
            if not equals or value.lower() in _TRUE:
                options.add("nocopy")
        elif key in ("bind-propagation", "consistency"):
            options.add(value)
        else:
            options.add(option)
    source = mount.source.display() if mount.source is not None else None
    target = mount.target.display() if mount.target is not None else None
    return (mount.type, source, target, mount.read_only, frozenset(options))
