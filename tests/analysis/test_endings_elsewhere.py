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
    assert [(each.path, each.line) for each in finding.related] == [("Makefile", 5)]


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


ANONYMOUS = "services:\n  db:\n    image: postgres:16\n    volumes: [/var/lib/postgresql/data]\n"
EXTERNAL = (
    "services:\n  db:\n    image: postgres:16\n    volumes: ['orders:/var/lib/postgresql/data']\n"
    "volumes:\n  orders: {external: true}\n"
)
NAMED = (
    "name: shop\nservices:\n  db:\n    image: postgres:16\n    volumes: ['pgdata:/var/lib/postgresql/data']\n"
    "volumes:\n  pgdata:\n"
)


def findings_of(tmp_path, path, files):
    write(tmp_path, files)
    return analyse(files[path], path=path, root=tmp_path).findings


def test_a_project_that_is_taken_down_with_its_volumes(tmp_path):
    finding = said(tmp_path, Makefile="clean:\n\tdocker compose down -v\n")
    assert "`docker compose down -v` (`make clean` in Makefile:2) deletes it." in finding.message
    assert (
        "Add `pgdata:/var/lib/postgresql/data` under `volumes:`, and leave `-v` out there." in finding.message
    )


def test_a_removal_that_spares_the_volumes_comes_first(tmp_path):
    finding = said(
        tmp_path, Makefile="clean:\n\tdocker compose down -v\n", stop_sh="#!/bin/sh\ndocker compose down\n"
    )
    assert "After `docker compose down` (stop.sh:2) the next `up`" in finding.message
    assert "-v" not in finding.message


@pytest.mark.parametrize(
    ("path", "text", "clean", "sentence"),
    [
        (
            "compose.yaml",
            ANONYMOUS,
            "docker compose down -v",
            "`docker compose down -v` in clean.sh:1 deletes it.",
        ),
        (
            "compose.yaml",
            ANONYMOUS,
            "docker compose down",
            "After `docker compose down` in clean.sh:1 the next container gets another, empty one.",
        ),
        (
            "run.sh",
            "docker run -d --name db -v /var/lib/postgresql/data -e POSTGRES_PASSWORD=x postgres:16\n",
            "docker rm -fv db",
            "`docker rm -v` in clean.sh:1 deletes it.",
        ),
    ],
)
def test_who_removes_an_anonymous_volume(path, text, clean, sentence, tmp_path):
    (finding,) = findings_of(tmp_path, path, {path: text, "clean.sh": clean + "\n"})
    assert finding.code == "PSL401"
    assert sentence in finding.message
    assert [(each.path, each.line) for each in finding.related] == [("clean.sh", 1)]


def test_who_deletes_an_external_volume_that_nothing_makes(tmp_path):
    files = {"compose.yaml": EXTERNAL, "Makefile": "clean:\n\tdocker volume rm orders\n"}
    (finding,) = findings_of(tmp_path, "compose.yaml", files)
    assert finding.code == "PSL425"
    assert "`docker volume rm` (`make clean` in Makefile:2) deletes it." in finding.message


def test_a_file_that_deletes_and_makes_a_volume_makes_it(tmp_path):
    files = {"compose.yaml": EXTERNAL, "reset.sh": "docker volume rm orders\ndocker volume create orders\n"}
    assert findings_of(tmp_path, "compose.yaml", files) == ()


def test_down_tells_who_else_keeps_data_in_a_volume(tmp_path):
    others = {
        "reports/compose.yaml": EXTERNAL.replace("orders", "shop_pgdata"),
        "copy.sh": "docker run --rm -v shop_pgdata:/data alpine tar c /data\n",
    }
    files = {"compose.yaml": NAMED, "reset.sh": "docker compose down -v\n", **others}
    (finding,) = findings_of(tmp_path, "reset.sh", files)
    assert "`db` in reports/compose.yaml:3 keeps its data in `shop_pgdata` too." in finding.message
    assert [(each.path, each.line) for each in finding.related] == [("reports/compose.yaml", 3)]


def test_down_tells_nothing_of_its_own_services_and_of_what_only_reads(tmp_path):
    files = {
        "compose.yaml": NAMED,
        "reset.sh": "docker compose down -v\n",
        "copy.sh": "docker run --rm -v shop_pgdata:/data alpine tar c /data\n",
    }
    (finding,) = findings_of(tmp_path, "reset.sh", files)
    assert "too." not in finding.message
    assert finding.related == ()
