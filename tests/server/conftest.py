from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.client import Client


@pytest.fixture
def start() -> Iterator[Callable[..., Client]]:
    """Starts servers, and ends those that a failed test leaves behind."""
    started: list[Client] = []

    def starter(*arguments: str, **how: Any) -> Client:
        started.append(Client(*arguments, **how))
        return started[-1]

    yield starter
    for client in started:
        client.stop()
    assert [problem for client in started for problem in client.malformed] == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project's folder with nothing in it."""
    (tmp_path / ".git").mkdir()
    return tmp_path
