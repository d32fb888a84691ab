"""Runs programs in one sandbox session and compares each call with what the evaluator lists."""

from __future__ import annotations

import os
import tempfile

from .comparison import KINDS, compare_numbered
from .listing import places
from .sandbox import Observed, Sandbox

#: Calls of one program that are compared.
MOST_CALLS = 200


class Outcome:
    """How many calls are of each kind, and what went wrong: ``(text, kind, observed, listed)``."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(KINDS, 0)
        self.faults: list[tuple[str, str, Observed, list[str]]] = []

    def __str__(self) -> str:
        return ", ".join(f"{kind} {count}" for kind, count in self.counts.items())


def run_programs(sandbox: Sandbox, programs: list[tuple[str, dict[str, str]]], outcome: Outcome) -> None:
    """Run each ``(text, files)`` in a folder of its own."""
    with tempfile.TemporaryDirectory() as work:
        os.chmod(work, 0o755)
        for number, (text, files) in enumerate(programs):
            folder = os.path.join(work, str(number))
            os.mkdir(folder)
            for name, content in {"script.sh": text, **files}.items():
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(content)
        observed = sandbox.run(
            work, [(f"{number}/script.sh", str(number)) for number in range(len(programs))]
        )
    for number, (text, files) in enumerate(programs):
        listed = places(text, files)
        for call in observed.get(f"{number}/script.sh", [])[:MOST_CALLS]:
            kind, near = compare_numbered(call, listed)
            outcome.counts[kind] += 1
            if kind in ("contradiction", "missed"):
                outcome.faults.append((text, kind, call, [repr(invocation) for invocation in near[:6]]))


def smaller(sandbox: Sandbox, program: tuple[str, dict[str, str]], kind: str) -> str:
    """Return the program without the lines that the fault doesn't need."""
    text, files = program
    lines = text.split("\n")
    size = max(len(lines) // 2, 1)
    while True:
        # The first lines set what the others rely on.
        at = 4
        while at < len(lines):
            fewer = lines[:at] + lines[at + size :]
            outcome = Outcome()
            run_programs(sandbox, [("\n".join(fewer), files)], outcome)
            if any(fault[1] == kind for fault in outcome.faults):
                lines = fewer
            else:
                at += size
        if size == 1:
            return "\n".join(lines)
        size //= 2
