"""What the real Compose makes of files: ``docker compose config``."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.programs import needed

#: Where ``~`` leads, for both sides.
HOME = "/home/somebody"


def version() -> str:
    """Return the plugin's version; the test is skipped where there is none."""
    docker = needed("docker", "install the Docker client")
    done = subprocess.run(
        [docker, "compose", "version", "--short"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        needed("docker-compose-plugin", "install the Compose plugin of the Docker client")
    return done.stdout.strip()


def config(files: list[Path], folder: Path) -> tuple[dict[str, Any] | None, str]:
    """Return the merged project as Compose prints it, or None and why it refuses it. Every profile is on; no variable is set."""
    names = [word for file in files for word in ("-f", str(file))]
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": HOME, "PWD": str(folder)}
    done = subprocess.run(
        ["docker", "compose", *names, "--profile", "*", "config", "--format", "json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if not line.startswith("time=")]
        return None, " ".join(" ".join(lines).split())
    return json.loads(done.stdout), ""
