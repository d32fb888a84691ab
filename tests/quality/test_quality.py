"""Style, types and the direction of imports: what a reviewer shouldn't have to look for."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        # What only one system's Python has shows as a missing attribute on the others.
        ("mypy", "--platform", "win32", "--cache-dir", ".mypy_cache/win32"),
        ("mypy", "--platform", "darwin", "--cache-dir", ".mypy_cache/darwin"),
    ],
    ids=" ".join,
)
def test_tool_has_no_complaint(command: tuple[str, ...]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_imports_follow_the_flow() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """The imports of persistlint, those for types among them, which lint-imports passes over."""
    return grimp.build_graph("persistlint", exclude_type_checking_imports=False, cache_dir=None)


@pytest.mark.parametrize("container", ["persistlint.shell", "persistlint.shell.evaluate"])
def test_layers_of_the_shell_hold_for_types(imports: grimp.ImportGraph, container: str) -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        contract
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract.get("containers") == [container]
    )
    layers = [
        grimp.Layer(*(name.strip() for name in layer.split(":")), independent=False)
        for layer in contract["layers"]
    ]
    named = {name for layer in layers for name in layer.module_tails}
    assert named >= {child.removeprefix(f"{container}.") for child in imports.find_children(container)}
    chains = imports.find_illegal_dependencies_for_layers(layers=layers, containers={container})
    assert {(chain.importer, chain.imported) for chain in chains} == set()


def test_no_circle_of_types_in_the_shell(imports: grimp.ImportGraph) -> None:
    modules = {name for name in imports.modules if name.startswith("persistlint.shell.")}
    waiting = {name: imports.find_modules_directly_imported_by(name) & modules for name in modules}
    while waiting:
        ready = {name for name, imported in waiting.items() if not imported & waiting.keys()}
        assert ready, f"a circle, or what leads to one: {sorted(waiting)}"
        for name in ready:
            del waiting[name]
