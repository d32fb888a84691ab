"""PSL418 as people would write it."""

import pytest

from persistlint_rules.orphaned_volume import RULE
from tests.rules.told import messages, told, told_about

DB = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"

FOUND = {
    "removed by force": (DB + "docker rm -f db\n", 2),
    "stopped, removed": (DB + "docker stop db\ndocker rm db\n", 3),
    "--rm, removed by force": (DB.replace("-d", "-d --rm") + "docker rm -f db\n", 2),
    "an option": ("docker run --name j1 -v /out alpine sh -c 'date > /out/x'\nsudo docker rm j1\n", 2),
    "the captured id": ("id=$(docker run -d mysql:8.4)\ndocker rm -f $id\n", 2),
    "pruned": (DB + "docker stop db\ndocker container prune -f\n", 3),
}

SILENT = {
    "its volumes too": DB + "docker rm -fv db\n",
    "--rm, stopped": DB.replace("-d", "-d --rm") + "docker stop db\n",
    "a name": "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\ndocker rm -f db\n",
    "still there": DB + "docker stop db\n",
    "perhaps": DB + "docker ps && docker rm -f db\n",
    "nothing is known to be in it": "docker run --name j1 -v /out acme/app\ndocker rm -f j1\n",
    "pruned afterwards": DB + "docker rm -f db\ndocker volume prune -f\n",
    "saved": "docker run --name j1 -v /out alpine sh -c 'date > /out/x'\ndocker cp j1:/out .\ndocker rm j1\n",
    "lent": DB + "docker run -d --name copy --volumes-from db nginx:1.27\ndocker rm -f db\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL418", text) == [(line, "info")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL418", SILENT[name]) == []


def test_it_is_off_by_default():
    assert RULE.enabled is False


def test_message():
    (message,) = messages("PSL418", DB + "docker rm -f db\n")
    assert message.startswith("The anonymous volume on `/var/lib/postgresql/data` of `db` stays behind")


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name es -e discovery.type=single-node -v /usr/share/elasticsearch/data elasticsearch:8.15.0\ndocker rm --force es\n",
    "sudo docker run -d --name mongo mongo:7\nsudo docker stop mongo && sudo docker container rm mongo\n",
    'N=reg\ndocker run -d --name "$N" registry:2\ndocker stop "$N"\ndocker rm "$N"\n',
    "docker create --name job -v /work alpine:3.20 touch /work/done\ndocker start -a job\ndocker rm job\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL418", case)
