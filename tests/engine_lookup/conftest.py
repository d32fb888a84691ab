"""An engine made of answers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.engine_lookup.stub import StubEngine


@pytest.fixture
def stub() -> Iterator[Callable[[dict[str, Any]], StubEngine]]:
    """Starts a service that gives these answers."""
    made: list[StubEngine] = []
    # Not pytest's own folder: a socket's path holds at most 107 bytes.
    with tempfile.TemporaryDirectory(prefix="psl-stub-", ignore_cleanup_errors=True) as folder:

        def start(answers: dict[str, Any]) -> StubEngine:
            made.append(StubEngine(folder, answers))
            return made[-1]

        yield start
        for service in made:
            service.close()
