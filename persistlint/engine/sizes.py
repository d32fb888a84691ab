"""Sizes, as people and docker write them: powers of ten."""

from __future__ import annotations

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def shown_size(size: int) -> str:
    """Return a size in words: ``1 byte``, ``640 bytes``, ``42 MB``, ``1.5 GB``."""
    if size == 1:
        return "1 byte"
    value = float(size)
    for unit in _UNITS:
        if value < 1000 or unit == _UNITS[-1]:
            break
        value /= 1000
    number = f"{value:.1f}" if unit != "bytes" and value < 9.95 else f"{value:.0f}"
    return f"{number.removesuffix('.0')} {unit}"


def read_size(text: str) -> int:
    """Return ``500k``, ``1M``, ``2.5GB`` or ``1000`` in bytes. Raises ValueError."""
    digits = text.strip().lower().removesuffix("b")
    factor = 1
    for power, letter in enumerate("kmgt", 1):
        if digits.endswith(letter):
            digits, factor = digits[:-1], 1000**power
    size = float(digits) * factor
    if not 0 <= size < 1e18:
        raise ValueError(text)
    return int(size)
