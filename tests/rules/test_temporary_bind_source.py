"""PSL303 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = {
    "a directory in /tmp": (
        "docker run -d --name db -v /tmp/pgdata:/var/lib/postgresql/data postgres:16\n",
        1,
        "warning",
    ),
    "mktemp in a variable": (
        'DIR=$(mktemp -d)\ndocker run -d --name db \\\n  -v "$DIR":/var/lib/mysql \\\n  -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n',
        3,
        "warning",
    ),
    "mktemp, a directory in it": (
        'work="$(mktemp -d -t shop.XXXX)"\nmkdir -p "$work/db"\ndocker run -d -v "$work/db:/data/db" mongo:7\n',
        3,
        "warning",
    ),
    "TMPDIR": ('docker run -d -v "${TMPDIR:-/tmp}/couch:/opt/couchdb/data" couchdb:3.3\n', 1, "warning"),
    "memory": (
        "docker run -d --mount type=bind,src=/dev/shm/pg,dst=/var/lib/postgresql postgres:18\n",
        1,
        "warning",
    ),
    "/var/tmp, an array": (
        'args=(-d --restart always -v /var/tmp/registry:/var/lib/registry)\ndocker run "${args[@]}" registry:2\n',
        1,
        "warning",
    ),
    "a function": (
        'db() { docker run -d --name "$1" -v "/tmp/$1:/var/lib/mysql" mariadb:11; }\ndb shop\n',
        1,
        "warning",
    ),
    "podman, attached with a restart policy": (
        "podman run --restart=always -v /tmp/es:/usr/share/elasticsearch/data docker.io/library/elasticsearch:8.15.0\n",
        1,
        "warning",
    ),
    "a directory below": (
        "docker run -d -v /tmp/x:/bitnami/postgresql bitnami/postgresql:16\n",
        1,
        "warning",
    ),
    "a demo": ("docker run -d --name demo-db -v /tmp/pg:/var/lib/postgresql/data postgres:16\n", 1, "info"),
    "history only": ("docker run -d -v /tmp/prom:/prometheus prom/prometheus:v2.54.0\n", 1, "info"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL303", text) == [(line, severity)]


SILENT = {
    "the script deletes it again": (
        'T=$(mktemp -d)\ntrap \'rm -rf "$T"\' EXIT\ndocker run -d -v "$T:/var/lib/mysql" mysql:8.4\n'
    ),
    "a socket": "docker run -d -e DISPLAY -v /tmp/.X11-unix:/tmp/.X11-unix -v pg:/var/lib/postgresql/data postgres:16\n",
    "output of a tool": 'out=$(mktemp -d)\ndocker run --rm -v "$out":/out alpine sh -c "date > /out/now"\ncat "$out/now"\n',
    "a client": "docker run --rm -v /tmp/dump:/dump postgres:16 pg_dump -h db -f /dump/x.sql\n",
    "an image that isn't known": "docker run -d -v /tmp/app:/data mycorp/app:1\n",
    "configuration": "docker run -d -v /tmp/my.cnf:/etc/mysql/my.cnf:ro -v d:/var/lib/mysql mysql:8.4\n",
    "a real directory": "docker run -d -v /srv/tmp/pg:/var/lib/postgresql/data postgres:16\n",
    "for one command": "docker run --rm -v /tmp/pg:/var/lib/postgresql/data postgres:16 pg_controldata\n",
    "read-only": "docker run -d -v /tmp/old:/var/lib/mysql:ro mysql:8.4\n",
    "fast on purpose": "docker run -d -v /dev/shm/pg:/var/lib/postgresql/data postgres:16 -c fsync=off\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL303", SILENT[name]) == []


def test_the_message_names_the_directory_and_what_is_in_it():
    (message,) = messages(
        "PSL303", "docker run -d --name db -v /tmp/pg:/var/lib/postgresql/data postgres:16\n"
    )
    assert "`/tmp/pg`" in message
    assert "`db`" in message
    assert "PostgreSQL's database files" in message
