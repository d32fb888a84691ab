"""A private Docker Engine for tests, started once a session and thrown away with all its data at the end.

The session fixture ``engine`` (``tests/conftest.py`` offers it to every test) is an ``Engine``:

``engine.docker(*args, input=None, env=None, timeout=120)``
    Runs the docker client against it and gives the ``CompletedProcess`` (text; nothing is raised for an exit status).
    ``env`` adds variables: ``{"DOCKER_BUILDKIT": "0"}`` builds with the classic builder. Nothing of the caller's own docker
    configuration or environment reaches the client.
``engine.import_image(name, changes=[...], files={...})``
    Makes the image ``name`` of a static busybox; ``changes`` are instructions such as ``VOLUME /data`` or ``CMD ["sh"]``,
    ``files`` more files by path. ``busybox=False`` leaves everything else out. Importing the same again costs nothing.
``engine.socket``, ``engine.variables``, ``engine.version``
    The path of its socket, the environment that a script needs to reach it (``DOCKER_HOST`` and the rest), its version.
``engine.data``
    The folder of its data root: ``volumes/NAME/_data``, ``vfs/dir`` and so on.
``engine.restart()``
    Stops the engine as the service manager does, and starts it again on the same data.
``engine.clear()``
    Removes every container and volume, and every image that wasn't imported.

The engine has no network: containers need ``--network none`` (so do builds), images can't be pulled. It keeps files with the driver vfs,
which needs nothing of the machine. Without root, docker.io or busybox-static the tests that use it are skipped; where ``CI=true`` they fail,
so that they can't vanish unseen. Outside of pytest, ``running_engine()`` is the same as a context manager (it takes a ``daemon.json`` as a
dictionary), and ``what_is_missing()`` says why not.
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

_APPLETS = """[ ash awk base64 basename cat chgrp chmod chown cmp cp cut date dd df diff dirname du echo env expr false find grep gunzip
gzip head hostname id kill link ln ls md5sum mkdir mkfifo mktemp mount mv nc nohup od printenv printf ps pwd readlink realpath rm rmdir
sed seq sh sha256sum sleep sort stat stty sync tail tar tee test timeout touch tr true uname umount uniq vi wc wget which whoami xargs
yes"""
_FILES = {
    "etc/passwd": b"root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home/app:/bin/sh\n",
    "etc/group": b"root:x:0:\napp:x:1000:\n",
}
_START_SECONDS = 60


def what_is_missing() -> str | None:
    """Why no engine can be started here, None where one can."""
    if os.geteuid() != 0:
        return "a private Docker Engine needs root"
    if shutil.which("dockerd") is None or shutil.which("docker") is None:
        return "no Docker Engine here (Debian: docker.io, docker-cli and docker-buildx)"
    for plugin in ("buildx", "compose"):
        if not has_plugin(plugin):
            return f"the docker client has no plugin {plugin} here (Debian: docker-{plugin})"
    busybox = shutil.which("busybox")
    if busybox is None or b"/ld-" in Path(busybox).read_bytes():
        return (
            "no static busybox here (Debian: busybox-static), of which images for docker.io's engine are made"
        )
    return None


@functools.cache
def has_plugin(name: str) -> bool:
    """Return whether the installed docker client has the plugin ``name``. Without it the client takes ``docker NAME`` for an unknown command."""
    return subprocess.run(["docker", name, "version"], capture_output=True, check=False).returncode == 0


class Engine:
    """The running engine; the module's text says what each member is for."""

    def __init__(self, folder: Path, settings: Mapping[str, object] | None = None) -> None:
        self._folder = folder
        self._settings = dict(settings or {})
        self.data = folder / "data"
        self._imported: dict[str, tuple[object, ...]] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self.socket = str(folder / "socket")
        configuration = folder / "client"
        configuration.mkdir()
        self.variables = {
            "DOCKER_HOST": f"unix://{self.socket}",
            "DOCKER_CONFIG": str(configuration),
            "HOME": str(configuration),
            "PATH": os.environ.get("PATH", os.defpath),
            "BUILDKIT_PROGRESS": "plain",
            "DOCKER_CLI_HINTS": "false",
        }
        self.version = ""

    def docker(
        self,
        *args: str,
        input: str | bytes | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
    ) -> subprocess.CompletedProcess[str]:
        """Run ``docker args…`` against this engine."""
        data = input.encode("utf-8", "surrogateescape") if isinstance(input, str) else input
        done = subprocess.run(
            ["docker", *args],
            input=data if data is not None else b"",
            env={**self.variables, **(env or {})},
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        out, err = (each.decode("utf-8", "replace") for each in (done.stdout, done.stderr))
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    def import_image(
        self,
        name: str,
        changes: Sequence[str] = (),
        files: Mapping[str, bytes] | None = None,
        busybox: bool = True,
    ) -> str:
        """Make the image ``name`` and return the name."""
        wanted = (tuple(changes), tuple(sorted((files or {}).items())), busybox)
        if self._imported.get(name) != wanted:
            options = [option for change in changes for option in ("--change", change)]
            done = self.docker("import", *options, "-", name, input=root_of_image(files or {}, busybox))
            if done.returncode:
                raise RuntimeError(f"docker import refused {name}: {done.stderr}")
            self._imported[name] = wanted
        return name

    def clear(self) -> None:
        """Remove what tests left: containers, volumes, images that weren't imported."""
        containers = self.docker("ps", "-aq").stdout.split()
        if containers:
            self.docker("rm", "-f", "-v", *containers)
        volumes = self.docker("volume", "ls", "-q").stdout.split()
        if volumes:
            self.docker("volume", "rm", "-f", *volumes)
        listed = self.docker("image", "ls", "--format", "{{.Repository}}:{{.Tag}}").stdout.split()
        names = {name if ":" in name else f"{name}:latest" for name in self._imported}
        images = [name for name in listed if name not in names and "<none>" not in name]
        if images:
            self.docker("image", "rm", "-f", *images)
        self.docker("image", "prune", "-f")

    def start(self) -> None:
        """Start the engine and wait until it answers."""
        folder = self._folder
        (folder / "daemon.json").write_text(json.dumps(self._settings))
        command = ["nice", "dockerd", "--config-file", str(folder / "daemon.json")]
        command += ["--data-root", str(self.data), "--exec-root", str(folder / "exec")]
        command += ["--pidfile", str(folder / "pid"), "-H", f"unix://{self.socket}"]
        # A namespace's name may not hold every sign that a folder's may.
        namespace = "psl" + "".join(sign for sign in folder.name if sign.isalnum())
        command += ["--containerd-namespace", namespace, "--containerd-plugins-namespace", f"{namespace}-p"]
        command += ["--storage-driver", "vfs", "--bridge=none", "--iptables=false", "--ip6tables=false"]
        with (folder / "log").open("ab") as log:
            # A session of its own, so that the end reaches what the engine starts (containerd and its shims), whatever happens to the engine.
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        give_up = time.monotonic() + _START_SECONDS
        while time.monotonic() < give_up and self._process.poll() is None:
            answer = self.docker("version", "--format", "{{.Server.Version}}")
            if answer.returncode == 0:
                self.version = answer.stdout.strip()
                return
            time.sleep(0.1)
        tail = (folder / "log").read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"the Docker Engine didn't start:\n{tail}")

    def restart(self) -> None:
        """Stop the engine in good order, which stops its containers, and start it again."""
        process = self._process
        if process is not None:
            process.terminate()
            process.wait(60)
        self.start()

    def stop(self) -> None:
        """Stop the engine and whatever it started, and remove its data."""
        process = self._process
        if process is not None:
            if process.poll() is None:
                # A container that ignores SIGTERM would hold the engine up.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running = self.docker("ps", "-q").stdout.split()
                    if running:
                        self.docker("kill", *running)
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        _unmount_below(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)


@contextlib.contextmanager
def running_engine(
    settings: Mapping[str, object] | None = None, within: str | None = None
) -> Iterator[Engine]:
    """Yield an engine for the length of a ``with`` block; ``settings`` are what its ``daemon.json`` says, ``within`` is where its folder stands."""
    # The folder's name is short: a socket's path holds at most 107 bytes.
    engine = Engine(Path(tempfile.mkdtemp(prefix="psl-engine-", dir=within)), settings)
    try:
        engine.start()
        yield engine
    finally:
        engine.stop()


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """Yield the session's private Docker Engine."""
    missing = what_is_missing()
    if missing is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with running_engine() as running:
        yield running


def root_of_image(files: Mapping[str, bytes], busybox: bool) -> bytes:
    """Return the tar file of an image's root."""
    everything: dict[str, bytes | str] = {}
    if busybox:
        everything["bin/busybox"] = Path(shutil.which("busybox") or "/bin/busybox").read_bytes()
        everything |= {f"bin/{applet}": "busybox" for applet in _APPLETS.split()}
        everything |= _FILES
    everything |= {path.lstrip("/"): content for path, content in files.items()}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for folder, mode in (("tmp", 0o1777), ("root", 0o700), ("home/app", 0o755)) if busybox else ():
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, mode
            entry.uid = entry.gid = 1000 if folder == "home/app" else 0
            tar.addfile(entry)
        for path, content in everything.items():
            entry = tarfile.TarInfo(path)
            if isinstance(content, str):
                entry.type, entry.linkname = tarfile.SYMTYPE, content
                tar.addfile(entry)
            else:
                entry.size = len(content)
                entry.mode = 0o755 if path.startswith("bin/") or content.startswith(b"#!") else 0o644
                tar.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def _unmount_below(folder: Path) -> None:
    """Unmount what a killed engine left mounted, the deepest first."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    points = [line.split(" ")[1] for line in mounts]
    for point in sorted((p for p in points if p.startswith(f"{folder}/")), key=len, reverse=True):
        subprocess.run(["umount", "-l", point], capture_output=True, check=False)
