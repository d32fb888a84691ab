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
    seen: dict[str, list[Mount]] = {}
    for mount in mounts:
        text = mount.target_text
        if text is None:
            continue
        target = cleaned(text)
        for other in seen.setdefault(target, []):
            if _collide(other, mount):
                problems.add(
                    "duplicate-target",
                    f"Duplicate mount point: {target}",
                    mount.target_span or mount.span,
                    mount=mount,
                    by="engine",
                )
                break
        seen[target].append(mount)


def _collide(first: Mount, second: Mount) -> bool:
    forms = {_form(first), _form(second)}
    if "anonymous" in forms:
        return False
    if forms == {"volume"}:
        first_text = first.value.text if first.value is not None else None
        two = second.value.text if second.value is not None else None
        return first_text is None or first_text != two
    if forms == {"tmpfs", "volume"}:
        # The engine looks the cleaned target up among --tmpfs' targets as they are written.
        tmpfs, volume = (first, second) if _form(first) == "tmpfs" else (second, first)
        written = tmpfs.target.text if tmpfs.target is not None else None
        target = volume.target.text if volume.target is not None else None
        return target is not None and written == cleaned(target)
    return forms == {"mount"} or forms == {"mount", "volume"}


def _form(mount: Mount) -> str:
    if mount.flag == "--tmpfs":
        return "tmpfs"
    if mount.flag == "--mount":
        return "mount"
    return "anonymous" if mount.source is None else "volume"
