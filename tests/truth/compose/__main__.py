"""``python -m tests.truth.compose --count 300``: so many scripts of Compose commands on a private engine."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.engine import running_engine, what_is_missing
from tests.truth.compose.checking import Result, check


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.truth.compose", description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="how many (default: 300)")
    parser.add_argument("--seed", type=int, default=0, help="the first one (default: 0)")
    options = parser.parse_args()
    missing = what_is_missing()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    result = Result()
    with running_engine() as engine, tempfile.TemporaryDirectory() as folder:
        engine.import_image("busybox:1.36")
        for seed in range(options.seed, options.seed + options.count):
            check(engine, Path(folder) / "work", seed, result)
            while result.differences:
                print(result.differences.pop(), flush=True)
    print(f"{options.count} scenarios: {result.sure} predictions compared, {result.unsure} unsure")
    return 0


if __name__ == "__main__":
    sys.exit(main())
