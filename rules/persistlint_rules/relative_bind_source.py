"""PSL208: a relative host path that docker takes for a volume's name, or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate, VolumeCreate
from persistlint.docker.mounts import Mount
from persistlint.rulekit.edits import insert_before_variable, offer
from persistlint.rulekit.mount_edits import make_host_path
from persistlint.rulekit.mounts import placeholder
from persistlint.rulekit.phrases import source_place, unless
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import CONTAINER, SPECIFICATION


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
        for problem in command.syntax_problems:
            mount = problem.mount
            if mount is None or mount.source is None:
                continue
            dot = problem.kind == "short-volume-name" and mount.source.text == "."
            if problem.kind != "relative-bind-source" and not dot:
                continue
            if context.language == "markdown" and _placeholder(mount):
                continue
            if mount.source.text in _of_other_drivers(command, context):
                continue
            if mount.flag == "--mount" and mount.type == "volume":
                # Without `type=bind` no path will do (path-as-volume-source).
                continue
            refused.append(mount)
            source = mount.source.display()
            if problem.before:
                message = (
                    f"Docker before {problem.before} takes `{source}` for a volume's name and refuses it{unless(mount.source)}. Nothing runs. "
                    f"The settings ask for client {_version(context.settings.client_version)}."
                )
            elif mount.flag == "--mount":
                message = f"Docker refuses the relative path `{source}` of a bind mount, and nothing runs{unless(mount.source)}."
            else:
                message = (
                    f"Docker takes `{source}` for a volume's name, because it starts with neither `/` nor `./`. "
                    f"It refuses the name, and nothing runs{unless(mount.source)}."
                )
            message += " Write an absolute path, or one that starts with `./`."
            yield self._about(command, mount, message, "error", context)
        if command.program != "docker":
            return
        for mount in command.mounts:
            if mount.type != "bind" or mount.needs != "28.2" or mount in refused or mount.source is None:
                continue
            message = (
                f"Docker clients before 28.2 refuse `{mount.source.display()}`{unless(mount.source)}. "
                "Of relative paths they take only `./…` for a host path."
            )
            yield self._about(command, mount, message, "hint", context)

    def _about(
        self, command: ContainerCreate, mount: Mount, message: str, severity: str, context: Context
    ) -> Finding:
        source = mount.source
        assert source is not None
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


def _placeholder(mount: Mount) -> bool:
    """Return whether a document's reader is to replace the source (``[PATH]``, ``path to the file``, ``%cd%``)."""
    return mount.source is not None and (placeholder(mount.source) or " " in mount.source.marked())


def _of_other_drivers(command: ContainerCreate, context: Context) -> frozenset[str | None]:
    """Return the volumes that another driver than ``local`` makes: only that one refuses a name with a slash."""
    use = command.last("volume-driver")
    if use is not None and use.value is not None and use.value.text != "local":
        return frozenset(
            mount.source.text for mount in command.mounts if mount.flag in ("-v", "--volume") and mount.source
        )
    return context.once("volumes of other drivers", lambda: _made_by_other_drivers(context))


def _made_by_other_drivers(context: Context) -> frozenset[str | None]:
    names: set[str | None] = set()
    for command in context.commands:
        if (
            isinstance(command, VolumeCreate)
            and command.driver is not None
            and command.driver.text != "local"
        ):
            named = command.last("name")
            name = named.value if named is not None else command.name
            if name is not None:
                names.add(name.text)
    return frozenset(names - {None})


def _version(version: tuple[int, ...]) -> str:
    return ".".join(str(number) for number in version)


RULE = RelativeBindSource
