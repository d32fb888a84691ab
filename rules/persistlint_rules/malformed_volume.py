"""PSL502: a VOLUME that declares another path than its author means."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.image_definition import Argument, ImageDefinition, Instruction, show_unknown
from persistlint.rulekit.edits import offer, rewrite
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import INSTRUCTION
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.sources import Sources
from persistlint.text.spans import Span

_SEPARATORS = regex(r"[\s,]+")
_DRIVE = regex(r"[A-Za-z]:[\\/]?")
#: A slip: where it stands, the message, and the edits, None for one that can't be made.
Slip = tuple[Span, str, list[Edit | None]]


class MalformedVolume(Rule):
    code = "PSL502"
    name = "malformed-volume"
    summary = "a VOLUME with single quotes, commas, `HOST:CONTAINER` or `~`, which the engine takes for part of the path"
    severity = "error"
    fix = "safe"
    fix_changes = ("instructions", "volumes", "redirects")
    subject = ImageDefinition
    needs = ("VOLUME",)
    topics = {INSTRUCTION: 10}

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        for instruction in definition.instructions:
            if instruction.keyword != "VOLUME" or instruction.problem is not None or not instruction.args:
                continue
            slip = _list(instruction, context.sources) or _words(instruction, context.sources)
            if slip is not None:
                span, message, edits = slip
                yield self.finding(
                    span,
                    message,
                    identity=" ".join(argument.written for argument in instruction.args),
                    fixes=offer("Write the paths as the engine reads them", *edits, safe=True),
                    topic=INSTRUCTION.of(instruction),
                )


def _whole(arguments: list[Argument]) -> Span:
    """Return the span from the first argument to the last."""
    return arguments[0].span.to(arguments[-1].span)


def _list(instruction: Instruction, sources: Sources) -> Slip | None:
    """Return the slip of a list that is no JSON, so that its marks are part of the paths."""
    arguments = instruction.args
    if instruction.json or not arguments[0].written.startswith("["):
        return None
    span = _whole(arguments)
    written = " ".join(argument.written for argument in arguments)
    paths = [part.strip("'\"`") for part in _SEPARATORS.split(written.strip("[] ")) if part.strip("'\"`")]
    fits = bool(paths) and all(
        path.startswith(("/", "$")) and not set(path) & set("\"'\\[]") for path in paths
    )
    meant = "[" + ", ".join(f'"{path}"' for path in paths) + "]"
    edit = rewrite(span, meant, sources) if fits and "#" not in sources.text(span) else None
    stored = ", ".join(f"`{show_unknown(argument.text)}`" for argument in arguments)
    message = f"This is no JSON, which needs double quotes and commas. The engine declares the path {stored}, marks included. "
    if fits:
        message += f"`{paths[0]}` is no volume, and what is written there stays in the container's layer. "
    message += f"Write `{meant}`." if edit else "Write a JSON list, or the paths with blanks in between."
    return span, message, [edit]


def _words(instruction: Instruction, sources: Sources) -> Slip | None:
    """Return the slip of the first path with a mark that the engine takes for a part of it."""
    marks = [index for index, argument in enumerate(instruction.args) if argument.written.startswith("#")]
    if marks and marks[0] > 0:
        return _comment(instruction.args[marks[0] :], sources)
    for argument in instruction.args:
        text = argument.text
        if argument.unknown or _DRIVE.match(text) or "\\" in text:
            continue
        if "," in text:
            return _commas(argument, instruction, sources)
        message = ""
        if ":" in text:
            container = text.rpartition(":")[2] if text.count(":") == 1 else ""
            more = f", and `{container}` is no volume" if container.startswith("/") else ""
            message = f"VOLUME takes container paths alone. This declares the path `{_stored(text)}`{more}. Say with `docker run -v` what is mounted there."
        elif text.startswith("~"):
            message = f"Nothing expands the `~` of a VOLUME, so this declares the path `{_stored(text)}`. Write the home directory out."
        if message:
            return argument.span, message, []
    return None


def _comment(arguments: list[Argument], sources: Sources) -> Slip:
    """Return the slip of a remark behind the paths."""
    written = " ".join(argument.written for argument in arguments)
    stored = ", ".join(f"`{_stored(argument.text)}`" for argument in arguments[:3])
    more = " and more" if len(arguments) > 3 else ""
    message = (
        f"No comment can stand behind an instruction: `{written[:60]}` is taken for paths. The engine declares {stored}{more}. "
        "Write the comment on a line of its own."
    )
    return _whole(arguments), message, [rewrite(_whole(arguments), "", sources)]


def _commas(argument: Argument, instruction: Instruction, sources: Sources) -> Slip:
    parts = [part for part in argument.text.split(",") if part]
    edits: list[Edit | None] = []
    if not instruction.json and parts and all(part.startswith("/") for part in parts):
        for operand in instruction.args:
            if "," in operand.text:
                blanks = " ".join(part for part in operand.text.split(",") if part)
                is_plain = operand.written == operand.text
                edits.append(
                    rewrite(operand.span, blanks, sources, was=operand.written) if is_plain else None
                )
    more = f", and `{parts[0]}` is no volume" if parts else ""
    message = (
        f"Blanks stand between the paths of a VOLUME, not commas. This declares the path `{_stored(argument.text)}`, comma included{more}. "
        "Write blanks."
    )
    return argument.span, message, edits


def _stored(text: str) -> str:
    return text if text.startswith("/") else f"/{text}"


RULE = MalformedVolume
