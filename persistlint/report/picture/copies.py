"""The commands that take data into containers and out of them, and what a copy is called."""

from __future__ import annotations

from persistlint.docker.commands import ContainerCommit, ContainerCopy, ContainerExport
from persistlint.report.map_report import place_fields
from persistlint.report.map_tables import as_written
from persistlint.report.picture.places import spot_of
from persistlint.report.safe_text import cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.report.picture.places import Spot


def commands_by_spot(analysis: Analysis) -> dict[Spot, Command]:
    """Return the commands of a text by the places that the map gives them."""
    resolve = place_fields(analysis.sources)
    out: dict[Spot, Command] = {}
    for command, _ in analysis.commands:
        out.setdefault(spot_of(resolve(command.span)), command)
        if isinstance(command, ContainerCopy) and command.destination is not None:
            # A copy into a container stands where its destination is written.
            span = command.destination.path.span
            if span is not None:
                out.setdefault(spot_of(resolve(span)), command)
    return out


def copied_in(command: Command | None) -> str | None:
    """Return what a ``docker cp`` takes into a container, None for another command."""
    if not isinstance(command, ContainerCopy) or command.source is None:
        return None
    path = as_written(command.source.path.display())
    return "standard input" if path == "-" else path


def copied_out(command: Command | None) -> tuple[str, str]:
    """Return the words of the command that takes a copy out, and what the copy is."""
    if isinstance(command, ContainerCopy) and command.destination is not None:
        path = as_written(command.destination.path.display())
        return "docker cp", "an archive on standard output" if path == "-" else f"copy {cut(path)}"
    if isinstance(command, ContainerCommit):
        tag = cut(as_written(command.tag.raw.display())) if command.tag is not None else ""
        return "docker commit", f"image {tag}" if tag else "an image without a name"
    if isinstance(command, ContainerExport):
        output = command.output
        return (
            "docker export",
            f"copy {cut(as_written(output.display()))}" if output is not None else "an archive",
        )
    redirect = command.invocation.stdout if command is not None and command.invocation is not None else None
    written = redirect.target if redirect is not None else None
    copy = f"copy {cut(as_written(written.display()))}" if written is not None else "a copy"
    verb = command.verb.removeprefix("container ") if command is not None else ""
    return f"docker {verb}".strip() if verb else "copy", copy
