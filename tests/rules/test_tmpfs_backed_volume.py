"""PSL406 as people would write it."""

import pytest

from tests.rules.told import messages, told

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
    assert "of `db` goes to the volume `fast`, which is memory (`type=tmpfs`)" in message
