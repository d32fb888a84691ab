"""The image definition: clean by persistlint's own rules, and built and run by a real engine on a stand-in for its base."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from persistlint.cli.app import main
from tests.engine import Engine

ROOT = Path(__file__).resolve().parents[2]

#: A base that no registry is needed for. Its pip looks at what it is given and installs a program that says how it was called.
PIP = """\
#!/bin/sh
set -eu
locked="--require-hashes --only-binary :all: --requirement /sources/ci"
case "$*" in
"install --no-cache-dir $locked/build-requirements.txt") [ -s /sources/ci/build-requirements.txt ]; exit ;;
"install --no-cache-dir --prefix=/installed --ignore-installed $locked/requirements.txt") [ -s /sources/ci/requirements.txt ]; exit ;;
"install --no-cache-dir --prefix=/installed --no-deps --no-build-isolation /sources") cd /sources ;;
*) echo "unexpected: $*"; exit 1 ;;
esac
for wanted in pyproject.toml hatch_build.py README.md LICENSE persistlint/cli/app.py rules/persistlint_rules/__init__.py \\
    server/persistlint_server/__init__.py; do
    [ -e "$wanted" ] || { echo "the context lacks $wanted"; exit 1; }
done
for unwanted in .git tests docs .venv; do
    [ ! -e "$unwanted" ] || { echo "the context holds $unwanted"; exit 1; }
done
mkdir -p /installed/bin
printf '#!/bin/sh\\necho "called: $*"; echo "as $(id -u) in $(pwd)"; ls\\n' >/installed/bin/persistlint
chmod 755 /installed/bin/persistlint
"""


def test_our_own_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--isolated", str(ROOT / "Containerfile")]) == 0
    assert capsys.readouterr().out == "No docker commands in 1 file.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a Docker Engine of its own")
def test_it_builds_and_runs(engine: Engine, tmp_path: Path) -> None:
    base = engine.import_image(
        "persistlint-base:1",
        changes=("ENV PATH=/usr/local/bin:/bin",),
        files={"usr/local/bin/pip": PIP.encode(), "bin/pip": PIP.encode()},
    )
    built = engine.docker(
        "build",
        "--network=none",
        "--build-arg",
        f"BASE={base}",
        "--tag",
        "persistlint:test",
        "--file",
        str(ROOT / "Containerfile"),
        str(ROOT),
        timeout=300,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    (tmp_path / "run.sh").write_text("docker run nginx\n")
    os.chmod(tmp_path, 0o755)
    run = ["run", "--rm", "--network=none", "--volume", f"{tmp_path}:/project:ro", "persistlint:test"]
    done = engine.docker(*run)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["called: check .", "as 65534 in /project", "run.sh"]
    done = engine.docker(*run, "map", "run.sh")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "called: map run.sh"
