"""The count of commands whose image is known."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_counted(tmp_path):
    script = tmp_path / "run.sh"
    script.write_text(
        "docker build -t mine .\n"
        "docker run -d postgres:16\ndocker run ghcr.io/hyperledger/fabric-peer:$TAG\ndocker create mine\n"
        'docker run nobody/knows\ndocker run "$IMAGE"\ndocker pull redis\n'
    )
    listed = subprocess.run(
        [sys.executable, "-m", "persistlint", "inspect", "--isolated", str(script)],
        capture_output=True,
        check=True,
    )
    answer = tmp_path / "commands.json"
    answer.write_bytes(listed.stdout)
    assert json.loads(listed.stdout)["commands"]
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts/known_images.py"), str(answer)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        "5 commands; 4 name their image",
        "2 (50.0 %) of these are in the catalogue",
        "1 (25.0 %) are built by a text of the folder",
        "     1 nobody/knows",
    ]
