"""Hints for installing what is missing, derived from how persistlint was installed."""

from __future__ import annotations

import os
import sys


def install_hint(extra: str, package: str, prefix: str = sys.prefix) -> str:
    """Return what to do so that ``package``, which the extra ``extra`` brings, is there. ``prefix`` is the environment's folder."""
    parts = prefix.replace("\\", "/").lower().split("/")
    if "pipx" in parts:
        return f"run `pipx inject persistlint {package}`"
    if "uv" in parts and "tools" in parts:
        return f"run `uv tool install 'persistlint[{extra}]'`"
    if "uv" in parts:
        return f"run `uvx --from 'persistlint[{extra}]' persistlint`"
    if "pre-commit" in parts or any(part.startswith("py_env-") for part in parts):
        return f"add `additional_dependencies: [{package}]` to the hook in .pre-commit-config.yaml"
    return f"run `{_python(prefix)} -m pip install 'persistlint[{extra}]'`"


def reinstall_hint(prefix: str = sys.prefix) -> str:
    """Return what to do where a library is missing that persistlint depends on. ``prefix`` is the environment's folder."""
    parts = prefix.replace("\\", "/").lower().split("/")
    if "pipx" in parts:
        return "run `pipx reinstall persistlint`"
    if "uv" in parts and "tools" in parts:
        return "run `uv tool install --reinstall persistlint`"
    if "uv" in parts:
        return "run `uv cache clean persistlint`, and `uvx persistlint` again"
    if "pre-commit" in parts or any(part.startswith("py_env-") for part in parts):
        return "run `pre-commit clean`: the hook is installed anew at its next run"
    return f"run `{_python(prefix)} -m pip install --force-reinstall persistlint`"


def _python(prefix: str) -> str:
    """Return the interpreter of a virtual environment, or the one that is found by its name."""
    if os.path.exists(os.path.join(prefix, "pyvenv.cfg")):
        return os.path.join(prefix, "Scripts" if sys.platform == "win32" else "bin", "python")
    return "python"
