"""The action for GitHub and the template for GitLab: valid by their schemas, and their scripts run as the runners run them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.programs import needed, needed_module

ROOT = Path(__file__).resolve().parents[2]
ACTION = ROOT / "action.yml"
GITLAB = ROOT / "ci" / "gitlab.yml"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripts are bash's")

LOSING = "#!/bin/sh\ndocker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"


def read_yaml(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = needed_module("yaml").safe_load(path.read_text("utf-8"))
    return content


@pytest.mark.parametrize(
    ("schema", "path"),
    [("vendor.github-actions", ACTION), ("vendor.gitlab-ci", GITLAB)],
    ids=["github", "gitlab"],
)
def test_schema(schema: str, path: Path) -> None:
    needed_module("check_jsonschema")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", sorted((ROOT / "ci").glob("*.sh")), ids=lambda path: path.name)
def test_shellcheck(script: Path) -> None:
    shellcheck = needed("shellcheck", "install shellcheck")
    done = subprocess.run([shellcheck, str(script)], capture_output=True, text=True, check=False)
    assert done.stdout == ""


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that the action keeps between runs."""
    return tmp_path_factory.mktemp("runner") / "persistlint"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "ops").mkdir()
    (folder / "ops" / "run.sh").write_text(LOSING)
    (folder / "clean.sh").write_text("#!/bin/sh\ndocker run -d -v web:/data nginx:1.27\n")
    return folder


class Job:
    """The steps of the action, run one after the other."""

    def __init__(self, project: Path, home: Path, **inputs: str) -> None:
        self.action = read_yaml(ACTION)
        self.inputs = {name: str(row["default"]) for name, row in self.action["inputs"].items()} | inputs
        self.project = project
        self.temp = home.parent
        self.outputs: dict[str, dict[str, str]] = {}
        self.used: dict[str, dict[str, str]] = {}
        self.out = ""
        self.failed = False

    def value(self, text: str) -> str:
        """``text`` with its expressions evaluated, in one pass: what they give isn't looked at again."""
        return re.sub(r"\$\{\{\s*([^}]+?)\s*\}\}", lambda match: self._expression(match[1]), text)

    def _expression(self, text: str) -> str:
        context = {
            "runner.temp": str(self.temp),
            "runner.os": "Linux",
            "github.action_path": str(ROOT),
            "github.action_ref": "v1",
            "github.sha": "0" * 40,
        }
        if text in context:
            return context[text]
        first, _, name = text.partition(".")
        if first == "inputs":
            return self.inputs[name]
        step, _, output = name.partition(".outputs.")
        assert first == "steps", text
        return self.outputs[step][output]

    def run(self) -> Job:
        for step in self.action["runs"]["steps"]:
            if self.failed or not self._wanted(step):
                continue
            if "uses" in step:
                self.used[step["uses"].partition("@")[0]] = {
                    key: self.value(text) for key, text in step["with"].items()
                }
            else:
                self._shell(step)
        return self

    def _wanted(self, step: dict[str, Any]) -> bool:
        if "if" not in step:
            return True
        match = re.fullmatch(r"inputs\.(\w+) == '(\w+)'", step["if"])
        assert match is not None, step["if"]
        return self.inputs[match[1]] == match[2]

    def _shell(self, step: dict[str, Any]) -> None:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input would become part of the script"
        script, output = self.temp / "step.sh", self.temp / "output"
        script.write_text(step["run"])
        output.write_text("")
        environment = {
            **os.environ,
            **{name: self.value(text) for name, text in step.get("env", {}).items()},
            "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": str(output),
        }
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.project,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if "No matching distribution" in done.stderr or "Could not find a version" in done.stderr:
            if os.environ.get("CI"):
                pytest.fail(done.stderr)
            pytest.skip("needs a package index that pip can reach")
        self.out += done.stdout + done.stderr
        if "id" in step:
            self.outputs[step["id"]] = dict(
                line.split("=", 1) for line in output.read_text().splitlines() if "=" in line
            )
        self.failed = done.returncode != 0


def job(project: Path, home: Path, **inputs: str) -> Job:
    return Job(project, home, python=sys.executable, **inputs).run()


def test_the_action_annotates_and_fails(project: Path, home: Path) -> None:
    done = job(project, home, sarif="true")
    assert done.failed, done.out
    assert done.outputs["check"]["status"] == "1"
    assert "::warning title=PSL101 unmounted-data-path,file=ops/run.sh,line=2," in done.out
    uploaded = done.used["github/codeql-action/upload-sarif"]
    assert uploaded["category"] == "persistlint"
    (run,) = json.loads(Path(uploaded["sarif_file"]).read_text("utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["PSL101"]
    assert list(done.used) == ["github/codeql-action/upload-sarif"]


def test_a_second_step_of_a_job_installs_nothing(
    project: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job(project, home)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/none")
    done = job(project, home, paths="clean.sh")
    assert not done.failed, done.out
    assert done.outputs["check"]["status"] == "0"
    assert "github/codeql-action/upload-sarif" not in done.used


def test_the_action_s_inputs(project: Path, home: Path) -> None:
    (project / "other folder").mkdir()
    (project / "other folder" / "run.sh").write_text(LOSING)
    done = job(
        project,
        home,
        paths="ops\nother folder",
        arguments="--fail-on\nerror\n--ignore=PSL301",
        annotations="false",
    )
    assert not done.failed, done.out
    assert (
        "ops/run.sh:2:" in done.out and "other folder/run.sh:2:" in done.out and "::warning" not in done.out
    )
    assert job(project, home, arguments="--no-such-option").outputs["check"]["status"] == "2"


def test_inputs_are_not_run(project: Path, home: Path) -> None:
    wild = "$(touch hit)`touch hit`\"; touch hit; '"
    done = job(project, home, paths=wild, arguments=f"--ignore={wild}", baseline=wild)
    assert done.failed and not (project / "hit").exists()
    # Nor is a path an option.
    assert job(project, home, paths="--exit-zero").outputs["check"]["status"] == "2"


def test_the_page_names_every_input() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    for name in read_yaml(ACTION)["inputs"]:
        assert f"| `{name}` |" in page
    for name in read_yaml(GITLAB)["persistlint"]["variables"]:
        assert f"`{name}`" in page


def test_the_template_for_gitlab(
    project: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job(project, home)
    monkeypatch.delenv("PERSISTLINT_CACHE_DIR")
    template = read_yaml(GITLAB)["persistlint"]
    variables = {name: str(text) for name, text in template["variables"].items()}
    variables |= {"CI_PROJECT_DIR": str(project), "PERSISTLINT_HOME": str(home / "venv")}
    variables |= {"PERSISTLINT_PACKAGE": str(ROOT), "PERSISTLINT_OPTIONS": "--fail-on error --ignore PSL301"}
    variables["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    # As the runner does: the lines of the script in one shell that ends with the first failure.
    script = "\n".join(template["script"])
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=project,
        env={**os.environ, **variables, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "ops/run.sh:2:" in done.stdout
    reports = template["artifacts"]["reports"]
    (row,) = json.loads((project / reports["codequality"]).read_text("utf-8"))
    assert row["location"]["path"] == "ops/run.sh"
    assert "PSL101" in (project / reports["junit"]).read_text("utf-8")
    # Nothing is kept: another branch could have written it.
    assert template["cache"] == []
    assert not list(project.rglob(".cache")) and not (tmp_path / "cache").exists()


#: What a Python that starts in a checkout, or a program that it starts, would import or read from there.
PLANTED = (
    "venv/__init__.py",
    "venv/__main__.py",
    "pip/__init__.py",
    "pip/__main__.py",
    "ensurepip.py",
    "sitecustomize.py",
    "usercustomize.py",
    "persistlint/__init__.py",
    "persistlint/__main__.py",
    "persistlint_rules/__init__.py",
    "persistlint_server/__init__.py",
    "encodings/__init__.py",
    "site.py",
    "json.py",
    "tomllib.py",
    "hatchling/__init__.py",
    "hatch_build.py",
    "setup.py",
    "tree_sitter.py",
    "pathspec.py",
    "pickle.py",
    "readline.py",
)


@pytest.fixture
def hostile(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout with a module for every name that our Pythons import; each leaves a trace. It has many scripts, so that workers start."""
    for name in PLANTED:
        path = project / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"open({str(project / 'owned')!r}, 'a').write({name!r} + '\\n')\nraise SystemExit(0)\n"
        )
    for number in range(40):
        (project / f"job-{number}.sh").write_text(LOSING.replace("db", f"db{number}"))
    (project / "pyvenv.cfg").write_text("home = .\n")
    # Some runners have it; then a Python without -I would look in the checkout whatever else is done.
    monkeypatch.setenv("PYTHONPATH", ".")
    return project


def test_the_action_runs_nothing_of_a_checkout(
    hostile: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fresh = tmp_path_factory.mktemp("fresh") / "persistlint"
    done = job(hostile, fresh, arguments="--jobs\n2")
    assert not (hostile / "owned").exists(), (hostile / "owned").read_text()
    assert done.outputs["check"]["status"] == "1", done.out
    assert "42 files" in done.out and "41 findings" in done.out


def test_the_template_for_gitlab_runs_nothing_of_a_checkout(
    hostile: Path, home: Path, tmp_path: Path, project: Path
) -> None:
    template = read_yaml(GITLAB)["persistlint"]
    variables = {name: str(text) for name, text in template["variables"].items()}
    variables |= {"CI_PROJECT_DIR": str(hostile), "PERSISTLINT_HOME": str(tmp_path / "fresh")}
    variables |= {"PERSISTLINT_PACKAGE": str(ROOT), "PERSISTLINT_OPTIONS": "--jobs 2"}
    done = subprocess.run(
        ["sh", "-e", "-c", "\n".join(template["script"])],
        cwd=hostile,
        env={**os.environ, **variables, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not (hostile / "owned").exists(), (hostile / "owned").read_text()
    if "No matching distribution" in done.stderr and not os.environ.get("CI"):
        pytest.skip("needs a package index that pip can reach")
    assert done.returncode == 1, done.stderr
    assert "ops/run.sh:2:" in done.stdout and "41 findings" in done.stdout


#: Workflows, and pages that show some.
USES = [
    "action.yml",
    "docs/ci.md",
    *(str(path.relative_to(ROOT)) for path in (ROOT / ".github").rglob("*.yml")),
]


@pytest.mark.parametrize("name", USES)
def test_actions_of_others_are_pinned_by_a_commit(name: str) -> None:
    for line in (ROOT / name).read_text("utf-8").splitlines():
        match = re.search(r"uses:\s*(\S+)(.*)", line)
        if match is not None and not match[1].startswith(("./", "persistlint/")):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", match[1]), line
            assert re.fullmatch(r" # v\d+(\.\d+)*", match[2]), f"which version is it? {line}"


@pytest.mark.parametrize(
    ("name", "key"), [("requirements.txt", "dependencies"), ("build-requirements.txt", "build")]
)
def test_dependencies_are_locked_with_hashes(name: str, key: str) -> None:
    import tomllib

    from packaging.requirements import Requirement

    lock = (ROOT / "ci" / name).read_text("utf-8")
    assert "://" not in lock, "a lock names no host"
    blocks = re.findall(
        r"^([\w.-]+)==(\S+)(?: ;[^\\]*)?((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", lock, re.MULTILINE
    )
    locked = {block[0]: block[1] for block in blocks}
    assert len(locked) == len(re.findall(r"^\w", lock, re.MULTILINE)), "each requirement has hashes"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = (
        project["project"]["dependencies"] if key == "dependencies" else project["build-system"]["requires"]
    )
    for text in wanted:
        requirement = Requirement(text)
        assert requirement.name in locked and requirement.specifier.contains(locked[requirement.name]), (
            f"{requirement} isn't what ci/{name} locks; run ci/lock"
        )
