"""Subjects of an audit: a container with its own command line analysed, or a volume that no container uses."""

from __future__ import annotations

from persistlint.analysis.analysis import Analysis
from persistlint.durability.model import Container, Timeline
from persistlint.durability.paths import is_below
from persistlint.engine.facts import ContainerFacts, ImageFacts, VolumeFacts
from persistlint.engine.layer import Layer, LayerDirectory
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context
from persistlint.text.document import Document
from persistlint.text.sources import Sources
from persistlint.text.spans import Span, document_anchor


class Remark:
    """A finding, and the container paths whose data it is about (none where it is about something else)."""

    __slots__ = ("finding", "paths")

    def __init__(self, finding: Finding, paths: list[str]) -> None:
        self.finding = finding
        self.paths = paths


class Subject:
    """A container or volume with the audit's findings. ``path`` is ``docker://CONTEXT/container/NAME``; spans lie in ``document``, its command line."""

    __slots__ = ("document", "remarks", "sources")

    def __init__(self, document: Document, sources: Sources) -> None:
        self.document = document
        self.sources = sources
        self.remarks: list[Remark] = []

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def findings(self) -> list[Finding]:
        return [remark.finding for remark in self.remarks]


class ContainerSubject(Subject):
    """A container: ``facts`` as the engine gives them, ``model`` as its command line was understood, ``layer`` as measured.

    ``volumes`` are all volumes of the engine by name. ``new_names`` are the volumes that would keep the data, by path.
    """

    __slots__ = (
        "analysis",
        "context",
        "facts",
        "image",
        "layer",
        "model",
        "new_names",
        "timeline",
        "volumes",
    )

    def __init__(
        self,
        facts: ContainerFacts,
        image: ImageFacts,
        analysis: Analysis,
        timeline: Timeline,
        context: Context,
        volumes: dict[str, VolumeFacts],
    ) -> None:
        super().__init__(analysis.document, analysis.sources)
        self.facts = facts
        self.image = image
        self.analysis = analysis
        self.timeline = timeline
        self.model: Container = timeline.containers[0]
        self.context = context
        self.volumes = volumes
        self.layer = Layer()
        self.new_names: dict[str, str] = {}

    @property
    def span(self) -> Span:
        """Return the span of the image's word, at which remarks about the whole container stand."""
        reference = self.model.command.image
        return (
            reference.span
            if reference is not None and reference.span is not None
            else self.model.command.span
        )

    def place(self, path: str) -> str:
        """Return where a path's data is: "layer", "anonymous volume", "volume", "bind" or "tmpfs"."""
        tmpfs = self.facts.host.get("Tmpfs")
        best, place = "", "layer"
        for mount in self.facts.mounts:
            target = mount.target.rstrip("/") or "/"
            if is_below(path, target) and len(target) >= len(best):
                volume = self.volumes.get(mount.name)
                anonymous = mount.kind == "volume" and (volume is None or volume.anonymous)
                best, place = target, "anonymous volume" if anonymous else mount.kind
        for target in tmpfs if isinstance(tmpfs, dict) else ():
            if is_below(path, target) and len(target) >= len(best):
                best, place = target, "tmpfs"
        return place

    def size(self, path: str) -> int | None:
        """Return the bytes at a path, None where they can't be known."""
        if self.place(path) == "layer":
            return self.layer.below(path)
        mount = self.facts.mount_at(path)
        volume = self.volumes.get(mount.name) if mount is not None else None
        return volume.size if volume is not None else None

    def holds(self, path: str) -> bool:
        """Return whether a path may hold anything that isn't the image's own."""
        if self.place(path) != "layer" or not self.layer.complete:
            return True
        return any(is_below(file, path) for file in self.layer.sizes)

    def directories(self) -> list[LayerDirectory]:
        """Return the layer's directories without the paths of the image's own data."""
        known_paths = [
            write.target.text for write in self.timeline.writes if write.by == "image" and write.target.text
        ]
        return [
            directory
            for directory in self.layer.directories
            if not any(is_below(directory.path, path) for path in known_paths)
        ]


class VolumeSubject(Subject):
    """A volume that no container uses. ``program`` is the client of its engine."""

    __slots__ = ("facts", "program", "span")

    def __init__(self, facts: VolumeFacts, path: str, program: str = "docker") -> None:
        self.program = program
        text = f"{program} volume inspect {facts.name}"
        document = Document(path, text.encode(), "shell")
        sources = Sources()
        sources.add(document)
        super().__init__(document, sources)
        self.facts = facts
        start = len(text.encode()) - len(facts.name.encode())
        self.span = Span(document_anchor(path), start, len(text.encode()))
