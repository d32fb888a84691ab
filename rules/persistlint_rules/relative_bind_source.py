"""PSL208: a relative host path that docker takes for a volume's name, or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, SyntaxProblem
from persistlint.docker.mounts import Mount
from persistlint.rulekit import mounts
from persistlint.rulekit.edits import insert_before_variable, offer
from persistlint.rulekit.mount_edits import make_host_path
from persistlint.rulekit.mounts import placeholder
from persistlint.rulekit.other_drivers import volumes_of_other_drivers
from persistlint.rulekit.phrases import source_place, unless
from persistlint.rulekit.placeholders import is_only_kinds
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION
from persistlint.shell.values import Value


class RelativeBindSource(Rule):
    code = "PSL208"
    name = "relative-bind-source"
    summary = "a relative host path that docker takes for a volume's name, or refuses"
    severity = "error"
    fix = "safe"
    fix_changes = ("mounts",)
    subject = ContainerCreate
    needs = ("refused relative-bind-source", "refused short-volume-name", "since 28.2")
    topics = {CONTAINER: 10, SPECIFICATION: 20}

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        refused: list[Mount] = []
        for problem, mount in mounts.refused(command, "relative-bind-source", "short-volume-name"):
            source = mount.source
            if source is None or (problem.kind == "short-volume-name" and source.text != "."):
                continue
            is_form = is_only_kinds(source.marked()) or (
                context.language == "markdown" and (placeholder(source) or " " in source.marked())
            )
            if is_form or source.text in volumes_of_other_drivers(command, context):
                continue
            # Without `type=bind` no path will do (path-as-volume-source).
            if mount.flag != "--mount" or mount.type != "volume":
                refused.append(mount)
                message = f"{_refusal(problem, mount, source, context)} Write an absolute path, or one that starts with `./`."
                yield self._about(command, mount, source, message, "error", context)
        for mount in command.mounts if command.program == "docker" else ():
            source = mount.source
            if mount.type == "bind" and mount.needs == "28.2" and mount not in refused and source is not None:
                message = (
                    f"Docker clients before 28.2 refuse `{source.display()}`{unless(source)}. "
                    "Of relative paths they take only `./…` for a host path."
                )
                yield self._about(command, mount, source, message, "hint", context)

    def _about(
        self,
        command: ContainerCreate,
        mount: Mount,
        source: Value,
        message: str,
        severity: str,
        context: Context,
    ) -> Finding:
        return self.finding(
            source_place(mount, command),
            message,
            identity=source.display(),
            command=command,
            severity=severity,
            fixes=_fixes(command, mount, context),
            topic=CONTAINER.of(command) if severity == "error" else SPECIFICATION.of(mount),
        )


def _fixes(command: ContainerCreate, mount: Mount, context: Context) -> list[Fix]:
    title, edit = make_host_path(mount, command, context)
    fixes = offer(title, edit, safe=True)
    if title.startswith("Write `./") and mount.source is not None and not mount.source.assumes:
        # The variable may be somebody else's too. One that the environment may set may be an absolute path.
        at_use = insert_before_variable(mount, "./", command, context.sources)
        fixes += offer(f"{title} in this command", at_use, safe=True)
    return fixes


def _refusal(problem: SyntaxProblem, mount: Mount, source: Value, context: Context) -> str:
    shown, assumed = source.display(), unless(source)
    if problem.before:
        version = ".".join(map(str, context.settings.client_version))
        return f"Docker before {problem.before} takes `{shown}` for a volume's name and refuses it{assumed}. Nothing runs. The settings ask for client {version}."
    if mount.flag == "--mount":
        return f"Docker refuses the relative path `{shown}` of a bind mount, and nothing runs{assumed}."
    return f"Docker takes `{shown}` for a volume's name, because it starts with neither `/` nor `./`. It refuses the name, and nothing runs{assumed}."


RULE = RelativeBindSource
