"""Owners of an image's directories: which steps of a Dockerfile may give one to its user."""

from __future__ import annotations

from persistlint.durability.paths import clean, is_below
from persistlint.hosts.image_definition import has_unknown
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import Instruction

_ROOT = frozenset(("", "root", "0"))
#: Absolute paths in a step's text.
_PATH = regex(r"(?<![\w.$}])/[\w./-]+")
#: Programs that give files away.
_GIVES = regex(r"\b(chown|chmod|install|setfacl|chgrp|usermod|fix-permissions)\b")
#: Steps that run what isn't in front of us.
_UNSEEN = regex(r"\.sh\b|\.py\b|(?:^|[\s;&])\./|\bmake\b|\btar\b|\bunzip\b|\bansible|\bcurl\b.*\|")
#: Programs that make a user, and perhaps a home for it.
_ADDS_USER = regex(r"\b(useradd|adduser)\b")


def is_root(user: str) -> bool:
    """Return whether a USER is root, with or without a group."""
    return user.partition(":")[0] in _ROOT


def may_give(instruction: Instruction, path: str) -> bool:
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
    named = [match.rstrip("/.") or "/" for match in _PATH.findall(text)]
    near = any(
        is_below(path, named_path) or is_below(named_path, path) for named_path in named if named_path != "/"
    )
    as_user = instruction.user is not None and not is_root(instruction.user)
    if _UNSEEN.search(text) or (as_user and ("$" in text or near or not named)):
        return True
    if _GIVES.search(text):
        return near or "$" in text or has_unknown(text) or not named
    return near and _ADDS_USER.search(text) is not None
