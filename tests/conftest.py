"""Fixtures for every test."""

from __future__ import annotations

import pytest

from tests.engine import engine

__all__ = ["engine"]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    """No test reads or writes the user's cache of results."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PERSISTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()
