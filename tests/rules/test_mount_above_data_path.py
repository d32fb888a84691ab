"""PSL201 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

FOUND = [
    ("docker run -d --name db -v pgdata:/var/lib/postgresql postgres:16\n", [(1, "error")]),
    ("docker run --name mongo -d -v mongo_data:/data mongo:7.0\n", [(1, "error")]),
    ("docker run -d -v mongo_data:/data mongo\n", [(1, "warning")]),
    (
        'docker run -d --name db \\\n  --mount type=bind,source="$PWD/pg",target=/var/lib/postgresql \\\n  postgres:15-alpine\n',
        [(2, "error")],
    ),
    (
        "podman run -d --name db -v pgdata:/var/lib/postgresql:Z docker.io/library/postgres:14\n",
        [(1, "error")],
    ),
    ("VOL=pgdata\nDIR=/var/lib/postgresql/\ndocker run -d -v $VOL:$DIR postgres:13\n", [(2, "error")]),
    (
        'opts=(-d --name db)\nopts+=(-v "pgdata:/var/lib/postgresql")\ndocker run "${opts[@]}" postgis/postgis:16-3.4\n',
        [(2, "error")],
    ),
]

SILENT = [
    "docker run -d -v pgdata:/var/lib/postgresql postgres:18\n",
    "docker run -d -v pgdata:/var/lib/postgresql postgres\n",
    "docker run -d -v pgdata:/var/lib/postgresql -e PGDATA=/var/lib/postgresql/pgdata postgres:16\n",
    "docker run -d -v pg:/var/lib/postgresql -v data:/var/lib/postgresql/data postgres:16\n",
    "docker run -d $EXTRA -v pgdata:/var/lib/postgresql postgres:16\n",
    "docker run --rm -v pgdata:/var/lib/postgresql postgres:16 psql --version\n",
    "docker run -d -v mysql:/var/lib mycorp/mysql:8\n",
    "docker run -d -v pgdata:/var/lib/postgresql postgres:$TAG\n",
    "docker run -d -v es:/usr/share/elasticsearch elasticsearch:8.15.0\n",
    "docker run -d --tmpfs /var/lib/postgresql postgres:16\n",
    "docker run -d -v /:/host:ro postgres:16\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL201", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL201", text) == []


def test_a_test_container_is_only_noted():
    text = "docker run -d --name test-pg -v pgdata:/var/lib/postgresql postgres:16\n"
    assert told("PSL201", text) == [(1, "info")]
    assert "test" in messages("PSL201", text)[0]


def test_an_image_of_the_project():
    dockerfile = 'FROM alpine:3.20\nVOLUME /srv/app/data\nCMD ["appd"]\n'
    text = "docker build -t app .\ndocker run -d -v app:/srv/app app\n"
    assert [line for line, _ in told("PSL201", text, Dockerfile=dockerfile)] == [2]


def test_the_other_rules_of_the_container_are_silent():
    text = "docker run -d --name db -v pgdata:/var/lib/postgresql postgres:16\n"
    assert told("PSL101", text) == []
    assert told("PSL202", text) == []


def test_the_fix_is_made_where_the_path_is_written():
    assert (
        fixed("DIR=/var/lib/postgresql/\ndocker run -d -v pgdata:$DIR postgres:13\n")
        == "DIR=/var/lib/postgresql/data\ndocker run -d -v pgdata:$DIR postgres:13\n"
    )


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name pg -e POSTGRES_PASSWORD=x --mount source=pg,target=/var/lib/postgresql/ postgres:12-alpine\n",
    'docker create --name mongo --volume="$HOME/mongo":/data mongo:6\ndocker start mongo\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL201", case)
