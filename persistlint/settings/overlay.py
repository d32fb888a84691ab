"""Settings that an editor states, put over those of a file."""

from __future__ import annotations

from copy import copy as shallow

from persistlint.settings.problem import SettingsProblem
from persistlint.settings.settings import RuleChoice, Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def overlaid(settings: Settings, stated: dict[str, Any]) -> Settings:
    """Return a copy of ``settings`` in which the keys of ``stated``, named as in a settings file, replace the file's.

    Raises ``SettingsProblem`` (of the path "editor settings") for a key or value that means nothing.
    """
    copy = shallow(settings)
    for kind in (RuleChoice, Settings):
        for name in kind.__slots__:
            value = getattr(settings, name)
            if isinstance(value, (dict, list)):
                setattr(copy, name, value.copy())
    # These were made of the settings as they were.
    copy.narrowed = {}
    if stated:
        # Only an editor that states something pays for reading it.
        from persistlint.settings.read import fill

        fill(copy, stated, "editor settings")
    return copy


def checked(stated: dict[str, Any]) -> tuple[dict[str, Any], list[SettingsProblem]]:
    """Return the valid part of ``stated``, and the problems of the rest."""
    right: dict[str, Any] = {}
    problems = []
    for key, value in stated.items():
        try:
            overlaid(Settings(), {key: value})
        except SettingsProblem as problem:
            problems.append(problem)
        else:
            right[key] = value
    return right, problems
