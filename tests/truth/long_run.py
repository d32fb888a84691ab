"""A share of the long run: the scenarios of some seeds, on one engine."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Iterable

from tests.truth.campaign import judge, runner, scenario_of, shrunk


class Sums:
    """What a run counts."""

    def __init__(self) -> None:
        self.scenarios = 0
        self.events = 0
        self.predictions = 0
        self.unknown = 0
        self.differing = 0
        #: Scenarios that differed once and agreed when they were run again.
        self.unsteady = 0
        self.version = ""

    def add(self, other: Sums) -> None:
        self.scenarios += other.scenarios
        self.events += other.events
        self.predictions += other.predictions
        self.unknown += other.unknown
        self.differing += other.differing
        self.unsteady += other.unsteady
        self.version = other.version


def part(seeds: Iterable[int], arguments: argparse.Namespace) -> Sums:
    """Runs the scenarios of ``seeds``, prints what differs, and counts."""
    # The engine is stopped in good order when the run is.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sums = Sums()
    with runner() as running:
        sums.version = running.engine.version
        for seed in seeds:
            scenario = scenario_of(seed)
            verdict = judge(running, scenario)
            sums.scenarios += 1
            sums.events += len(scenario.steps)
            sums.predictions += verdict.predictions
            sums.unknown += verdict.unknown
            if arguments.unknown and verdict.unclear:
                print(f"--- {seed}\n{scenario.text}", *verdict.unclear, sep="\n", flush=True)
            if verdict.differences:
                again = judge(running, scenario)
                if not again.differences:
                    # A machine under load: a container had not written in time.
                    sums.unsteady += 1
                    lines = [
                        f"--- seed {seed} differs, and not the second time\n{scenario.text}",
                        *verdict.differences,
                    ]
                    print("\n    ".join(lines), flush=True)
                    continue
                sums.differing += 1
                if not arguments.no_shrink:
                    scenario = shrunk(running, scenario)
                    verdict = judge(running, scenario)
                lines = [f"--- seed {seed} differs\n{scenario.text}", *verdict.differences]
                print("\n    ".join(lines), flush=True)
    return sums
