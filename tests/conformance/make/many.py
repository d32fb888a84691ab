"""Compare many generated Makefiles with ``make -n``: ``python -m tests.conformance.make.many COUNT``."""

import sys
import tempfile
from pathlib import Path

from tests.conformance.make.test_make import difference


def main() -> None:
    count = int(sys.argv[1])
    compared = differing = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(count):
            number, mistakes = difference(seed, Path(folder))
            compared += number
            if mistakes:
                differing += 1
                print(mistakes, flush=True)
    print(f"{count} Makefiles, {compared} targets compared, {differing} differ")


if __name__ == "__main__":
    main()
