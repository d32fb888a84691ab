"""PSL110 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

FOUND = {
    "a result": ("docker run -d --name app debian:12 sh -c 'date > /dev/shm/now; sleep infinity'\n", 1),
    "exec": ("docker run -d --name app my/app:1\ndocker exec app cp /srv/x.db /dev/shm/x.db\n", 2),
    "an archive": (
        "docker run -d --name app my/app:1\ndocker exec app tar czf /dev/shm/backup.tgz /srv\n",
        2,
    ),
    "a here-document": (
        "docker run -d --name app my/app:1\ndocker exec -i app sh <<'EOF'\necho state > /dev/shm/state\nEOF\n",
        3,
    ),
    "the database itself": (
        "docker run -d --name db -e PGDATA=/dev/shm/pg postgres:16\n",
        1,
    ),
    "podman": ("podman run -d --name app my/app:1\npodman exec app touch /dev/shm/done\n", 2),
    "a function": (
        'put() { docker exec app sh -c "date > /dev/shm/$1"; }\ndocker run -d --name app my/app:1\nput now\n',
        1,
    ),
    "with a size": (
        "docker run -d --name app --shm-size 1g debian:12 sh -c 'date > /dev/shm/now; sleep 1d'\n",
        1,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL110", text) == [(line, "info")]


SILENT = {
    "a browser's": "docker run -d --shm-size 2g selenium/standalone-chrome:4.24.0\n",
    "the host's": "docker run -d -v /dev/shm:/dev/shm my/app:1 sh -c 'date > /dev/shm/x'\n",
    "used at once": "docker run --rm debian:12 sh -c 'date > /dev/shm/x; wc /dev/shm/x > /dev/null; cat /dev/shm/x'\n",
    "for one command": "docker run --rm debian:12 sh -c 'date > /dev/shm/x'\n",
    "deleted": "docker run -d --name app my/app:1\ndocker exec app sh -c 'date > /dev/shm/x; run; rm /dev/shm/x'\n",
    "another directory": "docker run -d --name app my/app:1\ndocker exec app sh -c 'date > /dev/null; date > /tmp/x'\n",
    "used by a later command": (
        "docker run -d --name app my/app:1\ndocker exec app sh -c 'date > /dev/shm/x.sql'\ndocker exec app load /dev/shm/x.sql\n"
    ),
    "a container that the text doesn't make": "docker exec app sh -c 'date > /dev/shm/x'\n",
    "fast on purpose": "docker run -d -e PGDATA=/dev/shm/pg postgres:16 -c fsync=off\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL110", SILENT[name]) == []


def test_the_message_names_path_and_container():
    (message,) = messages("PSL110", FOUND["exec"][0])
    assert "`/dev/shm/x.db`" in message
    assert "`app`" in message


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name db --shm-size=2g my/app:1\ndocker exec db bash -c 'pg_dump shop > /dev/shm/shop.sql'\n",
    "docker run -d --name c1 my/app:1\nsudo docker exec c1 dd if=/dev/zero of=/dev/shm/block bs=1M count=10\n",
    "docker run -d --name c1 my/app:1\ndocker exec c1 sh -c 'mkdir -p /dev/shm/work && cp -r /srv/. /dev/shm/work'\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL110", case)
