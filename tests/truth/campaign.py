"""Scenarios in a row: generated, predicted, run, compared, and shrunk where they differ."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.engine import running_engine
from tests.truth.comparison import Verdict, compare
from tests.truth.generator import DATABASE, DATABASE_PATH, FOLDERS, IMAGE, Generator
from tests.truth.lives import lives_of
from tests.truth.messages import Messages
from tests.truth.prediction import map_of
from tests.truth.running import Runner
from tests.truth.scenario import END, FOREVER, Scenario, write_line


@contextlib.contextmanager
def runner() -> Iterator[Runner]:
    """Yield an engine of its own with the image that scenarios use."""
    memory = _memory()
    with tempfile.TemporaryDirectory(prefix="psl-truth-", dir=memory, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        messages = Messages(folder / "log")
        try:
            with running_engine(Messages.daemon_settings(folder / "log"), memory) as engine:
                files = {f"{each}/seed": b"seed\n" for each in FOLDERS}
                # Its main process would ignore SIGTERM, and each stop would take ten seconds.
                engine.import_image(IMAGE, ["STOPSIGNAL SIGKILL"], files)
                engine.import_image(DATABASE, database_changes(), files)
                runner = Runner(engine, messages, folder)
                try:
                    yield runner
                finally:
                    runner.api.close()
        finally:
            messages.close()


def database_changes() -> list[str]:
    """Return the imitation of the image whose own command writes; the tag of the write is the run's variable TAG."""
    line = write_line("$TAG", f"{DATABASE_PATH}/$TAG")
    command = ["sh", "-c", f"cat /proc/self/mountinfo; {line}; echo {END}; {FOREVER}"]
    return ["STOPSIGNAL SIGKILL", f"VOLUME {DATABASE_PATH}", f"CMD {json.dumps(command)}"]


def _memory() -> str | None:
    """Return a folder in memory with room for the engine's files: there a container is made in half the time."""
    folder = "/dev/shm"
    try:
        return folder if shutil.disk_usage(folder).free > 4 << 30 else None
    except OSError:
        return None


def judge(running: Runner, scenario: Scenario) -> Verdict:
    """Predicts, runs and compares one scenario."""
    try:
        done = running.run(scenario)
    except subprocess.TimeoutExpired:
        # It waits for a container that nothing stops.
        return Verdict()
    if len(done) < len(scenario.steps):
        scenario = scenario.first(len(done))
    if not done:
        return Verdict()
    document_map = map_of(scenario.text, running.work.parent)
    return compare(scenario, document_map, lives_of(scenario, done), done)


def scenario_of(seed: int) -> Scenario:
    """Return the scenario of a seed; one in twenty-five restarts the engine."""
    return Generator(seed, restarts=seed % 25 == 0).scenario()


def sensible(scenario: Scenario) -> bool:
    """Return whether every container and image that a command can't do without is made before it."""
    before = ""
    for step in scenario.steps:
        for name in re.findall(r"--volumes-from (\w+)", step.text):
            if not re.search(rf"--name {name} |rename \w+ {name}\b", before):
                return False
        for name in re.findall(r"(?: |FROM )(own\d+|saved\d+)\b", step.text):
            if f"-t {name} " not in before + step.text and not re.search(
                rf"commit \w+ {name}\b", before + step.text
            ):
                return False
        before += step.text + "\n"
    return bool(scenario.steps)


def shrunk(running: Runner, scenario: Scenario) -> Scenario:
    """Return a smaller scenario that still differs: commands are left out as long as it does."""
    size = max(len(scenario.steps) // 2, 1)
    while size:
        position = 0
        while position < len(scenario.steps) and len(scenario.steps) > 1:
            smaller = scenario.without(position, size)
            if sensible(smaller) and judge(running, smaller).differences:
                scenario = smaller
            else:
                position += size
        size //= 2
    return scenario
