"""PSL306: a whole directory of the host's system is mounted, and the container may write there."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint
from persistlint.rulekit.host_directories import broad, home
from persistlint.rulekit.mounts import mounted
from persistlint.rulekit.phrases import as_written, if_not_written, label_of, source_place, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rulekit.user_namespaces import remapped
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value

#: Programs that go on in the host's own files: that they may write there is what they are started for.
_ON_THE_HOST = frozenset(("chroot", "nsenter"))


class BroadHostMount(Rule):
    code = "PSL306"
    name = "broad-host-mount"
    summary = "a whole directory of the host's system is mounted read-write"
    severity = "info"
    services = True
    subject = Container
    needs = ("wide bind",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.refused or _on_the_host(container) or remapped(command, context):
            return
        user = _ordinary_user(container)
        for point, mount, source in mounted(container, "bind"):
            # podman's ``:O`` takes the writes.
            if point.read_only is not False or not {"O", "overlay"}.isdisjoint(mount.options):
                continue
            is_home = home(source)
            if _for_data(source, container, point) if is_home else not broad(point.host_path):
                continue
            directory = "a whole home directory" if is_home else "a directory of the host's system"
            extent = f"what `{as_written(user)}` may" if user is not None else "everything"
            message = (
                f"{label_of(container)} can change and delete {extent} in `{as_written(source)}`, {directory}{unless(if_not_written(source, context))}. "
                f"Mount only what it needs, or add `{'readonly' if mount.flag == '--mount' else 'ro'}`."
            )
            yield self.finding(
                source_place(mount, command, in_command=True),
                message,
                identity=f"{as_written(source)} {point.path}",
                command=command,
                reason=throw_away(container, context),
            )


def _on_the_host(container: Container) -> bool:
    words = [container.command.entrypoint] if container.command.entrypoint is not None else []
    words += [word.value for word in container.command.command]
    return any(_ON_THE_HOST & set((word.text or "").split()) for word in words)


def _ordinary_user(container: Container) -> Value | None:
    """Whom ``--user`` makes of the program, where that isn't surely root: somebody to whom hardly any of the host's system belongs."""
    user = container.command.user
    name = user.split(":", 1)[0].text if user is not None else None
    return user if name not in ("root", "0") else None


def _for_data(source: Value, container: Container, point: MountPoint) -> bool:
    """Return whether ``/home/NAME`` is mounted where the image keeps its data. Such a directory is made for that, and nobody's home."""
    is_data_path = any(path.path == point.path for path in container.image.paths)
    return source.known and source.text != "/root" and is_data_path


RULE = BroadHostMount
