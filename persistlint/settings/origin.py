"""The origin of a setting."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.settings.toml_places import Path


class Origin:
    """``file`` is the settings file that states it, and ``keys`` its path of keys there; "" where ``other`` says what states it instead."""

    __slots__ = ("file", "keys", "other")

    def __init__(self, file: str, keys: Path, other: str = "") -> None:
        self.file = file
        self.keys = keys
        self.other = other
