"""Runs both sides over projects and keeps what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tests.conformance.compose.comparing import differences
from tests.conformance.compose.ours import model, project_of, theirs
from tests.conformance.compose.plugin import config


class Campaign:
    """``compared`` projects, ``refused`` ones with Compose's sentence, and the ``disagreements``."""

    def __init__(self) -> None:
        self.compared = 0
        self.services = 0
        self.incomplete = 0
        self.refused: list[tuple[Path, str]] = []
        #: What we say of refused projects, and of those that Compose takes.
        self.known: Counter[str] = Counter()
        self.disagreements: list[str] = []

    def run(self, projects: Iterable[tuple[list[Path], Path]]) -> None:
        for files, folder in projects:
            self.one(files, folder)

    def one(self, files: list[Path], folder: Path) -> None:
        printed, reason = config(files, folder)
        project = project_of(files, folder)
        if printed is None:
            self.refused.append((files[0], reason))
            self.known["refused by both" if project.problems else "refused by Compose alone"] += 1
            return
        if project.problems:
            self.disagreements.append(f"{files[0]}: Compose takes it: {project.problems[0].reason}")
            return
        if not project.complete or not all(service.complete for service in project.services.values()):
            self.incomplete += 1
            return
        self.compared += 1
        self.services += len(project.services)
        for text in differences(model(project), theirs(printed)):
            self.disagreements.append(f"{files[0]}: {text}")
