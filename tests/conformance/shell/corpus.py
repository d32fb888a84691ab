"""Real scripts: what bash makes of them in the sandbox, beside what the evaluator lists.

A script runs without arguments, input, network or any program beyond a few; it rarely gets far, but what it does up to there is real.
"""

from __future__ import annotations

import os
import shutil
import tempfile

from persistlint.docker.understand import understand
from persistlint.hosts.detect import dialect_of
from persistlint.hosts.discover import discover
from persistlint.shell.invocation import Invocation

from .comparison import KINDS, Place, agrees, compare
from .listing import places_of_file
from .sandbox import Observed, Sandbox

#: Shells whose scripts bash runs as they would.
_DIALECTS = frozenset({"bash", "sh", "dash", "ash"})
_NAMES = (b"docker", b"podman", b"nerdctl", b"DOCKER", b"source ", b". ")
#: Files larger than this are not copied into the sandbox.
_LARGEST = 2_000_000


class Table:
    """The counts, and each call that is a contradiction or was missed: ``(repository, script, kind, call, listed)``."""

    def __init__(self) -> None:
        self.scripts = 0
        self.reached = 0
        self.counts = dict.fromkeys(KINDS, 0)
        self.resolved = 0
        self.faults: list[tuple[str, str, str, Observed, list[str]]] = []

    @property
    def observed(self) -> int:
        return sum(self.counts.values())

    @property
    def listed(self) -> int:
        return self.counts["exact"] + self.counts["partly"]

    def __str__(self) -> str:
        def share(part: int, whole: int) -> str:
            return f"{part} ({100 * part / whole:.1f} %)" if whole else str(part)

        rows = [
            ("scripts run", str(self.scripts)),
            ("scripts that called docker", str(self.reached)),
            ("calls observed", str(self.observed)),
            ("contradiction", str(self.counts["contradiction"])),
            ("missed", str(self.counts["missed"])),
            ("partly known", str(self.counts["partly"])),
            ("exact", str(self.counts["exact"])),
            ("listed", share(self.listed, self.observed)),
            ("of these resolved up to the image", share(self.resolved, self.listed)),
        ]
        return "\n".join(f"| {name} | {value} |" for name, value in rows)


def measure(sandbox: Sandbox, repository: str, table: Table) -> None:
    """Run every script below ``repository`` that names an engine, and compare."""
    scripts = _scripts(repository)
    if not scripts:
        return
    with tempfile.TemporaryDirectory() as work:
        _copy(repository, work)
        jobs = [(script, os.path.dirname(script) or ".") for script in scripts]
        observed = sandbox.run(work, jobs, seconds=15)
        listings: dict[str, list[Place]] = {}
        for script in scripts:
            table.scripts += 1
            calls = _distinct(script, observed.get(script, []))
            table.reached += bool(calls)
            started = dict.fromkeys([script, *(call.file for call in calls)])
            for call in calls:
                _judge(table, repository, work, script, list(started), call, listings)


def _judge(
    table: Table,
    repository: str,
    work: str,
    script: str,
    started: list[str],
    call: Observed,
    listings: dict[str, list[Place]],
) -> None:
    kind, near = "missed", list[Invocation]()
    # A script that this one starts, and doesn't source, is a document of its own.
    for document in dict.fromkeys((script, call.file)) if call.file else started:
        if document not in listings and os.path.isfile(os.path.join(work, document)):
            listings[document] = places_of_file(work, document)
        kind, near = compare(call, listings.get(document, []), script)
        if kind != "missed":
            break
    table.counts[kind] += 1
    if kind in ("exact", "partly"):
        best = next((each for each in near if agrees(each, call.words) == kind), near[0])
        table.resolved += understand(best).resolved
    else:
        name = os.path.basename(repository.rstrip("/"))
        table.faults.append((name, script, kind, call, [repr(each) for each in near[:4]]))


def _scripts(repository: str) -> list[str]:
    out = []
    for each in discover([repository]):
        path = getattr(each, "path", "")
        if getattr(each, "language", "") != "shell" or not os.path.isfile(path) or os.path.islink(path):
            continue
        with open(path, "rb") as file:
            data = file.read(_LARGEST)
        if any(name in data for name in _NAMES) and dialect_of(path, data[:4096]) in _DIALECTS:
            out.append(os.path.relpath(path, repository))
    return sorted(out)


def _copy(repository: str, work: str) -> None:
    def skipped(folder: str, names: list[str]) -> set[str]:
        out = {".git"} & set(names)
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.isdir(path) and (not os.path.isfile(path) or os.path.getsize(path) > _LARGEST):
                out.add(name)
        return out

    shutil.copytree(repository, work, symlinks=True, ignore=skipped, dirs_exist_ok=True)
    for folder, _, names in os.walk(work):
        os.chmod(folder, 0o755)
        for name in names:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                os.chmod(path, 0o755)


def _distinct(script: str, calls: list[Observed]) -> list[Observed]:
    """Return each call once, its file seen from the repository."""
    out: dict[tuple[str, int, tuple[str, ...]], Observed] = {}
    folder = os.path.join("/w", os.path.dirname(script))
    for call in calls:
        if call.file in ("", "environment", "main"):
            call.file, call.line = "", 0
        else:
            call.file = os.path.relpath(os.path.join(folder, call.file), "/w")
        out.setdefault((call.file, call.line, tuple(call.words)), call)
    return list(out.values())
