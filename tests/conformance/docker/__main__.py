"""``python -m tests.conformance.docker``: compares persistlint with the installed docker client on many command lines, and prints a table."""

from __future__ import annotations

import argparse
import shlex
import sys

from .campaign import Campaign, client_is_installed
from .table import LEAST_USES, options_table, short_of, table


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.docker", description=__doc__)
    parser.add_argument("--lines", type=int, default=5000, help="how many generated lines (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="which lines (%(default)s)")
    parser.add_argument("--options", action="store_true", help="print how often each option was given")
    parser.add_argument(
        "--buildkit", type=int, default=1000, help="how many lines of BuildKit's client (%(default)s)"
    )
    arguments = parser.parse_args()
    if not client_is_installed():
        print("the docker client is missing: install docker-cli", file=sys.stderr)
        return 2
    campaign = Campaign()
    try:
        campaign.examples()
        campaign.generated(arguments.lines, arguments.seed)
        if arguments.lines >= 5000:
            campaign.fill(LEAST_USES, arguments.seed)
        campaign.buildkit(arguments.buildkit, arguments.seed)
    finally:
        campaign.close()
    print(table(campaign))
    if arguments.options:
        print()
        print(options_table(campaign))
    for each, differences in (
        ("disagreement", campaign.differences),
        ("between versions", campaign.of_versions),
    ):
        for difference in differences:
            print(f"\n{each}: docker {shlex.join(difference.line)}\n    {difference.why}")
    short = short_of(campaign)
    if short:
        print("\nseen too seldom: " + "; ".join(short))
    return 1 if campaign.differences or campaign.of_versions or (short and arguments.lines >= 5000) else 0


if __name__ == "__main__":
    sys.exit(main())
