"""Compares what persistlint says of an image with the image that was built."""

from __future__ import annotations

import re
from typing import Any

from .bases import Config
from .reading import UNKNOWN, Reading

SAME = "same"
PARTLY = "partly known"
UNKNOWN_TO_US = "unknown to us"
DIFFERS = "differs"

#: What a builder itself puts into the environment of an image that has no PATH.
_DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Compared:
    """One field of one image: the ``verdict``, and both sides."""

    __slots__ = ("field", "ours", "theirs", "verdict")

    def __init__(self, field: str, verdict: str, ours: object, theirs: object) -> None:
        self.field = field
        self.verdict = verdict
        self.ours = ours
        self.theirs = theirs


def compare(reading: Reading, built: Config, bases: dict[str, Config]) -> list[Compared]:
    """Return every field of an image that both sides have an image for."""
    fields = reading.fields
    if fields is None:
        return [Compared("image", DIFFERS, None, built)]
    base = bases.get(reading.base or "", {})
    differences = [
        _text("workdir", fields["workdir"], built.get("WorkingDir") or "", base.get("WorkingDir") or ""),
        _text("user", fields["user"], built.get("User") or "", base.get("User") or ""),
        _words("cmd", fields["cmd"], built.get("Cmd") or [], base.get("Cmd") or []),
        _words(
            "entrypoint", fields["entrypoint"], built.get("Entrypoint") or [], base.get("Entrypoint") or []
        ),
        _pairs("volumes", dict.fromkeys(fields["volumes"], ""), _volumes(built), _volumes(base)),
        _pairs("env", fields["env"], _environment(built), _environment(base)),
    ]
    if "labels" in fields:
        differences.append(
            _pairs("labels", fields["labels"], built.get("Labels") or {}, base.get("Labels") or {})
        )
    return differences


def _text(field: str, ours: str | None, theirs: str, base: str) -> Compared:
    if ours is None:
        # The base image's, says our side; so it has to be.
        return Compared(field, UNKNOWN_TO_US if theirs == base else DIFFERS, f"{base} (the base's)", theirs)
    # An engine runs an image without a working directory in the root.
    if field == "workdir" and {ours, theirs} == {"/", ""}:
        return Compared(field, SAME, ours, theirs)
    return Compared(field, _matches(ours, theirs), ours, theirs)


def _words(field: str, ours: list[str] | None, theirs: list[str], base: list[str]) -> Compared:
    if ours is None:
        return Compared(field, UNKNOWN_TO_US if theirs == base else DIFFERS, base, theirs)
    if len(ours) != len(theirs):
        return Compared(field, DIFFERS, ours, theirs)
    return Compared(
        field, _worst([_matches(our, other) for our, other in zip(ours, theirs, strict=True)]), ours, theirs
    )


def _pairs(field: str, ours: dict[str, str], theirs: dict[str, str], base: dict[str, str]) -> Compared:
    verdicts = []
    left = dict(theirs)
    for name, value in ours.items():
        if UNKNOWN.search(name):
            continue
        verdicts.append(_matches(value, left.pop(name)) if name in left else DIFFERS)
    patterns = [_pattern(name) for name in ours if UNKNOWN.search(name)]
    for name, value in left.items():
        if base.get(name) == value or (field == "env" and (name, value) == ("PATH", _DEFAULT_PATH)):
            continue
        verdicts.append(PARTLY if any(pattern.fullmatch(name) for pattern in patterns) else DIFFERS)
    return Compared(field, _worst(verdicts), ours, theirs)


def _matches(ours: str, theirs: str) -> str:
    if ours == theirs:
        return SAME
    if not UNKNOWN.search(ours):
        return DIFFERS
    if not UNKNOWN.sub("", ours):
        return UNKNOWN_TO_US
    return PARTLY if _pattern(ours).fullmatch(theirs) else DIFFERS


def _pattern(ours: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(piece) for piece in UNKNOWN.split(ours)), re.DOTALL)


def _worst(verdicts: list[str]) -> str:
    return max(verdicts, key=[SAME, UNKNOWN_TO_US, PARTLY, DIFFERS].index, default=SAME)


def _volumes(config: Config) -> dict[str, str]:
    return dict.fromkeys(config.get("Volumes") or {}, "")


def _environment(config: Config) -> dict[str, str]:
    entries: list[Any] = config.get("Env") or []
    return {name: value for name, _, value in (entry.partition("=") for entry in entries)}
