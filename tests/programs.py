"""Programs that some tests need and that may be missing."""

from __future__ import annotations

import os
import shutil
import signal
from importlib import import_module
from types import ModuleType
from typing import NoReturn

import pytest


def needed(name: str, how: str) -> str:
    """Return the path of the program ``name``. Without it the test is skipped, and fails where ``CI`` is set; ``how`` says what to install."""
    program_path = shutil.which(name)
    if program_path is not None:
        return program_path
    _missing(f"{name} is missing: {how}")


def needed_module(name: str) -> ModuleType:
    """Return the module ``name`` of a package of the extra ``dev``; without it as ``needed`` has it."""
    try:
        return import_module(name)
    except ImportError:
        _missing(f"the module {name} is missing: pip install -e '.[dev]'")


def _missing(message: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def interruptible() -> None:
    """For ``preexec_fn``: where the tests themselves run in the background, SIGINT is ignored, and so it would be in what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
