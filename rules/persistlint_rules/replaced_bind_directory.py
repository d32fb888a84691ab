"""PSL310: a bound directory is replaced by another one, and the running container keeps the first."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.model import Container, MountPoint, Timeline
from persistlint.rulekit.phrases import label_of
from persistlint.rulekit.replaced_directories import ReplacedDirectories
from persistlint.rulekit.running import Runs
from persistlint.rulekit.throw_away import throw_away
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.text.spans import Span


class ReplacedBindDirectory(Rule):
    code = "PSL310"
    name = "replaced-bind-directory"
    summary = "a bound directory is removed and made again under a running container, which keeps the old one"
    severity = "warning"
    warns_in_documents = False
    subject = Timeline
    needs = ("bind + host ln", "bind + host rm", "bind + host rmdir", "bind + host mv")

    def check(self, timeline: Timeline, context: Context) -> Iterator[Finding]:
        runs = context.once("runs", lambda: Runs(timeline))
        directories = ReplacedDirectories(runs)
        for container in timeline.containers:
            points = [point for point in container.mount_points if point.kind == "bind" and point.mount]
            first = runs.since(container) if points else None
            if first is None:
                continue
            replaced = [
                (*replacement, point)
                for point in points
                if point.host_path is not None and (replacement := directories.first(point.host_path, first))
            ]
            for _, span, effect, point in sorted(replaced, key=lambda replacement: replacement[0]):
                yield self._about(span, effect, container, point, context)

    def _about(
        self, span: Span, effect: str, container: Container, point: MountPoint, context: Context
    ) -> Finding:
        label = label_of(container)
        return self.finding(
            span,
            f"{effect}, but {label} goes on with the old directory at `{point.path}`. It doesn't see what comes now, and what it writes is lost. "
            "Change what is in the directory, or start the container again.",
            identity=f"{label} {point.path}",
            reason=throw_away(container, context),
            related=[(point.mount, "the directory is mounted here")],
        )


RULE = ReplacedBindDirectory
