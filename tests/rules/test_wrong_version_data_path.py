"""PSL202 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

FOUND = [
    ("docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:18\n", [(1, "error")]),
    (
        "docker run -d --name db -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgresql/data postgres\n",
        [(1, "warning")],
    ),
    ("docker run -d -v pgdata:/var/lib/postgresql/data postgres:alpine\n", [(1, "warning")]),
    ("docker run -d -v pgdata:/var/lib/postgresql/data postgres:alpine3.22\n", [(1, "warning")]),
    (
        "docker run -d -v pgdata:/var/lib/postgresql/data pgvector/pgvector:0.8.1-pg18-trixie\n",
        [(1, "error")],
    ),
    ("docker run -d -v influx:/var/lib/influxdb influxdb:2.7\n", [(1, "error")]),
    (
        'podman run -d \\\n  --volume "$HOME/pg:/var/lib/postgresql/data:Z" \\\n  docker.io/postgres:18.1\n',
        [(2, "error")],
    ),
    (
        "PG=18\ndocker create --name db --mount type=volume,src=pg,dst=/var/lib/postgresql/data postgres:${PG}-alpine\ndocker start db\n",
        [(2, "error")],
    ),
]

SILENT = [
    "docker run -d -v pgdata:/var/lib/postgresql/data postgres:17\n",
    f"docker run -d -v pgdata:/var/lib/postgresql/data postgres@sha256:{'1f' * 32}\n",
    "docker run -d -v pgdata:/var/lib/postgresql/data postgres:our-own\n",
    "docker run -d -v pgdata:/var/lib/postgresql postgres:18\n",
    "docker run -d -e PGDATA=/var/lib/postgresql/data -v pgdata:/var/lib/postgresql/data postgres:18\n",
    "docker run -d -e PGDATA=/var/lib/postgresql/data/pgdata -v pgdata:/var/lib/postgresql/data postgres\n",
    "docker run -d -v pgdata:/var/lib/postgresql/data postgres:$PG_VERSION\n",
    "docker run -d -v pgdata:/var/lib/postgresql/data bitnami/postgresql:18\n",
    "docker run -d -v pgdata:/var/lib/postgresql -v old:/var/lib/postgresql/data postgres:18\n",
    "docker run --rm -v pgdata:/var/lib/postgresql/data postgres:18 pg_dump --version\n",
    "docker run -d $OPTS -v pgdata:/var/lib/postgresql/data postgres:18\n",
    "docker run -d -v pgdata:/var/lib/postgresql/data postgres:${TAG:-17}\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL202", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL202", text) == []


def test_a_default_of_the_text_is_named():
    text = "docker run -d -v pgdata:/var/lib/postgresql/data postgres:${TAG:-18}\n"
    assert told("PSL202", text) == [(1, "error")]
    assert "unless TAG is set" in messages("PSL202", text)[0]


def test_101_is_silent():
    assert told("PSL101", "docker run -d -v pgdata:/var/lib/postgresql/data postgres:18\n") == []


def test_fix():
    assert (
        fixed("docker run -d -v 'pgdata:/var/lib/postgresql/data' postgres:18\n")
        == "docker run -d -v 'pgdata:/var/lib/postgresql' postgres:18\n"
    )


def test_101_is_silent_where_the_version_decides_and_isnt_known():
    text = 'docker run -d --name db -v "$DATA:/var/lib/postgresql/data" postgres:$VERSION\n'
    assert told("PSL101", text) == []
    assert told("PSL202", text) == []
    assert told("PSL101", "docker run -d --name db postgres:$VERSION\n") == [(1, "warning")]
