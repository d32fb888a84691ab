"""PSL501: a relative path of VOLUME, which WORKDIR has no part in."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.durability.paths import clean
from persistlint.hosts.image_definition import UNKNOWN_START, ImageDefinition, has_unknown, show_unknown
from persistlint.rulekit.edits import offer, rewrite
from persistlint.rules.finding import Finding
from persistlint.rules.rule import Context, Rule
from persistlint.rules.topics import INSTRUCTION
from persistlint.text.regex import regex

_DRIVE = regex(r"[A-Za-z]:")


class RelativeVolumePath(Rule):
    code = "PSL501"
    name = "relative-volume-path"
    summary = "`VOLUME data` is `/data`, whatever the WORKDIR"
    severity = "error"
    fix = "unsafe"
    fix_changes = ("instructions", "volumes", "redirects")
    subject = ImageDefinition
    needs = ("VOLUME",)
    topics = {INSTRUCTION: 20}

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        for instruction in definition.instructions:
            if instruction.keyword != "VOLUME" or instruction.problem is not None:
                continue
            for argument in instruction.args:
                text = argument.text
                if (
                    not text
                    or text.startswith(("/", "[", "~", UNKNOWN_START))
                    or "\\" in text
                    or _DRIVE.match(text)
                ):
                    continue
                workdir = instruction.workdir
                if workdir is not None and (has_unknown(workdir) or not workdir.startswith("/")):
                    continue
                stored = show_unknown(clean("/" + text))
                at_root = workdir is None or clean(workdir) == "/"
                meant = clean(f"{workdir or ''}/{text}")
                edit = (
                    rewrite(argument, meant, context.sources, was=text) if argument.written == text else None
                )
                message = (
                    f"VOLUME has nothing to do with WORKDIR: `{show_unknown(text)}` is `{stored}`"
                    if at_root
                    else f"VOLUME has nothing to do with WORKDIR: `{show_unknown(text)}` is `{stored}`, and `{show_unknown(meant)}` is no volume. What is "
                    "written there stays in the container's layer"
                )
                yield self.finding(
                    argument.span,
                    f"{message}. Write `{show_unknown(meant)}`.",
                    identity=text,
                    severity="hint" if at_root else None,
                    fixes=offer(f"Declare {meant}", edit),
                    topic=INSTRUCTION.of(instruction),
                )


RULE = RelativeVolumePath
