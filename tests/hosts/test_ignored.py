"""Tests for the patterns of ignored files: what is asked of the library that reads them, and what isn't."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from persistlint.hosts.ignored import rules_for

NAMES = st.sampled_from(
    ["a", "b", ".a", "ab", "a.sh", "b.sh", "a b", "!a", "#a", "[a]", "a*", "data", "\u00e9"]
)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
PARTS = st.text(alphabet="ab.*?[]!\\# -/dt\u00e9", min_size=1, max_size=6)
PATTERNS = st.lists(
    PARTS | PATHS | st.sampled_from(["*.sh", "!a.sh", "a/", "/data", "/data/", "/a", ".a", "a/**", "**/b"]),
    max_size=4,
)


def readable(pattern: str) -> bool:
    try:
        GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return bool(pattern.strip())


@given(PATTERNS, PATHS, st.booleans())
def test_patterns_decide_as_the_library_does(patterns: list[str], path: str, is_directory: bool) -> None:
    """Decide each path as the library does, also the paths that it isn't asked about."""
    spec = GitIgnoreSpec.from_lines([pattern for pattern in patterns if readable(pattern)])
    expected = spec.check_file(path + "/" if is_directory else path).include
    rules = rules_for("/top", patterns)
    decided = rules.decide(f"/top/{path}", is_directory) if rules is not None else None
    assert decided == expected


def test_a_name_that_no_wildcard_may_match_loads_no_library(tmp_path: Path) -> None:
    """A run of whose files only names alone decide doesn't load the library that reads patterns; another run does."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.log\n.env\nbuild-*\n/data/\n")
    (tmp_path / "run.sh").write_text("docker run -d --name db postgres:16\n")
    program = "import sys; from persistlint.hosts.discover import discover; discover(['.']); print('pathspec' in sys.modules)"

    def loaded() -> str:
        return subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout.strip()

    (tmp_path / "data").mkdir()
    assert loaded() == "False"
    (tmp_path / "build-x").mkdir()
    assert loaded() == "True"


def test_thousands_of_names_ask_a_few_of_thousands_of_patterns(tmp_path):
    patterns = [f"**/data{number}/" for number in range(3000)] + ["*.log", "!data7/"]
    rules = rules_for(str(tmp_path), patterns)
    assert rules is not None
    asked = []

    def seen(frame, event, _argument):
        if event == "call" and "pathspec" in frame.f_code.co_filename:
            asked.append(frame.f_code.co_name)

    sys.setprofile(seen)
    try:
        decided = [rules.decide(f"{tmp_path}/data{number}/x", False) for number in range(300)]
    finally:
        sys.setprofile(None)
    assert decided == [number != 7 for number in range(300)]
    assert len(asked) < 300 * 100
