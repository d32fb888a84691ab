"""``python -m tests.conformance.builder --count 500``: the table of hard cases and so many generated Dockerfiles, built and compared."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile

from tests.engine import running_engine, what_is_missing

from .building import BUILDERS, BUILDKIT, CLASSIC
from .campaign import Campaign
from .cases import cases
from .generated import drawn
from .table import table

_SHARED = "/dev/shm"
_ROOM = 8 << 30


def main() -> int:
    """Run the long form and print its table and every disagreement; the exit status is 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.builder", description=__doc__)
    parser.add_argument(
        "--count", type=int, default=500, help="how many generated Dockerfiles (default: 500)"
    )
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument("--builder", choices=(*BUILDERS, "both"), default="both")
    parser.add_argument("--no-table", action="store_true", help="leave the hard cases out")
    options = parser.parse_args()
    missing = what_is_missing()
    if missing is not None:
        print(missing, file=sys.stderr)
        return 2
    builders = {"both": BUILDERS, BUILDKIT: (BUILDKIT,), CLASSIC: (CLASSIC,)}[options.builder]
    texts = ([] if options.no_table else cases()) + drawn(options.count, options.seed)
    tempfile.tempdir = _memory()
    with running_engine() as engine:
        campaign = Campaign(engine)
        campaign.run(texts, builders)
        print(table(campaign, len(texts), engine.version))
    for disagreement in campaign.disagreements:
        print(disagreement)
    return 1 if campaign.disagreements else 0


def _memory() -> str | None:
    """Return a folder in memory with room for the engine's data: builds wait for the disk most of the time."""
    try:
        return _SHARED if shutil.disk_usage(_SHARED).free > _ROOM else None
    except OSError:
        return None


sys.exit(main())
