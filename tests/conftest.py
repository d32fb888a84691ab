"""Fixtures for every test, and the two tiers: plain ``pytest`` runs the fast one, ``pytest --all`` everything.

Tests are in the long tier by their folder (``LONG_FOLDERS``) or by the marker ``long``. CONTRIBUTING.md says what is where.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.engine import engine

__all__ = ["engine"]

#: Folders that drive other programs (docker, bash, editors, a browser, package builders), check the whole repository, or compare thousands of texts.
LONG_FOLDERS = frozenset(
    ("audit", "conformance", "editors", "engine_lookup", "packaging", "quality", "scale", "site", "truth")
)

#: No test depends on how busy the machine is: an example may take long, and drawing it too.
settings.register_profile("persistlint", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("persistlint")

_TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--all`` and ``--long``."""
    parser.addoption("--all", action="store_true", help="run the long tier, too")
    parser.addoption("--long", action="store_true", help="run the long tier alone")


def is_in_long_tier(item: pytest.Item) -> bool:
    """Return whether only ``--all`` runs the test."""
    path = item.path
    folder = path.relative_to(_TESTS).parts[0] if path.is_relative_to(_TESTS) else ""
    return folder in LONG_FOLDERS or item.get_closest_marker("long") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long tier out, unless ``--all`` is given or the command line names a file or folder of it. With ``--long`` leave the fast one out."""
    for item in items:
        if item.path.is_relative_to(_TESTS / "editors"):
            # They build one package in one place, and the windows of one VS Code depend on each other.
            item.add_marker(pytest.mark.xdist_group("editors"))
    if config.getoption("--long"):
        config.hook.pytest_deselected(items=[item for item in items if not is_in_long_tier(item)])
        items[:] = [item for item in items if is_in_long_tier(item)]
        return
    if config.getoption("--all"):
        return
    named = [
        Path(str(word).split("::")[0]).resolve()
        for word in config.invocation_params.args
        if not str(word).startswith("-")
    ]
    long = [
        item
        for item in items
        if is_in_long_tier(item)
        and not any(item.path.is_relative_to(path) and path != _TESTS for path in named)
    ]
    if long:
        config.hook.pytest_deselected(items=long)
        left_out = set(long)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> object:
    """No test reads or writes the user's cache of results."""
    patch = pytest.MonkeyPatch()
    patch.setenv("PERSISTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    yield
    patch.undo()
