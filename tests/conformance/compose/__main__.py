"""``python -m tests.conformance.compose --count 500 --folder PATH``: generated Compose files and every one below a folder, compared with the plugin."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from persistlint.hosts.detect import language_of
from tests.conformance.compose.campaign import Campaign
from tests.conformance.compose.generated import write_projects
from tests.conformance.compose.plugin import version


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.compose", description=__doc__)
    parser.add_argument("--count", type=int, default=500, help="how many generated projects (default: 500)")
    parser.add_argument("--seed", type=int, default=1, help="which ones (default: 1)")
    parser.add_argument(
        "--folder", action="append", default=[], help="real files; may be given several times"
    )
    parser.add_argument("--refused", action="store_true", help="list what Compose refuses")
    options = parser.parse_args()
    print(f"Compose {version()}")
    for name, projects in (
        ("generated", None),
        *((folder, real_projects(Path(folder).resolve())) for folder in options.folder),
    ):
        campaign = Campaign()
        if projects is None:
            with tempfile.TemporaryDirectory() as folder:
                campaign.run(write_projects(Path(folder), options.count, options.seed))
        else:
            campaign.run(projects)
        print(
            f"{name}: {campaign.compared} projects with {campaign.services} services compared, {campaign.incomplete} not known as a whole, "
            f"{len(campaign.refused)} refused ({dict(campaign.known)}), {len(campaign.disagreements)} disagreements"
        )
        for text in campaign.disagreements:
            print("  " + text)
        if options.refused:
            for (path, reason), count in Counter(campaign.refused).items():
                print(f"  {count} {path}: {reason}")
    return 0


def real_projects(folder: Path) -> list[tuple[list[Path], Path]]:
    """Return every Compose file below the folder, each by itself."""
    rows = []
    for path in sorted(folder.rglob("*.y*ml")):
        if path.is_file() and language_of(path.name, path.read_bytes()[:4096]) == "compose":
            rows.append(([path], path.parent))
    return rows


if __name__ == "__main__":
    sys.exit(main())
