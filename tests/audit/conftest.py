"""``persistlint audit`` in this process, against the private engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main
from tests.audit.zoo import make_images
from tests.engine import Engine


@pytest.fixture
def zoo(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Yield the engine with the zoo's images and no container, as the one that the environment means."""
    monkeypatch.chdir(tmp_path)
    for name in ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DOCKER_HOST", "DOCKER_CONFIG"):
        monkeypatch.setenv(name, engine.variables[name])
    engine.clear()
    make_images(engine)
    yield engine
    engine.clear()


@pytest.fixture
def audited(capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """Runs ``audit --format json`` and gives the answer, with the exit status as ``status``."""

    def run(*arguments: str) -> Any:
        status = main(["audit", "--format", "json", *arguments])
        captured = capsys.readouterr()
        assert captured.err == ""
        return {**json.loads(captured.out), "status": status}

    return run
