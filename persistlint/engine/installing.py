"""Hints for installing a package that an extra needs, derived from how persistlint was installed."""

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
    if os.path.exists(os.path.join(prefix, "pyvenv.cfg")):
        python = os.path.join(prefix, "Scripts" if sys.platform == "win32" else "bin", "python")
        return f"run `{python} -m pip install 'persistlint[{extra}]'`"
    return f"run `python -m pip install 'persistlint[{extra}]'`"
