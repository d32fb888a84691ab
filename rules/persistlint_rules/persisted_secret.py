"""PSL701: a credential where it stays."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.commands import ContainerCopy
from persistlint.durability.model import Timeline, Write
from persistlint.hosts.image_definition import ImageDefinition, has_unknown
from persistlint.rulekit.credentials import is_credential
from persistlint.rulekit.definitions import steps_of_image
from persistlint.rulekit.phrases import as_written, label_of
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule


class PersistedSecret(Rule):
    code = "PSL701"
    name = "persisted-secret"
    summary = "a credential file is put into a named volume, a container's layer or an image"
    severity = "warning"
    warns_in_documents = False
    subject = object
    needs = ("cp write", "COPY", "ADD")

    def check(self, subject: object, context: Context) -> Iterator[Finding]:
        if isinstance(subject, ImageDefinition):
            yield from self._built(subject)
        elif isinstance(subject, Timeline):
            for write in subject.writes:
                yield from self._written(write)

    def _built(self, definition: ImageDefinition) -> Iterator[Finding]:
        for instruction in steps_of_image(definition, "COPY", "ADD"):
            if instruction.onbuild or instruction.heredocs or instruction.flag("from") is not None:
                continue
            for argument in instruction.args[:-1]:
                if not has_unknown(argument.text) and is_credential(argument.text):
                    yield self.finding(
                        argument.span,
                        f"`{argument.text}` stays in a layer of the image, for everyone who gets the image, even where a later step deletes it. "
                        "Hand it to the step with `RUN --mount=type=secret`, or to the container when it starts.",
                        identity=argument.text,
                    )

    def _written(self, write: Write) -> Iterator[Finding]:
        command = write.command
        source = command.source if isinstance(command, ContainerCopy) else None
        if source is None or source.container is not None or write.container is None:
            return
        path, volume = source.path, write.volume if write.durability == "volume" else None
        if not is_credential(path.trailing()):
            return
        if write.durability == "container layer":
            where = f"the layer of {label_of(write.container)}, and in every `docker commit` of it"
        elif volume is not None and volume.name is not None and not volume.in_memory:
            where = f"the volume `{as_written(volume.name)}`, for every container that mounts it"
        elif write.unmounted:
            where = f"{label_of(write.container)} for as long as it exists, and in every `docker commit` of its layer"
        else:
            return
        yield self.finding(
            path,
            f"`{as_written(path)}` stays in {where}. Mount the file read-only when the container starts, or write it to a tmpfs there.",
            identity=as_written(path),
            command=command,
        )


RULE = PersistedSecret
