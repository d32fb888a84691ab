"""``python -m tests.conformance.podman``: compares persistlint with the installed podman on many command lines, and prints a table."""

from __future__ import annotations

import argparse
import shlex
import sys

from tests.podman import running_storage, what_is_missing

from .campaign import Campaign


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.podman", description=__doc__)
    parser.add_argument("--lines", type=int, default=5000, help="how many lines (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="which lines (%(default)s)")
    arguments = parser.parse_args()
    missing = what_is_missing()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    with running_storage() as storage:
        campaign = Campaign(storage)
        campaign.generated(arguments.lines, arguments.seed)
    print(f"podman {campaign.version}\n\nlines {len(campaign.seen):>40}")
    for counter in (campaign.verdicts, campaign.machine, campaign.verbs):
        for name, count in counter.most_common():
            print(f"  {name:<44}{count:>6}")
        print()
    print(f"options given: {len(campaign.options)}, least often {min(campaign.options.values())} times")
    for difference in campaign.differences:
        print(f"\ndisagreement: podman {shlex.join(difference.line)}\n    {difference.why}")
    return 1 if campaign.differences else 0


if __name__ == "__main__":
    sys.exit(main())
