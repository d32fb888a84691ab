"""Places of the things of a picture: lines as its reader finds them, and when those of other documents have their turn."""

from __future__ import annotations

import os

from persistlint.docker.commands import Compose, ContainerRemove, Prune, VolumeRemove
from persistlint.report.map_report import place_fields
from persistlint.report.picture.model import End, PicturePlace
from persistlint.report.safe_text import cut, safe
from persistlint.text.budgets import MOST_CONTAINERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.report.map_tables import Row
    from persistlint.report.picture.model import Picture
    from persistlint.text.spans import Span

    #: A path, a line and a column.
    Spot = tuple[object, ...]

#: So many bytes of a line are shown beside a picture.
_LONGEST_LINE = 200

#: What makes the containers of services.
_MAKING = ("compose up", "compose create", "compose run")

#: What removes things and makes none.
_REMOVING = (ContainerRemove, Prune, VolumeRemove)


class Places:
    """The places of one picture. Files below ``folder`` are named as seen from there. The text of each line goes into the picture."""

    def __init__(self, analysis: Analysis, folder: str, picture: Picture) -> None:
        self._path = analysis.document.path
        self._documents = analysis.sources.documents
        self._folder = folder
        self._lines = picture.lines
        self._moments = moments_of(analysis)
        self._resolve = place_fields(analysis.sources)

    def of_span(self, span: Span) -> PicturePlace:
        """Return the line where a span begins."""
        return self.of_row(self._resolve(span))

    def of_row(self, row: Row) -> PicturePlace:
        """Return the line that a row of the map names."""
        path, line = row["path"], row["line"]
        self._read_line(path, line)
        file = cut(shown_path(path, self._folder))
        shown = f"line {line}" if path == self._path else cut(f"{shown_path(path, self._folder)}:{line}")
        return PicturePlace(path, line, shown, file, self._moments.get((path, line), (0, 0, 0)))

    def end(self, row: Row) -> End:
        """Return the event that a row of the map names as the end of something."""
        return End(self.of_row(row), cut(row["event"]), row["certainty"] == "certain")

    def _read_line(self, path: str, line: int) -> None:
        """Take the text of a line into the picture, without its secrets."""
        document = self._documents.get(path)
        if document is None or (path, line) in self._lines:
            return
        starts = document.line_starts
        end = starts[line] if line < len(starts) else len(document.data)
        start = starts[line - 1]
        text = document.masked(start, min(end, start + _LONGEST_LINE)).strip()
        more = "…" if end > start + _LONGEST_LINE else ""
        self._lines[path, line] = safe(text.expandtabs(4)) + more


def shown_path(path: str, folder: str) -> str:
    """Return a path as seen from ``folder``, or whole where it isn't below."""
    below = os.path.join(folder, "")
    return path[len(below) :] if folder and path.startswith(below) else path


def spot_of(row: Row) -> Spot:
    """Return the place of a row, to look things up by."""
    return (row["path"], row["line"], row["column"])


def mount_spots_of(analysis: Analysis) -> dict[tuple[Spot, str], Row]:
    """Return where the words of mounts and of VOLUME instructions stand, by the place of the container and the path in it."""
    resolve = place_fields(analysis.sources)
    out: dict[tuple[Spot, str], Row] = {}
    for timeline in analysis.timelines:
        for container in timeline.containers[:MOST_CONTAINERS]:
            spot = spot_of(resolve(container.command.span))
            for point in container.mount_points:
                span = (
                    point.mount.span
                    if point.mount is not None
                    else container.image.declared_at.get(point.path)
                )
                if span is not None and analysis.sources.knows(span):
                    out.setdefault((spot, point.path), resolve(span))
    return out


def moments_of(analysis: Analysis) -> dict[tuple[str, int], tuple[int, int, int]]:
    """Return when lines had their turn that don't have it where they stand: those of other documents, and of functions.

    Each has the line of this document after which that was, the number of the event, and the line of the call. Of several calls the first counts; of a line that removes
    something the last, as many scripts clean up before and after.
    """
    resolve = place_fields(analysis.sources)
    own_path = analysis.document.path
    out: dict[tuple[str, int], tuple[int, int, int]] = {}
    for timeline in analysis.timelines:
        line = called = 0
        turns: dict[int, tuple[int, int, int]] = {}
        making = (0, 0, 0)
        for number, happening in enumerate(timeline.happenings, 1):
            invocation = getattr(happening, "invocation", None)
            span = invocation.span if invocation is not None else happening.span  # type: ignore[union-attr]
            for place in map(resolve, (*(invocation.via if invocation is not None else ()), span)):
                if place["path"] == own_path:
                    called = place["line"]
                    break
            # What a trap calls runs behind the lines that follow it.
            line = max(line, called)
            turns[id(happening)] = (line, number, called)
            if isinstance(happening, Compose) and happening.verb in _MAKING:
                making = making if making[1] else (line, number, called)
            place = resolve(span)
            if place["path"] != own_path or place["line"] != called:
                if isinstance(happening, _REMOVING):
                    out.pop((place["path"], place["line"]), None)
                out.setdefault((place["path"], place["line"]), (line, number, called))
        for container in timeline.containers:
            # A service's container is made by `compose up`, wherever the service is declared.
            command = container.command
            turn = turns.get(id(command), making)
            spots = [command.span, *(write.span for write in timeline.writes_of(container))]
            volumes = (point.volume for point in container.mount_points)
            spots += [volume.declared_at for volume in volumes if volume is not None and volume.declared_at]
            mounts = (point.mount for point in container.mount_points)
            spots += [mount.span for mount in mounts if mount is not None and mount.span is not None]
            if command.service_name is not None:
                declared = container.image.declared_at
                spots += [declared[point.path] for point in container.mount_points if point.path in declared]
                spots = [span for span in spots if analysis.sources.knows(span)]
            for span, place in zip(spots, map(resolve, spots), strict=True):
                in_function = (
                    turn[0]
                    and place["line"] != turn[0]
                    and command.invocation.via
                    and command.span.holds(span)
                )
                if place["path"] != own_path or in_function:
                    out.setdefault((place["path"], place["line"]), turn)
    return out
