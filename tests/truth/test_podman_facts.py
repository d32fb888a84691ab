"""What docs/truth.md says of podman's storage, tried sentence by sentence: its own sentences, and docker's that hold for it."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.podman import running_storage, skip_without_podman
from tests.truth.generator import FOLDERS, IMAGE
from tests.truth.scripts import with_checked_failures

_FOLDER = Path(__file__).parent / "facts"
_OWN = sorted((_FOLDER / "podman").glob("*.sh"))
#: Docker's facts that hold for podman word by word.
_SHARED = """
    anonymous-volume-and-rm auto-removal auto-removal-of-a-created-container commit container-prune copy copy-up
    exec-needs-a-running-container export forced-removal-of-an-auto-removed-container layer-is-new layer-of-a-container
    mount-below-read-only-mount name-in-use named-volume-and-rm nested-mounts read-only-mount read-only-root
    rm-of-a-running-container start-again unnamed-volume volume-in-memory volumes-from-and-rm volumes-from-leaves-out-tmpfs
""".split()
_DOCUMENT = Path(__file__).parents[2] / "docs/truth.md"


@pytest.fixture(scope="module")
def storage():
    skip_without_podman()
    with running_storage() as found:
        found.import_image(
            f"docker.io/library/{IMAGE}",
            ["STOPSIGNAL SIGKILL"],
            {f"{folder}/seed": b"seed\n" for folder in FOLDERS},
        )
        programs = found.folder / "bin"
        programs.mkdir()
        words = shlex.join([shutil.which("podman") or "podman", *found.words[1:]])
        for name in ("docker", "podman"):
            program = programs / name
            program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
            program.chmod(0o755)
        found.variables["PATH"] = f"{programs}:{found.variables['PATH']}"
        yield found


@pytest.mark.parametrize(
    "fact", [*_OWN, *(_FOLDER / f"{name}.sh" for name in _SHARED)], ids=lambda fact: fact.stem
)
def test_a_sentence_holds(storage, fact, tmp_path):
    storage.clear()
    script = tmp_path / "script.sh"
    script.write_text("set -e -o pipefail\n" + with_checked_failures(fact.read_text()))
    work = tmp_path / "work"
    work.mkdir()
    done = subprocess.run(
        ["bash", "-x", str(script)],
        cwd=work,
        env=storage.variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_document_says_what_is_tried():
    text = " ".join(_DOCUMENT.read_text("utf-8").split())
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    missing = [
        fact.stem for fact in _OWN if " ".join(fact.read_text().split("\n")[0][2:].split()) not in text
    ]
    missing += [name for name in _SHARED if f"`{name}`" not in text.partition("### Podman")[2]]
    assert not missing
