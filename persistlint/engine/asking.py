"""Asking an engine in the middle of an analysis, which goes on whatever becomes of the question."""

from __future__ import annotations

from collections.abc import Callable

from persistlint.engine.client import Engine, connect
from persistlint.engine.facts import ImageFacts
from persistlint.engine.problem import EngineProblem


class AskedEngine:
    """The engine that is connected to when the first question comes up.

    Where it can't be asked, ``tell`` gets the reason, once, and every answer is None: not known.
    """

    __slots__ = ("_connect", "_engine", "_lost", "_tell")

    def __init__(self, tell: Callable[[str], None], connect: Callable[[], Engine] = connect) -> None:
        self._tell = tell
        self._connect = connect
        self._engine: Engine | None = None
        self._lost = False

    def image(self, name: str) -> ImageFacts | None:
        """Return the engine's image of this name, None where it has none or can't be asked."""
        try:
            engine = self._connected()
            return engine.image(name) if engine is not None else None
        except EngineProblem as problem:
            self._lose(problem)
            return None

    def has_volume(self, name: str) -> bool | None:
        """Return whether the engine has a volume of this name, None where it can't be asked."""
        try:
            engine = self._connected()
            return engine.has_volume(name) if engine is not None else None
        except EngineProblem as problem:
            self._lose(problem)
            return None

    def close(self) -> None:
        """Hang up."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None

    def end(self) -> None:
        """Hang up, and ask nothing any more: whoever still holds this gets None for every answer."""
        self._lost = True
        self.close()

    def _connected(self) -> Engine | None:
        if self._engine is None and not self._lost:
            self._engine = self._connect()
        return self._engine

    def _lose(self, problem: EngineProblem) -> None:
        self.close()
        if not self._lost:
            self._lost = True
            self._tell(f"the engine isn't asked: {problem}")
