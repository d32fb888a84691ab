"""PSL304 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = {
    "RANDOM": ("docker run -d -v pgdata-$RANDOM:/var/lib/postgresql/data postgres:16\n", 1, "warning"),
    "the shell's process": ('docker run -d --name db -v "db_$$:/var/lib/mysql" mysql:8.4\n', 1, "warning"),
    "a date in a variable": (
        'VOL="mongo-$(date +%Y%m%d)"\ndocker volume create "$VOL"\ndocker run -d -v "$VOL":/data/db mongo:7\n',
        3,
        "warning",
    ),
    "a build's number, --mount": (
        "docker run -d --name db \\\n  --mount type=volume,src=pg-${BUILD_NUMBER},dst=/var/lib/postgresql/data \\\n  postgres:16\n",
        2,
        "warning",
    ),
    "uuidgen in a function": (
        'up() {\n  local id=$(uuidgen)\n  docker run -d -v "es-$id:/usr/share/elasticsearch/data" elasticsearch:8.15.0\n}\nup\n',
        3,
        "warning",
    ),
    "openssl": ("docker run -d -v reg$(openssl rand -hex 4):/var/lib/registry registry:2\n", 1, "warning"),
    "backticks": ("docker run -d -v data`date +%s`:/data/db mongo:7\n", 1, "warning"),
    "the kernel's, podman": (
        "u=$(cat /proc/sys/kernel/random/uuid)\npodman run -d -v pg-$u:/var/lib/postgresql/data docker.io/postgres:16\n",
        2,
        "warning",
    ),
    "seconds, an array": (
        'opts=(-d -v "couch$EPOCHSECONDS:/opt/couchdb/data")\ndocker run "${opts[@]}" couchdb:3.3\n',
        1,
        "warning",
    ),
    "a test": (
        "docker run -d --name pg-test -v pg-$RANDOM:/var/lib/postgresql/data postgres:16\n",
        1,
        "info",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL304", text) == [(line, severity)]


SILENT = {
    "removed again": (
        'V=pg-$RANDOM\ndocker run -d --name db -v $V:/var/lib/postgresql/data postgres:16\ndocker rm -f db\ndocker volume rm "$V"\n'
    ),
    "removed in a trap": (
        "V=pg-$$\ntrap 'docker rm -f db; docker volume rm $V' EXIT\ndocker run -d --name db -v $V:/var/lib/mysql mysql:8.4\n"
    ),
    "a backup": "docker run --rm -v backup-$(date +%F):/backup -v pg:/data:ro alpine cp -a /data/. /backup\n",
    "used by several": (
        "V=shop-$RANDOM\ndocker run -d -v $V:/var/lib/mysql mysql:8.4\ndocker run --rm -v $V:/data alpine ls /data\n"
    ),
    "a name that stays": 'docker run -d -v "pg-$USER:/var/lib/postgresql/data" postgres:16\n',
    "a host's name": 'docker run -d -v "pg-$(hostname):/var/lib/postgresql/data" postgres:16\n',
    "a project": 'docker run -d -v "$(basename "$PWD")-pg:/var/lib/postgresql/data" postgres:16\n',
    "an image that isn't known": "docker run -d -v cache-$RANDOM:/cache mycorp/app:1\n",
    "the container's name only": "docker run -d --name db-$RANDOM -v pg:/var/lib/postgresql/data postgres:16\n",
    "an argument": 'docker run -d -v "pg-$1:/var/lib/postgresql/data" postgres:16\n',
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL304", SILENT[name]) == []


@pytest.mark.parametrize("name", ["pg-$RANDOM", "pg-$$", "pg-$(date +%s)"])
def test_the_message_says_what_is_written(name):
    (message,) = messages(
        "PSL304", f'docker run -d --name db -v "{name}:/var/lib/postgresql/data" postgres:16\n'
    )
    assert f"`{name}`" in message
    assert "`db`" in message
