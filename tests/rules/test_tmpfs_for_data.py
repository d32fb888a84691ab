"""PSL405 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

FOUND = {
    "a database": ("docker run -d --name db --tmpfs /var/lib/mysql mysql:8.4\n", [(1, "warning")]),
    "above the data path": ("docker run -d --tmpfs /data:size=1g --name cache-db redis:7\n", [(1, "info")]),
    "with --mount, over several lines": (
        "docker run -d --name db \\\n  --mount type=tmpfs,destination=/var/lib/postgresql/data \\\n  postgres:16\n",
        [(2, "warning")],
    ),
    "podman": ("podman run -d --tmpfs /data/db docker.io/library/mongo:7\n", [(1, "warning")]),
    "a variable": ("DATA=/var/lib/mysql\ndocker run -d --tmpfs $DATA:rw mysql:8\n", [(2, "warning")]),
    "read after a restart": (
        "docker run -d --name app --tmpfs /work alpine sleep infinity\ndocker exec app sh -c 'echo 1 > /work/state'\n"
        "docker restart app\ndocker exec app cat /work/state\n",
        [(1, "warning")],
    ),
    "for a test": ("docker run -d --name test-db --tmpfs /var/lib/mysql mysql:8.4\n", [(1, "info")]),
}

SILENT = {
    "scratch": "docker run -d --read-only --tmpfs /tmp --tmpfs /run -v d1:/var/lib/mysql mysql:8.4\n",
    "secrets": "docker run -d --mount type=tmpfs,dst=/run/secrets acme/app\n",
    "a client": "docker run --rm --tmpfs /var/lib/mysql mysql:8.4 mysqldump -h db app\n",
    "told not to care": "docker run -d --tmpfs /var/lib/postgresql/data postgres:16 -c fsync=off\n",
    "read while it runs": (
        "docker run -d --name app --tmpfs /work alpine sleep infinity\ndocker exec app sh -c 'echo 1 > /work/state'\n"
        "docker exec app cat /work/state\ndocker restart app\n"
    ),
    "written again": (
        "docker run -d --name app --tmpfs /work alpine sleep infinity\ndocker exec app sh -c 'echo 1 > /work/s'\n"
        "docker restart app\ndocker exec app sh -c 'echo 2 > /work/s'\ndocker exec app cat /work/s\n"
    ),
    "an unknown image": "docker run -d --tmpfs /data acme/app\n",
    "an unknown target": "docker run -d --tmpfs $DIR mysql:8.4\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, expected = FOUND[name]
    assert told("PSL405", text) == expected


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL405", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL405", "docker run -d --name db --tmpfs /var/lib/mysql mysql:8.4\n")
    assert "`db` keeps MySQL's database files in memory only. `/var/lib/mysql` is a tmpfs" in message


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker create --name mongo --tmpfs=/data/db:size=2g mongo:7\ndocker container start mongo\n",
    'docker run -d --mount "type=tmpfs,target=/var/lib/mysql,tmpfs-size=1g" -e MARIADB_ROOT_PASSWORD=x mariadb:11\n',
    (
        "README.md",
        "```sh\ndocker run -d --name pg \\\n  --tmpfs /var/lib/postgresql/data:rw \\\n  -e POSTGRES_PASSWORD=x \\\n  postgres:16\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL405", case)
