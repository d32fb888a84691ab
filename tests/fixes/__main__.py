"""``python -m tests.fixes [--generated N] [--recorded N] [--seed N] FOLDER…``: every fix offered for the files below the folders (a project each), and for N generated ones.

Prints how many fixes of each rule were tried, which the product itself held back and why, and each that breaks an invariant.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter

from persistlint.hosts.discover import discover
from persistlint.text.document import Document

from . import shells
from .invariants import Outcome, examine
from .recorded import Bench, faults
from .scripts import Scripts
from .shell_programs import ShellProgram


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fixes", description=__doc__.split("\n\n")[0])
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--generated", type=int, default=0)
    parser.add_argument(
        "--recorded", type=int, default=0, help="run so many generated programs before and after"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    lacking = shells.missing()
    if lacking:
        print(f"can't run: {lacking}", file=sys.stderr)
        return 2
    if options.recorded:
        return run_recorded(range(options.seed, options.seed + options.recorded))
    outcome = Outcome()
    with tempfile.TemporaryDirectory(prefix="persistlint-") as folder:
        os.mkdir(os.path.join(folder, ".git"))
        for seed in range(options.seed, options.seed + options.generated):
            name, data = Scripts(seed).any()
            language = {"run.sh": "shell", "README.md": "markdown"}.get(name, "dockerfile")
            examine(Document(os.path.join(folder, f"{seed}", name), data, language), folder, outcome)
    for folder in options.folders:
        root = os.path.realpath(folder)
        for path in discover([root]):
            if not path.problem and path.language in ("shell", "dockerfile", "markdown"):
                with open(path.path, "rb") as file:
                    examine(Document(path.path, file.read(), path.language), root, outcome)
    report(outcome)
    return 1 if outcome.faults else 0


def run_recorded(seeds: range) -> int:
    """Run programs before and after their fixes, in bash and in dash; the exit status."""
    number = 0
    with tempfile.TemporaryDirectory(prefix="persistlint-") as folder:
        for shell in ("bash", "dash"):
            bench = Bench(os.path.join(folder, shell))
            made: Counter[str] = Counter()
            for seed in seeds:
                program = ShellProgram(seed, shell == "bash")
                faults_of_shell = faults(program, bench, shell, made)
                number += bool(faults_of_shell)
                for fault in faults_of_shell:
                    print(f"{shell} seed {seed}: {fault}", flush=True)
            print(f"{len(seeds)} programs in {shell}: {dict(sorted(made.items()))}", flush=True)
    print(f"{number} programs with faults")
    return 1 if number else 0


def report(outcome: Outcome) -> None:
    total = sum(outcome.fixes.values())
    print(
        f"{outcome.documents} files, {outcome.findings} findings, {total} fixes offered, {sum(outcome.refused.values())} held back"
    )
    for (code, kind), number in sorted(outcome.fixes.items()):
        print(f"  {code} {kind}: {number}")
    for (code, why), number in sorted(outcome.refused.items(), key=lambda row: (row[0][0], -row[1])):
        print(f"  {code} held back {number} times: {why}")
    print(f"{len(outcome.faults)} faults")
    for place, code, title, each in outcome.faults[:400]:
        print(f"  {place}: {code} ({title}): {each}")
    for (code, each), number in Counter((code, each) for _, code, _, each in outcome.faults).most_common(60):
        print(f"  {number} × {code}: {each}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
