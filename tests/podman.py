"""A private podman for tests: its own storage, no network, and where wanted a service whose socket speaks docker's API.

``storage.run(*args, input=None)``
    Runs ``podman args…`` on that storage and gives the ``CompletedProcess`` (text).
``podman.host``
    The URL of the service's socket.

``running_storage()`` is the storage alone as a context manager, ``what_is_missing()`` says why there can be none.

Without root, podman, runc, catatonit (the process of a pod) or busybox-static the tests that use it are skipped; where ``CI=true`` they fail.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.engine import root_of_image


class Storage:
    """Podman with a storage below ``folder``; the module's text says what each member is for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # runc runs with every layout of control groups; podman's own choice, crun, refuses one that docker still accepts.
        storage = f"--root {folder}/root --runroot {folder}/run --storage-driver vfs --events-backend file"
        self.words = [
            "podman",
            *storage.split(),
            *("--cgroup-manager", "cgroupfs", "--runtime", shutil.which("runc") or "runc"),
        ]
        self.variables = {
            "HOME": str(folder),
            "PATH": os.environ.get("PATH", os.defpath),
            "PODMAN_IGNORE_CGROUPSV1_WARNING": "1",
        }

    def ask(
        self, *args: str, input: bytes = b"", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``podman args…``."""
        done = subprocess.run(
            [*self.words, *args],
            input=input,
            env=self.variables,
            cwd=cwd,
            capture_output=True,
            timeout=60,
            check=False,
        )
        out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def run(self, *args: str, input: bytes = b"") -> subprocess.CompletedProcess[str]:
        """Run ``podman args…``, which must succeed."""
        done = self.ask(*args, input=input)
        assert done.returncode == 0, f"podman {args}: {done.stderr}"
        return done

    def import_image(
        self, name: str, changes: Sequence[str] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """Make the image ``name`` of a static busybox, with ``files`` besides."""
        options = [option for change in changes for option in ("--change", change)]
        self.run("import", *options, "-", name, input=root_of_image(files or {}, busybox=True))

    def clear(self) -> None:
        """Remove every pod, container and volume."""
        self.ask("pod", "rm", "-f", "-t", "0", "--all")
        self.ask("rm", "-f", "-t", "0", "--all", "--volumes")
        self.ask("volume", "rm", "-f", "--all")

    def stop(self) -> None:
        """Remove every container, and wait until nothing runs any more."""
        self.clear()
        _wait_until_idle(self.folder)


class Podman(Storage):
    """The running service."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.host = f"unix://{folder}/socket"
        self._service = subprocess.Popen(
            [*self.words, "system", "service", "--time=0", self.host],
            env=self.variables,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        give_up = time.monotonic() + 30
        while not (folder / "socket").exists() and time.monotonic() < give_up:
            time.sleep(0.05)

    def stop(self) -> None:
        """Remove every container, and end the service."""
        self.clear()
        self._service.terminate()
        try:
            self._service.wait(30)
        except subprocess.TimeoutExpired:
            self._service.kill()
            self._service.wait()
        super().stop()


def _wait_until_idle(folder: Path) -> None:
    """Wait until no process names the folder for a while: each container's monitor calls podman once more to clean up, after rm has answered."""
    give_up = time.monotonic() + 30
    quiet = 0
    while time.monotonic() < give_up and quiet < 5:
        quiet = 0 if processes_naming(folder) else quiet + 1
        time.sleep(0.05)


def processes_naming(folder: Path, word: bytes = b"") -> list[int]:
    """Return the processes whose command line names ``folder``, and holds ``word``."""
    pids = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command_line = (entry / "cmdline").read_bytes()
            except OSError:  # it has ended
                continue
            if os.fsencode(folder) in command_line and word in command_line:
                pids.append(int(entry.name))
    return pids


def what_is_missing() -> str | None:
    """Why podman can't be tried here, None where it can."""
    if os.geteuid() != 0:
        return "podman with its own storage needs root here"
    for program, package in (
        ("podman", "podman"),
        ("runc", "runc"),
        ("catatonit", "catatonit"),
        ("busybox", "busybox-static"),
    ):
        if shutil.which(program) is None:
            return f"no {program} here (Debian: {package})"
    return None


@contextlib.contextmanager
def running_storage() -> Iterator[Storage]:
    """Yield a storage of its own, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="psl-pod-", ignore_cleanup_errors=True) as name:
        storage = Storage(Path(name))
        try:
            yield storage
        finally:
            storage.stop()
            shutil.rmtree(name, ignore_errors=True)
            # A late clean-up of podman's makes the folders anew.
            _wait_until_idle(Path(name))


def skip_without_podman() -> None:
    """Skip a test where podman can't be tried; fail it in CI."""
    missing = what_is_missing()
    if missing is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="module")
def podman() -> Iterator[Podman]:
    """Yield the module's private podman service."""
    skip_without_podman()
    # What can't be removed is no failure of what was tested.
    with tempfile.TemporaryDirectory(prefix="psl-pod-", ignore_cleanup_errors=True) as name:
        service = Podman(Path(name))
        try:
            yield service
        finally:
            service.stop()
