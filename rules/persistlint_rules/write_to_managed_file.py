"""PSL112: a file is written that the engine writes anew each time that the container starts."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.build_steps import step_accesses
from persistlint.durability.model import Timeline, Write
from persistlint.durability.mount_table import MANAGED_FILES
from persistlint.durability.paths import base_name, clean
from persistlint.hosts.image_definition import ImageDefinition, Instruction, has_unknown
from persistlint.rulekit.definitions import build_of, copied_to, steps_of_image
from persistlint.rulekit.lost_writes import stands
from persistlint.rulekit.phrases import label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule

_OPTIONS = {"/etc/hosts": "--add-host", "/etc/resolv.conf": "--dns", "/etc/hostname": "--hostname"}
#: Programs that put a new file in the old one's place, which a mounted file doesn't allow.
_REPLACING = frozenset(("sed", "mv", "perl", "install", "docker cp"))


class WriteToManagedFile(Rule):
    code = "PSL112"
    name = "write-to-managed-file"
    summary = "exec or a build step writes a file that the engine writes anew at each start"
    severity = "info"
    services = True
    subject = object
    needs = ("managed write", "RUN", "COPY", "ADD")

    def check(self, subject: object, context: Context) -> Iterator[Finding]:
        if isinstance(subject, ImageDefinition):
            yield from self._built(subject, context)
        elif isinstance(subject, Timeline):
            for write in subject.writes:
                path = write.target.text
                if path in MANAGED_FILES and write.how in ("exec", "cp") and _managed(write):
                    yield self._written(write, path)

    def _written(self, write: Write, path: str) -> Finding:
        container = write.container
        label = label_of(container) if container is not None else "the container"
        if write.by in _REPLACING:
            effect = f'`{write.by}` can\'t replace it ("Device or resource busy").'
        else:
            effect = "What is written is gone when it starts again, and in no commit."
        return self.finding(
            stands(write),
            f"The engine makes `{path}` of {label} itself, each time that it starts, and mounts it there. {effect} "
            f"Use `{_OPTIONS[path]}` where the container is made.",
            identity=f"{label} {path}",
            command=write.command,
            related=[(container.command.span, "the container is made here")]
            if container is not None
            else None,
        )

    def _built(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        command = build_of(definition, context)
        said: set[int] = set()
        for step in step_accesses(definition):
            path = step.access.target.text
            if path not in MANAGED_FILES or id(step.instruction) in said:
                continue
            said.add(id(step.instruction))
            if path == "/etc/hostname":
                effect = "The engine mounts its own over it in each container."
            else:
                effect = "BuildKit has it read-only, so that the step fails, and the classic builder throws the change away when the step ends."
            yield self.finding(
                step.instruction.span,
                f"A build can't set `{path}`. {effect} Use `{_OPTIONS[path]}` where the image is built or the container made.",
                identity=path,
                command=command,
            )
        for instruction in steps_of_image(definition, "COPY", "ADD"):
            path = _copied(instruction)
            if path is not None:
                yield self.finding(
                    instruction.span,
                    f"No container sees this `{path}`. The engine makes its own each time that one starts, and mounts it there. "
                    f"Use `{_OPTIONS[path]}` where the container is made.",
                    identity=path,
                    command=command,
                )


def _managed(write: Write) -> bool:
    """Return whether the write means the engine's file: no other mount is known there."""
    if write.container is None:
        return True
    return write.durability == "engine-managed file" and write.happened is not False


def _copied(instruction: Instruction) -> str | None:
    """Return the managed file that a COPY or ADD puts into the image."""
    target = copied_to(instruction)
    if target is None or any(has_unknown(argument.text) for argument in instruction.args):
        return None
    paths = [target]
    if target.endswith("/") or len(instruction.args) > 2:
        paths = [f"{target}/{base_name(argument.text)}" for argument in instruction.args[:-1]]
    return next((clean(path) for path in paths if clean(path) in MANAGED_FILES), None)


RULE = WriteToManagedFile
