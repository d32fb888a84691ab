"""PSL218: a file-like bind source below the project that nothing makes."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCreate
from persistlint.docker.mounts import Mount
from persistlint.durability.paths import base_name
from persistlint.rulekit.edits import offer
from persistlint.rulekit.mount_edits import write_bind_as_mount
from persistlint.rulekit.mounts import elsewhere, extension
from persistlint.rulekit.phrases import as_written, if_not_written, source_place, unless
from persistlint.rulekit.project_files import is_in_project, is_of_project, may_be_made, relative_to_start
from persistlint.rulekit.throw_away import left_behind
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import SPECIFICATION

#: What refuses a source that isn't there. (A long item of ``volumes:`` has no ``value`` with a colon; a config's or secret's file is refused, too.)
_REFUSING = ("--mount", "configs", "secrets")
#: Files that a project keeps out of its repository: that one isn't there says nothing.
_PRIVATE = frozenset(
    """
    env pem key crt pub gpg cred db sqlite sqlite3 log zip gz tgz tar jar war csv
    """.split()
)
_PRIVATE_WORDS = tuple("local secret credential password token private .env htpasswd htaccess".split())


class MissingBindSource(Rule):
    code = "PSL218"
    name = "missing-bind-source"
    summary = "a file is mounted that isn't in the project and that nothing makes: docker makes a directory of that name"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("mounts",)
    services = True
    subject = ContainerCreate
    needs = ("relative bind",)

    def check(self, command: ContainerCreate, context: Context) -> Iterator[Finding]:
        # A document's reader makes the files that it speaks of.
        is_project = context.language in ("shell", "compose") and not elsewhere(command.invocation)
        for mount in command.mounts if is_project and not command.syntax_problems else ():
            source, target, name = mount.source, mount.target, _file(mount, command)
            if name is None or source is None or target is None or is_in_project(name, context):
                continue
            if not is_of_project(name, source, command, context) or may_be_made(name, command, context):
                continue
            if context.language == "compose" and context.naming_files(base_name(name)):
                # Another file speaks of it: it may tell people, or a script, to make it.
                continue
            refuses = command.program == "podman"
            happens = _happens(target.display(), context)
            if refuses:
                happens = "Podman refuses a bind of what isn't there, and nothing runs."
            title = "Use `--mount`, which fails where the file isn't there"
            yield self.finding(
                source_place(mount, command, in_command=True),
                f"`{as_written(source)}` isn't in the project, and nothing here makes it{unless(if_not_written(source, context))}. {happens} Add the file, or correct the path.",
                identity=f"{name} {target.display()}",
                command=command,
                severity="error" if refuses else "warning",
                reason=left_behind(context),
                fixes=[] if refuses else offer(title, *write_bind_as_mount(mount, context.sources)),
                topic=SPECIFICATION.of(mount),
            )


def _happens(target: str, context: Context) -> str:
    if context.language == "compose":
        return f"`docker compose up` makes an empty directory of that name, which is root's, on the host and at `{target}`."
    return f"Docker makes an empty directory of that name, on the host and at `{target}`."


def _file(mount: Mount, command: ContainerCreate) -> str | None:
    """Return the path of a bind's source below the working directory if it looks like a file of the repository, else None."""
    source, target = mount.source, mount.target
    if mount.type != "bind" or source is None or target is None or mount.flag in _REFUSING:
        # `--mount` refuses what isn't there, which is what is advised here.
        return None
    if mount.value is not None and mount.flag == "volumes" and ":" not in mount.value.marked():
        # The long form in a Compose file: it depends on `create_host_path`.
        return None
    name = relative_to_start(source, command) or ""
    kind = extension(f"/{name}")
    if not kind or kind != extension(target.text or "") or kind in _PRIVATE:
        # What has another name in the container may be a directory for all we know.
        return None
    return name if not any(word in name.lower() for word in _PRIVATE_WORDS) else None


RULE = MissingBindSource
