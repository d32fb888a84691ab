"""How a run ends that doesn't go well: a rule package that breaks down, an interruption, a reader that goes away. Real processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import interruptible

ROOT = Path(__file__).parents[2]

#: A rule package whose rule does what the container's name says.
RULE = """
import os, signal
from persistlint.docker.commands import ContainerCreate
from persistlint.rules.rule import Rule


class Odd(Rule):
    code = "ODD101"
    name = "odd"
    summary = "it breaks"
    subject = ContainerCreate

    def check(self, command, context):
        name = command.name.text
        yield self.finding(command.span, f"seen {name}", identity=name, command=command)
        if name == "break":
            raise KeyError("gone")
        if name == "stop":
            os.kill(os.getpid(), signal.SIGINT)


RULE = Odd
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    package = site / "odd_rules"
    package.mkdir(parents=True)
    (package / "odd.py").write_text(RULE)
    (package / "__init__.py").write_text(
        "from persistlint.rules.rule import RuleEntry\n"
        "RULES = [RuleEntry('ODD101', 'odd', 'ContainerCreate', __name__)]\n"
    )
    info = site / "odd_rules-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: odd-rules\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[persistlint.rules]\nodd = odd_rules:RULES\n")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "persistlint.toml").write_text("plugins = ['odd-rules']\nselect = ['ODD101']\n")
    for number, name in enumerate(("one", "break", "stop", "last"), 1):
        (folder / f"{number}.sh").write_text(
            f"docker run -d --name {name} nginx\ndocker run -d --name then nginx\n"
        )
    return folder


def start(*arguments: str, project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    paths = [*(str(ROOT / part) for part in (".", "server", "rules")), str(project.parent / "site")]
    return subprocess.run(
        [sys.executable, "-m", "persistlint", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=interruptible if os.name == "posix" else None,
    )


def test_a_rule_that_breaks_down(project: Path) -> None:
    result = start("--format", "concise", "1.sh", "2.sh", "4.sh", project=project)
    assert result.returncode == 2
    # What it said before, and what it says of other things, stands.
    assert [line.split(": ")[0] for line in result.stdout.splitlines()[:-1]] == [
        "1.sh:1:1",
        "1.sh:2:1",
        "2.sh:1:1",
        "2.sh:2:1",
        "4.sh:1:1",
        "4.sh:2:1",
    ]
    first, second = result.stderr.splitlines()
    assert first == "persistlint: 2.sh: internal error in ODD101 (odd): KeyError: 'gone' (odd.py:17)"
    assert second.startswith("persistlint: please report this to the authors of odd_rules, with the file or ")
    assert f"Python {sys.version.split()[0]}" in second
    assert start("--exit-zero", "2.sh", project=project).returncode == 2
    assert start("--exit-zero", "1.sh", project=project).returncode == 0


def test_its_traceback(project: Path) -> None:
    result = start("2.sh", project=project, PERSISTLINT_TRACEBACK="1")
    assert "Traceback (most recent call last):\n" in result.stderr and "in check\n" in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals are another thing there")
def test_an_interruption(project: Path) -> None:
    result = start(
        "--format",
        "concise",
        "--output",
        "json=out.json",
        "--output",
        "sarif=out.sarif",
        ".",
        project=project,
    )
    assert result.returncode == 130
    lines = result.stdout.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["1.sh", "1.sh", "2.sh", "2.sh"]
    assert lines[-1].startswith("Interrupted: these results are partial. 4 findings")
    assert (
        result.stderr.splitlines()[-1]
        == "persistlint: 3.sh: interrupted: the results are partial (2 files checked)"
    )
    assert "Traceback" not in result.stderr
    document = json.loads((project / "out.json").read_text())
    assert document["interrupted"] is True and len(document["findings"]) == 4
    (invocation,) = json.loads((project / "out.sarif").read_text())["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False and invocation["exitCode"] == 130
    assert "interrupted" in invocation["exitCodeDescription"]


@pytest.mark.skipif(os.name != "posix", reason="signals are another thing there")
@pytest.mark.parametrize("form", ["jsonl", "github", "azure", "gitlab", "junit", "checkstyle", "rdjson"])
def test_an_interruption_in_every_form(project: Path, form: str) -> None:
    result = start("--format", form, ".", project=project)
    assert result.returncode == 130
    assert "Seen one" in result.stdout and "seen last" not in result.stdout
    assert "interrupted" in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals are another thing there")
@pytest.mark.parametrize("command", ["map", "inspect"])
def test_an_interruption_of_others(project: Path, command: str) -> None:
    result = start(command, ".", project=project)
    assert (result.returncode, result.stdout) == (130, "")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl", "sarif", "github", "junit"])
def test_a_reader_that_goes_away(project: Path, form: str) -> None:
    read, write = os.pipe()
    os.close(read)
    paths = [*(str(ROOT / part) for part in (".", "server", "rules")), str(project.parent / "site")]
    result = subprocess.run(
        [sys.executable, "-m", "persistlint", "--format", form, "1.sh", "4.sh"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(write)
    assert (result.returncode, result.stderr) == (1, b"")
