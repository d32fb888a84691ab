"""``persistlint config`` and ``persistlint init``, and what ``check`` says of settings."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from persistlint.cli.app import main


class Run:
    """What a run of the command line gave."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(root: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Run persistlint in the project."""

    def go(*arguments: str) -> Run:
        status = main(list(arguments))
        return Run(status, *capsys.readouterr())

    return go


SETTINGS = """\
extend = "base.toml"
ignore = ["PSL801"]
[images.myapp]
data = ["/srv"]
[per-file."docs/"]
ignore = ["PSL1"]
"""


def project(root: Path) -> None:
    (root / "base.toml").write_text('profile = "strict"\nfail-on = "error"\nmandatory = ["PSL101"]\n')
    (root / "persistlint.toml").write_text(SETTINGS)
    (root / "docs").mkdir()
    (root / "docs" / "a.md").write_text("x\n")


def test_config_is_toml_with_the_origin_of_each_value(run: Any, root: Path) -> None:
    project(root)
    result = run("config", "docs/a.md")
    assert (result.status, result.err) == (0, "")
    stated = tomllib.loads(result.out)
    assert (stated["fail-on"], stated["select"], stated["engine"]) == ("error", ["ALL"], False)
    assert stated["images"] == {"myapp": {"data": ["/srv"]}}
    assert "# settings files: persistlint.toml, base.toml" in result.out
    assert "per-file entries that count for it: docs/" in result.out
    lines = {line.split(" = ")[0]: line.split("# ")[-1] for line in result.out.split("\n") if " = " in line}
    assert lines["fail-on"] == "base.toml:2:1"
    assert lines["ignore"] == "persistlint.toml:2:1"
    assert lines["select"] == "profile strict"
    assert lines["engine"] == "default"
    assert lines["myapp"] == "persistlint.toml:3:9"


def test_config_for_programs(run: Any, root: Path) -> None:
    project(root)
    document = json.loads(run("config", "--format", "json", "docs/a.md").out)
    assert (document["version"], document["per_file"]) == (1, ["docs/"])
    values = document["settings"]
    assert values["fail-on"] == {
        "value": "error",
        "origin": {"kind": "file", "path": "base.toml", "line": 2, "column": 1},
    }
    assert values["select"]["origin"]["kind"] == "profile strict"
    assert values["mandatory"]["entries"]["0"]["origin"]["column"] == 14
    assert values["images"]["entries"]["myapp"]["value"] == {"data": ["/srv"]}
    assert values["baseline"] == {
        "value": None,
        "origin": {"kind": "default", "path": None, "line": None, "column": None},
    }


def test_config_of_a_file_without_per_file_entries(run: Any, root: Path) -> None:
    project(root)
    assert "per-file entries" not in run("config", "a.sh").out
    assert "settings files: none" in run("config", "--isolated").out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "selct = 1\nfail_on = 2\n",
            ["persistlint.toml:1:1: unknown key `selct`", "persistlint.toml:2:1: unknown key"],
        ),
        (
            'ignore = ["PSL10l"]\nfoo = 1\n',
            ["persistlint.toml:1:11: `ignore` names", "persistlint.toml:2:1: unknown key"],
        ),
        ('exclude = ["nowhere/"]\n', ["persistlint.toml:1:12: `exclude`: nothing in the project fits"]),
    ],
)
def test_everything_wrong_is_named(run: Any, root: Path, text: str, said: list[str]) -> None:
    (root / "persistlint.toml").write_text(text)
    (root / "a.sh").write_text("true\n")
    for command in ("config", "check"):
        result = run(command)
        assert result.status == 2
        assert all(each in result.err for each in said)
    # A single file says nothing about patterns.
    assert run("check", "a.sh").status == (0 if "exclude" in text else 2)


def test_include(run: Any, root: Path) -> None:
    (root / "persistlint.toml").write_text('include = ["scripts/"]\n')
    for name in ("scripts/a.sh", "other/b.sh"):
        (root / name).parent.mkdir()
        (root / name).write_text("docker run -d --name db postgres:16\n")
    paths = {row["path"] for row in json.loads(run("check", "--format", "json").out)["findings"]}
    assert paths == {"scripts/a.sh"}
    assert run("check", "other/b.sh").status == 1


def test_mandatory_rules_are_not_silenced(run: Any, root: Path) -> None:
    (root / "a.sh").write_text("docker run -d postgres:16 # persistlint: ignore[PSL101] x\n")
    (root / "persistlint.toml").write_text('mandatory = ["PSL101"]\n')
    assert run("check").status == 1
    (root / "persistlint.toml").write_text("")
    assert run("check").status == 0


def test_the_command_line_is_stronger_than_per_file(run: Any, root: Path) -> None:
    (root / "a.sh").write_text("docker run -d postgres:16\ndocker exec -t db pg_dump x > x.sql\n")
    (root / "persistlint.toml").write_text(
        'ignore = ["ALL"]\n[per-file."*.sh"]\nextend-select = ["PSL801"]\n'
    )

    def codes(*arguments: str) -> list[str]:
        return [
            row["code"] for row in json.loads(run("check", "--format", "json", *arguments).out)["findings"]
        ]

    assert codes() == ["PSL801"]
    assert codes("--ignore", "PSL8") == []
    assert codes("--select", "PSL101") == ["PSL101"]


def test_init(run: Any, root: Path) -> None:
    result = run("init")
    assert (result.status, result.out) == (
        0,
        "persistlint.toml is written; everything in it is commented out\n",
    )
    text = (root / "persistlint.toml").read_text()
    assert tomllib.loads(text) == {}
    assert run("config").status == 0
    result = run("init")
    assert result.status == 2
    assert "persistlint.toml holds this project's settings already" in result.err
    assert (root / "persistlint.toml").read_text() == text


def test_init_leaves_other_files_alone(run: Any, root: Path) -> None:
    (root / "pyproject.toml").write_text("[tool.persistlint]\n")
    assert run("init").status == 2
    (root / "pyproject.toml").write_text("[project]\n")
    os.symlink("nowhere", root / "persistlint.toml")
    assert run("init").status == 2
    assert not (root / "nowhere").exists()
    assert run("init", "missing-folder").status == 2


def test_the_schema(run: Any, root: Path) -> None:
    assert json.loads(run("config", "--schema").out)["$id"] == "urn:persistlint:settings"
