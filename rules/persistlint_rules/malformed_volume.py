"""PSL502: a VOLUME that declares another path than its author means."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.hosts.image_definition import ImageDefinition, Instruction, show_unknown
from persistlint.rulekit.edits import offer, rewrite
from persistlint.rulekit.volume_slips import VolumeSlip, declared_path, volume_slip
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import INSTRUCTION
from persistlint.text.edits import Edit
from persistlint.text.sources import Sources

#: What is the matter, by the slip's kind.
_SENTENCES = {
    "list": "This is no JSON, which needs double quotes and commas. The engine declares the path {declared}, marks included. {missed}Write {advice}.",
    "comment": "No comment can stand behind an instruction: `{written}` is taken for paths. The engine declares {declared}. "
    "Write the comment on a line of its own.",
    "comma": "Blanks stand between the paths of a VOLUME, not commas. This declares the path {declared}, comma included{missed}. Write blanks.",
    "colon": "VOLUME takes container paths alone. This declares the path {declared}{missed}. Say with `docker run -v` what is mounted there.",
    "tilde": "Nothing expands the `~` of a VOLUME, so this declares the path {declared}. Write the home directory out.",
}
_LIST_MISSED = "`{}` is no volume, and what is written there stays in the container's layer. "


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
            slip = volume_slip(instruction)
            if slip is not None:
                edits = _edits(slip, instruction, context.sources)
                yield self.finding(
                    slip.span,
                    _message(slip, fixed=bool(edits) and all(edits)),
                    identity=" ".join(argument.written for argument in instruction.args),
                    fixes=offer("Write the paths as the engine reads them", *edits, safe=True),
                    topic=INSTRUCTION.of(instruction),
                )


def _message(slip: VolumeSlip, *, fixed: bool) -> str:
    more = " and more" if slip.kind == "comment" and len(slip.arguments) > 3 else ""
    told = {
        "written": " ".join(argument.written for argument in slip.arguments)[:60],
        "declared": ", ".join(f"`{declared_path(argument)}`" for argument in slip.arguments[:3]) + more,
        "missed": f", and `{slip.meant[0]}` is no volume" if slip.meant else "",
    }
    if slip.kind == "list":
        told["declared"] = ", ".join(f"`{show_unknown(argument.text)}`" for argument in slip.arguments)
        told["missed"] = _LIST_MISSED.format(slip.meant[0]) if _are_paths(slip.meant) else ""
        told["advice"] = (
            f"`{_json(slip.meant)}`" if fixed else "a JSON list, or the paths with blanks in between"
        )
    return _SENTENCES[slip.kind].format(**told)


def _edits(slip: VolumeSlip, instruction: Instruction, sources: Sources) -> list[Edit | None]:
    """Return the edits that write what is meant, None for one that can't be made."""
    if slip.kind == "comment":
        return [rewrite(slip.span, "", sources)]
    if slip.kind == "list" and _are_paths(slip.meant) and "#" not in sources.text(slip.span):
        return [rewrite(slip.span, _json(slip.meant), sources)]
    if (
        slip.kind != "comma"
        or instruction.json
        or not slip.meant
        or not all(path.startswith("/") for path in slip.meant)
    ):
        return []
    return [
        rewrite(
            argument.span, " ".join(argument.text.replace(",", " ").split()), sources, was=argument.written
        )
        if argument.written == argument.text
        else None
        for argument in instruction.args
        if "," in argument.text
    ]


def _are_paths(meant: list[str]) -> bool:
    return bool(meant) and all(
        path.startswith(("/", "$")) and not set(path) & set("\"'\\[]") for path in meant
    )


def _json(paths: list[str]) -> str:
    return "[" + ", ".join(f'"{path}"' for path in paths) + "]"


RULE = MalformedVolume
