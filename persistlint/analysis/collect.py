"""Runs the rules over an analysis, and settles what is said: precedence, worlds, suppressions, order."""

from __future__ import annotations

from persistlint.analysis.cuts import cuts_of
from persistlint.analysis.fix_reach import drop_read_before, keep_shared_text, note_evaluations
from persistlint.docker.commands import Command
from persistlint.durability.model import Timeline
from persistlint.rules.finding import SEVERITIES, Finding, Related
from persistlint.rules.precedence import masks, settle
from persistlint.rules.registry import rules_for
from persistlint.rules.rule import Context, Removal
from persistlint.rules.traits import traits_of
from persistlint.shell.invocation import NO_GUARD, NotUnderstood
from persistlint.text.checkpoints import asking
from persistlint.text.edits import with_line_ends
from persistlint.text.spans import Span, document_anchor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from persistlint.analysis.analysis import Analysis
    from persistlint.analysis.file_facts import Ending
    from persistlint.analysis.workspace import Workspace
    from persistlint.docker.commands import ContainerCreate
    from persistlint.hosts.compose.definition import DeclaredVolume
    from persistlint.rules.cut import Cut
    from persistlint.rules.registry import RuleSet
    from persistlint.rules.rule import Rule
    from persistlint.settings.settings import Settings


def collect(
    analysis: Analysis,
    settings: Settings,
    workspace: Workspace,
    checkpoint: Callable[[], None] | None = None,
) -> None:
    """Fill in the analysis' findings, its suppressed findings and its suppressions.

    ``workspace`` is asked for files of the host. ``checkpoint`` is called before each world and after some things of one, and what it raises ends the work.
    """
    rules = rules_for(settings)
    context = _context(Timeline(NO_GUARD), analysis, settings, workspace)
    command_traits: dict[int, tuple[Command, frozenset[str]]] = {}
    by_world = []
    for timeline in analysis.timelines:
        if checkpoint is not None:
            checkpoint()
        traits = rules.one_of(traits_of(timeline, command_traits))
        by_world.append(
            (
                timeline,
                settle(_asked(timeline, rules, context.for_timeline(timeline, traits), checkpoint), rules),
            )
        )
    note_evaluations(by_world)
    findings = _merge(by_world, rules)
    for image in asking(analysis.images, checkpoint):
        from persistlint.rules.traits import traits_of_image

        context.traits = traits_of_image(image)
        said = settle(list(rules.check(image, context)), rules)
        for finding in said:
            finding.subject = image
        findings += said
    context.traits = None
    for cut in cuts_of(analysis):
        findings += rules.check(cut, context)
    for reference in asking(analysis.eaten, checkpoint):
        said = list(rules.check(reference, context))
        for finding in said:
            finding.subject = reference
        findings += said
    for project in asking(analysis.projects, checkpoint):
        said = list(rules.check(project, context))
        for finding in said:
            finding.subject = project
        findings += said
    if analysis.document.language != "compose":
        # A service's findings are told in its Compose file.
        findings = [
            finding
            for finding in findings
            if not _of_service(finding, analysis) and finding.command_span not in analysis.foreign_spans
        ]
    findings = _once_a_place([_placed(finding, analysis) for finding in findings], analysis)
    if any(b"persistlint:" in document.data for document in analysis.sources.documents.values()):
        findings = _suppressed(findings, analysis, rules, context)
    drop_read_before(findings, analysis)
    keep_shared_text(findings, analysis)
    analysis.findings = _ordered(findings, analysis)


def tell_cut(analysis: Analysis, settings: Settings, workspace: Workspace, cut: Cut) -> None:
    """Add to a finished analysis what is said of work that was left undone since."""
    rules = rules_for(settings)
    context = _context(Timeline(NO_GUARD), analysis, settings, workspace)
    said = list(rules.check(cut, context))
    if said and analysis.suppressions:
        from persistlint.suppressions import apply

        said, silenced = apply(
            said,
            analysis.suppressions,
            analysis.sources,
            analysis.document,
            (lambda finding: rules.mandatory(finding.code, finding.rule)) if settings.mandatory else None,
        )
        analysis.suppressed += silenced
    analysis.findings = _ordered([*analysis.findings, *said], analysis)


def _asked(
    timeline: Timeline, rules: RuleSet, context: Context, checkpoint: Callable[[], None] | None
) -> list[Finding]:
    """Return what the rules say about each thing of a world."""
    about: dict[type, list[Rule]] = {}
    findings: list[Finding] = []
    for subject in asking(_subjects_of(timeline), checkpoint):
        kind = type(subject)
        subscribed = about.get(kind)
        if subscribed is None:
            subscribed = about[kind] = rules.about(kind, context.traits)
        for rule in subscribed:
            for finding in rules.ask(rule, subject, context):
                finding.subject = subject
                findings.append(finding)
    return findings


def _subjects_of(timeline: Timeline) -> Iterator[Any]:
    """Yield everything in a timeline that rules may subscribe to, and the timeline itself."""
    for happening in timeline.happenings:
        if isinstance(happening, (Command, NotUnderstood)):
            yield happening
    yield from timeline.containers
    yield from timeline.volumes
    yield from timeline.writes
    yield timeline


def _suppressed(
    findings: list[Finding], analysis: Analysis, rules: RuleSet, context: Context
) -> list[Finding]:
    """Return the findings that no comment silences, with findings about the comments themselves."""
    from persistlint.suppressions import apply, check_codes, read_suppressions

    suppressions = []
    for document in analysis.sources.documents.values():
        suppressions += read_suppressions(document)
    check_codes(suppressions, rules)
    findings, analysis.suppressed = apply(
        findings,
        suppressions,
        analysis.sources,
        analysis.document,
        (lambda finding: rules.mandatory(finding.code, finding.rule)) if rules.settings.mandatory else None,
    )
    analysis.suppressions = [item for item in suppressions if item.document is analysis.document]
    for suppression in analysis.suppressions:
        findings += rules.check(suppression, context)
    return findings


def _context(timeline: Timeline, analysis: Analysis, settings: Settings, workspace: Workspace) -> Context:
    import os

    from persistlint.settings.paths import below

    document = analysis.document
    path = below(os.path.abspath(document.path), settings.root) or document.path
    commands = [command for command, _ in analysis.commands]
    folder = os.path.dirname(os.path.abspath(document.path))

    kinds: dict[str, str] = {}

    def path_kind(name: str) -> str:
        if name not in kinds:
            kinds[name] = workspace.kind(folder, name, analysis.lookups)
        return kinds[name]

    volumes: dict[str, list[DeclaredVolume]] = {}

    def compose_volumes(name: str) -> list[DeclaredVolume]:
        if name not in volumes:
            volumes[name] = workspace.index.volumes(name, os.path.abspath(document.path), analysis.lookups)
            for volume in volumes[name]:
                analysis.sources.add(volume.document)
        return volumes[name]

    def naming_files(word: str, but_removals: bool) -> list[str] | None:
        return workspace.index.naming(
            word, os.path.abspath(document.path), analysis.lookups, but_removals=but_removals
        )

    def shown_path(place: str) -> str:
        return below(place, workspace.root) or place if os.path.isabs(place) else place

    def removal(ending: Ending | None) -> Removal | None:
        if ending is None:
            return None
        analysis.sources.add(ending.document)
        shown = shown_path(ending.document.path)
        span = Span(document_anchor(ending.document.path), ending.place.start, ending.place.end)
        return Removal(
            ending.command, ending.unit, f"{shown}:{ending.line}", span, with_volumes=ending.with_volumes
        )

    def removed_elsewhere(command: ContainerCreate) -> Removal | None:
        return removal(workspace.index.ending(command, os.path.abspath(document.path), analysis.lookups))

    def deleted_elsewhere(volume: str) -> Removal | None:
        return removal(workspace.index.deletion(volume, os.path.abspath(document.path), analysis.lookups))

    def kept_elsewhere(volume: str, own_paths: frozenset[str]) -> tuple[str, Span] | None:
        paths = {os.path.abspath(path) for path in (document.path, *own_paths)}
        keeper = workspace.index.keeper(volume, paths, analysis.lookups)
        if keeper is None:
            return None
        keeping = keeper.place.document
        analysis.sources.add(keeping)
        span = Span(document_anchor(keeping.path), keeper.place.start, keeper.place.end)
        return f"`{keeper.name}` in {shown_path(keeping.path)}:{keeper.place.line}", span

    return Context(
        timeline,
        settings,
        analysis.sources,
        document.language,
        path,
        commands,
        path_kind,
        compose_volumes=compose_volumes,
        naming_files=naming_files,
        removed_elsewhere=removed_elsewhere,
        deleted_elsewhere=deleted_elsewhere,
        kept_elsewhere=kept_elsewhere,
    )


def _merge(by_world: list[tuple[Timeline, list[Finding]]], rules: RuleSet) -> list[Finding]:
    """Return one finding for equal findings of several worlds. One that only some worlds have carries their condition."""
    said: dict[tuple[object, ...], list[tuple[int, Finding]]] = {}
    for index, (_, findings) in enumerate(by_world):
        for finding in findings:
            key = (finding.code, finding.span, finding.message, finding.via)
            entries = said.setdefault(key, [])
            if not entries or entries[-1][0] != index:
                entries.append((index, finding))
    commands = {entry.command_span for entries in said.values() for _, entry in entries}
    possible_in = _worlds_with(commands, [timeline for timeline, _ in by_world])
    out: list[Finding] = []
    for entries in said.values():
        finding = max((entry for _, entry in entries), key=lambda entry: -SEVERITIES.index(entry.severity))
        where = {index for index, _ in entries}
        if possible_in[finding.command_span] - where:
            conditions = [by_world[index][0].when for index in sorted(where)]
            finding.when = conditions[0] if conditions and conditions[0] else None
        out.append(finding)
    # The same words reached by several calls: the same statement once.
    once: dict[tuple[object, ...], Finding] = {}
    for finding in out:
        once.setdefault((finding.code, finding.span, finding.message), finding)
    return _of_loops(_of_causes(_of_worlds(list(once.values())), rules))


def _once_a_place(findings: list[Finding], analysis: Analysis) -> list[Finding]:
    """Return the findings, one of those that say the same of the same place: a host may start a text several times."""
    if not any(fragment.unit for fragment in analysis.fragments):
        return findings
    said: dict[tuple[object, ...], Finding] = {}
    sources = analysis.sources
    for finding in findings:
        place = sources.place(finding.span) if sources.knows(finding.span) else None
        at = (place.path, place.start, place.end) if place is not None else (finding.span,)
        said.setdefault((finding.code, finding.message, *at), finding)
    return list(said.values())


def _of_worlds(findings: list[Finding]) -> list[Finding]:
    """Return one finding for a cause whose consequences differ between worlds: the worst, in the first world that has it."""
    worst: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        key = (
            finding.code,
            finding.span,
            finding.command_span,
            finding.via,
            finding.occurrence,
            finding.identity,
        )
        other = worst.setdefault(key, finding)
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(other.severity):
            worst[key] = finding
    return list(worst.values())


def _of_causes(findings: list[Finding], rules: RuleSet) -> list[Finding]:
    """Return one finding where worlds tell of one thing at one place by rules of which one speaks before the other: the first one's."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.topic is not None:
            about = finding.topic
            key = (about.topic.name, about.part, finding.span, finding.via, finding.occurrence)
            groups.setdefault(key, []).append(finding)
    silenced: set[int] = set()
    for group in groups.values():
        worst: dict[str, int] = {}
        for first in group:
            severity = SEVERITIES.index(first.severity)
            worst[first.code] = min(severity, worst.get(first.code, severity))
        silenced.update(
            id(second)
            for second in group
            for code, severity in worst.items()
            if severity <= SEVERITIES.index(second.severity) and masks(code, second.code, rules)
        )
    return [finding for finding in findings if id(finding) not in silenced]


def _of_loops(findings: list[Finding]) -> list[Finding]:
    """Return one finding for all rounds of a loop at one place: the worst, of the first round that has it."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.span, finding.command_span, finding.via), []).append(finding)
    remaining: list[Finding] = []
    for group in groups.values():
        worst = min(SEVERITIES.index(finding.severity) for finding in group)
        first = min(finding.occurrence for finding in group if SEVERITIES.index(finding.severity) == worst)
        remaining += [finding for finding in group if finding.occurrence == first]
        rounds = len({finding.occurrence for finding in group}) - 1
        if rounds:
            more = f"{rounds} more round{'s' if rounds > 1 else ''}"
            remaining[-1].message += f" The same holds for {more} of the loop."
    return remaining


def _worlds_with(spans: set[Span], timelines: list[Timeline]) -> dict[Span, set[int]]:
    """Return for each span the numbers of the timelines in which a command or unreadable text with this span happens."""
    by_span: dict[Span, set[int]] = {span: set() for span in spans}
    # The span's parts: hashing and comparing them is left to the tuple.
    by_parts = {(span.start, span.end, span.anchor): worlds for span, worlds in by_span.items()}
    # The worlds share most of what happens in them: each thing's span is looked up once.
    by_timeline: dict[int, set[int] | None] = {}
    for index, timeline in enumerate(timelines):
        for happening in timeline.happenings:
            key = id(happening)
            if key in by_timeline:
                worlds = by_timeline[key]
            elif isinstance(happening, (Command, NotUnderstood)):
                span = happening.span
                worlds = by_timeline[key] = by_parts.get((span.start, span.end, span.anchor))
            else:
                worlds = by_timeline[key] = None
            if worlds is not None:
                worlds.add(index)
    return by_span


def _of_service(finding: Finding, analysis: Analysis) -> bool:
    span = finding.command_span
    sources = analysis.sources
    return sources.knows(span) and sources.place(span).document.language == "compose"


def _placed(finding: Finding, analysis: Analysis) -> Finding:
    """Return the finding with spans that can be shown and lie in this document. Text of a sourced file is shown at its call."""
    sources = analysis.sources
    if not sources.knows(finding.span):
        finding.span = finding.command_span
    finding.related = tuple(related for related in finding.related if sources.knows(related.span))
    finding.fixes = tuple(
        fix
        for fix in finding.fixes
        if all(
            sources.knows(edit.span) and sources.place(edit.span).document is analysis.document
            for edit in fix.edits
        )
    )
    for fix in finding.fixes:
        for edit in fix.edits:
            start = sources.place(edit.span).start
            edit.text = with_line_ends(edit.text, analysis.document.data, start)
            if edit.heading is not None:
                edit.heading = with_line_ends(edit.heading, analysis.document.data, start)
    if sources.place(finding.span).document is not analysis.document:
        for span in reversed(finding.via):
            if sources.knows(span) and sources.place(span).document is analysis.document:
                finding.related = (Related(finding.span, "the docker command is here"), *finding.related)
                finding.span = span
                break
        else:
            command = finding.command_span
            if sources.knows(command) and sources.place(command).document is analysis.document:
                # A word that a sourced file wrote: whoever reads this document sees the command.
                finding.related = (Related(finding.span, "this part is written here"), *finding.related)
                finding.span = command
    return finding


def _ordered(findings: list[Finding], analysis: Analysis) -> list[Finding]:
    def key(finding: Finding) -> tuple[object, ...]:
        place = analysis.sources.place(finding.span)
        return (
            place.path != analysis.document.path,
            place.path,
            place.start,
            place.end,
            finding.code,
            finding.message,
        )

    return sorted(findings, key=key)
