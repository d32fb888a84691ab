"""The podman commands of generated Quadlet units, as podman's own generator writes them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from persistlint.hosts.units import read_quadlet, read_service
from tests.conformance.quadlet.generated import container, volume
from tests.programs import needed

GENERATOR = "/usr/libexec/podman/quadlet"
#: ``python -m tests.conformance.quadlet.test_quadlet COUNT`` compares more.
COUNT = 300
_FLAGS = {"--replace", "--rm", "-d", "--read-only", "--ignore", "--privileged"}
#: What the generator adds for systemd's sake.
_OWN = re.compile(r"--cidfile=|--cgroups=|--sdnotify=|--ignore\Z|--read-only=false\Z")


def generated(folder: Path) -> dict[str, str]:
    """Return the ``ExecStart=`` that podman's generator makes of each unit in a folder, by the service's name."""
    result = subprocess.run(
        [GENERATOR, "-dryrun", "-user"],
        check=False,
        env={**os.environ, "QUADLET_UNIT_DIRS": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = {}
    for part in re.split(r"(?m)^---(?=\S+\.service---$)", result.stdout)[1:]:
        name = part.partition("---")[0]
        line = re.search(r"(?m)^ExecStart=.*$", part)
        if line is not None:
            found[name] = line.group()
    return found


def words(fragment_texts: list[str]) -> tuple[list[str], list[str]]:
    """Return a command's options, sorted, and the words behind them in order."""
    (text,) = fragment_texts
    parts = shlex.split(text)[3 if " volume " in text else 2 :]
    options = []
    at = 0
    while at < len(parts) and parts[at].startswith("-"):
        word = parts[at]
        at += 1
        if word not in _FLAGS and not (word.startswith("--") and "=" in word):
            word += "=" + parts[at]
            at += 1
        if not _OWN.match(word):
            options.append(word)
    return sorted(options), parts[at:]


def shown(fragments: list) -> list[str]:
    texts = []
    for fragment in fragments:
        text = fragment.text.decode()
        for number, unknown in fragment.unknowns.items():
            text = text.replace(f"\ue000{number}\ue001", f"<{unknown.name}>")
        texts.append(text)
    return texts


def differences(count: int) -> tuple[int, list[str]]:
    """Return how many units were compared, and those that differ."""
    found = []
    compared = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(count):
            (folder / f"c{seed}.container").write_text(container(seed))
            (folder / f"v{seed}.volume").write_text(volume(seed))
        for unit in ("pgdata.volume", "other.volume"):
            (folder / unit).write_text("[Volume]\n")
        (folder / "net.network").write_text("[Network]\n")
        theirs = generated(folder)
        for seed in range(count):
            for path, service in (
                (f"c{seed}.container", f"c{seed}.service"),
                (f"v{seed}.volume", f"v{seed}-volume.service"),
            ):
                if service not in theirs:
                    continue
                compared += 1
                text = (folder / path).read_text()
                # The generator leaves specifiers to systemd, which gives the service's own name.
                line = (
                    theirs[service]
                    .replace("%N", service.removesuffix(".service"))
                    .replace("%p", path.partition(".")[0])
                )
                expected = words(shown(read_service(service, f"[Service]\n{line}\n".encode())))
                given = words(shown(read_quadlet(path, text.encode())))
                if given != expected:
                    found.append(f"{path}\n{text}\n--- podman\n{line}\n{expected}\n--- ours\n{given}")
    return compared, found


def test_units_become_the_commands_of_podmans_generator() -> None:
    needed(GENERATOR, "apt-get install podman")
    compared, found = differences(COUNT)
    assert not found, found[0]
    assert compared > COUNT


if __name__ == "__main__":
    number, different = differences(int(sys.argv[1]))
    print(*different[:5], sep="\n\n")
    print(f"{number} units compared, {len(different)} differ")
