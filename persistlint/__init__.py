"""persistlint: knows what happens to your data in docker commands. ``analyse`` is its use as a library (docs/api.md)."""

from __future__ import annotations

from persistlint.version import VERSION as __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.api import (
        Edit,
        Finding,
        Fix,
        NotUnderstood,
        Related,
        Result,
        SettingsError,
        analyse,
    )

__all__ = [
    "Edit",
    "Finding",
    "Fix",
    "NotUnderstood",
    "Related",
    "Result",
    "SettingsError",
    "__version__",
    "analyse",
]


def __getattr__(name: str) -> object:
    # The library is loaded when it is used: the command line has no need of it, and starts sooner.
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("persistlint.api"), name)
    raise AttributeError(f"module 'persistlint' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
