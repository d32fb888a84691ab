"""``python -m persistlint``."""

from __future__ import annotations

from persistlint.cli.app import program

program()
