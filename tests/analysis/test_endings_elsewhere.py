"""Findings that name the command of another file which removes the container."""

from __future__ import annotations

import pytest

from persistlint.api import analyse
from tests.analysis.test_project_index import write

COMPOSE = "services:\n  db:\n    image: postgres:16\n    environment: {POSTGRES_PASSWORD: x}\n"
RUN = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"


def said(tmp_path, path="compose.yaml", text=COMPOSE, **files):
    write(tmp_path, {path: text, **{name.replace("_", "."): content for name, content in files.items()}})
    (finding,) = analyse(text, path=path, root=tmp_path).findings
    assert finding.code == "PSL101"
    return finding


def test_a_makefile_that_takes_a_project_down(tmp_path):
    finding = said(tmp_path, Makefile="up:\n\tdocker compose up -d\n\nclean:\n\tdocker compose down\n")
    assert "After `docker compose down` (`make clean` in Makefile:5) the next `up`" in finding.message
    assert [(one.path, one.line) for one in finding.related] == [("Makefile", 5)]


def test_a_script_that_removes_a_container(tmp_path):
    finding = said(tmp_path, "run.sh", RUN, stop_sh="#!/bin/sh\ndocker rm -f db\n")
    assert "It is gone when the container is removed (`docker rm` in stop.sh:2)." in finding.message


@pytest.mark.parametrize(
    "files",
    [
        {"Makefile": "clean:\n\tdocker compose -f other.yaml down\n", "other.yaml": COMPOSE},
        {"Makefile": "clean:\n\tdocker compose stop\n# down\n"},
        {"Makefile": "clean:\n\tssh host docker compose down\n"},
        {"README.md": "```sh\ndocker compose down\n```\n"},
        {"sub/Makefile": "clean:\n\tdocker compose down\n", "sub/compose.yaml": COMPOSE},
    ],
)
def test_what_takes_nothing_of_it_away(files, tmp_path):
    write(tmp_path, {"compose.yaml": COMPOSE, **files})
    (finding,) = analyse(COMPOSE, path="compose.yaml", root=tmp_path).findings
    assert "After `docker compose down` the next `up` doesn't find it." in finding.message
