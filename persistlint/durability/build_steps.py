"""Writes of an image definition's RUN steps, and where they stay: in the image's layers, a cache, nowhere."""

from __future__ import annotations

from persistlint.docker.image_reference import parse_reference
from persistlint.durability.accesses.access import Access
from persistlint.durability.accesses.reader import command_accesses
from persistlint.durability.images import ImageLookup
from persistlint.durability.paths import clean, directories_of, is_below
from persistlint.hosts.image_definition import Volume, has_unknown
from persistlint.shell.evaluate.nested import evaluate_nested
from persistlint.shell.invocation import Invocation
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import ImageDefinition, Instruction


#: Programs that change a file's owner or mode.
_OWNER_PROGRAMS = ("chown", "chmod", "chgrp")


class StepAccess:
    """A write of a build step: the ``access``, the RUN ``instruction``, and the ``durability`` of its path during that step.

    ``below_volume`` is true where the path is one of a VOLUME that was declared before the step, by the base image too; ``volume`` is the first of this
    definition's own that it lies in. ``read_only`` is true where it is in a
    bind mount that isn't ``rw``, so that the step fails (docs.docker.com/reference/dockerfile/#run---mounttypebind). ``changes_owner`` is true where
    nothing but an owner or a mode is changed; such changes are listed below a VOLUME only.
    """

    __slots__ = (
        "access",
        "below_volume",
        "changes_owner",
        "durability",
        "instruction",
        "read_only",
        "volume",
    )

    def __init__(
        self,
        access: Access,
        instruction: Instruction,
        durability: str,
        below_volume: bool,
        read_only: bool = False,
        changes_owner: bool = False,
        volume: Volume | None = None,
    ) -> None:
        self.access = access
        self.instruction = instruction
        self.durability = durability
        self.below_volume = below_volume
        self.read_only = read_only
        self.changes_owner = changes_owner
        self.volume = volume


def step_accesses(
    definition: ImageDefinition, target: str | None = None, images: ImageLookup | None = None
) -> list[StepAccess]:
    """Return the writes and installs of the steps that make the image's last stage (or ``target``), in order.

    ``images`` tells what the base image declares. What other stages write stays behind unless it is copied, so that it is left out.
    """
    stage = definition.target(target) if target is not None else definition.image
    if stage is None:
        return []
    chain = definition.chain(stage)
    volumes = _Volumes()
    if images is not None and chain[-1].base is not None and not has_unknown(chain[-1].base):
        volumes.inherited.update(images(parse_reference(Value.of(chain[-1].base))).volumes)
    accesses: list[StepAccess] = []
    for part in reversed(chain):
        for instruction in part.instructions:
            if instruction.onbuild:
                continue
            if instruction.keyword == "RUN":
                accesses += _step(instruction, volumes)
            elif instruction.keyword == "VOLUME":
                volumes.declare(instruction)
    return accesses


def lost_below_volumes(definition: ImageDefinition, images: ImageLookup) -> list[StepAccess]:
    """Return the first change of each step below a VOLUME, which the classic builder throws away. A directory that the VOLUME makes anyway is none."""
    lost: dict[int, StepAccess] = {}
    for step in step_accesses(definition, images=images):
        path, volume = step.access.target.text, step.volume
        if not step.below_volume or path is None:
            continue
        if step.access.creates_directory and volume is not None and clean("/" + volume.path) == path:
            continue
        lost.setdefault(id(step.instruction), step)
    return list(lost.values())


class _Volumes:
    """The VOLUMEs that are declared before a step: paths ``inherited`` from the base image, and the definition's ``own`` by path, each with its number."""

    __slots__ = ("inherited", "own")

    def __init__(self) -> None:
        self.inherited: set[str] = set()
        self.own: dict[str, tuple[int, Volume]] = {}

    def declare(self, instruction: Instruction) -> None:
        """Take the paths of a VOLUME, as far as they are known."""
        for argument in instruction.args:
            if not argument.unknown:
                volume = Volume(argument.text, argument.span, instruction)
                self.own.setdefault(clean("/" + argument.text), (len(self.own), volume))

    def hold(self, path: str) -> bool:
        """Return whether a cleaned path lies in a VOLUME."""
        return any(folder in self.own or folder in self.inherited for folder in directories_of(path))

    def first_of(self, path: str) -> Volume | None:
        """Return the definition's first VOLUME that a cleaned path lies in, None where it is the base image's."""
        holding = [self.own[folder] for folder in directories_of(path) if folder in self.own]
        return min(holding, key=lambda numbered: numbered[0], default=(0, None))[1]


def _step(instruction: Instruction, volumes: _Volumes) -> list[StepAccess]:
    workdir = instruction.workdir
    cwd = Value.of(workdir) if workdir is not None and not has_unknown(workdir) else None
    words = _words(instruction)
    if not words:
        return []
    mounts = _mounts(instruction)
    out: list[StepAccess] = []
    for access in command_accesses(words, instruction.span, cwd, Value.of("/root")):
        if access.kind in ("write", "install"):
            # The offsets of a nested text aren't those of the Dockerfile: the instruction stands for it.
            access.span = instruction.span
            text = access.target.text
            durability, read_only = _durability(access, mounts)
            below = text is not None and durability == "image layer" and volumes.hold(text)
            step = StepAccess(access, instruction, durability, below, read_only)
            step.volume = volumes.first_of(text) if text is not None and below else None
            out.append(step)
    if volumes.own or volumes.inherited:
        out += _changes_of_owners(instruction, words, volumes, mounts)
    return out


def _changes_of_owners(
    instruction: Instruction, words: list[Word], volumes: _Volumes, mounts: list[tuple[str, str, bool]]
) -> list[StepAccess]:
    """Return the changes of an owner or a mode below a VOLUME: they are made to the step's own volume, too."""
    script = words[-1].text or ""
    if instruction.json or not any(name in script for name in _OWNER_PROGRAMS):
        return []
    out: list[StepAccess] = []
    for event in evaluate_nested(Value.of(script), instruction.code.dialect if instruction.code else "sh"):
        if not isinstance(event, Invocation) or event.words[0].text not in _OWNER_PROGRAMS:
            continue
        operands = [word for word in event.words[1:] if not word.value.marked().startswith("-")]
        for word in operands[1:]:
            text = word.text
            if text is None or not text.startswith("/") or not volumes.hold(clean(text)):
                continue
            access = Access("write", Value.of(clean(text)), event.words[0].text or "", instruction.span)
            if _durability(access, mounts)[0] == "image layer":
                volume = volumes.first_of(clean(text))
                out.append(
                    StepAccess(access, instruction, "image layer", True, changes_owner=True, volume=volume)
                )
    return out


def _words(instruction: Instruction) -> list[Word]:
    span = instruction.span
    if instruction.json:
        return [Word(Value.of(argument.text), span) for argument in instruction.args]
    code = instruction.code
    if code is None:
        return []
    script = _given_variables(instruction, code.text.decode("utf-8", "surrogateescape"))
    return [Word(Value.of(text), span) for text in (code.dialect or "sh", "-c", script)]


def _given_variables(instruction: Instruction, script: str) -> str:
    """Return the script behind assignments of the variables that ENV and ARG give it, as far as it uses them and they are known."""
    given = [
        f"{name}='{value}'; "
        for name, value in instruction.variables.items()
        if f"${name}" in script or f"${{{name}" in script
        if name.isidentifier() and "'" not in value and not has_unknown(value)
    ]
    return "".join(given) + script


def _mounts(instruction: Instruction) -> list[tuple[str, str, bool]]:
    """Return the step's own mounts: target, type and whether it is read-only."""
    mounts: list[tuple[str, str, bool]] = []
    for flag in instruction.flags:
        if flag.name != "mount":
            continue
        fields = {}
        for field in flag.value.split(","):
            key, _, value = field.partition("=")
            fields[key.strip().lower()] = value
        target = fields.get("target") or fields.get("dst") or fields.get("destination")
        kind = fields.get("type", "bind")
        if target and kind in ("bind", "cache", "tmpfs"):
            path = clean(target if target.startswith("/") else f"{instruction.workdir or ''}/{target}")
            mounts.append((path, kind, _read_only(kind, fields)))
    return mounts


def _read_only(kind: str, fields: dict[str, str]) -> bool:
    """Return whether a mount is read-only. A bind is, unless it says otherwise."""
    for key in ("rw", "readwrite"):
        if key in fields:
            return fields[key].lower() in ("false", "0")
    for key in ("ro", "readonly"):
        if key in fields:
            return fields[key].lower() not in ("false", "0")
    return kind == "bind"


def _durability(access: Access, mounts: list[tuple[str, str, bool]]) -> tuple[str, bool]:
    text = access.target.text
    best = ""
    kind = ""
    read_only = False
    for target, mounted, only in mounts:
        if text is not None and is_below(text, target) and len(target) >= len(best):
            best, kind, read_only = target, mounted, only
    if text in ("/etc/hosts", "/etc/resolv.conf", "/etc/hostname"):
        return "engine-managed file", False
    # A bind mount of a step is thrown away when the step ends, a tmpfs too.
    return {"cache": "build cache", "tmpfs": "tmpfs", "bind": "tmpfs"}.get(kind, "image layer"), read_only
