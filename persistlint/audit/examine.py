"""The audit itself: every container's command line goes through the analysis, and the rules and measurements are joined."""

from __future__ import annotations

from collections.abc import Sequence

from persistlint.analysis.analysis import Analysis
from persistlint.analysis.memory import Memory
from persistlint.analysis.reading import Reading
from persistlint.analysis.workspace import Workspace
from persistlint.audit.statements import STATEMENTS, about_container, about_volume, measured, shared_data
from persistlint.audit.subject import ContainerSubject, Remark, Subject, VolumeSubject
from persistlint.docker.commands import Command
from persistlint.durability.model import Volume
from persistlint.engine.client import Engine
from persistlint.engine.facts import ContainerFacts, ImageFacts, VolumeFacts
from persistlint.engine.layer import read_layer
from persistlint.engine.problem import EngineProblem
from persistlint.engine.quoting import joined
from persistlint.engine.run_command import anonymous_options, brief_command, declared_image
from persistlint.rulekit.volume_names import VolumeNames
from persistlint.rules.finding import Finding, at_least
from persistlint.rules.precedence import settle
from persistlint.rules.rule import Context
from persistlint.rules.topics import CONTAINER
from persistlint.shell.values import Value
from persistlint.text.document import Document
from persistlint.text.sources import Sources

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.registry import RuleSet
    from persistlint.settings.settings import Settings

#: The rules that speak of a container as it is. The others are about how a text is written, or about what comes before and after.
_AUDITED = frozenset(
    f"PSL{number}"
    for number in (101, 201, 202, 203, 302, 303, 305, 306, 401, 404, 405, 406, 415, 601, 602, 603)
)
#: Those whose subject is data that is where it doesn't last.
_ABOUT_DATA = frozenset(("PSL101", "PSL102", "PSL201", "PSL202", "PSL203", "PSL401", "PSL404", "PSL405"))

#: What counts as data where nothing else says so: 1 MB.
LEAST = 1_000_000


class Audit:
    """The result of an audit. ``problems`` are (path, message) of what could not be read, ``names`` those of all containers and volumes."""

    __slots__ = ("containers", "engine", "names", "problems", "volumes")

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.containers: list[ContainerSubject] = []
        self.volumes: list[VolumeSubject] = []
        self.problems: list[tuple[str, str]] = []
        self.names: set[str] = set()

    @property
    def subjects(self) -> list[Subject]:
        return [*self.containers, *self.volumes]


class _OneImage:
    """The engine as one container's command line sees it: its image is the one that it was made from, whatever the name leads to today."""

    __slots__ = ("_image", "_volumes")

    def __init__(self, image: ImageFacts, volumes: dict[str, VolumeFacts]) -> None:
        self._image = image
        self._volumes = volumes

    def image(self, name: str) -> ImageFacts | None:
        return self._image

    def has_volume(self, name: str) -> bool | None:
        return name in self._volumes


def examine(
    engine: Engine, settings: Settings, rules: RuleSet, names: Sequence[str] = (), least: int = LEAST
) -> Audit:
    """Look at the containers called ``names``, or at all of them and at the volumes that none uses.

    Raises ``EngineProblem`` where the engine can't be asked any more.
    """
    audit = Audit(engine)
    volumes = {volume.name: volume for volume in engine.measured_volumes()}
    containers = engine.containers()
    # No two containers are told to keep their data in one volume, nor in one that is there.
    taken = set(volumes)
    audit.names = taken | {facts.name for facts in containers}
    for facts in containers:
        if names and facts.name not in names and not any(_short(facts.id, name) for name in names):
            continue
        subject = _analysed(engine, facts, settings, volumes, audit)
        if subject is not None:
            audit.containers.append(subject)
            _say(subject, rules, least, taken)
    for shared, remark in shared_data(audit.containers):
        shared.remarks += _wanted([remark], rules)
    if names:
        names_there = {facts.name for facts in containers}
        audit.problems += [
            (name, "there is no such container")
            for name in names
            if name not in names_there and not any(_short(facts.id, name) for facts in containers)
        ]
        return audit
    used = {mount.name for facts in containers for mount in facts.mounts}
    for volume in volumes.values():
        if volume.name not in used and not volume.users and volume.size:
            alone = VolumeSubject(
                volume, f"docker://{engine.address.context}/volume/{volume.name}", engine.name
            )
            alone.remarks = _wanted(list(about_volume(alone)), rules)
            audit.volumes.append(alone)
    return audit


def _analysed(
    engine: Engine,
    facts: ContainerFacts,
    settings: Settings,
    volumes: dict[str, VolumeFacts],
    audit: Audit,
) -> ContainerSubject | None:
    image = engine.image(facts.image_id) or declared_image(facts)
    path = f"docker://{engine.address.context}/container/{facts.name}"
    words = brief_command(facts, image).all_words([engine.name, "run", "-d"])
    document = Document(path, joined(words).encode("utf-8", "surrogateescape"), "shell")
    sources = Sources()
    sources.add(document)
    analysis = Analysis(document, sources)
    workspace = Workspace(settings.root)
    workspace.engine = _OneImage(image, volumes)
    Reading(analysis, workspace, settings, Memory()).run()
    if len(analysis.timelines) != 1 or len(analysis.timelines[0].containers) != 1:
        audit.problems.append((path, "its command line could not be made out"))
        return None
    timeline = analysis.timelines[0]
    # The path says nothing of what the container is for: its own name does, and rules look at that.
    context = Context(timeline, settings, sources, "shell", "", [command for command, _ in analysis.commands])
    subject = ContainerSubject(facts, image, analysis, timeline, context, volumes)
    watched = [write.target.text for write in timeline.writes if write.by == "image" and write.target.text]
    try:
        subject.layer = read_layer(engine, facts, watched)
    except EngineProblem as problem:
        # One layer that can't be compared (a storage driver's fault) hides nothing of the other containers.
        audit.problems.append((path, f"its layer could not be read: {problem}"))
        subject.layer.complete = False
    return subject


def _say(subject: ContainerSubject, rules: RuleSet, least: int, taken: set[str]) -> None:
    remarks = list(about_container(subject, least))
    timeline = subject.timeline
    things: list[object] = [happening for happening in timeline.happenings if isinstance(happening, Command)]
    things += [subject.model, *timeline.volumes, *timeline.writes, timeline]
    used = {volume.name.text for volume in timeline.volumes if volume.name is not None}
    timeline.volumes += [Volume("", Value.of(name), None) for name in sorted(taken - used)]
    said = list(_by_rules(subject, things, rules))
    remarks, said = _once(remarks, said, subject)
    by_finding = {id(remark.finding): remark for remark in remarks}
    # Whether a statement is wanted comes first: one that is switched off must not silence another.
    remarks = _wanted(remarks, rules)
    settled = settle([*said, *(remark.finding for remark in remarks)], rules)
    for finding in settled:
        remark = by_finding.get(id(finding))
        if remark is None:
            paths = _paths_of(finding, subject) if finding.code in _ABOUT_DATA else []
            finding.message += measured(subject, paths) if paths else ""
            # An edit of a command line that stands in no file could not be made.
            finding.fixes = ()
            remark = Remark(finding, paths)
        subject.remarks.append(remark)
    names = VolumeNames(timeline)
    for path in (path for remark in subject.remarks for path in remark.paths):
        name = names.name_for(subject.model.command, path)
        if name is not None:
            subject.new_names[path] = name
            taken.add(name)
    subject.remarks.sort(
        key=lambda remark: (remark.finding.span.start, remark.finding.code, remark.finding.message)
    )


def _once(
    remarks: list[Remark], said: list[Finding], subject: ContainerSubject
) -> tuple[list[Remark], list[Finding]]:
    """Return the remarks and findings with one per code and path: the worse one, or the remark, which knows how much data is there."""
    by_rule = {(finding.code, path): finding for finding in said for path in _paths_of(finding, subject)}
    remaining = []
    for remark in remarks:
        finding = remark.finding
        others = [other for path in remark.paths if (other := by_rule.get((finding.code, path))) is not None]
        if any(at_least(other.severity, finding.severity) for other in others):
            continue
        remaining.append(remark)
        said = [candidate for candidate in said if not any(candidate is other for other in others)]
    return remaining, said


def _by_rules(subject: ContainerSubject, things: list[object], rules: RuleSet) -> list[Finding]:
    findings: list[Finding] = []
    for item in things:
        findings += rules.check(item, subject.context)
    return [
        finding
        for finding in findings
        if (finding.code in _AUDITED or not finding.code.startswith("PSL"))
        and subject.sources.knows(finding.span)
    ]


def _paths_of(finding: Finding, subject: ContainerSubject) -> list[str]:
    """Return the paths that a rule's finding is about, of those whose data doesn't last."""
    about = finding.topic.parts if finding.topic is not None and finding.topic.topic is CONTAINER else ()
    candidates = [
        write.target.text for write in subject.timeline.writes if write.by == "image" and write.target.text
    ]
    candidates += anonymous_options(subject.facts, subject.image)
    candidates += [point.path for point in subject.model.mount_points if point.kind == "anonymous volume"]
    return [
        path
        for path in dict.fromkeys(candidates)
        if (path in about or f"`{path}`" in finding.message)
        and subject.place(path) in ("layer", "anonymous volume", "tmpfs")
    ]


def _wanted(remarks: list[Remark], rules: RuleSet) -> list[Remark]:
    """Return the remarks that the settings don't switch off, with the severity that they ask for."""
    by_code = {statement.code: statement for statement in STATEMENTS}
    wanted = []
    for remark in remarks:
        statement = by_code.get(remark.finding.code)
        if statement is None or statement.on(rules):
            rules.weighed(remark.finding)
            wanted.append(remark)
    return wanted


def _short(id: str, name: str) -> bool:
    """Return whether ``name`` is the beginning of the ID, and too long to be taken for a name."""
    return len(name) >= 12 and id.startswith(name)
