"""Slips in which an option of a run takes what was never meant for it."""

from __future__ import annotations

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate, OptionUse
    from persistlint.docker.mounts import Mount

#: Letters of the options of a run that take no value.
_SWITCHES = frozenset("itdP")
#: What follows the colon in an image's name, and never in a mount.
_TAG = regex(r"v?\d[\w.-]*|latest|alpine|slim|stable|jammy|noble|bookworm|bullseye")


def clustered(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    """The ``-v`` that takes the rest of its cluster for a path: ``-vit`` is a volume at ``/it``. None where it doesn't."""
    use = _use(command, mount)
    text = mount.value.text if mount.value is not None else None
    if use is None or use.flag != "-v" or use.value_word is not use.word or not text:
        return None
    return use if set(text) <= _SWITCHES and len(set(text)) == len(text) else None


def swallowed(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    """The ``-v`` that has no value of its own and takes the image's name for one (``-v ubuntu:22.04 bash``). None where it doesn't."""
    use = _use(command, mount)
    target = mount.target.text if mount.target is not None else None
    if use is None or target is None or use.value_word is use.word or mount.source is None:
        return None
    return use if _TAG.fullmatch(target) and mount.source.text and "." not in mount.source.text[:1] else None


def _use(command: ContainerCreate, mount: Mount) -> OptionUse | None:
    for use in command.uses("volume"):
        if use.value is mount.value or (
            use.value is not None and mount.value is not None and use.span == mount.span
        ):
            return use
    return None
