"""PSL424: a Compose file declares a volume that no service mounts."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.compose.definition import ProjectDefinition
from persistlint.rulekit.services import mounted_volumes
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class UnusedComposeVolume(Rule):
    code = "PSL424"
    name = "unused-compose-volume"
    summary = "a Compose file declares a volume that no service mounts"
    severity = "info"
    services = True
    subject = ProjectDefinition

    def check(self, project: ProjectDefinition, context: Context) -> Iterator[Finding]:
        if context.language != "compose" or not project.services or project.problems:
            return
        used = mounted_volumes(project)
        if used is None:
            return
        for name, volume in project.volumes.items():
            if name in used or volume.external is not False or context.naming_files(name) != []:
                # Another file may be laid over this one.
                continue
            yield self.finding(
                volume.name_span,
                f"Volume `{name}` is declared, but no service mounts it. Compose doesn't even make it, and nothing is kept in it. "
                f"Mount it where data is to be kept (`{name}:/path` under a service's `volumes:`), or remove it.",
                identity=name,
            )


RULE = UnusedComposeVolume
