"""Runs a scenario on the engine, one command at a time, and looks after each."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from tests.engine import Engine
from tests.truth.api import Api
from tests.truth.messages import Messages
from tests.truth.places import Look, Watcher
from tests.truth.scenario import END, FOREVER, SUCCEEDED, Scenario, Step
from tests.truth.shell import Shell

_PATIENCE = 15.0
#: A container's command can't take longer than this after it was started.
_COMMAND_SECONDS = 20
#: A compose file beside the text, for ``docker compose``: nothing of it is in the map, whose volume ``work_named`` it shares.
_COMPOSE = f"""services:
  app:
    image: busybox:1.36
    network_mode: none
    command: sh -c 'echo {END}; {FOREVER}'
    volumes: [named:/named, /anonymous]
volumes:
  named:
"""


class Done:
    """A step that was done: what containers printed meanwhile, and the look after it."""

    def __init__(self, printed: dict[str, list[str]], look: Look) -> None:
        self.printed = printed
        self.look = look


class Runner:
    """One engine, used for one scenario after the other. ``work`` is the folder in which the text runs."""

    def __init__(self, engine: Engine, messages: Messages, folder: Path) -> None:
        self.engine = engine
        self.messages = messages
        self.api = Api(engine.socket)
        self.work = folder / "work"

    def run(self, scenario: Scenario) -> list[Done]:
        """Return what happened, step by step, and at the end of the text. The engine is clean afterwards.

        It stops before a step ``LEFT && RIGHT`` of which LEFT failed: the map takes it that what stands before ``&&`` succeeds.
        """
        shutil.rmtree(self.work, ignore_errors=True)
        (self.work / "out").mkdir(parents=True)
        (self.work.parent / "variables").unlink(missing_ok=True)
        for step in scenario.steps:
            for write in step.writes:
                if write.how == "cp":
                    unique = Path("/proc/sys/kernel/random/uuid").read_text()
                    (self.work / write.tag).write_text(f"{write.tag}:{unique}")
        for flag in scenario.flags:
            (self.work / flag).touch()
        (self.work / "compose.yaml").write_text(_COMPOSE)
        self.watcher = self.watch()
        shell = Shell(self.work, {**self.engine.variables, **scenario.variables}, _COMMAND_SECONDS)
        try:
            done: list[Done] = []
            before = Look()
            for step in (*scenario.steps, None):
                if step is None and not any(each.trap for each in scenario.steps):
                    break
                result = self._step(shell, step, before)
                if step is not None and step.executed and not (self.work / SUCCEEDED).exists():
                    break
                before = result.look
                done.append(result)
            return done
        finally:
            shell.close()
            self.clear()

    def watch(self) -> Watcher:
        """What looks at the engine's folders."""
        return Watcher(self.api, self.engine.data, self.work)

    def _step(self, shell: Shell, step: Step | None, before: Look) -> Done:
        """One step; None is the end of the text."""
        said = {id: len(lines) for id, lines in self.messages.lines.items()}
        began = time.time()
        if step is None:
            shell.finish()
        elif step.restart:
            began = 0
            self.engine.restart()
        else:
            (self.work / SUCCEEDED).unlink(missing_ok=True)
            shell.step(step.executed or step.text)
        self._settle(before, said, began)
        look = self.watcher.look()
        printed = {
            id: lines[said.get(id, 0) :]
            for id, lines in list(self.messages.lines.items())
            if len(lines) > said.get(id, 0)
        }
        return Done(printed, look)

    def _settle(self, before: Look, said: dict[str, int], began: float) -> None:
        """Waits until containers have done what they were started for: written everything, ended, gone."""
        give_up = time.monotonic() + _PATIENCE
        while time.monotonic() < give_up:
            listed = self.api.get("/containers/json", all=1) or []
            # A restarted engine has forgotten its events.
            gone = before.containers.keys() - {entry["Id"] for entry in listed} if began else set[str]()
            if all(self._quiet(entry["Id"], before, said) for entry in listed) and gone <= self._destroyed(
                began
            ):
                return
            time.sleep(0.01)

    def _destroyed(self, since: float) -> set[str]:
        """Return the containers that are gone with all that goes with them: a volume is removed after its container has left the list."""
        return self.api.destroyed(since, time.time())

    def _quiet(self, id: str, before: Look, said: dict[str, int]) -> bool:
        """Return whether nothing more happens to a container by itself. Each is asked about, as the engine's list can be late."""
        described = self.watcher.container(id)
        if described is None:
            return False
        state = described["State"]["Status"]
        if state in ("exited", "dead"):
            # One with --rm is about to go.
            return not described["HostConfig"]["AutoRemove"]
        if state != "running":
            return bool(state in ("created", "paused"))
        words = " ".join(described["Config"]["Cmd"] or ())
        if FOREVER not in words:
            return False
        old = before.containers.get(id)
        if old is not None and old["State"]["StartedAt"] == described["State"]["StartedAt"]:
            return True
        return END in self.messages.of(id)[said.get(id, 0) :]

    def clear(self) -> None:
        """Removes every container and volume, and the images that the scenario made."""
        began = time.time()
        left = {entry["Id"] for entry in self.api.get("/containers/json", all=1) or []}
        for id in left:
            self.api.delete(f"/containers/{id}", force=1, v=1)
        give_up = time.monotonic() + _PATIENCE
        # One that --rm is removing at the moment keeps its name and its volumes a little longer than its place in the list.
        while not left <= self._destroyed(began - 1) and time.monotonic() < give_up:
            time.sleep(0.01)
        for volume in (self.api.get("/volumes") or {}).get("Volumes") or []:
            self.api.delete(f"/volumes/{volume['Name']}", force=1)
        for image in self.api.get("/images/json", all=1) or []:
            if image["Id"] not in self.watcher._own:
                self.api.delete(f"/images/{image['Id']}", force=1)
