"""Writes of an image definition's RUN steps, and where they stay: in the image's layers, a cache, nowhere."""

from __future__ import annotations

from persistlint.docker.image_reference import parse_reference
from persistlint.durability.accesses.access import Access
from persistlint.durability.accesses.reader import command_accesses
from persistlint.durability.images import ImageLookup
from persistlint.durability.paths import clean, directories_of, is_below
from persistlint.shell.values import Value, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import ImageDefinition, Instruction


class StepAccess:
    """A write of a build step: the ``access``, the RUN ``instruction``, and the ``durability`` of its path during that step.

    ``below_volume`` is true where the path is one of a VOLUME that was declared before the step, by the base image too; ``read_only`` where it is in a
    bind mount that isn't ``rw``, so that the step fails (docs.docker.com/reference/dockerfile/#run---mounttypebind).
    """

    __slots__ = ("access", "below_volume", "durability", "instruction", "read_only")

    def __init__(
        self,
        access: Access,
        instruction: Instruction,
        durability: str,
        below_volume: bool,
        read_only: bool = False,
    ) -> None:
        self.access = access
        self.instruction = instruction
        self.durability = durability
        self.below_volume = below_volume
        self.read_only = read_only


def step_accesses(
    definition: ImageDefinition, target: str | None = None, images: ImageLookup | None = None
) -> list[StepAccess]:
    """Return the writes and installs of the steps that make the image's last stage (or ``target``), in order.

    ``images`` tells what the base image declares. What other stages write stays behind unless it is copied, so that it is left out.
    """
    from persistlint.hosts.image_definition import has_unknown

    stage = definition.target(target) if target is not None else definition.image
    if stage is None:
        return []
    chain = definition.chain(stage)
    volumes: set[str] = set()
    if images is not None and chain[-1].base is not None and not has_unknown(chain[-1].base):
        volumes.update(images(parse_reference(Value.of(chain[-1].base))).volumes)
    accesses: list[StepAccess] = []
    for part in reversed(chain):
        for instruction in part.instructions:
            if instruction.onbuild:
                continue
            if instruction.keyword == "RUN":
                accesses += _step(instruction, volumes)
            elif instruction.keyword == "VOLUME":
                volumes.update(
                    clean("/" + argument.text) for argument in instruction.args if not argument.unknown
                )
    return accesses


def _step(instruction: Instruction, volumes: set[str]) -> list[StepAccess]:
    from persistlint.hosts.image_definition import has_unknown

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
            below = (
                text is not None
                and durability == "image layer"
                and not volumes.isdisjoint(directories_of(text))
            )
            out.append(StepAccess(access, instruction, durability, below, read_only))
    return out


def _words(instruction: Instruction) -> list[Word]:
    span = instruction.span
    if instruction.json:
        return [Word(Value.of(argument.text), span) for argument in instruction.args]
    code = instruction.code
    if code is None:
        return []
    script = code.text.decode("utf-8", "surrogateescape")
    return [Word(Value.of(text), span) for text in (code.dialect or "sh", "-c", script)]


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
