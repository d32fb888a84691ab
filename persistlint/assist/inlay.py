"""Inlay hints: what docker makes of a mount, where the text doesn't say it."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.option_table import version_of
from persistlint.shell.values import Literal, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.durability.model import Container, MountPoint
    from persistlint.settings.settings import Settings
    from persistlint.text.spans import Span


class Hint:
    """A short ``label`` to show behind byte ``offset``, with a longer ``tooltip``."""

    __slots__ = ("label", "offset", "tooltip")

    def __init__(self, offset: int, label: str, tooltip: str) -> None:
        self.offset = offset
        self.label = label
        self.tooltip = tooltip


def inlay_hints(analysis: Analysis, settings: Settings, start: int, end: int) -> list[Hint]:
    """Return the hints between two offsets. A hint that differs between a command's occurrences is left out."""
    by_line: dict[int, list[Hint]] = {}
    for timeline in analysis.timelines:
        for container in timeline.containers:
            for hint in _of_container(analysis, container, settings):
                if start <= hint.offset <= end:
                    by_line.setdefault(hint.offset, []).append(hint)
    return [
        hints[0]
        for _, hints in sorted(by_line.items())
        if all(hint.label == hints[0].label for hint in hints)
    ]


def _of_container(analysis: Analysis, container: Container, settings: Settings) -> list[Hint]:
    command = container.command
    if container.refused:
        return []
    out = []
    declared = []
    for point in container.mount_points:
        if point.declared:
            if container.mounts_known:
                declared.append(point.path)
        elif point.kind == "anonymous volume" and point.mount is not None and point.mount.anonymous:
            label, tooltip = _anonymous(container)
            out += _behind(analysis, point.mount.word.span if point.mount.word else None, label, tooltip)
        elif point.kind == "bind" and point.mount is not None:
            out += _relative(analysis, point, command, settings)
    if declared and command.image is not None:
        label, tooltip = _anonymous(container)
        paths = ", ".join(declared)
        out += _behind(analysis, command.image.span, f"{paths}: {label}", tooltip)
    return out


def _anonymous(container: Container) -> tuple[str, str]:
    if container.auto_remove:
        return (
            "anonymous volume, deleted by --rm",
            "Each run makes a new volume, which goes with the container when that stops.",
        )
    return (
        "anonymous volume",
        "Each new container makes a new volume; only `docker rm -v` and a prune delete it.",
    )


def _relative(
    analysis: Analysis, point: MountPoint, command: ContainerCreate, settings: Settings
) -> list[Hint]:
    mount = point.mount
    assert mount is not None
    source = mount.source
    if source is None or point.host_path is None or not source.leading().startswith("."):
        return []
    if command.service_name is not None:
        # A Compose file's paths start from its own folder.
        return []
    if mount.needs and settings.client_version < version_of(mount.needs):
        return []
    shown = _shell(point.host_path)
    return _behind(
        analysis,
        mount.source_span,
        f"= {shown}",
        "Docker takes a relative source from the directory that the command runs in, not from the script's.",
    )


def _shell(path: Value) -> str:
    """Return a partly unknown path as a shell would write it."""
    return "".join(piece.text if isinstance(piece, Literal) else f"${piece.name}" for piece in path.pieces)


def _behind(analysis: Analysis, span: Span | None, label: str, tooltip: str) -> list[Hint]:
    if span is None or not analysis.sources.knows(span):
        return []
    place = analysis.sources.place(span)
    return [Hint(place.end, label, tooltip)] if place.document is analysis.document else []
