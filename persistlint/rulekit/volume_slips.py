"""Slips in a Dockerfile's VOLUME: marks that the engine takes for a part of a path."""

from __future__ import annotations

from persistlint.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from persistlint.hosts.image_definition import Argument, Instruction
    from persistlint.text.spans import Span

_SEPARATORS = regex(r"[\s,]+")
_DRIVE = regex(r"[A-Za-z]:[\\/]?")


class VolumeSlip:
    """``kind`` is "list" (brackets that are no JSON), "comment", "comma", "colon" or "tilde". ``arguments`` have the mark.

    ``meant`` are the paths that the first of them are to be, as far as that can be told.
    """

    __slots__ = ("arguments", "kind", "meant")

    def __init__(self, kind: str, arguments: list[Argument], meant: list[str]) -> None:
        self.kind = kind
        self.arguments = arguments
        self.meant = meant

    @property
    def span(self) -> Span:
        """Return the span from the first argument to the last."""
        return self.arguments[0].span.to(self.arguments[-1].span)


def volume_slip(instruction: Instruction) -> VolumeSlip | None:
    """Return the first slip of a VOLUME, None without one and for other instructions."""
    arguments = instruction.args
    if instruction.keyword != "VOLUME" or instruction.problem is not None or not arguments:
        return None
    if not instruction.json and arguments[0].written.startswith("["):
        return VolumeSlip("list", arguments, _listed(arguments))
    remark = next((at for at, argument in enumerate(arguments) if argument.written.startswith("#")), 0)
    if remark > 0:
        return VolumeSlip("comment", arguments[remark:], [])
    for argument in arguments:
        text = argument.text
        if argument.unknown or _DRIVE.match(text) or "\\" in text:
            continue
        if "," in text:
            return VolumeSlip("comma", [argument], [part for part in text.split(",") if part])
        if ":" in text:
            container = text.rpartition(":")[2] if text.count(":") == 1 else ""
            return VolumeSlip("colon", [argument], [container] if container.startswith("/") else [])
        if text.startswith("~"):
            return VolumeSlip("tilde", [argument], [])
    return None


def _listed(arguments: list[Argument]) -> list[str]:
    """Return the paths of a list that is no JSON."""
    written = " ".join(argument.written for argument in arguments)
    return [part.strip("'\"`") for part in _SEPARATORS.split(written.strip("[] ")) if part.strip("'\"`")]


def declared_path(argument: Argument) -> str:
    """Return the path that the engine declares for an argument, its marks included."""
    return argument.text if argument.text.startswith("/") else f"/{argument.text}"
