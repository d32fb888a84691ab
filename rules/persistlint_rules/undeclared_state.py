"""PSL508: an image whose command keeps data where no VOLUME is."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.image_reference import parse_reference
from persistlint.durability.images import ImageLookup
from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import ImageDefinition, Stage, has_unknown
from persistlint.rulekit.definitions import steps_of_image
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.regex import regex
from persistlint.text.spans import Span

_FLAG = regex(
    r"--?(?:data|data-?dir|data_dir|data-path|db-?path|storage-?path|storage\.path|storage\.tsdb\.path|state-?dir)"
)
_VARIABLE = regex(r"(?:^|_)(?:DATA_?DIR|DATA_?PATH|DB_?PATH|DATABASE_PATH|STORAGE_?(?:PATH|DIR)|STATE_?DIR)$")
_SCRATCH = ("/tmp", "/dev/shm", "/run", "/usr", "/etc")


class UndeclaredState(Rule):
    code = "PSL508"
    name = "undeclared-state"
    summary = "the image's command keeps data at a path that is no VOLUME"
    severity = "info"
    enabled = False
    subject = ImageDefinition

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        stage = definition.image
        if stage is None or not definition.complete or (stage.cmd is None and stage.entrypoint is None):
            return
        chain = definition.chain(stage)
        volumes = [clean("/" + volume.path) for volume in stage.volumes]
        base = chain[-1].base
        if base is not None and not has_unknown(base):
            volumes += ImageLookup()(parse_reference(Value.of(base))).volumes
        if any(has_unknown(volume) for volume in volumes):
            return
        said: set[str] = set()
        for path, span, by in _states(definition, stage):
            if path in said or any(is_below(path, volume) for volume in volumes):
                continue
            if any(is_below(path, other) for other in _SCRATCH):
                continue
            said.add(path)
            yield self.finding(
                span,
                f"{by} puts the data at `{path}`, and nothing tells those who run the image. Without a mount there it ends with the container. "
                "Declare it as a VOLUME, or say in the documentation what to mount.",
                identity=path,
            )


def _states(definition: ImageDefinition, stage: Stage) -> Iterator[tuple[str, Span, str]]:
    """Paths that the command, or a variable of the image, names as the place of its data."""
    for command in (stage.entrypoint, stage.cmd):
        words = command.words if command is not None and not command.shell_form else []
        for index, word in enumerate(words):
            flag, equals, value = word.partition("=")
            if not _FLAG.fullmatch(flag):
                continue
            value = value if equals else words[index + 1] if index + 1 < len(words) else ""
            if value.startswith("/") and not has_unknown(value) and command is not None:
                yield clean(value), command.span, f"`{flag}`"
    for instruction in steps_of_image(definition, "ENV"):
        for pair in instruction.pairs:
            value = pair.value.text if pair.value is not None else ""
            if _VARIABLE.search(pair.name.text) and value.startswith("/") and not has_unknown(value):
                yield clean(value), instruction.span, f"`{pair.name.text}`"


RULE = UndeclaredState
