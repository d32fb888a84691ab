"""PSL406 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

MAKE = "docker volume create --driver local --opt type=tmpfs --opt device=tmpfs fast\n"

FOUND = {
    "a database": (MAKE + "docker run -d --name db -v fast:/var/lib/mysql mysql:8.4\n", 1, "warning"),
    "short options, over several lines": (
        "docker volume create \\\n  -o type=tmpfs \\\n  -o device=tmpfs \\\n  -o o=size=1g \\\n  store\n"
        "docker run -d --mount source=store,target=/var/lib/postgresql/data postgres:16\n",
        2,
        "warning",
    ),
    "with --mount": (
        "docker run -d --mount type=volume,source=st,target=/data/db,volume-opt=type=tmpfs,volume-opt=device=tmpfs mongo:7\n",
        1,
        "warning",
    ),
    "read by the next container": (
        MAKE
        + "docker run --rm -v fast:/w alpine sh -c 'echo precious > /w/f'\ndocker run --rm -v fast:/w alpine cat /w/f\n",
        1,
        "warning",
    ),
    "for a test": (MAKE + "docker run -d --name db-test -v fast:/var/lib/mysql mysql:8.4\n", 1, "info"),
}

SILENT = {
    "named for it": MAKE.replace("fast", "build-cache")
    + "docker run -d -v build-cache:/var/lib/mysql mysql:8.4\n",
    "a plain volume": "docker volume create fast\ndocker run -d -v fast:/var/lib/mysql mysql:8.4\n",
    "NFS": (
        "docker volume create -o type=nfs -o o=addr=h,rw -o device=:/x fast\ndocker run -d -v fast:/var/lib/mysql mysql:8.4\n"
    ),
    "not mounted": MAKE,
    "a stateless server": MAKE + "docker run -d -v fast:/usr/share/nginx/html nginx:1.27\n",
    "shared while both run": (
        MAKE
        + "docker run -d --name a1 -v fast:/w alpine sh -c 'echo x > /w/f; sleep 1000'\ndocker run --rm -v fast:/w alpine cat /w/f\n"
    ),
    "options that aren't known": "docker volume create $OPTS fast\ndocker run -d -v fast:/var/lib/mysql mysql:8.4\n",
    "a client": MAKE + "docker run --rm -v fast:/var/lib/mysql mysql:8.4 mysqldump -h db app\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL406", text) == [(line, severity)]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL406", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL406", FOUND["a database"][0])
    assert "database files in the volume `fast`, which is memory (`type=tmpfs`)" in message


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker volume create -d local -o type=tmpfs -o device=tmpfs -o o=size=512m,uid=999 pgfast\ndocker run -d -v pgfast:/var/lib/postgresql/data postgres:16\n",
    "docker run -d --mount 'type=volume,src=rdata,dst=/data,volume-opt=type=tmpfs,volume-opt=device=tmpfs,\"volume-opt=o=size=1g\"' redis:7 redis-server --appendonly yes\n",
    'V=fast\nsudo docker volume create --opt type=tmpfs --opt device=tmpfs "$V"\nsudo docker run -d -v "$V":/data/db mongo:7\n',
    "podman volume create --opt type=tmpfs --opt device=tmpfs fast\npodman run -d -v fast:/var/lib/mysql docker.io/library/mysql:8.4\n",
    (
        "README.md",
        "```sh\ndocker volume create --opt type=tmpfs --opt device=tmpfs fast\n```\n\nThen:\n\n```sh\ndocker run -d -v fast:/var/lib/mysql mysql:8.4\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL406", case)
