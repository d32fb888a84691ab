"""Scenarios with podman in the place of a Docker Engine.

``python -m tests.truth.podman_engine --count 150`` draws scenarios of podman commands, runs them on a storage of its own, looks where each file
is after each command, and compares that with what ``persistlint map`` says. Podman has no engine that is asked: what docker's interface would
answer is put together from ``podman ps``, ``inspect`` and ``volume ls``, and the storage's own folders are read.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import random
import re
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.podman import Storage, processes_naming, what_is_missing
from tests.truth.campaign import database_changes, judge
from tests.truth.generator import DATABASE, FOLDERS, IMAGE, Generator
from tests.truth.places import Look, Watcher, note_file, note_memory, tokens_below
from tests.truth.running import Runner
from tests.truth.scenario import Condition, Scenario, Step

#: Podman's words for a container's state, in docker's.
_STATES = {"configured": "created", "initialized": "created", "stopped": "exited", "stopping": "running"}

#: Runs conmon with a log that outlives the container.
_CONMON = """#!/bin/bash
previous=
words=()
for word in "$@"; do
    case "$previous" in -c) id=$word ;; esac
    case "$word" in k8s-file:*) word="k8s-file:{folder}/PSL-ID.log" ;; esac
    words+=("$word")
    previous=$word
done
exec {conmon} "${{words[@]/PSL-ID/$id}}"
"""


class PodmanApi:
    """Answers the questions of the harness as docker's interface would, as far as it asks them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._containers: dict[str, Any] = {}
        #: Whether nothing has happened since the containers were listed.
        self.settled = False

    def get(self, path: str, **_: object) -> Any:
        if path == "/containers/json":
            if not self.settled:
                self._list()
            return [{"Id": id} for id in self._containers]
        if path == "/volumes":
            volumes = sorted((self._storage.folder / "root/volumes").glob("*"))
            return {
                "Volumes": [{"Name": volume.name, "Mountpoint": str(volume / "_data")} for volume in volumes]
            }
        if path == "/images/json":
            return [{"Id": each["id"]} for each in stored(self._storage, "images")]
        id = path.split("/")[2]
        return self._containers.get(id)

    def _list(self) -> None:
        ids = [each["id"] for each in stored(self._storage, "containers")]
        answer = self._storage.ask("container", "inspect", *ids) if ids else None
        if answer is not None and answer.returncode:
            # One has gone in between.
            time.sleep(0.05)
            self._list()
            return
        self._containers = {}
        for described in json.loads(answer.stdout) if answer is not None else ():
            state = described["State"]
            state["Status"] = _STATES.get(state["Status"], state["Status"])
            described["Name"] = "/" + described["Name"]
            self._containers[described["Id"]] = described

    def close(self) -> None:
        """Do nothing: no connection is held."""


def stored(storage: Storage, kind: str) -> list[dict[str, Any]]:
    """Return what podman's storage lists of its "containers" or "images"."""
    listed: list[dict[str, Any]] = []
    # Those with --rm stand in a file of their own.
    for name in (kind, f"volatile-{kind}"):
        with contextlib.suppress(OSError, ValueError):
            listed += json.loads((storage.folder / f"root/vfs-{kind}/{name}.json").read_text())
    return listed


class PodmanWatcher(Watcher):
    """Looks at the folders of a podman's storage."""

    def __init__(self, api: PodmanApi, storage: Storage, work: Path) -> None:
        self._storage = storage
        super().__init__(api, storage.folder / "root", work)  # type: ignore[arg-type]
        self._runtime = storage.folder / "run"

    def _layer(self, kind: str, id: str) -> Path | None:
        listed = stored(self._storage, kind)
        layers = next((each["layer"] for each in listed if each["id"] == id and each.get("layer")), None)
        return self._data / "vfs/dir" / layers if layers is not None else None

    def _container(self, look: Look, id: str, described: Any) -> None:
        layer = self._layer("containers", id)
        if layer is None:
            return
        tokens_below(look, layer, "layer", id)
        for name in ("hosts", "hostname", "resolv.conf"):
            note_file(look, self._runtime / f"vfs-containers/{id}/userdata" / name, id, f"/etc/{name}")
        note_memory(look, id, described)

    def _in_image(self, id: str) -> set[str]:
        layer = self._layer("images", id.removeprefix("sha256:"))
        look = Look()
        if layer is not None:
            tokens_below(look, layer, "image", id)
        return set(look.at)


class Logs:
    """The output of containers, by their ids."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def lines(self) -> dict[str, list[str]]:
        return {path.stem: self._read(path) for path in self._folder.glob("*.log")}

    def of(self, container: str) -> list[str]:
        return self._read(self._folder / f"{container}.log")

    @staticmethod
    def _read(path: Path) -> list[str]:
        try:
            text = path.read_text("utf-8", "replace")
        except OSError:
            return []
        # `2026-11-30T10:00:00.000000000+00:00 stdout F TEXT`
        return [line.split(" ", 3)[3] for line in text.splitlines() if line.count(" ") > 2]


class PodmanRunner(Runner):
    """Runs scenarios with podman."""

    def __init__(self, storage: Storage, folder: Path, logs: Logs) -> None:
        self.storage = storage
        self.engine = storage  # type: ignore[assignment]
        self.messages = logs  # type: ignore[assignment]
        self.api = PodmanApi(storage)  # type: ignore[assignment]
        self.work = folder / "work"

    def watch(self) -> Watcher:
        for name in ("bind1", "bind2"):
            # Podman makes no directory for a bind.
            (self.work / name).mkdir(exist_ok=True)
        return PodmanWatcher(self.api, self.storage, self.work)  # type: ignore[arg-type]

    def _settle(self, before: Look, said: dict[str, int], began: float) -> None:
        self.api.settled = False  # type: ignore[attr-defined]
        super()._settle(before, said, began)
        if self._cleans_up():
            self.api._list()  # type: ignore[attr-defined]
        self.api.settled = True  # type: ignore[attr-defined]

    def _cleans_up(self) -> bool:
        """Wait until podman has cleaned up after containers that have ended; return whether it had to."""
        waited = False
        give_up = time.monotonic() + 15
        # A container's monitor calls it.
        while time.monotonic() < give_up and processes_naming(self.storage.folder, b"container\0cleanup"):
            waited = True
            time.sleep(0.02)
        return waited

    def _destroyed(self, since: float) -> set[str]:
        return _Everything()

    def clear(self) -> None:
        self.storage.ask("rm", "-f", "-t", "0", "--all", "--volumes")
        self.storage.ask("volume", "rm", "-f", "--all")
        self.api.settled = False  # type: ignore[attr-defined]
        for image in self.api.get("/images/json"):
            if image["Id"] not in self.watcher._own:
                self.storage.ask("rmi", "-f", image["Id"])


class _Everything(set[str]):
    """A set that holds whatever it is asked for: what is no more in the list is gone."""

    def __ge__(self, other: object) -> bool:
        return True


class PodmanGenerator(Generator):
    """Draws scenarios of podman commands."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._more = random.Random(seed + 0.5)

    def scenario(self) -> Scenario:
        drawn = super().scenario()
        steps = [_as_podman(step) for step in drawn.steps]
        return Scenario(steps, drawn.seed, drawn.flags, drawn.variables)

    def _pick(self) -> Callable[[], Step | None]:
        makers: list[Callable[[], Step | None]] = [
            self._replace,
            self._all,
            self._forced_volume,
            self._between,
            self._ignored,
        ]
        if self._more.random() < 0.2:
            return self._more.choice(makers)
        return super()._pick()

    def _build(self) -> Step:
        return self._run()

    def _compose(self) -> None:
        return None

    def _volume_prune(self) -> Step:
        return Step(f"docker volume prune -f{self._more.choice(('', '', ' --filter label=keep'))}")

    def _replace(self) -> Step:
        step = self._make("run", True)
        if "--name" in step.text:
            step.text = step.text.replace(" --name", " --replace --name")
        return step

    def _all(self) -> Step:
        forms = (
            "rm -a",
            "rm -fa",
            "rm -fav",
            "stop -a",
            "stop -t 1 --all",
            "start --all",
            "volume rm -a",
            "volume rm -fa",
        )
        return Step(f"docker {self._more.choice(forms)}")

    def _forced_volume(self) -> Step:
        return Step(f"docker volume rm -f {self._volume()}")

    def _between(self) -> Step:
        return Step(f"docker cp {self._name()}:/data {self._name()}:/copied")

    def _ignored(self) -> Step:
        name = self._more.choice(("vol1", "vol2"))
        self._volumes.append(name)
        return Step(f"docker volume create --ignore {name}")


_DOCKER = re.compile(r"\bdocker(?= )")


def _as_podman(step: Step) -> Step:
    def told(text: str) -> str:
        text = _DOCKER.sub("podman", text)
        # Podman wants the type of a mount.
        return re.sub(r"--mount (?=s(?:ou)?rc)", "--mount type=volume,", text)

    conditions = tuple(
        Condition(told(each.true), told(each.false), each.holds, each.container) for each in step.conditions
    )
    return Step(
        told(step.text), step.writes, step.restart, step.function, step.trap, conditions, told(step.executed)
    )


@contextlib.contextmanager
def podman_runner() -> Iterator[PodmanRunner]:
    """A storage of its own with the images that scenarios use."""
    with tempfile.TemporaryDirectory(prefix="psl-truth-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("storage", "bin", "logs"):
            (folder / part).mkdir()
        conmon = folder / "bin/conmon"
        real = shutil.which("conmon") or "conmon"
        conmon.write_text(_CONMON.format(folder=folder / "logs", conmon=real))
        conmon.chmod(0o755)
        storage = Storage(folder / "storage")
        storage.words += ["--conmon", str(conmon)]
        try:
            files = {f"{each}/seed": b"seed\n" for each in FOLDERS}
            storage.import_image(f"docker.io/library/{IMAGE}", ["STOPSIGNAL SIGKILL"], files)
            storage.import_image(f"docker.io/library/{DATABASE}", database_changes(), files)
            program = folder / "bin/podman"
            words = shlex.join([shutil.which("podman") or "podman", *storage.words[1:]])
            program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
            program.chmod(0o755)
            storage.variables["PATH"] = f"{folder / 'bin'}:{storage.variables['PATH']}"
            storage.words[0] = shutil.which("podman") or "podman"
            yield PodmanRunner(storage, folder, Logs(folder / "logs"))
        finally:
            storage.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.truth.podman_engine", description=__doc__)
    parser.add_argument("--count", type=int, default=150, help="how many scenarios (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the first one's seed (%(default)s)")
    arguments = parser.parse_args()
    missing = what_is_missing()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    scenarios = steps = predictions = unknown = differing = unsteady = 0
    # Whoever ends the run early gets the sums so far.
    with podman_runner() as running, contextlib.suppress(KeyboardInterrupt):
        for seed in range(arguments.seed, arguments.seed + arguments.count):
            scenario = PodmanGenerator(seed).scenario()
            verdict = judge(running, scenario)
            if verdict.differences:
                again = judge(running, scenario)
                unsteady += not again.differences
                verdict = again
            print(seed, end=" ", file=sys.stderr, flush=True)
            scenarios += 1
            steps += len(scenario.steps)
            predictions += verdict.predictions
            unknown += verdict.unknown
            if verdict.differences:
                differing += 1
                print(f"--- seed {seed}\n{scenario.text}", *verdict.differences, sep="\n    ", flush=True)
    print(
        f"{scenarios} scenarios, {steps} commands, {predictions} predictions, {unknown} unknown: "
        f"{differing} differ, {unsteady} differed once"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
