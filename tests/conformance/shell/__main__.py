"""``python -m tests.conformance.shell FOLDER…`` prints the table for the scripts below each folder (a repository each)."""

from __future__ import annotations

import sys

from .corpus import Table, measure
from .sandbox import STANDINS, Sandbox, bash_version, missing


def main(arguments: list[str]) -> int:
    folders = [argument for argument in arguments if not argument.startswith("-")]
    if not folders:
        print(__doc__)
        return 2
    lacking = missing()
    if lacking:
        print(f"can't run: {lacking}", file=sys.stderr)
        return 2
    table = Table()
    with Sandbox() as sandbox:
        for folder in folders:
            try:
                measure(sandbox, folder, table)
            except (OSError, RuntimeError) as error:
                print(f"{folder}: {error}", file=sys.stderr)
    if "--faults" in arguments:
        for repository, script, kind, call, listed in table.faults:
            print(f"{kind}: {repository}/{script}: {call}")
            for line in listed:
                print(f"    {line}")
    print(f"bash {bash_version()}; stand-ins: {'; '.join(STANDINS)}")
    print("| | |\n| --- | --- |")
    print(table)
    return 1 if table.counts["contradiction"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
