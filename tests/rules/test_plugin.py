"""A third party's rule package: installed as a distribution, named in the settings, found by its entry point."""

import json
import os
import subprocess
import sys

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))

PACKAGE = """
from persistlint.rules.rule import RuleEntry

RULES = [RuleEntry("ACME1", "no-latest", "ContainerCreate", __name__)]
"""

RULE = """
from persistlint.docker.commands import ContainerCreate
from persistlint.rules.rule import Rule


class NoLatest(Rule):
    code = "ACME1"
    name = "no-latest"
    summary = "an image runs under the tag latest"
    subject = ContainerCreate

    def check(self, thing, context):
        if thing.image is not None and thing.image.tag == "latest":
            yield self.finding(thing.image.span, "`latest` is whatever it is today", identity="latest", command=thing)


RULE = NoLatest
"""

PAGE = """# ACME1 no-latest

An image runs under the tag `latest`.
"""

METADATA = "Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n"
ENTRY_POINTS = "[persistlint.rules]\nacme-rules = acme_rules:RULES\n"


@pytest.fixture
def project(tmp_path):
    """Return a project, and beside it a folder with the distribution as an installer leaves it."""
    site = tmp_path / "site"
    files = {
        site / "acme_rules" / "__init__.py": PACKAGE,
        site / "acme_rules" / "no_latest.py": RULE,
        site / "acme_rules" / "no_latest.md": PAGE,
        site / "acme_rules-1.0.dist-info" / "METADATA": METADATA,
        site / "acme_rules-1.0.dist-info" / "entry_points.txt": ENTRY_POINTS,
        tmp_path / "project" / "run.sh": "docker run --rm alpine:latest true\n",
        tmp_path / "project" / "persistlint.toml": 'plugins = ["acme-rules"]\n',
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "project"


def run(project, *arguments):
    paths = [str(project.parent / "site"), ROOT, os.path.join(ROOT, "rules")]
    return subprocess.run(
        [sys.executable, "-m", "persistlint", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_finding_is_shown(project):
    result = run(project, "--format", "json", "run.sh")
    assert result.returncode == 1, result.stderr
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["code"], finding["rule"], finding["line"], finding["column"]) == (
        "ACME1",
        "no-latest",
        1,
        17,
    )


def test_its_page_is_shown(project):
    result = run(project, "rule", "ACME1")
    assert result.returncode == 0, result.stderr
    assert "under the tag" in result.stdout


def test_it_may_be_suppressed_and_switched_off(project):
    script = project / "run.sh"
    script.write_text("docker run --rm alpine:latest true # persistlint: ignore[ACME1] a demonstration\n")
    assert run(project, "run.sh").returncode == 0
    script.write_text("docker run --rm alpine:latest true\n")
    assert run(project, "--ignore", "ACME1", "run.sh").returncode == 0


def test_without_the_setting_it_is_not_there(project):
    (project / "persistlint.toml").write_text("")
    assert run(project, "run.sh").returncode == 0


def test_a_name_that_is_not_installed(project):
    (project / "persistlint.toml").write_text('plugins = ["acme-rulez"]\n')
    result = run(project, "run.sh")
    assert result.returncode == 2
    assert "acme-rules" in result.stderr
