"""PSL410: Compose removes the project's volumes."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Compose, ImageBuild, VolumeRemove
from persistlint.durability.model import Timeline
from persistlint.rulekit.edits import offer, remove_option
from persistlint.rulekit.intent import clearing, perhaps_meant, typed_by_hand
from persistlint.rulekit.phrases import as_written
from persistlint.rulekit.services import LostVolumes, listed, lost_volumes
from persistlint.rulekit.throw_away import taught, throw_away_file
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Span

_WHAT = {
    "compose down": (
        "deletes the project's volumes, even named ones, and all that its services keep in them",
        "volumes",
    ),
    "compose rm": (
        "deletes the anonymous volumes of the containers that it removes, with the data in them",
        "volumes",
    ),
    "compose up": (
        "gives the services new, empty volumes in the place of their anonymous ones",
        "renew-anon-volumes",
    ),
}
_THROWN_AWAY = frozenset(("test", "tests", "testing", "ci", "demo", "bench", "tmp", "e2e", "scratch"))


class ComposeDownVolumes(Rule):
    code = "PSL410"
    name = "compose-down-volumes"
    summary = "docker compose down -v, rm -v or up -V: the project's volumes go"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("volumes",)
    subject = Compose

    def check(self, command: Compose, context: Context) -> Iterator[Finding]:
        if command.verb not in _WHAT or command.volumes is not True or command.syntax_problems:
            return
        effect, name = _WHAT[command.verb]
        lost = lost_volumes(command)
        if lost is not None:
            if not lost:
                return
            effect = _named(command, lost)
        use = command.last(name)
        reason = throw_away_file(context) or typed_by_hand(context) or _for_tests(command)
        reason = reason or clearing(command.invocation, context) or perhaps_meant(command, context)
        if reason is None and _made_again(command, context):
            reason = "the same text builds or starts the project anew"
        if reason is None and _removes_volumes(command, context):
            reason = "the same text removes volumes by name"
        if reason is None and context.document_has(command.span, b"seed"):
            reason = "the same text fills the project with data"
        if reason is None and (word := taught(context)) is not None:
            reason = f"the project's folder says `{word}`"
        if reason is None and lost is None:
            reason = "nothing is known of the Compose file"
        project = f" of `{as_written(command.project)}`" if command.project is not None else ""
        message = f"`{command.verb} {use.flag if use is not None else '-v'}`{project} {effect}."
        others = _kept_by_others(command, lost, context)
        message += "".join(f" {words} keeps its data in `{volume}` too." for volume, words, _ in others)
        if command.verb == "compose up":
            message += " The data in the old ones is out of reach."
        elif lost is None or lost.named:
            message += " Without the option the containers go, and the data stays."
        yield self.finding(
            use,
            message,
            identity=f"{command.verb}{project}",
            command=command,
            severity="info" if command.verb == "compose up" else "warning",
            reason=reason if command.verb != "compose up" else None,
            related=[(span, f"keeps its data in `{volume}`") for volume, _, span in others],
            fixes=offer(
                f"Keep the volumes: leave `{use.flag if use is not None else '-v'}` out",
                remove_option(use, context.sources),
            ),
        )


def _kept_by_others(
    command: Compose, lost: LostVolumes | None, context: Context
) -> list[tuple[str, str, Span]]:
    """Return the deleted volumes in which a container of another project keeps its data, each with that container and its place."""
    files = frozenset(service.definition.span.anchor[0] for service in command.services or ())
    others = []
    for volume in lost.named if lost is not None else ():
        keeper = context.kept_elsewhere(volume, files)
        if keeper is not None:
            others.append((volume, *keeper))
    return others


def _named(command: Compose, lost: LostVolumes) -> str:
    """Return the lost volumes by the names that the Compose files give."""
    plural = "s" if len(lost.anonymous) > 1 else ""
    anonymous = f"the anonymous volume{plural} of {listed(lost.anonymous)}" if lost.anonymous else ""
    if command.verb == "compose up":
        return f"puts new, empty volumes in the place of {anonymous}"
    parts = []
    if lost.named:
        plural = "s" if len(lost.named) > 1 else ""
        parts.append(f"the volume{plural} {listed(lost.named)}")
    if lost.anonymous:
        parts.append(anonymous)
    return f"deletes {' and '.join(parts)}, with all the data there"


def _made_again(command: Compose, context: Context) -> bool:
    """Return whether the same text builds the project's images, and starts it after the removal: then it begins afresh on purpose."""
    later = context.once("what follows a removal", lambda: _Later(context.timeline))
    at = context.timeline.place_of(command)
    return 0 <= at < later.last_start and (later.builds or later.last_building_start > at)


def _removes_volumes(command: Compose, context: Context) -> bool:
    """Return whether ``docker volume rm`` stands in the same text: whoever writes both wants the data gone."""
    later = context.once("what follows a removal", lambda: _Later(context.timeline))
    return 0 <= context.timeline.place_of(command) < later.last_volume_removal


class _Later:
    """The places in a world of what matters to a removal: the last start of the project, with a build too, and the last ``docker volume rm``; -1 for none."""

    __slots__ = ("builds", "last_building_start", "last_start", "last_volume_removal")

    def __init__(self, timeline: Timeline) -> None:
        self.builds = False
        self.last_start = self.last_building_start = self.last_volume_removal = -1
        for at, happening in enumerate(timeline.happenings):
            if isinstance(happening, Compose) and happening.verb in ("compose up", "compose create"):
                self.last_start = at
                if happening.switch("build"):
                    self.last_building_start = at
            elif isinstance(happening, VolumeRemove):
                self.last_volume_removal = at
            elif isinstance(happening, ImageBuild) or (
                isinstance(happening, Compose) and happening.verb == "compose build"
            ):
                self.builds = True


def _for_tests(command: Compose) -> str | None:
    """Return the word of its files or its project that says that they are made for tests, None without one."""
    values = [*command.files, *([command.project] if command.project is not None else [])]
    for value in values:
        name = value.display().lower()
        for mark in "-_./":
            name = name.replace(mark, " ")
        word = next((part for part in name.split() if part in _THROWN_AWAY), None)
        if word is not None:
            return f"`{as_written(value)}` says `{word}`"
    return None


RULE = ComposeDownVolumes
