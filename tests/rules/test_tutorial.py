"""The tutorial that persistlint comes from gets exactly what is wrong with it."""

import os

import pytest

from persistlint.testing.pages import Project

NAME = "understanding-data-persistence.md"


@pytest.fixture(scope="module")
def text():
    with open(os.path.join(os.path.dirname(__file__), "..", "data", NAME), encoding="utf-8") as file:
        return file.read()


@pytest.fixture(scope="module")
def said(text):
    project = Project({NAME: text})
    assert project.errors == []
    return project.said


def line_of(text, words, which=0):
    return [number for number, line in enumerate(text.split("\n"), 1) if words in line][which]


def test_installs_in_both_blocks(text, said):
    rows = [(key[1], severity) for key, severity, _ in said if key[2] == "PSL106"]
    wanted = [line_of(text, "apt install iputils-ping", which) for which in (0, 1)]
    assert rows == [(line, "info") for line in wanted]


def test_the_write_in_the_section_without_a_mount(text, said):
    lines = [key[1] for key, _, _ in said if key[2] == "PSL107"]
    assert lines == [line_of(text, "> /my-data/hello.txt")]


def test_the_block_that_looks_for_the_file_in_vain(text, tmp_path, capsys):
    from persistlint.cli.app import main

    path = tmp_path / NAME
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit):
        raise SystemExit(main(["--select", "PSL107", "--format", "json", str(path)]))
    import json

    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert line_of(text, "cat my-data/hello.txt # Produces error") in [
        related["line"] for related in finding["related"] if "in vain" in related["message"]
    ]


def test_nothing_else_matters(said):
    assert [key for key, severity, _ in said if severity in ("error", "warning") and key[2] != "PSL107"] == []
    # A hint about `${PWD}` without quotes is all that there is besides.
    assert {key[2] for key, severity, _ in said if severity != "hint"} <= {"PSL106", "PSL107"}
