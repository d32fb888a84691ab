"""Kate on a screen that nobody sees, set up as docs/editors.md says: findings, hover and a fix, by keyboard."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.editors import tools
from tests.editors.recipes import recipe


class Screen:
    """An X server without a screen, with what runs on it. ``said`` is a file of what the server and Kate tell each other."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        xvfb = tools.need("Xvfb", "xvfb")
        reading, writing = os.pipe()
        self._processes = [
            subprocess.Popen(
                [xvfb, "-displayfd", str(writing), "-screen", "0", "1200x800x24", "-nolisten", "tcp"],
                pass_fds=[writing],
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        ]
        os.close(writing)
        with os.fdopen(reading) as number:
            display = f":{number.readline().strip()}"
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        self._environment = {
            **environment,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_RUNTIME_DIR": str(runtime),
        }
        self.said = folder / "said"

    def start(self, command: list[str], folder: Path) -> None:
        """Start a program."""
        self._processes.append(
            subprocess.Popen(
                command,
                cwd=folder,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )

    def do(self, *arguments: str) -> str:
        """Run xdotool; its output."""
        command = [tools.need("xdotool", "xdotool"), *arguments]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        return done.stdout

    def heard(self) -> str:
        """Return what was said so far."""
        return self.said.read_text("utf-8", "replace") if self.said.exists() else ""

    def close(self) -> None:
        """End everything that was started here."""
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    give_up = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < give_up, f"never came: {what}"
        time.sleep(0.1)


@pytest.fixture
def screen(installed: Path, tmp_path: Path) -> Iterator[Screen]:
    tools.need("kate", "kate")
    # Between Kate and persistlint stands a program that writes down what both say.
    between = tmp_path / "between"
    between.mkdir()
    persistlint = between / "persistlint"
    persistlint.write_text(
        f'#!/bin/sh\ntee -a "{tmp_path}/said" | "{installed}/bin/persistlint" "$@" | tee -a "{tmp_path}/said"\n'
    )
    persistlint.chmod(0o755)
    kate = tmp_path / ".config" / "kate" / "lspclient"
    kate.mkdir(parents=True)
    (kate / "settings.json").write_text(recipe("Kate", "json"))
    # Kate asks once for each server whether it may be started.
    (tmp_path / ".config" / "katerc").write_text(
        "[General]\nStartup Session=new\n\n[Kate Plugins]\nlspclientplugin=true\n\n"
        f"[lspclient]\nAllowedServerCommandLines={persistlint} server\n"
    )
    environment = tools.user_environment(installed, tmp_path)
    environment["PATH"] = f"{between}{os.pathsep}{environment['PATH']}"
    screen = Screen(tmp_path, environment)
    yield screen
    screen.close()


def test_findings_hover_and_a_fix(screen: Screen, examples: Path) -> None:
    script = examples / "run.sh"
    screen.start(["kate", "-b", "-n", "--line", "6", "--column", "8", str(script)], examples)
    until(lambda: '"code": "PSL101"' in screen.heard(), "a finding")
    until(lambda: screen.do("search", "--name", "run.sh").split(), "a window")
    window = screen.do("search", "--name", "run.sh").split()[0]
    screen.do("windowfocus", "--sync", window)

    places = itertools.cycle((x, y) for y in range(120, 200, 10) for x in (150, 165))

    def hovered() -> bool:
        x, y = next(places)
        screen.do("mousemove", "--window", window, str(x), str(y))
        time.sleep(1)
        return "VOLUME of the image" in screen.heard()

    until(hovered, "what hover tells")

    def fixed() -> bool:
        # A key that comes while Kate still draws is lost.
        screen.do("key", "Escape", "alt+Return")
        time.sleep(1)
        if "Keep the data in the volume" in screen.heard():
            screen.do("key", "Down", "Return")
            time.sleep(1)
            screen.do("key", "ctrl+s")
            time.sleep(1)
        return "data:/var/lib/postgresql/data" in script.read_text()

    until(fixed, "the fix in the file")
    # After the fix nothing is found.
    until(
        lambda: screen.heard().rpartition("publishDiagnostics")[0].rpartition('"diagnostics": []')[1],
        "no finding",
    )
