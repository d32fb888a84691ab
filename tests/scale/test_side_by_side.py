"""Several processes: what one of them gives, to the byte, and what becomes of those that die or are interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.programs import interruptible

ROOT = Path(__file__).parents[2]

#: A rule package whose rule does what the container's name says, and tells which process it ran in.
RULE = """
import os, signal, sys, time
from pathlib import Path
from persistlint.docker.commands import ContainerCreate
from persistlint.rules.rule import Rule


class Odd(Rule):
    code = "ODD101"
    name = "odd"
    summary = "it is odd"
    subject = ContainerCreate

    def check(self, command, context):
        name = command.name.text if command.name is not None else None
        Path(os.environ["SEEN"], f"{os.getpid()}").touch()
        if name == "break":
            raise KeyError("gone")
        if name == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "exit":
            os._exit(3)
        if name == "print":
            print("a rule that prints", flush=True)
            sys.stdin.read()
        if name == "slow":
            Path(os.environ["SEEN"], "slow").touch()
            time.sleep(60)
        yield self.finding(command.span, f"Seen {name}", identity=str(name), command=command)


RULE = Odd
"""


class Project:
    """A folder with a plugin's rules, and the processes that its runs used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.site = folder / "site"
        self.seen = folder / "seen"
        for made in (self.folder, self.site / "odd_rules", self.site / "odd_rules-1.dist-info", self.seen):
            made.mkdir(parents=True)
        (self.site / "odd_rules" / "odd.py").write_text(RULE)
        (self.site / "odd_rules" / "__init__.py").write_text(
            "from persistlint.rules.rule import RuleEntry\n"
            "RULES = [RuleEntry('ODD101', 'odd', 'ContainerCreate', __name__)]\n"
        )
        info = self.site / "odd_rules-1.dist-info"
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-rules\nVersion: 1\n")
        (info / "entry_points.txt").write_text("[persistlint.rules]\nodd = odd_rules:RULES\n")
        (self.folder / "persistlint.toml").write_text("plugins = ['odd-rules']\n")

    def scripts(self, *names: str) -> None:
        for number, name in enumerate(names):
            (self.folder / f"{number}.sh").write_text(f"docker run -d --name {name} postgres:16\n")

    def environment(self, **more: str) -> dict[str, str]:
        paths = [*(str(ROOT / part) for part in (".", "server", "rules")), str(self.site)]
        return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "SEEN": str(self.seen), **more}

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
        for path in self.seen.iterdir():
            path.unlink()
        return subprocess.run(
            [sys.executable, "-m", "persistlint", *arguments],
            cwd=self.folder,
            env=self.environment(**more),
            capture_output=True,
            timeout=300,
            check=False,
        )

    def processes(self) -> list[int]:
        return [int(path.name) for path in self.seen.iterdir() if path.name.isdecimal()]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def a_tree(folder: Path) -> None:
    """Write what a team has: scripts that source others and build images, documents, projects inside, and a few things that are wrong."""
    shutil.copytree(ROOT / "examples", folder / "examples")
    pages = folder / "pages"
    pages.mkdir()
    for page in sorted((ROOT / "rules" / "persistlint_rules").glob("*.md"))[::7]:
        shutil.copy(page, pages)
    (folder / "lib.sh").write_text("DATA=pgdata:/var/lib/postgresql\nstop() { docker rm -fv db; }\n")
    (folder / "up.sh").write_text(
        'source ./lib.sh\ndocker run -d --name db -v "$DATA" postgres:16\nstop\n'
        "docker build -t app:1 image\ndocker run -d --name app app:1\n"
    )
    (folder / "image").mkdir()
    (folder / "image" / "Dockerfile").write_text("FROM alpine:3.20\nVOLUME /state\nCMD sleep 1d\n")
    (folder / "broken.sh").write_text("docker run -d --name break postgres:16\n")
    (folder / "binary.sh").write_bytes(b"docker run -d --name x postgres\0\n")
    (folder / "compose.yaml").write_text("services: {}\n")
    (folder / "silent.sh").write_text(
        "# persistlint: ignore[PSL101] a toy\ndocker run -d --name toy postgres:16\nX='-d\xff'\ndocker run $X redis\n",
        "latin-1",
    )
    inner = folder / "inner"
    inner.mkdir()
    (inner / "persistlint.toml").write_text(
        'ignore = ["PSL101"]\n[per-file."b.*"]\nseverity.PSL1 = "error"\n'
    )
    (inner / "a.sh").write_text("docker run -d --name a postgres:16\r\n")
    (inner / "b.sh").write_text("docker run -d --name b -v /var/lib/mysql mysql:8\n")
    wrong = folder / "wrong"
    wrong.mkdir()
    (wrong / "persistlint.toml").write_text('profil = "ci"\n')
    (wrong / "a.sh").write_text("docker run -d --name a postgres:16\n")
    (folder / "z.sh").write_text("docker run -d --name z mongo:7\n")


@pytest.mark.parametrize(
    "form",
    [["--format", "text", "-v", "--statistics"], ["--quiet"], ["--format", "json"], ["--format", "sarif"]],
)
def test_the_number_of_processes_changes_nothing(project: Project, form: list[str]) -> None:
    a_tree(project.folder)
    runs = {}
    for jobs in "1", "2", "3":
        done = project.run(*form, "--no-cache", "--jobs", jobs, ".")
        runs[jobs] = (done.returncode, done.stdout, done.stderr)
        # As many as were asked for, where this one process does it all itself when it was one.
        assert len(project.processes()) == int(jobs)
    assert runs["1"][0] == 2
    assert b"PSL101" in runs["1"][1] and b"internal error in ODD101 (odd)" in runs["1"][2]
    assert runs["2"] == runs["1"]
    assert runs["3"] == runs["1"]


def test_results_are_kept_as_one_process_keeps_them(project: Project, tmp_path: Path) -> None:
    a_tree(project.folder)
    by_jobs = {}
    for jobs in "1", "3":
        folder = tmp_path / f"cache{jobs}"
        first = project.run("--format", "json", "--cache-dir", str(folder), "-j", jobs, ".")
        by_jobs[jobs] = {
            path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.json") if path.is_file()
        }
        again = project.run("--format", "json", "--cache-dir", str(folder), "-j", jobs, ".")
        assert again.stdout == first.stdout
        # Only what breaks down is analysed again.
        assert len(project.processes()) == 1
    assert by_jobs["1"] and by_jobs["1"] == by_jobs["3"]


def test_baselines(project: Project) -> None:
    a_tree(project.folder)
    (project.folder / "broken.sh").unlink()
    (project.folder / "binary.sh").unlink()
    shutil.rmtree(project.folder / "wrong")
    baselines = []
    for jobs in "1", "3":
        made = project.run("baseline", "--jobs", jobs, ".")
        assert made.returncode == 0, made.stderr
        baselines.append((project.folder / "persistlint-baseline.json").read_bytes())
        (project.folder / "persistlint-baseline.json").unlink()
    assert baselines[0] == baselines[1] and b"PSL101" in baselines[0]


@pytest.mark.skipif(os.name != "posix", reason="signals are another thing there")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("die", "its process was ended by SIGKILL; was there too little memory? --jobs 1 needs less"),
        ("exit", "its process ended with status 3"),
    ],
)
def test_a_process_that_dies(project: Project, name: str, told: str) -> None:
    names = [f"c{number}" for number in range(12)]
    project.scripts(*names[:5], name, *names[5:])
    done = project.run("--select", "ODD101", "--format", "json", "--jobs", "2", ".")
    assert done.returncode == 2
    document = json.loads(done.stdout)
    assert {row["message"] for row in document["findings"]} == {f"Seen {each}" for each in names}
    assert document["errors"] == [
        {"path": "5.sh", "line": None, "column": None, "message": f"internal error in the analysis: {told}"}
    ]
    assert b"please report this" in done.stderr and b"Traceback" not in done.stderr


def test_a_rule_that_prints_and_reads(project: Project) -> None:
    project.scripts("one", "print", "two")
    done = project.run("--select", "ODD101", "--format", "json", "--jobs", "2", ".")
    assert done.returncode == 1
    assert [row["message"] for row in json.loads(done.stdout)["findings"]] == [
        "Seen one",
        "Seen print",
        "Seen two",
    ]
    assert done.stderr == b"a rule that prints\n"


def test_where_no_process_can_be_had(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.scripts("one", "two", "three")
    program = (
        "import sys\nfrom persistlint.cli.app import main\nsys.executable = {}\n"
        "sys.exit(main(['--select', 'ODD101', '--quiet', '--jobs', '2', '.']))"
    )
    for executable in ("'/nowhere/python'", "'/bin/false'", "''"):
        done = subprocess.run(
            [sys.executable, "-c", program.format(executable)],
            cwd=project.folder,
            env=project.environment(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, "")
        assert [line.split(": ")[0][:4] for line in done.stdout.splitlines()] == ["0.sh", "1.sh", "2.sh"]


def test_the_folder_that_is_checked_gives_no_code(project: Project) -> None:
    project.scripts("one", "two")
    for module in ("persistlint", "marshal", "pickle", "json", "base64"):
        (project.folder / f"{module}.py").write_text("raise SystemExit('run!')\n")
    program = (
        "import sys\nsys.path.pop(0)\nfrom persistlint.cli.app import main\nsys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "--select", "ODD101", "--quiet", "--jobs", "2", "."],
        cwd=project.folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.count("Seen") == 2
    assert len(project.processes()) == 2


@pytest.mark.skipif(os.name != "posix", reason="sends SIGINT")
@pytest.mark.parametrize("group", [True, False], ids=["terminal", "kill"])
def test_an_interruption(project: Project, group: bool) -> None:
    """Ctrl-C reaches every process of the terminal, ``kill -INT`` only the one: either way all of them end, and what is there is told."""
    project.scripts("one", "two", "slow", "slow")
    process = subprocess.Popen(
        [sys.executable, "-m", "persistlint", "--select", "ODD101", "--format", "json", "--jobs", "2", "."],
        cwd=project.folder,
        env=project.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=interruptible,  # noqa: PLW1509 (no threads here)
    )
    try:
        _until(lambda: (project.seen / "slow").exists() and len(project.processes()) == 2)
        # The answers of the others are on their way.
        time.sleep(0.5)
        if group:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 130
    document = json.loads(out)
    assert document["interrupted"] is True
    assert [row["message"] for row in document["findings"]] == ["Seen one", "Seen two"]
    assert b"Traceback" not in err
    assert not [pid for pid in project.processes() if _alive(pid)]


@pytest.mark.skipif(os.name != "posix", reason="sends SIGKILL")
def test_nobody_stays_behind(project: Project) -> None:
    """Where the process that the user started is killed, the others end as soon as they have done what they are at."""
    project.scripts(*(f"c{number}" for number in range(400)))
    process = subprocess.Popen(
        [sys.executable, "-m", "persistlint", "--select", "ODD101", "--quiet", "--jobs", "2", "."],
        cwd=project.folder,
        env=project.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until(lambda: len(project.processes()) == 2)
    finally:
        process.kill()
        process.wait()
    _until(lambda: not [pid for pid in project.processes() if _alive(pid)])


def _until(done: object) -> None:
    assert callable(done)
    for _ in range(600):
        if done():
            return
        time.sleep(0.1)
    raise AssertionError("it never came to that")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    try:
        # A process that has ended and that nobody has asked about yet.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "257", ""])
def test_a_number_that_is_none(project: Project, number: str) -> None:
    done = project.run(f"--jobs={number}", ".")
    assert done.returncode == 2
    assert b"-j/--jobs: it is a number from 1 to 256" in done.stderr
