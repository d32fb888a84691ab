"""PSL301 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

FOUND = [
    ('docker run -d --name db -v "$PWD/pgdata":/var/lib/postgresql/data postgres:16\n', 1),
    ("docker run -d -v ./mysql:/var/lib/mysql mysql:8.4\n", 1),
    ("docker run -d -v $(pwd)/mongo:/data/db mongo:7\n", 1),
    (
        "docker run -d \\\n  --mount type=bind,source=./es,target=/usr/share/elasticsearch/data \\\n  elasticsearch:8.15.0\n",
        2,
    ),
    ("podman run -d -v ../data/pg:/var/lib/postgresql:Z docker.io/postgres:18\n", 1),
    (
        'HERE="$(cd "$(dirname "$0")" && pwd)"\ndocker run -d -v "$HERE/rabbit:/var/lib/rabbitmq" -h mq rabbitmq:3.13\n',
        2,
    ),
]

SILENT = [
    "docker run -d -v pgdata:/var/lib/postgresql/data postgres:16\n",
    "docker run -d -v /srv/pg:/var/lib/postgresql/data postgres:16\n",
    "docker run -d -v /mnt/disk1/pg:/var/lib/postgresql/data postgres:16\n",
    "docker run -d -v pg:/var/lib/postgresql/data -v ./init:/docker-entrypoint-initdb.d:ro postgres:16\n",
    "docker run -d -v ./pg:/var/lib/postgresql/data:ro postgres:16\n",
    'docker run --rm -v "$PWD":/src -w /src node:22 npm ci\n',
    "docker run --rm -v pg:/data -v $(pwd):/backup ubuntu tar cf /backup/b.tar /data\n",
    "docker run -d -v ./app:/var/lib/postgresql/data mycorp/postgres:16\n",
    "docker run -d -v $DATA_PATH:/var/lib/postgresql/data postgres:16\n",
    "docker run --rm -v ./pg:/var/lib/postgresql/data postgres:16 pg_controldata /var/lib/postgresql/data\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL301", text) == [(line, "info")]


def test_the_message_says_what_is_written():
    (message,) = messages("PSL301", 'docker run -d -v "$(pwd)/my:/var/lib/mysql" mysql:8\n')
    assert "`$PWD/my`" in message


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL301", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run -d -v ./mysql:/var/lib/mysql mysql:8.4\n",
            "docker run -d -v mysql-data:/var/lib/mysql mysql:8.4\n",
        ),
        (
            'docker run -d -v "$PWD/pg:/var/lib/postgresql/data" postgres:16\n',
            "docker run -d -v pgdata:/var/lib/postgresql/data postgres:16\n",
        ),
        (
            "docker run -d --volume=./mysql:/var/lib/mysql mysql:8.4\n",
            "docker run -d --volume=mysql-data:/var/lib/mysql mysql:8.4\n",
        ),
        (
            'docker run -d --mount type=bind,source="$PWD"/pg,target=/var/lib/postgresql/data postgres:16\n',
            "docker run -d --mount type=volume,source=pgdata,target=/var/lib/postgresql/data postgres:16\n",
        ),
    ],
)
def test_fixes(before, after):
    assert fixed(before) == after


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'cd "$(dirname "$0")"\ndocker run -d --name couch -v "$PWD/couch":/opt/couchdb/data couchdb:3.3\n',
    "docker create --name neo --mount type=bind,src=./neo,dst=/data neo4j:5\ndocker start neo\n",
    (
        "README.md",
        "```sh\ndocker run -d -e MARIADB_ROOT_PASSWORD=x -v ./data/maria:/var/lib/mysql mariadb:11\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL301", case)
