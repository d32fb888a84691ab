"""Runs a script on a real engine, and compares what is left of each write with what the map says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from persistlint.analysis.analyse import analyse
from persistlint.analysis.workspace import Workspace
from persistlint.settings.settings import Settings
from persistlint.text.document import Document
from tests.engine import Engine
from tests.truth.compose.scenarios import COMPOSE, scenario


class Result:
    """``sure`` predictions that were compared, ``unsure`` ones, and the ``differences``."""

    def __init__(self) -> None:
        self.sure = 0
        self.unsure = 0
        self.differences: list[str] = []


def check(engine: Engine, folder: Path, seed: int, result: Result) -> None:
    """Run the scenario of a seed in the folder."""
    lines, tags = scenario(seed)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "compose.yaml").write_text(COMPOSE)
    for tag in tags:
        (folder / tag).write_text(tag + "\n")
    predicted = _predictions(folder, lines, tags)
    engine.docker("volume", "create", "theirs")
    (folder / "run.sh").write_text("\n".join(lines) + "\n")
    subprocess.run(
        ["sh", "run.sh"],
        cwd=folder,
        env=engine.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
        check=False,
    )
    for tag in tags:
        (folder / tag).unlink(missing_ok=True)
    left = _left(engine, folder, tags)
    for tag in tags:
        fate = predicted.get(tag, "not in the map")
        if fate == "unknown":
            result.unsure += 1
            continue
        result.sure += 1
        expected = fate in ("alive", "orphaned")
        if expected != (tag in left):
            where = f"left in {left[tag]}" if tag in left else "gone"
            result.differences.append(
                f"seed {seed}: {tag} is {fate}, but {where}\n    " + "\n    ".join(lines)
            )
    engine.docker("rm", "-fv", *(engine.docker("ps", "-aq").stdout.split() or ["-"]))
    engine.docker("volume", "rm", "-f", *(engine.docker("volume", "ls", "-q").stdout.split() or ["-"]))


def _predictions(folder: Path, lines: list[str], tags: list[str]) -> dict[str, str]:
    """Return what becomes of each write's file: alive, orphaned, gone, unknown, or "never" where it doesn't happen."""
    text = "\n".join(lines) + "\n"
    document = Document(str(folder / "run.sh"), text.encode(), "shell")
    analysis = analyse(document, Workspace(str(folder)), Settings())
    fates: dict[str, str] = {}
    for timeline in analysis.timelines:
        for write in timeline.writes:
            name = (write.target.text or "").rpartition("/")[2]
            if name not in tags:
                continue
            if write.happened is False:
                fates[name] = "never"
            elif write.happened is None or (
                write.destroyed_by is not None and write.destroyed_by.certainty != "certain"
            ):
                fates[name] = "unknown"
            else:
                fates[name] = write.at_end
    return fates


def _left(engine: Engine, folder: Path, tags: list[str]) -> dict[str, str]:
    """Return the files that are there in the end, and where."""
    roots = [engine.data / "volumes", engine.data / "vfs", folder / "bound"]
    left: dict[str, str] = {}
    for root in roots:
        done = subprocess.run(
            ["find", str(root), "-name", "tag*", "-type", "f"], capture_output=True, text=True, check=False
        )
        for path in done.stdout.splitlines():
            name = path.rpartition("/")[2]
            if name in tags:
                left[name] = path
    return left
