"""PSL410: Compose removes the project's volumes."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import Compose
from persistlint.rulekit.edits import offer, remove_option
from persistlint.rulekit.fresh_starts import fresh_start
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
        reason = reason or fresh_start(command, context)
        if reason is None and (word := taught(context)) is not None:
            reason = f"the project's folder says `{word}`"
        if reason is None and lost is None:
            reason = "nothing is known of the Compose file"
        project = f" of `{as_written(command.project)}`" if command.project is not None else ""
        flag = use.flag if use is not None else "-v"
        message = f"`{command.verb} {flag}`{project} {effect}."
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
            fixes=offer(f"Keep the volumes: leave `{flag}` out", remove_option(use, context.sources)),
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
