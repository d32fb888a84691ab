"""Fresh starts of a Compose project: whether the text that removes its volumes begins afresh on purpose."""

from __future__ import annotations

from persistlint.docker.commands import Compose, ImageBuild, VolumeRemove

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.durability.model import Timeline
    from persistlint.rules.rule import Context


def fresh_start(command: Compose, context: Context) -> str | None:
    """Return why the text shows that the data is to go, for a message: it starts the project anew with new images or data, or removes volumes by name."""
    later = context.once("what follows a removal", lambda: _Later(context.timeline))
    at = context.timeline.place_of(command)
    if 0 <= at < later.last_start and (later.builds or later.last_building_start > at):
        return "the same text builds or starts the project anew"
    if 0 <= at < later.last_volume_removal:
        return "the same text removes volumes by name"
    return (
        "the same text fills the project with data" if context.document_has(command.span, b"seed") else None
    )


class _Later:
    """The places in a world of what matters to a removal: the last start of the project, with a build too, and the last ``docker volume rm``; -1 for none."""

    __slots__ = ("builds", "last_building_start", "last_start", "last_volume_removal")

    def __init__(self, timeline: Timeline) -> None:
        self.builds = False
        self.last_start = self.last_building_start = self.last_volume_removal = -1
        for at, happening in enumerate(timeline.happenings):
            if isinstance(happening, Compose) and happening.verb in ("compose up", "compose create"):
                self.last_start = at
                if happening.switch("build"):
                    self.last_building_start = at
            elif isinstance(happening, VolumeRemove):
                self.last_volume_removal = at
            elif isinstance(happening, ImageBuild) or (
                isinstance(happening, Compose) and happening.verb == "compose build"
            ):
                self.builds = True
