"""PSL504: the image's user can't write the image's volume."""

from __future__ import annotations

import re
from collections.abc import Iterator

from persistlint.docker.image_reference import parse_reference
from persistlint.durability.images import ImageLookup
from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import ImageDefinition, Instruction, Volume, has_unknown
from persistlint.rules.finding import Finding, Fix
from persistlint.rules.rule import Context, Rule
from persistlint.shell.values import Value
from persistlint.text.edits import Edit
from persistlint.text.regex import regex

_ROOT = frozenset(("", "root", "0"))
#: Directories that packages make for their own users, or that anyone may write.
_OTHERS = ("/var", "/etc", "/usr", "/opt", "/run", "/home", "/root", "/tmp", "/dev/shm")
_PATH = regex(r"(?<![\w.$}])/[\w./-]+")
_GIVES = regex(r"\b(chown|chmod|install|setfacl|chgrp|usermod|fix-permissions)\b")
_UNSEEN = regex(r"\.sh\b|\.py\b|(?:^|[\s;&])\./|\bmake\b|\btar\b|\bunzip\b|\bansible|\bcurl\b.*\|")
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
        if user.partition(":")[0] in _ROOT or not user.isascii():
            return
        chain = definition.chain(stage)
        base = chain[-1].base
        if base is None or has_unknown(base) or ImageLookup()(parse_reference(Value.of(base))).kind != "base":
            # What another image has at the path, and whose it is, isn't known.
            return
        instructions = [one for part in reversed(chain) for one in part.instructions]
        for volume in stage.volumes:
            path = clean("/" + volume.path)
            if (
                volume.is_misspelt
                or has_unknown(path)
                or any(is_below(path, other) for other in _OTHERS)
                or path == "/"
            ):
                continue
            if any(_may_give(instruction, path) for instruction in instructions):
                continue
            where = next((one for one in instructions if one.keyword == "USER"), None)
            yield self.finding(
                volume.span,
                f"`{path}` belongs to root, but the image's program runs as `{user}` and can't write there. Add `RUN chown {user} {path}` before the VOLUME.",
                identity=path,
                related=[(where, "the program runs as this user")],
                fixes=_fixes(volume, path, user, context),
            )


def _may_give(instruction: Instruction, path: str) -> bool:
    """Return whether the step may give the path to the user."""
    if instruction.onbuild:
        return False
    if instruction.keyword in ("COPY", "ADD"):
        target = instruction.args[-1].text if instruction.args else "/"
        if has_unknown(target) or not target.startswith("/"):
            return instruction.flag("chown") is not None or instruction.flag("chmod") is not None
        target = clean(target)
        near = is_below(path, target) or is_below(target, path)
        return target == "/" or (
            near and (instruction.flag("chown") or instruction.flag("chmod")) is not None
        )
    if instruction.keyword != "RUN":
        return False
    text = " ".join(argument.text for argument in instruction.args)
    text += " ".join(document.text.decode("utf-8", "replace") for document in instruction.heredocs)
    named = [found.rstrip("/.") or "/" for found in _PATH.findall(text)]
    near = any(is_below(path, one) or is_below(one, path) for one in named if one != "/")
    as_user = instruction.user is not None and instruction.user.partition(":")[0] not in _ROOT
    if _UNSEEN.search(text) or (as_user and ("$" in text or near or not named)):
        return True
    if _GIVES.search(text):
        return near or "$" in text or has_unknown(text) or not named
    return near and re.search(r"\b(useradd|adduser)\b", text) is not None


def _fixes(volume: Volume, path: str, user: str, context: Context) -> list[Fix]:
    instruction = volume.instruction
    if instruction.user is not None and instruction.user.partition(":")[0] not in _ROOT:
        return []
    sources = context.sources
    if not sources.editable(instruction.span) or not _PLAIN.fullmatch(user) or not _PLAIN.fullmatch(path):
        return []
    place = sources.place(instruction.span)
    if place.document.position(place.start)[1] != 1:
        return []
    step = f"RUN mkdir -p {path} && chown {user} {path}\n"
    return [Fix(f"Give {path} to {user}", [Edit(instruction.span.at_start(), step)], safe=False)]


RULE = UnownedVolume
