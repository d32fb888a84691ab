#!/usr/bin/env python3
"""Measures the processor time of an edit of an open document, beside another checkout of the program.

    python benchmarks/edits.py [FOLDER] [--beside CHECKOUT] [--scripts 200] [--generated]

FOLDER holds real shell scripts. Those of 40 to 800 lines in which a docker command stands are taken, ``--scripts`` of them. In each a letter is typed at the
end of five lines, three times a line, and a quote is opened and taken back at each. ``--generated`` adds generated scripts of 500 and 5,000 lines: a mixed one, one
``case``, one function. An edit is the whole analysis of the new text (``analyse`` with the document's ``Memory``). With ``--beside`` both checkouts make
each edit in turn, so that other load on the machine meets both, and the last column is the ratio.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(1, str(Path(__file__).parent))

LETTERS = ("k", "kq", "kqz")
PLACES = 5
BANDS = ((40, 100), (100, 200), (200, 400), (400, 801))


def versions(lines: list[str]) -> Iterator[str]:
    """Yield the text before the edits, then after each one. No text but the first comes twice, as when somebody types."""
    yield "\n".join(lines)
    places = [len(lines) * number // PLACES for number in range(PLACES)]
    commands = [number for number, line in enumerate(lines) if "docker" in line]
    # Every second place is a docker command: that is where people type.
    for number in range(0, PLACES, 2):
        if commands:
            places[number] = commands[len(commands) * number // PLACES]
    for number, place in enumerate(places):
        for typed in (*LETTERS, ' "', ""):
            changed = list(lines)
            changed[place] += f"{typed}{number}" if typed.strip('" ') else typed
            yield "\n".join(changed)


def edit_times(path: str, text: str) -> list[float]:
    """Return the milliseconds of processor time that each edit took."""
    from persistlint.analysis.analyse import analyse
    from persistlint.analysis.memory import Memory
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    settings = Settings()
    settings.root = os.path.dirname(path)
    workspace, memory = Workspace(settings.root), Memory()
    times = []
    gc.collect()
    for version in versions(text.split("\n")):
        document = Document(path, version.encode("utf-8", "surrogateescape"), "shell")
        began = time.process_time()
        analyse(document, workspace, settings, memory)
        times.append((time.process_time() - began) * 1e3)
    return times[1:]


def generated() -> dict[str, str]:
    """Return the generated scripts by name."""
    from language_server import script

    arms = [
        f"  {number})\n    docker run -d --name n{number} -v v{number}:/data redis:7\n    docker exec n{number} redis-cli save\n    ;;"
        for number in range(125)
    ]
    calls = [
        f"  docker run -d --name n{number} -v v{number}:/data redis:7\n  echo {number}\n  docker stop n{number}"
        for number in range(166)
    ]
    return {
        "500 lines": "\n".join(script(500)),
        "5,000 lines": "\n".join(script(5000)),
        "one case of 500": "\n".join(["#!/bin/bash", 'case "$1" in', *arms, "esac"]),
        "one function of 500": "\n".join(["#!/bin/bash", "main() {", *calls, "}", "main"]),
    }


def real(folder: str, most: int) -> dict[str, str]:
    """Return scripts of the folder by path: always the same ones, whatever the order of the files."""
    found: list[tuple[str, str, str]] = []
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if not name.endswith((".sh", ".bash")) or not os.path.isfile(path):
                continue
            text = Path(path).read_bytes().decode("utf-8", "surrogateescape")
            if not 40 <= text.count("\n") <= 800 or "docker " not in text:
                continue
            found.append((hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest(), path, text))
    chosen: dict[str, str] = {}
    for digest, path, text in sorted(found):
        if len(chosen) < most and _has_commands(path, text) and digest not in chosen:
            chosen[path] = text
    return chosen


def _has_commands(path: str, text: str) -> bool:
    from persistlint.analysis.analyse import commands_of
    from persistlint.analysis.workspace import Workspace
    from persistlint.settings.settings import Settings
    from persistlint.text.document import Document

    document = Document(path, text.encode("utf-8", "surrogateescape"), "shell")
    return bool(commands_of(document, Workspace(os.path.dirname(path)), Settings()).commands)


class Worker:
    """A process that measures scripts with the program of one checkout."""

    def __init__(self, checkout: Path) -> None:
        path = os.pathsep.join(str(checkout / part) for part in (".", "rules", "server"))
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--work"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            cwd="/",
            text=True,
        )

    def times(self, path: str, text: str) -> list[float]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([path, text]) + "\n")
        self._process.stdin.flush()
        times: list[float] = json.loads(self._process.stdout.readline())
        return times

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def work() -> int:
    """Measure the scripts that come on standard input."""
    for line in sys.stdin:
        print(json.dumps(edit_times(*json.loads(line))), flush=True)
    return 0


def row(name: str, measured: list[list[float]]) -> str:
    """Return a line of the table: median and 90th percentile of each checkout, and the ratios of the two."""
    cells = []
    figures = [
        (statistics.median(times), statistics.quantiles(times, n=10)[-1] if len(times) > 1 else times[0])
        for times in measured
    ]
    cells += [f"{median:.1f} / {most:.1f}" for median, most in figures]
    if len(figures) == 2:
        (median, most), (other, others_most) = figures
        cells.append(f"{median / other:.2f} / {most / others_most:.2f}")
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT")
    parser.add_argument("--scripts", type=int, default=200)
    parser.add_argument("--generated", action="store_true")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        return work()
    if options.beside and not (options.beside / "persistlint").is_dir():
        # Python would take the installed program in its place.
        parser.error(f"{options.beside} is no checkout of the program")
    checkouts = [Path(__file__).parents[1]] + ([options.beside.resolve()] if options.beside else [])
    workers = [Worker(checkout) for checkout in checkouts]
    print(
        "| milliseconds, median / 90th | "
        + " | ".join(map(str, checkouts))
        + (" | ratio |" if options.beside else " |")
    )
    print("| --- " * (1 + len(workers) + bool(options.beside)) + "|")
    scripts = real(options.folder, options.scripts) if options.folder else {}
    bands: dict[tuple[int, int], list[list[float]]] = {}
    everything: list[list[float]] = [[] for _ in workers]
    for path, text in scripts.items():
        lines = text.count("\n")
        band = next(band for band in BANDS if band[0] <= lines < band[1])
        measured = bands.setdefault(band, [[] for _ in workers])
        for number, worker in enumerate(workers):
            times = worker.times(path, text)
            measured[number] += times
            everything[number] += times
    for band, measured in sorted(bands.items()):
        print(row(f"{band[0]}-{band[1] - 1} lines", measured), flush=True)
    if scripts:
        print(row(f"{len(scripts)} scripts", everything), flush=True)
    if options.generated:
        for name, text in generated().items():
            print(row(name, [worker.times("/nowhere/run.sh", text) for worker in workers]), flush=True)
    for worker in workers:
        worker.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
