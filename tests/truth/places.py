"""Where every written line is right now: in volumes, binds, containers' layers, tmpfs, engine-managed files; and copies of it outside.

A look reads the engine's own folders as root: ``volumes/NAME/_data``, the folders that the driver vfs keeps for each container and image, and
``/proc/PID/root`` for what is only in a running container's memory.
"""

from __future__ import annotations

import hashlib
import os
import re
import tarfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

from tests.truth.api import Api

_TOKEN = re.compile(r"\bw\d+:[0-9a-f-]{36}")
_NAME = re.compile(r'"([0-9a-f]{64})"')
_LARGEST = 1 << 16
_MANAGED = ("hosts", "hostname", "resolv.conf")

#: (kind, which one, path inside): ("volume", name, "/w1"), ("bind", folder, "/w1"), ("layer", container id, "/srv/w1") …
Place = tuple[str, str, str]


class Look:
    """What one look finds. ``order`` gives the tokens of each file in the order in which they stand there."""

    def __init__(self) -> None:
        #: token → the places where it is.
        self.at: dict[str, set[Place]] = {}
        self.order: dict[Place, list[str]] = {}
        #: Tokens of which a copy is outside of everything that containers write to.
        self.copied: set[str] = set()
        self.containers: dict[str, Any] = {}
        #: The engine's volumes by name.
        self.volumes: dict[str, Any] = {}
        #: The names of volumes that the text has in variables.
        self.variables: set[str] = set()

    def note(self, kind: str, which: str, path: str, tokens: list[str]) -> None:
        place = (kind, which, path)
        self.order.setdefault(place, []).extend(tokens)
        for token in tokens:
            self.at.setdefault(token, set()).add(place)


class Watcher:
    """Looks at an engine's ``data`` root, and at the ``work`` folder in which a scenario runs."""

    def __init__(self, api: Api, data: Path, work: Path) -> None:
        self._api = api
        self._data = data
        self._work = work
        self._images: dict[str, set[str]] = {}
        self._known: dict[str, Any] = {}
        #: The images that are there without the scenario.
        self._own = {image["Id"] for image in api.get("/images/json", all=1)}

    def container(self, id: str) -> Any:
        """Return the engine's description of a container, None when it has gone."""
        return self._api.get(f"/containers/{id}/json")

    def look(self) -> Look:
        look = Look()
        for entry in self._api.get("/containers/json", all=1) or []:
            described = self.container(entry["Id"])
            if described is not None:
                look.containers[entry["Id"]] = described
        for volume in (self._api.get("/volumes") or {}).get("Volumes") or []:
            look.volumes[volume["Name"]] = volume
            options = volume.get("Options") or {}
            device = options.get("device", "")
            folder = Path(device) if "bind" in options.get("o", "") else Path(volume["Mountpoint"])
            tokens_below(look, folder, "volume", volume["Name"])
        for bind in sorted(self._work.glob("bind*")):
            tokens_below(look, bind, "bind", bind.name)
        for id, described in look.containers.items():
            self._container(look, id, described)
        variables = self._work.parent / "variables"
        if variables.exists():
            look.variables = set(_NAME.findall(variables.read_text()))
        look.copied |= self._image_tokens()
        look.copied |= self._outside()
        return look

    def _container(self, look: Look, id: str, described: Any) -> None:
        mount = self._data / "image/vfs/layerdb/mounts" / id / "mount-id"
        try:
            layer = self._data / "vfs/dir" / mount.read_text()
        except OSError:
            return
        tokens_below(look, layer, "layer", id)
        for name in _MANAGED:
            note_file(look, self._data / "containers" / id / name, id, f"/etc/{name}")
        note_memory(look, id, described)

    def _image_tokens(self) -> set[str]:
        """Return the tokens in the images that the scenario made."""
        images: set[str] = set()
        for image in self._api.get("/images/json", all=1) or []:
            id = image["Id"]
            if id in self._own:
                continue
            if id not in self._images:
                self._images[id] = self._in_image(id)
            images |= self._images[id]
        return images

    def _in_image(self, id: str) -> set[str]:
        described = self._api.get(f"/images/{id}/json")
        chain = ""
        for layer in (described or {}).get("RootFS", {}).get("Layers") or []:
            chain = (
                layer if not chain else "sha256:" + hashlib.sha256(f"{chain} {layer}".encode()).hexdigest()
            )
        if not chain:
            return set()
        cache = self._data / "image/vfs/layerdb/sha256" / chain.removeprefix("sha256:") / "cache-id"
        look = Look()
        tokens_below(look, self._data / "vfs/dir" / cache.read_text(), "image", id)
        return set(look.at)

    def _outside(self) -> set[str]:
        """Return the tokens in the work folder's ``out`` and its tar files."""
        look = Look()
        tokens_below(look, self._work / "out", "out", "")
        places = set(look.at)
        for path in self._work.glob("out/**/*.tar"):
            try:
                with tarfile.open(path) as tar:
                    for member in tar:
                        if member.isfile() and member.size < _LARGEST:
                            content = tar.extractfile(member)
                            if content is not None:
                                places |= set(_TOKEN.findall(content.read().decode("utf-8", "replace")))
            except tarfile.TarError:
                continue
        return places


def note_file(look: Look, file: Path, id: str, path: str) -> None:
    """Notes the tokens in a file that the engine makes for a container, which sees it at ``path``."""
    tokens = _tokens(file)
    if tokens:
        look.note("managed", id, path, tokens)


def note_memory(look: Look, id: str, described: Any) -> None:
    """Notes the tokens in the memory of a running container."""
    pid = described["State"]["Pid"]
    if not pid:
        return
    root = f"/proc/{pid}/root"
    memory, mounted = memory_of(Path(f"/proc/{pid}/mountinfo"))
    # A volume that its options put in memory is looked at where the engine keeps it.
    volumes = {mount["Destination"] for mount in described["Mounts"] if mount["Type"] == "volume"}
    # A --tmpfs lies over a volume that --volumes-from brings.
    volumes -= set(described["HostConfig"].get("Tmpfs") or ())
    memory = [path for path in memory if path not in volumes]
    for path in memory:
        tokens_below(look, Path(root + path), "tmpfs", id, path, {root + other for other in mounted})


def memory_of(mountinfo: Path) -> tuple[list[str], list[str]]:
    """Return the paths of a process's tmpfs mounts that can hold data, and of all its mounts."""
    try:
        lines = mountinfo.read_text().splitlines()
    except OSError:
        return [], []
    paths, every = [], []
    for line in lines:
        fields = line.split(" ")
        kind = fields[fields.index("-") + 1]
        path = fields[4]
        every.append(path)
        if kind != "tmpfs" or fields[3] != "/" or path in ("/", "/dev") or path.startswith(("/proc", "/sys")):
            continue
        paths.append(path)
    return paths, every


def _tokens(file: Path) -> list[str]:
    try:
        if file.stat().st_size > _LARGEST:
            return []
        return _TOKEN.findall(file.read_text("utf-8", "replace"))
    except OSError:
        return []


def tokens_below(
    look: Look, root: Path, kind: str, which: str, below: str = "", others: Collection[str] = ()
) -> None:
    """Notes the tokens in the files below ``root``; the folders ``others`` are left out."""
    stack = [str(root)]
    length = len(str(root).rstrip("/"))
    while stack:
        folder = stack.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.path not in others:
                    stack.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                tokens = _tokens(Path(entry.path)) if entry.stat().st_size <= _LARGEST else []
                if tokens:
                    look.note(kind, which, below + entry.path[length:], tokens)
