"""PSL306: a whole directory of the host's system is mounted, and the container may write there."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container, MountPoint
from persistlint.rulekit.host_directories import broad, home
from persistlint.rulekit.phrases import as_written, label_of, source_place, unless
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
    severity = "warning"
    services = True
    subject = Container
    needs = ("wide bind",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        if container.refused or _on_the_host(container) or remapped(command, context):
            return
        user = _ordinary_user(container)
        for point in container.mount_points:
            mount = point.mount
            if mount is None or mount.source is None or point.kind != "bind" or point.read_only is not False:
                continue
            own = home(mount.source)
            if not own and not broad(point.host_path):
                continue
            if _overlaid(mount) or (own and _for_data(container, point)):
                continue
            reason = throw_away(container, context)
            what = "a whole home directory" if own else "a directory of the host's system"
            extent = f"what `{as_written(user)}` may" if user is not None else "everything"
            message = (
                f"{label_of(container)} can change and delete {extent} in `{as_written(mount.source)}`, {what}{unless(mount.source)}. "
                f"Mount only what it needs, or add `{'readonly' if mount.flag == '--mount' else 'ro'}`."
            )
            yield self.finding(
                source_place(mount, command, in_command=True),
                message,
                identity=f"{as_written(mount.source)} {point.path}",
                command=command,
                severity="info" if own or user is not None else "warning",
                reason=reason,
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


def _for_data(container: Container, point: MountPoint) -> bool:
    """Return whether ``/home/NAME`` is mounted where the image keeps its data. Such a directory is made for that, and nobody's home."""
    source = point.mount.source if point.mount is not None else None
    return (
        source is not None
        and source.known
        and source.text != "/root"
        and any(path.path == point.path for path in container.image.paths)
    )


def _overlaid(mount: Mount) -> bool:
    """Return whether podman's ``:O`` takes the writes."""
    return any(option in ("O", "overlay") for option in mount.options)


RULE = BroadHostMount
