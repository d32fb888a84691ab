"""The podman commands of generated Quadlet units, as podman's own generator writes them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from persistlint.hosts.quadlet import read_quadlet
from persistlint.hosts.units import Folder, read_service
from tests.conformance.quadlet.generated import (
    POD_VOLUMES,
    UNITS,
    build,
    container,
    drop_ins,
    image,
    network,
    pod,
    volume,
)
from tests.programs import needed

GENERATOR = "/usr/libexec/podman/quadlet"
#: ``python -m tests.conformance.quadlet.test_quadlet COUNT`` compares more.
COUNT = 300
_FLAGS = {"--replace", "--rm", "-d", "--read-only", "--ignore", "--privileged", "--squash"}
#: What the generator adds for systemd's sake.
_OWN = re.compile(
    r"--cidfile=|--cgroups=|--sdnotify=|--ignore\Z|--read-only=false\Z|--infra|--pod-id-file=|--exit-policy=|--replace\Z"
)
#: How many words name the command of each kind of unit.
_VERBS = {"container": 2, "build": 2, "volume": 3, "pod": 3, "image": 3, "network": 3}
KINDS = {
    "container": container,
    "volume": volume,
    "pod": pod,
    "build": build,
    "image": image,
    "network": network,
}


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
    by_name = {}
    for part in re.split(r"(?m)^---(?=\S+\.service---$)", result.stdout)[1:]:
        name = part.partition("---")[0]
        verb = "ExecStartPre" if name.endswith("-pod.service") else "ExecStart"
        line = re.search(rf"(?m)^{verb}=.*$", part)
        if line is not None:
            by_name[name] = line.group()
    return by_name


def words(fragment_texts: list[str], kind: str) -> tuple[list[str], list[str]]:
    """Return a command's options, sorted, and the words behind them in order. What a container has from its pod is among its options."""
    (text,) = fragment_texts
    parts = shlex.split(text)[_VERBS[kind] :]
    options = []
    at = 0
    while at < len(parts) and parts[at].startswith("-"):
        word = parts[at]
        at += 1
        if word not in _FLAGS and not (word.startswith("--") and "=" in word):
            word += "=" + parts[at]
            at += 1
        if word.startswith("--pod-id-file=") and kind == "container":
            options += POD_VOLUMES[word.rpartition("/")[2].removesuffix(".pod-id")]
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
    sentences = []
    compared = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(count):
            for kind, text_of in KINDS.items():
                (folder / f"u{seed}.{kind}").write_text(text_of(seed))
            for place, text in drop_ins(seed).items():
                (folder / place).parent.mkdir(exist_ok=True)
                (folder / place).write_text(text)
        for unit, text in UNITS.items():
            (folder / unit).write_text(text)
        theirs = generated(folder)

        def read_file(name: str) -> bytes | None:
            return (folder / name).read_bytes() if (folder / name).is_file() else None

        def list_folder(name: str) -> list[str]:
            return [path.name for path in (folder / name).glob("*")]

        for seed in range(count):
            for kind in KINDS:
                path = f"u{seed}.{kind}"
                service = f"u{seed}.service" if kind == "container" else f"u{seed}-{kind}.service"
                if service not in theirs:
                    continue
                compared += 1
                text = (folder / path).read_text()
                # The generator leaves specifiers to systemd, which gives the service's own name.
                line = (
                    theirs[service]
                    .replace("%N", service.removesuffix(".service"))
                    .replace("%p", path.partition(".")[0])
                    .replace("%t", "/t")
                    .replace("ExecStartPre=", "ExecStart=")
                    .replace(f" {folder}", " .")
                )
                expected = words(shown(read_service(service, f"[Service]\n{line}\n".encode())), kind)
                given = words(shown(read_quadlet(path, text.encode(), Folder(read_file, list_folder))), kind)
                if given != expected:
                    sentences.append(f"{path}\n{text}\n--- podman\n{line}\n{expected}\n--- ours\n{given}")
    return compared, sentences


def test_units_become_the_commands_of_podmans_generator() -> None:
    needed(GENERATOR, "apt-get install podman")
    compared, mistakes = differences(COUNT)
    assert not mistakes, mistakes[0]
    assert compared > 4 * COUNT


if __name__ == "__main__":
    number, different = differences(int(sys.argv[1]))
    print(*different[:5], sep="\n\n")
    print(f"{number} units compared, {len(different)} differ")
