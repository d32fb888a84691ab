"""Mounts that are commented out: whoever wrote them knows of the mount, and chose to go without."""

from __future__ import annotations

from persistlint.durability.paths import clean, is_below
from persistlint.rulekit.surroundings import comments_around
from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.rules.rule import Context
    from persistlint.text.spans import Span


def is_left_out(span: Span, paths: list[str], context: Context) -> bool:
    """Return whether a comment in or around the command at ``span`` is a mount on one of the paths."""
    targets = {
        clean(match[1]) for comment in comments_around(span, context) for match in _TARGET.finditer(comment)
    }
    return any(is_below(path, target) or is_below(target, path) for target in targets for path in paths)


#: The container's path in a mount that is written in a comment.
_TARGET = regex(r"(?::|\b(?:target|dst|destination)[=:][ \t]*)(/\w[\w./-]*)")
