"""Fixes in Compose files of odd styles: the plugin takes the result, and only mounts and declared volumes differ.

``python -m tests.conformance.compose.test_odd_styles 400`` tries more.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from persistlint.api import analyse
from tests.conformance.compose.odd_styles import write_file
from tests.conformance.compose.plugin import config, version

_COUNT = 40


@pytest.fixture(autouse=True, scope="module")
def plugin() -> str:
    return version()


def without_volumes(project: dict[str, Any]) -> dict[str, Any]:
    """Return what Compose prints, without mounts and declared volumes."""
    rest: dict[str, Any] = json.loads(json.dumps(project))
    rest.pop("volumes", None)
    for service in rest.get("services", {}).values():
        service.pop("volumes", None)
    return rest


def fix_in(path: Path, data: bytes, counts: Counter[str]) -> None:
    """Fix a file as a whole and hold the result against the plugin's view of it."""
    path.write_bytes(data)
    text = data.decode()
    before, _ = config([path], path.parent)
    result = analyse(text, path=str(path), root=path.parent)
    findings = [finding for finding in result.findings if finding.code == "PSL101"]
    fixed = result.fixed(unsafe=True)
    counts["findings"] += len(findings)
    counts["with a fix"] += sum(1 for finding in findings if finding.fixes)
    path.write_bytes(fixed.encode())
    after, reason = config([path], path.parent)
    if before is None:
        # `volumes:` without a value is refused. Where the fix fills it, the file is taken.
        counts["refused before"] += 1
        counts["taken after"] += after is not None
        return
    assert after is not None, f"{reason}\n{text}\n--- fixed\n{fixed}"
    assert without_volumes(before) == without_volumes(after), fixed
    for name, service in before["services"].items():
        mounts, more = service.get("volumes", []), after["services"][name].get("volumes", [])
        assert [mount for mount in more if mount in mounts] == mounts, fixed
        assert all(mount["type"] == "volume" for mount in more if mount not in mounts), fixed
    again = analyse(fixed, path=str(path), root=path.parent).findings
    assert not [finding for finding in again if finding.code == "PSL101" and finding.fixes], fixed
    assert set(after.get("volumes", {})) >= set(before.get("volumes", {}))
    lines_stay(text, fixed)


def lines_stay(text: str, fixed: str) -> None:
    """Assert that each line of the text is still there, in order, with the line ends of the file. Lines with brackets may hold more."""
    left = iter(fixed.replace("\r\n", "\n").split("\n"))
    for line in text.replace("\r\n", "\n").split("\n"):
        if line.strip() and not set("[]{}") & set(line):
            assert any(other.startswith(line.rstrip()) for other in left), (line, fixed)
    if "\r\n" in text:
        assert fixed.count("\n") == fixed.count("\r\n"), fixed


def test_fixes_in_odd_styles(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    for seed in range(_COUNT):
        fix_in(tmp_path / "compose.yaml", write_file(seed), counts)
    assert counts["findings"] > _COUNT
    assert counts["with a fix"] > counts["findings"] * 9 / 10


def test_what_a_fix_fills_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "compose.yaml"
    counts: Counter[str] = Counter()
    fix_in(path, b"services:\n  db:\n    image: postgres:16\n    volumes:\nvolumes:\n", counts)
    assert counts["taken after"] == 1


if __name__ == "__main__":
    version()
    sums: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(int(sys.argv[1])):
            fix_in(Path(folder) / "compose.yaml", write_file(number), sums)
    print(dict(sums))
