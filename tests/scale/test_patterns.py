"""No pattern of ours reads a short text in exponentially many ways, or a line in as many as the square of its length.

Such a pattern never comes back from a few lines that people write, and no checkpoint can end it. Each text here kept one busy for hours. The limit
of processor time only keeps the test from hanging with it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")

#: Seconds that end a child that hangs. An analysis takes less than one.
HANGS = 60

SERVICE_WITHOUT_A_SWARM = (
    "services:\n  web:\n    image: nginx\n    depends_on: [missing]\n    deploy:\n      resources:\n        limits:\n"
    + "".join(f"          key{number}: some value\n" for number in range(18))
)

TEXTS = {
    "a service's deployment": ("compose.yaml", SERVICE_WITHOUT_A_SWARM),
    "lines without anything": ("-", "\n" * 60 + "something\n"),
    "a duration": ("Dockerfile", "FROM alpine\nHEALTHCHECK --interval=" + "11m" * 60 + "x CMD true\n"),
    "fields of a mount": ("run.sh", "docker run alpine --mount 'type=" + "," * 60 + " x'\n"),
    "a replica's number": ("run.sh", f"docker run -d --name replica{'1' * 60}x postgres:16\n"),
    "a name": ("run.sh", f"docker run -d --restart always --name 'x{'_a' * 40_000}' postgres:16\n"),
    "a sentence": (
        "README.md",
        "# Run\n\n```sh\n# wrong: " + "if " * 40_000 + "\ndocker run -d --name x mysql:8\n```\n",
    ),
    "a replica's name": ("run.sh", f"docker run -d --hostname replica{'_a' * 60}--x postgres:16\n"),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_read_in_few_ways(kind: str, tmp_path: Path) -> None:
    name, text = TEXTS[kind]
    if name != "-":
        (tmp_path / name).write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "persistlint", "check", "--no-cache", name],
        cwd=tmp_path,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (HANGS, HANGS)),
    )
    assert done.returncode in (0, 1), (done.returncode, done.stderr)
