"""Volumes of other drivers than ``local``, which alone refuses a name with a slash."""

from __future__ import annotations

from persistlint.docker.commands import VolumeCreate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.docker.commands import ContainerCreate
    from persistlint.rules.rule import Context


def volumes_of_other_drivers(command: ContainerCreate, context: Context) -> frozenset[str | None]:
    """Return the names of the command's volumes, or of the text's, that another driver than ``local`` makes."""
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
