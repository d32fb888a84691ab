"""PSL504: the image's user can't write the image's volume."""

from __future__ import annotations

from collections.abc import Iterator

from persistlint.docker.image_reference import parse_reference
from persistlint.durability.images import ImageLookup
from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import ImageDefinition, Volume, has_unknown
from persistlint.rulekit.definitions import insert_step
from persistlint.rulekit.edits import offer
from persistlint.rulekit.owners import is_root, may_give
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.regex import regex

#: Directories that packages make for their own users, or that anyone may write.
_OTHERS = ("/var", "/etc", "/usr", "/opt", "/run", "/home", "/root", "/tmp", "/dev/shm")
_PLAIN = regex(r"[\w./:-]+")


class UnownedVolume(Rule):
    code = "PSL504"
    name = "unowned-volume"
    summary = "a VOLUME that the image's USER cannot write"
    severity = "warning"
    fix = "unsafe"
    fix_changes = ("instructions", "redirects")
    subject = ImageDefinition
    needs = ("USER",)

    def check(self, definition: ImageDefinition, context: Context) -> Iterator[Finding]:
        stage = definition.image
        if stage is None or not definition.complete or stage.user is None or has_unknown(stage.user):
            return
        user = stage.user
        if is_root(user) or not user.isascii():
            return
        chain = definition.chain(stage)
        base = chain[-1].base
        if base is None or has_unknown(base) or ImageLookup()(parse_reference(Value.of(base))).kind != "base":
            # What another image has at the path, and whose it is, isn't known.
            return
        instructions = [step for part in reversed(chain) for step in part.instructions]
        for volume in stage.volumes:
            path = clean("/" + volume.path)
            if volume.is_misspelt or has_unknown(path) or path == "/":
                continue
            if any(is_below(path, other) for other in _OTHERS):
                continue
            if any(may_give(instruction, path) for instruction in instructions):
                continue
            where = next((step for step in instructions if step.keyword == "USER"), None)
            yield self.finding(
                volume.span,
                f"`{path}` belongs to root, but the image's program runs as `{user}` and can't write there. Add `RUN chown {user} {path}` before the VOLUME.",
                identity=path,
                related=[(where, "the program runs as this user")],
                fixes=_fixes(volume, path, user, context),
            )


def _fixes(volume: Volume, path: str, user: str, context: Context) -> list[Fix]:
    instruction = volume.instruction
    if instruction.user is not None and not is_root(instruction.user):
        return []
    if not _PLAIN.fullmatch(user) or not _PLAIN.fullmatch(path):
        return []
    step = f"RUN mkdir -p {path} && chown {user} {path}"
    return offer(f"Give {path} to {user}", insert_step(step, instruction, context.sources))


RULE = UnownedVolume
