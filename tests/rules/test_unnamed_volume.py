"""PSL420 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

FOUND = {
    "a database": (
        "v=$(docker volume create)\ndocker run -d --name db -v $v:/var/lib/postgresql/data postgres:16\n",
        1,
    ),
    "quoted, --mount": (
        'VOL="$(docker volume create)"\ndocker run -d \\\n  --mount "source=$VOL,target=/var/lib/mysql" \\\n  mysql:8.4\n',
        1,
    ),
    "sudo, in backticks": ("v=`sudo docker volume create`\nsudo docker run -d -v $v:/data/db mongo:7\n", 1),
    "with a label": (
        "v=$(docker volume create --label app=shop)\ndocker run -d -v $v:/var/lib/mysql mysql:8.4\n",
        1,
    ),
    "in a function": (
        "up() {\n  local v=$(docker volume create)\n  docker run -d -v $v:/var/lib/mysql mysql:8.4\n}\nup\n",
        2,
    ),
}

SILENT = {
    "a name": "v=$(docker volume create pgdata)\ndocker run -d -v $v:/var/lib/postgresql/data postgres:16\n",
    "removed again": (
        "v=$(docker volume create)\ndocker run -d --name db -v $v:/var/lib/mysql mysql:8.4\ndocker rm -f db\ndocker volume rm $v\n"
    ),
    "removed by a trap": (
        "v=$(docker volume create)\ntrap 'docker volume rm $v' EXIT\ndocker run -d -v $v:/var/lib/mysql mysql:8.4\n"
    ),
    "scratch": "v=$(docker volume create)\ndocker run --rm -v $v:/src alpine/git clone https://example.org/x.git /src\n",
    "not mounted": "v=$(docker volume create)\necho $v\n",
    "podman keeps it": "v=$(podman volume create)\npodman run -d -v $v:/var/lib/mysql docker.io/mysql:8.4\n",
    "a name from elsewhere": "docker run -d -v $v:/var/lib/mysql mysql:8.4\n",
    "another script follows": "v=$(docker volume create)\ndocker run -d -v $v:/var/lib/mysql mysql:8.4\n. ./more.sh\n",
    "a stateless server": "v=$(docker volume create)\ndocker run -d -v $v:/usr/share/nginx/html nginx:1.27\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL420", text) == [(line, "warning")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL420", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL420", FOUND["a database"][0])
    assert message.startswith(
        "`db` keeps PostgreSQL's database files in a volume that was created without a name."
    )


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "id=$(docker volume create)\nsudo docker run --detach --volume $id:/usr/share/elasticsearch/data elasticsearch:8.15.0\n",
    'readonly DATA=$(docker volume create --driver local)\ndocker run -d --mount type=volume,src="$DATA",dst=/data/db mongo:7\n',
    'v=$(docker volume create)\nopts=(-d -v "$v:/var/lib/rabbitmq" -h mq)\ndocker run "${opts[@]}" rabbitmq:3.13\n',
    (
        "README.md",
        "```sh\nVOL=$(docker volume create)\ndocker run -d -v $VOL:/opt/couchdb/data couchdb:3.3\n```\n",
    ),
    'if [ -n "$1" ]; then\n  v=$(docker volume create)\n  docker run -d -v "$v":/var/lib/postgresql/data postgres:16\nfi\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL420", case)
