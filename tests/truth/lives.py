"""From what was seen to what is true: when each write began to exist, where, and after which command it was gone."""

from __future__ import annotations

import re

from tests.truth.places import Look, Place
from tests.truth.running import Done
from tests.truth.scenario import Scenario

_WROTE = re.compile(r"\bwrote (w\d+)")
_UNNAMED = re.compile(r"[0-9a-f]{64}")


class Life:
    """One existence of a file: it was there after the step ``begin``, and no more after the step ``end`` (None: it is there at the end).

    ``durability`` is the design's word for where it was. ``rescued`` is the step that took a copy out while it was there.
    """

    def __init__(self, tag: str, begin: int, durability: str, place: Place | None = None) -> None:
        self.tag = tag
        self.begin = begin
        self.durability = durability
        self.place = place
        self.token = ""
        self.end: int | None = None
        self.rescued: int | None = None
        self.at_end = "alive"

    def __repr__(self) -> str:
        return f"{self.tag}: {self.durability} from {self.begin} to {self.end}, {self.at_end}, rescued {self.rescued}, {self.place}"


def lives_of(scenario: Scenario, done: list[Done]) -> dict[str, list[Life]]:
    """Return the lives of every tag, in order."""
    targets = {write.tag: write.target for step in scenario.steps for write in step.writes}
    by_tag: dict[str, list[Life]] = {tag: [] for tag in targets}
    every: list[Life] = []
    seen: set[str] = set()
    copied: set[str] = set()
    for index, result in enumerate(done):
        look = result.look
        for life in every:
            if life.end is None and life.place not in look.at.get(life.token, ()):
                life.end = index
        begun = [_life(look, token, index, targets) for token in look.at if token not in seen]
        begun += _flashes(by_tag, result, index, targets)
        for life in begun:
            if life is not None and life.tag in by_tag:
                by_tag[life.tag].append(life)
                every.append(life)
        seen |= set(look.at)
        fresh = look.copied - copied
        copied |= fresh
        for life in every:
            if life.rescued is None and (life.end is None or life.end >= index):
                same = [token for token in fresh if token.startswith(life.tag + ":")]
                if life.token in fresh or (not life.token and same and life.begin == index):
                    life.rescued = index
    if done:
        _at_end(every, done[-1].look)
    return by_tag


def _life(look: Look, token: str, index: int, targets: dict[str, str]) -> Life | None:
    """Return the life that a token begins; None where it was added to a file that a write of the same tag has made already."""
    tag = token.partition(":")[0]
    place = min(look.at[token])
    if next(other for other in look.order[place] if other.startswith(tag + ":")) != token:
        return None
    life = Life(tag, index, _durability(look, place), place)
    life.token = token
    if _hidden(look, place, targets.get(tag, "")):
        life.durability, life.end = "tmpfs", index
    return life


def _at_end(lives: list[Life], look: Look) -> None:
    used = {
        mount.get("Name") for container in look.containers.values() for mount in container.get("Mounts") or ()
    }
    for life in lives:
        if life.end is not None:
            life.at_end = "gone"
        elif life.durability == "anonymous volume" and life.place is not None:
            if life.place[1] not in used | look.variables:
                life.at_end = "orphaned"


def _durability(look: Look, place: Place) -> str:
    kind, which, _ = place
    if kind == "volume":
        # The engine's own label isn't on those that `--mount` makes: there the name tells.
        labelled = "com.docker.volume.anonymous" in (look.volumes[which].get("Labels") or {})
        unnamed = _UNNAMED.fullmatch(which) and which not in look.variables
        return "anonymous volume" if labelled or unnamed else "volume"
    return {"layer": "container layer", "managed": "engine-managed file"}.get(kind, kind)


def _hidden(look: Look, place: Place, target: str) -> bool:
    """Return whether it lies in a layer below a mount, where its container doesn't see it."""
    if place[0] != "layer" or place[1] not in look.containers:
        return False
    described = look.containers[place[1]]
    mounts = [mount["Destination"] for mount in described.get("Mounts") or ()]
    mounts += list(described["HostConfig"].get("Tmpfs") or ())
    return any(target == mount or target.startswith(mount.rstrip("/") + "/") for mount in mounts)


def _flashes(found: dict[str, list[Life]], result: Done, index: int, targets: dict[str, str]) -> list[Life]:
    """Writes that were made and gone within one step: only what the container printed is left of them."""
    lives = []
    for lines in result.printed.values():
        mounts = [line for line in lines if line[:1].isdigit() and " - " in line]
        for tag in _WROTE.findall("\n".join(lines)):
            there = any(life.end is None or life.end >= index for life in found.get(tag, ()))
            now = any(token.startswith(tag + ":") for token in result.look.at)
            if tag in targets and not there and not now:
                life = Life(tag, index, _mounted(mounts, targets[tag]))
                life.end = index
                lives.append(life)
    return lives


def _mounted(mountinfo: list[str], target: str) -> str:
    """Return the durability of a path by the lines of its container's ``/proc/self/mountinfo``."""
    best, fields = "", [""] * 6
    for line in mountinfo:
        parts = line.split(" ")
        point = parts[4].rstrip("/")
        if (target == point or target.startswith(point + "/")) and len(point) >= len(best):
            best, fields = point, parts
    root = fields[3]
    if "/volumes/" in root:
        name = root.partition("/volumes/")[2].partition("/")[0]
        return "anonymous volume" if _UNNAMED.fullmatch(name) else "volume"
    if "/work/bind" in root:
        return "bind"
    if best.startswith("/etc/"):
        return "engine-managed file"
    if not best or fields[3] != "/" or fields[fields.index("-") + 1] != "tmpfs":
        return "container layer"
    # The engine mounts its own tmpfs with nosuid; without it this is a volume that its options put in memory.
    return "tmpfs" if "nosuid" in fields[5] else "volume"
