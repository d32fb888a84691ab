"""Makes the extension's package, the same bytes from the same sources: with the libraries of ci/requirements.txt, and one date for all files.

Usage: python3 scripts/package.py [OUTPUT [WHEEL]]; ``npm ci`` first. Where SOURCE_DATE_EPOCH isn't set, the date is that of the last commit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

EXTENSION = Path(__file__).resolve().parents[1]

#: Where there is no repository: the first second of 2026.
_DATE = "1767225600"


def main(arguments: list[str]) -> None:
    """Build everything anew, and pack it."""
    output = arguments[:1] or [str(EXTENSION)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": _date()}
    bundle = [sys.executable, str(EXTENSION / "scripts" / "bundle.py"), *arguments[1:]]
    pack = ["npm", "exec", "--", "vsce", "package", "--no-dependencies", "--out", *output]
    # The gallery shows README.md, whose links count from this folder and not from the repository's root.
    repository = json.loads((EXTENSION / "package.json").read_text("utf-8"))["repository"]
    address = repository["url"].removesuffix(".git")
    pack += ["--baseImagesUrl", f"{address}/raw/HEAD/{repository['directory']}"]
    pack += ["--baseContentUrl", f"{address}/blob/HEAD/{repository['directory']}"]
    for command in (bundle, ["npm", "run", "--silent", "build"], pack):
        subprocess.run(command, cwd=EXTENSION, env=environment, check=True)


def _date() -> str:
    named = os.environ.get("SOURCE_DATE_EPOCH")
    if named:
        return named
    log = ["git", "log", "-1", "--format=%ct"]
    try:
        done = subprocess.run(log, cwd=EXTENSION, capture_output=True, text=True, check=False)
    except OSError:
        return _DATE
    return done.stdout.strip() or _DATE


if __name__ == "__main__":
    main(sys.argv[1:])
