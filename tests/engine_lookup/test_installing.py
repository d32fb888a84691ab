"""What a user is told to install, by how persistlint came to the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from persistlint.engine.installing import install_hint, reinstall_hint


@pytest.mark.parametrize(
    ("prefix", "hint"),
    [
        ("/home/me/.local/share/pipx/venvs/persistlint", "pipx inject persistlint docker"),
        ("/home/me/.local/share/uv/tools/persistlint", "uv tool install 'persistlint[engine]'"),
        ("/home/me/.cache/uv/archive-v0/abc", "uvx --from 'persistlint[engine]' persistlint"),
        ("/home/me/.cache/pre-commit/repoab12/py_env-python3", "additional_dependencies: [docker]"),
        ("C:\\Users\\me\\pipx\\venvs\\persistlint", "pipx inject persistlint docker"),
        ("/usr", "python -m pip install 'persistlint[engine]'"),
    ],
)
def test_hints(prefix: str, hint: str) -> None:
    assert hint in install_hint("engine", "docker", prefix)


def test_an_environment_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").write_text("")
    assert f"{tmp_path}/bin/python -m pip" in install_hint("engine", "docker", str(tmp_path)).replace(
        "\\", "/"
    ).replace("Scripts", "bin")


@pytest.mark.parametrize(
    ("prefix", "hint"),
    [
        ("/home/me/.local/share/pipx/venvs/persistlint", "pipx reinstall persistlint"),
        ("/home/me/.local/share/uv/tools/persistlint", "uv tool install --reinstall persistlint"),
        ("/home/me/.cache/uv/archive-v0/abc", "uv cache clean persistlint"),
        ("/home/me/.cache/pre-commit/repoab12/py_env-python3", "pre-commit clean"),
        ("/usr", "python -m pip install --force-reinstall persistlint"),
    ],
)
def test_an_incomplete_installation(prefix: str, hint: str) -> None:
    assert hint in reinstall_hint(prefix)
