"""Problems between us and an engine."""

from __future__ import annotations


class EngineProblem(Exception):
    """The engine can't be asked. The message is one line for people, without a full stop."""
