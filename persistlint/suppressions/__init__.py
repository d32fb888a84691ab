"""Comments that speak to persistlint: ``ignore``, ``ignore-file``, ``disable`` … ``enable`` and ``assume``."""

from persistlint.suppressions.applying import apply, check_codes
from persistlint.suppressions.model import SuppressedCode, Suppression
from persistlint.suppressions.reading import assumptions, read_suppressions

__all__ = [
    "SuppressedCode",
    "Suppression",
    "apply",
    "assumptions",
    "check_codes",
    "read_suppressions",
]
