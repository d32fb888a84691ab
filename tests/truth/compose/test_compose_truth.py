"""A part of the scenarios in every run of the tests: ``python -m tests.truth.compose --count 300`` is the whole of it."""

from __future__ import annotations

from pathlib import Path

from tests.engine import Engine
from tests.truth.compose.checking import Result, check

_COUNT = 4


def test_services_writes_live_as_the_map_says(engine: Engine, tmp_path: Path) -> None:
    engine.import_image("busybox:1.36")
    result = Result()
    for seed in range(_COUNT):
        check(engine, tmp_path / "work", seed, result)
    assert not result.differences, "\n".join(result.differences)
    assert result.sure > _COUNT
