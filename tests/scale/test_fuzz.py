"""Changed texts are analysed without an exception; ``benchmarks/fuzz.py`` tries as many as one likes."""

import importlib.util
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_SPEC = importlib.util.spec_from_file_location("fuzz", ROOT / "benchmarks" / "fuzz.py")
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
    # Exceptions and memory are faults here; how long a text takes depends on the machine, too. A process of its own: its memory is what is measured.
    options = ["--seconds", "60", "--count", "1000000", "--seed", "1000", "--most-seconds", "inf"]
    command = [sys.executable, str(ROOT / "benchmarks" / "fuzz.py"), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
