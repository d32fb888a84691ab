"""PSL502: a VOLUME that declares another path than its author means."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.image_definition import Argument, ImageDefinition, Instruction, show_unknown
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import INSTRUCTION
from persistlint.text.edits import Edit
from persistlint.text.regex import regex
from persistlint.text.spans import Span

_SEPARATORS = regex(r"[\s,]+")
_DRIVE = regex(r"[A-Za-z]:[\\/]?")


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
            slip = _list(instruction, context) or _words(instruction, context)
            if slip is None:
                continue
            span, message, edits = slip
            yield self.finding(
                span,
                message,
                identity=" ".join(argument.written for argument in instruction.args),
                fixes=[Fix("Write the paths as the engine reads them", edits, safe=True)] if edits else None,
                topic=INSTRUCTION.of(instruction),
            )


Slip = tuple[Span, str, list[Edit]]


def _list(instruction: Instruction, context: Context) -> Slip | None:
    """Return the slip of a list that is no JSON, so that its marks are part of the paths."""
    arguments = instruction.args
    if instruction.json or not arguments[0].written.startswith("["):
        return None
    first, last = arguments[0].span, arguments[-1].span
    span = Span(first.anchor, first.start, last.end) if first.anchor == last.anchor else first
    written = " ".join(argument.written for argument in arguments)
    paths = [part.strip("'\"`") for part in _SEPARATORS.split(written.strip("[] ")) if part.strip("'\"`")]
    stored = ", ".join(f"`{show_unknown(argument.text)}`" for argument in arguments)
    edits: list[Edit] = []
    meant = "[" + ", ".join(f'"{path}"' for path in paths) + "]"
    fits = all(path.startswith(("/", "$")) and not set(path) & set("\"'\\[]") for path in paths)
    if paths and fits and context.sources.editable(span) and "#" not in context.sources.text(span):
        edits = [Edit(span, meant)]
    return (
        span,
        f"This is no JSON, which needs double quotes and commas. The engine declares the path {stored}, marks included. "
        + (
            f"`{paths[0]}` is no volume, and what is written there stays in the container's layer. "
            if fits and paths
            else ""
        )
        + (f"Write `{meant}`." if edits else "Write a JSON list, or the paths with blanks in between."),
        edits,
    )


def _words(instruction: Instruction, context: Context) -> Slip | None:
    """Return the slip of the first path with a mark that the engine takes for a part of it."""
    comment = next(
        (index for index, argument in enumerate(instruction.args) if argument.written.startswith("#")), 0
    )
    if comment:
        return _comment(instruction.args[comment:], context)
    for argument in instruction.args:
        text = argument.text
        if argument.unknown or _DRIVE.match(text) or "\\" in text:
            continue
        if "," in text:
            return _commas(argument, instruction, context)
        if ":" in text:
            container = text.rpartition(":")[2] if text.count(":") == 1 else ""
            shown = f", and `{container}` is no volume" if container.startswith("/") else ""
            return (
                argument.span,
                f"VOLUME takes container paths alone. This declares the path `{_stored(text)}`{shown}. Say with `docker run -v` what is mounted there.",
                [],
            )
        if text.startswith("~"):
            return (
                argument.span,
                f"Nothing expands the `~` of a VOLUME, so this declares the path `{_stored(text)}`. Write the home directory out.",
                [],
            )
    return None


def _comment(arguments: list[Argument], context: Context) -> Slip:
    """Return the slip of a remark behind the paths."""
    first, last = arguments[0].span, arguments[-1].span
    span = Span(first.anchor, first.start, last.end) if first.anchor == last.anchor else first
    written = " ".join(argument.written for argument in arguments)
    stored = ", ".join(f"`{_stored(argument.text)}`" for argument in arguments[:3])
    return (
        span,
        f"No comment can stand behind an instruction: `{written[:60]}` is taken for paths. The engine declares {stored}{' and more' if len(arguments) > 3 else ''}. "
        "Write the comment on a line of its own.",
        [Edit(span, "")] if context.sources.editable(span) else [],
    )


def _commas(argument: Argument, instruction: Instruction, context: Context) -> Slip:
    parts = [part for part in argument.text.split(",") if part]
    edits: list[Edit] = []
    if not instruction.json and parts and all(part.startswith("/") for part in parts):
        for operand in instruction.args:
            if "," in operand.text:
                plain = (
                    operand.written == operand.text and context.sources.text(operand.span) == operand.written
                )
                if not plain or not context.sources.editable(operand.span):
                    edits = []
                    break
                edits.append(Edit(operand.span, " ".join(part for part in operand.text.split(",") if part)))
    return (
        argument.span,
        f"Blanks stand between the paths of a VOLUME, not commas. This declares the path `{_stored(argument.text)}`, comma included"
        + (f", and `{parts[0]}` is no volume. Write blanks." if parts else ". Write blanks."),
        edits,
    )


def _stored(text: str) -> str:
    return text if text.startswith("/") else f"/{text}"


RULE = MalformedVolume
