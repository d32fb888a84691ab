"""The long run: ``python -m tests.truth --scenarios 1000``."""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import sys

from tests.engine import what_is_missing
from tests.truth.long_run import Sums, part


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("--scenarios", type=int, default=1000, metavar="N")
    parser.add_argument("--first", type=int, default=1, metavar="SEED", help="the first scenario's seed")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many engines at the same time")
    parser.add_argument("--no-shrink", action="store_true", help="show a scenario that differs as it is")
    parser.add_argument("--unknown", action="store_true", help="show the predictions that don't say")
    arguments = parser.parse_args()
    missing = what_is_missing()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    # A run that is stopped stops its engines in good order.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    seeds = range(arguments.first, arguments.first + arguments.scenarios)
    # Each process has an engine of its own.
    with multiprocessing.get_context("spawn").Pool(arguments.jobs) as pool:
        parts = [(seeds[start :: arguments.jobs], arguments) for start in range(arguments.jobs)]
        sums = Sums()
        for each in pool.starmap(part, parts, chunksize=1):
            sums.add(each)
    share = 100 * sums.unknown / max(sums.predictions, 1)
    print(
        f"engine {sums.version}: {sums.scenarios} scenarios, {sums.events} commands, {sums.predictions} predictions, "
        f"{sums.unknown} unknown ({share:.1f} %), {sums.differing} scenarios differ, {sums.unsteady} differed once and not again"
    )
    return 1 if sums.differing else 0


if __name__ == "__main__":
    sys.exit(main())
