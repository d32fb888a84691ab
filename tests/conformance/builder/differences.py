"""Where a builder is known to differ from the newest BuildKit, whose rules persistlint follows.

A difference excuses a disagreement only where the Dockerfile has what the difference is about; each is counted by its name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from persistlint.hosts.image_definition import ImageDefinition, Instruction

from .building import CLASSIC
from .reading import Reading

_Test = Callable[[ImageDefinition, str], bool]


def known_difference(text: str, builder: str, reading: Reading) -> str | None:
    """Return the name of the first known difference that this Dockerfile may show, None where there is none."""
    tables = [OLDER_BUILDKIT] if builder != CLASSIC else [OLDER_BUILDKIT, CLASSIC_BUILDER]
    for table in tables:
        for name, shows in table.items():
            if shows(reading.definition, text):
                return name
    return None


def _instructions(definition: ImageDefinition, *keywords: str) -> Iterator[Instruction]:
    return (each for each in definition.instructions if each.keyword in keywords)


def _text_after_json(definition: ImageDefinition, text: str) -> bool:
    return any(
        not each.json and _is_array_and_more(" ".join(argument.written for argument in each.args))
        for each in definition.instructions
    )


def _is_array_and_more(text: str) -> bool:
    start = text.find("[")
    try:
        value, end = json.JSONDecoder().raw_decode(text, max(start, 0))
    except ValueError:
        return False
    return isinstance(value, list) and bool(text[end:].strip())


def _arg_of_the_same_line(definition: ImageDefinition, text: str) -> bool:
    return any(
        len(each.pairs) > 1
        and any(pair.value is not None and "$" in pair.value.written for pair in each.pairs)
        for each in _instructions(definition, "ARG")
    )


#: What BuildKit did before a release that is newer than the engine's.
OLDER_BUILDKIT: dict[str, _Test] = {
    "before 0.15, text after a JSON array is overlooked": _text_after_json,
    "before 0.14, an ARG doesn't see those of its own line": _arg_of_the_same_line,
    "before 0.22, << with a space after it begins nothing": lambda _, text: bool(
        re.search(r"<<-?[ \t]", text)
    ),
    "before 0.14, check is no directive": lambda _, text: bool(re.match(r"(?i)\ufeff?#\s*check\s*=", text)),
}


def _flags(definition: ImageDefinition, text: str) -> bool:
    return any(
        flag.name not in ("from", "chown")
        for each in _instructions(definition, "ADD", "COPY", "RUN")
        for flag in each.flags
    )


def _repeated_name(definition: ImageDefinition, text: str) -> bool:
    names = [stage.name for stage in definition.stages if stage.name is not None]
    return len(set(names)) < len(names)


def _other_case(definition: ImageDefinition, text: str) -> bool:
    names = {stage.name for stage in definition.stages}
    bases = [stage.base for stage in definition.stages if stage.base is not None]
    return any(base not in names and base.lower() in names for base in bases)


def _nothing_built(definition: ImageDefinition, text: str) -> bool:
    stages = definition.stages
    return bool(stages) and stages[-1].base == "scratch" and len(stages[-1].instructions) == 1


def _unclean_workdir(definition: ImageDefinition, text: str) -> bool:
    return any(
        each.args and re.search(r"//|/\.{1,2}(?:/|\Z)|/\Z|\A\Z", each.args[0].text)
        for each in _instructions(definition, "WORKDIR")
    )


def _arg_and_stages(definition: ImageDefinition, text: str) -> bool:
    return any(each.stage >= 0 for each in _instructions(definition, "ARG")) and any(
        stage.base_stage is not None for stage in definition.stages
    )


def _arg_and_env(definition: ImageDefinition, text: str) -> bool:
    variables = {pair.name.text for each in _instructions(definition, "ENV") for pair in each.pairs}
    variables |= {"RICH", "BLANK", "PATH"}
    return any(
        pair.name.text in variables for each in _instructions(definition, "ARG") for pair in each.pairs
    )


def _empty_command(definition: ImageDefinition, text: str) -> bool:
    return any(not each.args for each in _instructions(definition, "CMD", "ENTRYPOINT", "RUN"))


def _inherited_command(definition: ImageDefinition, text: str) -> bool:
    stage = definition.image
    return stage is not None and stage.base_stage is not None and "ENTRYPOINT" in text.upper()


def _several_sources(definition: ImageDefinition, text: str) -> bool:
    return any(
        len(each.args) > 2 and not each.args[-1].text.endswith("/")
        for each in _instructions(definition, "ADD", "COPY")
    )


#: What the classic builder does in another way than any BuildKit.
CLASSIC_BUILDER: dict[str, _Test] = {
    "no flags but --from and --chown": _flags,
    "the first stage of a name is the one": _repeated_name,
    "the names of stages in upper and lower case": _other_case,
    "FROM scratch alone is no image": _nothing_built,
    "WORKDIR is cleaned, and mustn't be empty": _unclean_workdir,
    "a stage doesn't inherit ARG": _arg_and_stages,
    "ENV wins over a later ARG": _arg_and_env,
    "CMD, ENTRYPOINT and RUN without words": _empty_command,
    "ENTRYPOINT keeps the CMD of an earlier stage": _inherited_command,
    "several sources need a destination with a slash": _several_sources,
    "no BUILDPLATFORM, no TARGETPLATFORM": lambda _, text: bool(
        re.search(r"\$\{?(?:BUILD|TARGET)[A-Z]", text)
    ),
    "a NUL": lambda _, text: "\0" in text,
}
