"""PSL425: a Compose file expects a volume that no file of the project makes."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.compose.definition import ProjectDefinition
from persistlint.rulekit.services import mounted_volumes
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class MissingExternalVolume(Rule):
    code = "PSL425"
    name = "missing-external-volume"
    summary = "a Compose file expects an external volume that no file of the project makes"
    severity = "info"
    services = True
    subject = ProjectDefinition

    def check(self, project: ProjectDefinition, context: Context) -> Iterator[Finding]:
        if context.language != "compose" or project.problems:
            return
        used = mounted_volumes(project)
        for name, volume in project.volumes.items():
            if volume.external is not True or used is None or name not in used:
                # Compose passes over a volume that no service mounts.
                continue
            text = volume.real_name
            if text is not None and any(piece.hidden for piece in text.pieces):
                continue
            real = text.known if text is not None else name
            if not real or context.naming_files(real, but_removals=True) != []:
                continue
            deletion = context.deleted_elsewhere(real)
            deletes = f" {deletion.words} deletes it." if deletion is not None else ""
            yield self.finding(
                volume.name_span,
                f"Volume `{real}` is external, and no file of this project makes it.{deletes} `docker compose up` fails on a machine that doesn't have it: "
                f'`external volume "{real}" not found`. Say where it comes from, or make it with `docker volume create {real}`.',
                identity=real,
                related=[(deletion.span, "the volume is deleted here")] if deletion is not None else None,
            )


RULE = MissingExternalVolume
