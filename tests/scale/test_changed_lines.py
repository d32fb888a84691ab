"""``--diff-base`` against real git repositories."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from persistlint.cli.app import main
from persistlint.cli.changed_lines import hunks

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git isn't installed")

LOSING = "docker run -d --name {0} -v data/{0}:/data app:1\n"


def git(folder: Path, *arguments: str) -> str:
    name = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(
        ["git", "-C", str(folder), *name, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "a.sh").write_text("".join(LOSING.format(name) for name in ("one", "two", "three")))
    (tmp_path / "b.sh").write_text(LOSING.format("old"))
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    git(tmp_path, "checkout", "-q", "-b", "work")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *options: str, status: int = 1) -> list[tuple[str, int]]:
    assert main(["check", "--diff-base", "main", "--format", "json", *options, "."]) == status
    findings = json.loads(capsys.readouterr().out)["findings"]
    return [(each["path"], each["line"]) for each in findings]


def test_only_what_was_touched(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, status=0) == []
    text = (repository / "a.sh").read_text()
    (repository / "a.sh").write_text("# new\n" + text.replace("-d --name two", "-d \\\n  --name two"))
    assert told(capsys) == [("a.sh", 4)]
    git(repository, "commit", "-qam", "second")
    assert told(capsys) == [("a.sh", 4)]
    # What others did on main since doesn't count.
    git(repository, "checkout", "-q", "main")
    (repository / "b.sh").write_text(LOSING.format("newer"))
    git(repository, "commit", "-qam", "theirs")
    git(repository, "checkout", "-q", "work")
    assert told(capsys) == [("a.sh", 4)]


def test_new_and_renamed_files(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / 'new "é\t.sh').write_text(LOSING.format("new"))
    assert told(capsys) == [('new "é\t.sh', 1)]
    git(repository, "add", ".")
    assert told(capsys) == [('new "é\t.sh', 1)]
    git(repository, "mv", "b.sh", "c.sh")
    assert told(capsys) == [('new "é\t.sh', 1)]


def test_a_line_taken_out_of_a_command(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "b.sh").write_text(
        "docker run -d --name db \\\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:16\n"
    )
    git(repository, "commit", "-qam", "safe")
    git(repository, "branch", "-f", "main")
    (repository / "b.sh").write_text("docker run -d --name db \\\n  postgres:16\n")
    assert told(capsys) == [("b.sh", 2)]


def test_the_cache_has_the_places_too(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "b.sh").write_text("docker run -d \\\n  --name other \\\n  postgres:16\n")
    before = told(capsys)
    assert before == [("b.sh", 3)] and told(capsys) == before


def test_the_rest_is_counted(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--diff-base", "main", "."]) == 0
    assert "4 findings are on unchanged lines" in capsys.readouterr().out


@pytest.mark.parametrize("base", ["nothing-like-it", "--output=x", ""])
def test_a_commit_that_is_not_there(repository: Path, capsys: pytest.CaptureFixture[str], base: str) -> None:
    assert main(["check", f"--diff-base={base}", "."]) == 2
    assert f"--diff-base: `{base}` is no commit, branch or tag here; in a clone" in capsys.readouterr().err
    assert not (repository / "x").exists()
    # Nor does it pass where there is nothing to tell.
    (repository / "clean").mkdir()
    (repository / "clean" / "c.sh").write_text("true\n")
    assert main(["check", f"--diff-base={base}", "clean/c.sh"]) == 2


def test_a_clone_without_the_history(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "commit", "-q", "--allow-empty", "-m", "another")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{repository}", str(shallow))
    git(shallow, "fetch", "-q", "--depth=1", "origin", "main:theirs")
    monkeypatch.chdir(shallow)
    assert main(["check", "--diff-base", "theirs", "."]) == 2
    assert "have no commit in common here" in capsys.readouterr().err


def test_outside_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.sh").write_text(LOSING.format("lost"))
    assert main(["check", "--diff-base", "main", "."]) == 2
    assert "not a git repository" in capsys.readouterr().err


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["", "a", "+++ b/x", "--- a", "@@ -1 +1 @@", "-", "+"]), max_size=8),
    st.lists(st.sampled_from(["", "a", "+++ b/x", "--- a", "@@ -1 +1 @@", "-", "+"]), max_size=8),
)
def test_every_new_line_is_in_a_hunk(old: list[str], new: list[str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path, two = Path(folder, "one"), Path(folder, "two")
        path.write_text("".join(f"{line}\n" for line in old))
        two.write_text("".join(f"{line}\n" for line in new))
        done = subprocess.run(
            [
                "git",
                "diff",
                "--no-index",
                "--unified=0",
                "--no-color",
                "--dst-prefix=b/",
                str(path),
                str(two),
            ],
            capture_output=True,
            check=False,
        )
    lines = [line for each in hunks(done.stdout).values() for line in each]
    touched = {line for first, last in lines for line in range(first, last + 1)}
    # What isn't touched was there before, in this order.
    rest = iter(old)
    assert all(line in rest for number, line in enumerate(new, 1) if number not in touched)
    if old == new:
        assert not lines
    assert all(0 <= first <= last <= len(new) + 1 for first, last in lines)
