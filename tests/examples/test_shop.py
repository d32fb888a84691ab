"""The example whose five files tell one story: its README says what is found, and nothing else is."""

import json
import re
from pathlib import Path

from persistlint.cli.app import main

SHOP = Path(__file__).parents[2] / "examples" / "shop"


def run(capsys, *arguments):
    main([*arguments])
    return capsys.readouterr().out


def test_the_readme_names_every_finding(monkeypatch, capsys):
    monkeypatch.chdir(SHOP)
    findings = json.loads(run(capsys, "check", "--no-cache", "--format", "json", "."))["findings"]
    matches = re.findall(r"^\| (\S+):(\d+) \| (PSL\d+) \|", (SHOP / "README.md").read_text(), re.MULTILINE)
    assert sorted((each["path"], str(each["line"]), each["code"]) for each in findings) == sorted(matches)
    assert len({path for path, _, _ in matches}) == len(matches) == 3


def test_the_readme_shows_the_map_of_the_project(monkeypatch, capsys):
    monkeypatch.chdir(SHOP)
    shown = re.search(r"```text\n(.*?)```", (SHOP / "README.md").read_text(), re.DOTALL)
    assert shown is not None
    assert shown.group(1) in run(capsys, "map", ".")


def test_the_map_for_programs_has_each_name_once(monkeypatch, capsys):
    monkeypatch.chdir(SHOP)
    project = json.loads(run(capsys, "map", "--format", "json", "."))["project"]
    names = [(each["kind"], each["name"]) for each in project]
    assert len(names) == len(set(names))
    parts = next(each["parts"] for each in project if each["name"] == "shop_orders")
    assert {(part["path"], part["line"]) for part in parts} == {("compose.yaml", 10), ("reset.sh", 6)}


def test_a_single_file_has_no_map_of_the_project(monkeypatch, capsys):
    monkeypatch.chdir(SHOP)
    assert "the project" not in run(capsys, "map", "backup.sh")
    assert "project" not in json.loads(run(capsys, "map", "--format", "json", "backup.sh"))
