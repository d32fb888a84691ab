"""Two mounts on one target."""

from __future__ import annotations

from persistlint.docker.mount_sources import cleaned
from persistlint.docker.mounts import Mount
from persistlint.docker.problems import Problems


def check_duplicates(mounts: list[Mount], problems: Problems) -> None:
    """Note two mounts on one target where the engine refuses them (moby ``registerMountPoints``).

    Refused are two ``-v``, ``-v`` with ``--mount``, ``-v`` with ``--tmpfs``, two ``--mount``. Not refused are the same ``-v`` twice (the client keeps
    one), anonymous volumes of ``-v /x``, and ``--mount`` with ``--tmpfs`` (where the tmpfs silently wins).
    """
    seen: dict[str, _Taken] = {}
    for mount in mounts:
        text = mount.target_text
        if text is None:
            continue
        target = cleaned(text)
        taken = seen.setdefault(target, _Taken(target))
        if taken.refuses(mount):
            problems.add(
                "duplicate-target",
                f"Duplicate mount point: {target}",
                mount.target_span or mount.span,
                mount=mount,
                by="engine",
            )
        taken.add(mount)


class _Taken:
    """The mounts on one target so far: a command may have thousands."""

    __slots__ = ("_mounts", "_target", "_tmpfs", "_volumes")

    def __init__(self, target: str) -> None:
        self._target = target
        #: Whether there is a ``--mount``.
        self._mounts = False
        #: The values of ``-v``, None for one that isn't known.
        self._volumes: set[str | None] = set()
        #: Whether a ``--tmpfs`` is written as the engine cleans it: it looks a ``-v``'s target up among them.
        self._tmpfs = False

    def refuses(self, mount: Mount) -> bool:
        """Return whether the engine refuses this mount beside the others."""
        form = _form(mount)
        if form == "volume":
            value = mount.value.text if mount.value is not None else None
            other = bool(self._volumes) if value is None else not self._volumes <= {value}
            return other or self._mounts or self._tmpfs
        if form == "tmpfs":
            return bool(self._volumes) and self._is_clean(mount)
        return form == "mount" and (self._mounts or bool(self._volumes))

    def add(self, mount: Mount) -> None:
        """Put the mount with the others."""
        form = _form(mount)
        if form == "volume":
            self._volumes.add(mount.value.text if mount.value is not None else None)
        elif form == "tmpfs":
            self._tmpfs = self._tmpfs or self._is_clean(mount)
        elif form == "mount":
            self._mounts = True

    def _is_clean(self, mount: Mount) -> bool:
        return mount.target is not None and mount.target.text == self._target


def _form(mount: Mount) -> str:
    if mount.flag == "--tmpfs":
        return "tmpfs"
    if mount.flag == "--mount":
        return "mount"
    return "anonymous" if mount.source is None else "volume"
