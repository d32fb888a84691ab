"""The settings for the files that ``per-file`` speaks of."""

from __future__ import annotations

import copy
import os

from persistlint.hosts.ignored import rules_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.settings.settings import Settings


def narrowed(settings: Settings, path: str) -> Settings:
    """Return ``settings`` with the ``per-file`` entries on top that fit the file at ``path``, in the order in which they are stated."""
    absolute = os.path.abspath(path)
    fitting = tuple(pattern for pattern in settings.per_file if fits(pattern, absolute, settings.root))
    if not fitting:
        return settings
    merged = settings.narrowed.get(fitting)
    if merged is None:
        merged = settings.narrowed[fitting] = copy.copy(settings)
        entries = [settings.per_file[pattern] for pattern in fitting]
        # What the command line says comes last, over the file's entries.
        merged.layers = [*entries, *settings.layers]
        merged.per_file = {}
        for entry in entries:
            if entry.throw_away is not None:
                merged.throw_away = entry.throw_away
    return merged


def fits(pattern: str, path: str, root: str) -> bool:
    """Return whether the pattern, of .gitignore's form and relative to ``root``, fits the absolute ``path`` of a file."""
    rules = rules_for(root, [pattern])
    return rules is not None and bool(rules.decide(path, False))
