"""The model of a document as plain data to compare: two texts with equal models have the same effect on an engine."""

from __future__ import annotations

from persistlint.docker.to_json import command_fields
from persistlint.text.counting import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.analysis.analysis import Analysis
    from persistlint.docker.commands import Command
    from persistlint.hosts.image_definition import ImageDefinition

Model = dict[str, object]

#: Options whose field has another name than they have. Every other one is the field of its name, with ``_`` for ``-``.
_FIELD_OF_OPTION = {
    "volume": "mounts",
    "mount": "mounts",
    "tmpfs": "mounts",
    "rm": "remove",
    "add-host": "hosts",
    "opt": "driver_options",
    "label": "labels",
    "tag": "tags",
    "filter": "filters",
    "renew-anon-volumes": "volumes",
}


def command_models(analysis: Analysis) -> list[Model]:
    """Return a model of every command of the document in order, each occurrence: its ``inspect`` fields and how the shell carries it out.

    ``options`` are the options that have no field of their own, ``shell`` is what stands around the command.
    """
    return [_command(command, when) for command, when in analysis.commands]


def image_models(analysis: Analysis) -> list[Model]:
    """Return a model of every image definition of the document: its instructions, and the final image."""
    return [_image(image) for image in analysis.images]


def difference(before: Model, after: Model) -> set[str]:
    """Return the fields in which two models differ. Fewer refusals and more knowledge count as no difference."""
    names = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if "resolved" in names and after.get("resolved"):
        names.discard("resolved")
    for name in _REFUSALS & names:
        reasons = counted(_reasons(before, name))
        if all(reasons.get(reason, 0) >= number for reason, number in counted(_reasons(after, name)).items()):
            names.discard(name)
    return names


#: Why docker refuses the command: lists of reasons.
_REFUSALS = frozenset(("syntax_errors", "engine_errors"))


def _reasons(model: Model, name: str) -> list[str]:
    reasons = model.get(name)
    return [str(reason) for reason in reasons] if isinstance(reasons, list) else []


def _command(command: Command, when: str | None) -> Model:
    invocation = command.invocation
    model: Model = {
        "program": command.program,
        "verb": command.verb,
        "resolved": command.resolved,
        "when": when,
        **command_fields(command),
        "redirects": [
            *(
                (
                    redirect.operator,
                    redirect.descriptor,
                    redirect.target.display() if redirect.target is not None else None,
                )
                for redirect in invocation.redirects
            ),
            # What feeds it from around it.
            *([invocation.standard_input.described()] if invocation.standard_input.feeds else ()),
        ],
        "shell": (
            invocation.certainty,
            invocation.wrappers,
            invocation.background,
            invocation.negated,
            invocation.condition,
            invocation.output,
            invocation.standard_input.kind,
            (invocation.stage.position, invocation.stage.names) if invocation.stage is not None else None,
        ),
    }
    for use in (*command.global_options, *command.options):
        field = _FIELD_OF_OPTION.get(use.name, use.name.replace("-", "_"))
        if field not in model or field == "options":
            field = "options"
            shown = (use.name, use.value.display() if use.value is not None else None)
            model[field] = (*_tuple(model.get(field)), shown)
    return model


def _tuple(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _image(image: ImageDefinition) -> Model:
    stage = image.image
    model: Model = {
        "instructions": counted(
            (instruction.keyword, tuple(argument.text for argument in instruction.args))
            for instruction in image.instructions
        )
    }
    if stage is not None:
        model["volumes"] = sorted(volume.path for volume in stage.volumes)
        model["workdir"] = stage.workdir
        model["user"] = stage.user
        model["env"] = stage.env
        model["cmd"] = stage.cmd.words if stage.cmd is not None else None
        model["entrypoint"] = stage.entrypoint.words if stage.entrypoint is not None else None
    return model
