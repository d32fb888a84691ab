"""Generated programs are fixed, and run before and after with recorders in place of docker.

``PERSISTLINT_FIX_PROGRAMS=5000 pytest tests/fixes/test_recorded.py`` tries more of them.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from .recorded import Bench, Call, _difference, faults
from .shell_programs import ShellProgram

pytestmark = pytest.mark.long


#: Programs for each shell in an ordinary run.
FEW = 40
PROGRAMS = int(os.environ.get("PERSISTLINT_FIX_PROGRAMS", FEW))


@pytest.mark.parametrize("shell", ["bash", "dash"])
def test_fixed_programs_do_what_they_did(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        if os.environ.get("CI"):
            pytest.fail(f"{shell} isn't installed")
        pytest.skip(f"{shell} isn't installed")
    bench = Bench(os.fspath(tmp_path / "bench"))
    made: Counter[str] = Counter()
    wrong = []
    for seed in range(PROGRAMS):
        program = ShellProgram(seed, shell == "bash")
        wrong += [(seed, fault) for fault in faults(program, bench, shell, made)]
    assert wrong == []
    assert sum(made.values()) > PROGRAMS // 4


def test_the_same_seed_makes_the_same() -> None:
    assert ShellProgram(3).text == ShellProgram(3).text != ShellProgram(4).text


def test_what_differs_is_seen() -> None:
    program = ShellProgram(0)
    psql = Call(("exec", "m99", "psql"), "")
    assert _difference(psql, Call(("exec", "-i", "m99", "psql"), "dump"), program, "m99") is None
    assert _difference(psql, Call(("exec", "-i", "m99", "psql"), ""), program, "m99") is not None
    assert _difference(psql, Call(("exec", "m99", "ls"), ""), program, "m99") is not None
    run = Call(("run", "-v", "data/up:/x", "app:1"), "")
    assert _difference(run, Call(("run", "-v", "./data/up:/x", "app:1"), ""), program, "m99") is None
    assert _difference(run, Call(("run", "-v", "data:/x", "app:1"), ""), program, "m99") is not None
