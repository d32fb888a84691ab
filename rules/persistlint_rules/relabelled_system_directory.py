"""PSL307: ``:z`` or ``:Z`` on a directory of the host's system."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.mounts import Mount
from persistlint.durability.model import Container
from persistlint.durability.paths import is_below
from persistlint.rulekit.host_directories import broad, home
from persistlint.rulekit.mounts import mounted
from persistlint.rulekit.phrases import as_written, if_not_written, mode_place, unless
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value

#: Paths that the engine refuses to relabel beside those that are broad (opencontainers/selinux, ``label.Relabel``).
_REFUSED = frozenset(
    """
    /dev /etc/passwd /etc/pki /etc/shadow /media /opt /proc /root /run /srv /sys /tmp /var/log
    """.split()
)
#: Others that services of the host read, or listen on, under their own labels.
_SHARED = frozenset(
    """
    /etc/group /etc/hosts /etc/localtime /etc/resolv.conf /etc/ssh /etc/ssl /etc/ssl/certs /etc/timezone
    /mnt /run/udev /usr/share /usr/share/zoneinfo /usr/src /var/cache /var/lib/docker /var/lib/containers
    /var/run /var/spool /var/tmp
    """.split()
)
_KERNEL = ("/dev", "/proc", "/sys", "/lib/modules", "/boot")


class RelabelledSystemDirectory(Rule):
    code = "PSL307"
    name = "relabelled-system-directory"
    summary = "`:z` or `:Z` relabels a directory of the host's system"
    severity = "warning"
    subject = Container
    needs = ("bind + relabelled mount",)

    def check(self, container: Container, context: Context) -> Iterator[Finding]:
        command = container.command
        for point, mount, source in mounted(container, "bind") if not command.syntax_problems else ():
            mode = _label(mount)
            effect = _effect(source, point.host_path) if mode is not None else None
            if mode is None or effect is None:
                continue
            yield self.finding(
                mode_place(mount, mode, command),
                f"`{mode}` gives `{as_written(source)}` and all that is in it a container's SELinux label{unless(if_not_written(source, context))}. {effect} "
                f"Leave `{mode}` out, and use `--security-opt label=disable` where the container must read this.",
                identity=f"{as_written(source)} {mode}",
                command=command,
                reason=throw_away(container, context),
            )


def _label(mount: Mount) -> str | None:
    """Return the mode that asks for a label, as written."""
    return next(
        (option for option in mount.options if option in ("z", "Z") or option.startswith("relabel=")), None
    )


def _effect(source: Value, path: Value | None) -> str | None:
    """Return what relabelling the path does to the host, None where it only affects the container."""
    text = path.text if path is not None else None
    if home(source) or broad(path) or text in _REFUSED:
        return "On a host with SELinux current engines refuse that, and older ones lock the host's own programs out of it."
    if text in _SHARED or (text is not None and any(is_below(text, directory) for directory in _KERNEL)):
        return "On a host with SELinux the confined services of the host can't use it any more."
    if source.trailing().rstrip("/").endswith("/.ssh"):
        return "On a host with SELinux `sshd` can't read it any more, and nobody can log in with a key."
    return None


RULE = RelabelledSystemDirectory
