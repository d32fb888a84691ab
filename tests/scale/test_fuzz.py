"""Changed texts are analysed without an exception; ``benchmarks/fuzz.py`` tries as many as one likes."""

import importlib.util
import random
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("fuzz", Path(__file__).parents[2] / "benchmarks" / "fuzz.py")
assert _SPEC is not None and _SPEC.loader is not None
fuzz = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(fuzz)

TEXTS = fuzz.seeds([])


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_changed_texts(first: int) -> None:
    for seed in range(first, first + 20):
        language, text = fuzz.changed(random.Random(seed), TEXTS)
        # An exception is the fault that is asked for here; how long it takes depends on the machine.
        fuzz.analyse(text.encode("utf-8", "surrogateescape"), path=fuzz.NAMES[language])


@pytest.mark.long
def test_a_minute_of_changed_texts() -> None:
    # Exceptions and memory are faults here; how long a text takes depends on the machine, too.
    assert (
        fuzz.main(["--seconds", "60", "--count", "1000000", "--seed", "1000", "--most-seconds", "inf"]) == 0
    )
