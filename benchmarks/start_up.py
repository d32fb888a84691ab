"""Measures one small script from process start to exit, beside ShellCheck and bare Python.

    python benchmarks/start_up.py [--runs 40] [--upgrade-pip] [SCRIPT]

Builds a wheel of this checkout, installs it (compiled) into a temporary environment, and runs the programs in turn, so that a machine
whose speed drifts treats them alike. persistlint runs with an empty folder for its results, so that it analyses the script (and keeps what it
found), with an option besides, which makes it load its option parser, and once more with the results of the run before. Prints minimum and median
of the wall time, and ratios to ShellCheck.

``--upgrade-pip`` installs with the newest pip: before 25.2 it made a launcher that imports ``re`` before anything else (uv's
never did).
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def install(folder: Path, upgrade_pip: bool = False) -> Path:
    """Install the wheel into a fresh environment; return its persistlint program."""
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder / "dist"), str(ROOT)],
        check=True,
        capture_output=True,
    )
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if sys.platform == "win32" else "bin")
    wheel = next((folder / "dist").glob("*.whl"))
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if upgrade_pip:
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
    subprocess.run([*pip, "--compile", str(wheel)], check=True)
    return programs / "persistlint"


def once(command: list[str], results: Path) -> float:
    # As for a user: with PYTHONDONTWRITEBYTECODE and the like, compiled modules wouldn't be kept.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment["PERSISTLINT_CACHE_DIR"] = str(results)
    start = time.perf_counter()
    subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )
    return (time.perf_counter() - start) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--upgrade-pip", action="store_true")
    parser.add_argument("script", nargs="?", default=str(ROOT / "benchmarks" / "shop.sh"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        persistlint = str(install(Path(folder), options.upgrade_pip))
        python = str(Path(persistlint).parent / "python")
        commands = {
            "persistlint": [persistlint, options.script],
            "with an option": [persistlint, "--exit-zero", options.script],
            "nothing changed": [persistlint, options.script],
            "Python alone": [python, "-I", "-c", "pass"],
        }
        if shutil.which("shellcheck"):
            commands["ShellCheck"] = ["shellcheck", options.script]
        else:
            print("ShellCheck isn't installed: no ratio")
        times: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(options.runs + 3):
            for name, command in commands.items():
                kept = "kept" if name == "nothing changed" else f"{name} {number}"
                taken = once(command, Path(folder, "results", kept))
                if number >= 3:
                    times[name].append(taken)
    theirs = times.get("ShellCheck")
    print(
        f"{'program':<16}{'min ms':>10}{'median ms':>12}"
        + ("   of ShellCheck's: minima, pairs' median" if theirs else "")
    )
    for name, values in times.items():
        ratio = ""
        if theirs:
            pairs = [ours / other for ours, other in zip(values, theirs, strict=True)]
            ratio = f"{min(values) / min(theirs):>10.2f}{statistics.median(pairs):>10.2f}"
        print(f"{name:<16}{min(values):>10.1f}{statistics.median(values):>12.1f}{ratio}")


if __name__ == "__main__":
    main()
