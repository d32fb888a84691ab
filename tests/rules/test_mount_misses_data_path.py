"""PSL203 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    (
        "docker run -d --name db -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgres postgres:16\n",
        [(1, "warning")],
    ),
    ("docker run -d -e MYSQL_ROOT_PASSWORD=x -v mysql_data:/var/lib/mysql/data mysql:8\n", [(1, "warning")]),
    (
        "docker run -d --name db \\\n  -e PGDATA=/srv/pg \\\n  -e POSTGRES_PASSWORD=x \\\n  -v pgdata:/var/lib/postgresql/data \\\n  postgres:15\n",
        [(4, "warning")],
    ),
    (
        "sudo docker run -d --name mongo --mount type=volume,source=mongo-data,target=/var/lib/mongodb mongo:7\n",
        [(1, "warning")],
    ),
    (
        "podman run -d --name pg --volume=pgdata:/var/lib/pgsql/data -e POSTGRES_PASSWORD=x docker.io/library/postgres:16\n",
        [(1, "warning")],
    ),
    (
        'start() {\n  docker run -d --name "$1" -v "$2:/data" -e MYSQL_ROOT_PASSWORD=x mysql:8\n}\nstart db db-data\n',
        [(2, "warning")],
    ),
    (
        "docker run -d --name test-db -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgres/data postgres:16\n",
        [(1, "info")],
    ),
]

SILENT = [
    "docker run -d -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgresql/data postgres:16\n",
    "docker run -d -e POSTGRES_PASSWORD=x -e PGDATA=/var/lib/postgresql/data/pgdata -v pgdata:/var/lib/postgresql/data postgres:16\n",
    'docker run -d -e MYSQL_ROOT_PASSWORD=x -v "$PWD/conf":/etc/mysql/conf.d -v "$PWD/dumps":/backup mysql:8\n',
    'docker run -d -e MYSQL_ROOT_PASSWORD=x -v "$PWD/init.sql":/docker-entrypoint-initdb.d/data.sql mysql:8\n',
    "docker run --rm -v data:/data postgres:16 psql -h db\n",
    "docker run -d -v data:/var/lib/mysql/data registry.access.redhat.com/rhscl/mysql-80-rhel7\n",
    "docker run -d -v data:/bitnami/mysql -e ALLOW_EMPTY_PASSWORD=yes bitnami/mysql:8.4\n",
    "docker run -d $OPTS -v data:/data -e POSTGRES_PASSWORD=x postgres:16\n",
    'docker run -d -v "$DATA:/data" "$IMAGE"\n',
    "docker run -d -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgresql postgres:18\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL203", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL203", text) == []


def test_one_cause_gives_one_finding():
    text = "docker run -d --name db -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgres postgres:16\n"
    assert told("PSL101", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name cache --volume redis:/var/lib/redis redis:7 redis-server --appendonly yes\n",
    'docker run -d -e MARIADB_ROOT_PASSWORD=x -v "$PWD/db":/var/lib/mariadb mariadb:11\n',
    "NAME=search\ndocker run -d --name $NAME -v $NAME-data:/var/lib/elasticsearch -e discovery.type=single-node elasticsearch:8.15.0\n",
    "docker create --name store --volume mongo_data:/var/lib/mongo mongo:7\ndocker start store\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL203", case)
