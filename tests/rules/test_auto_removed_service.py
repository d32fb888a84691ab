"""PSL404 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

FOUND = {
    "plain": ("docker run -d --rm --name db -e POSTGRES_PASSWORD=x postgres:16\n", 1, "info"),
    "in a cluster, over several lines": (
        "sudo docker run \\\n  --rm -dp 3306:3306 \\\n  -e MYSQL_ROOT_PASSWORD=x \\\n  mysql:8.4\n",
        4,
        "info",
    ),
    "podman, options in an array": (
        'opts=(--detach --rm --name queue --hostname q1)\npodman run "${opts[@]}" docker.io/library/rabbitmq:3\n',
        2,
        "info",
    ),
    "a function, the image in a variable": (
        'IMAGE=mongo:7\nstart() { docker run -d --rm --name "$1" $IMAGE; }\nstart store\n',
        2,
        "info",
    ),
    "an arm of a case": (
        "case $1 in\nstart) docker run --rm -d --name reg -p 5000:5000 registry:2 ;;\nstop) docker stop reg ;;\nesac\n",
        2,
        "info",
    ),
    "a mount on something else": (
        'docker run -d --rm -v "$PWD/init":/docker-entrypoint-initdb.d mariadb:11\n',
        1,
        "info",
    ),
    "for a test": ("docker run -d --rm --name test-pg postgres:16\n", 1, "info"),
}

SILENT = {
    "a volume": "docker run -d --rm -v pgdata:/var/lib/postgresql/data postgres:16\n",
    "attached": "docker run --rm --name db postgres:16\n",
    "kept": "docker run -d --name db postgres:16\n",
    "no server": "docker run -d --rm postgres:16 psql -h db -c 'select 1'\n",
    "stateless": "docker run -d --rm --name web nginx:1.27\n",
    "memory on purpose": "docker run -d --rm --tmpfs /var/lib/postgresql/data postgres:16\n",
    "unknown options": 'docker run -d --rm $OPTS postgres:16\ndocker run -d --rm "$@" postgres:16\n',
    "unknown image": "docker run -d --rm $IMAGE\ndocker run -d --rm acme/app\n",
    "the volumes of another container": "docker run -d --rm --volumes-from keep postgres:16\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL404", text) == [(line, severity)]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL404", SILENT[name]) == []


def test_it_speaks_instead_of_101():
    assert told("PSL101", "docker run -d --rm --name db postgres:16\n") == []


def test_message():
    (message,) = messages("PSL404", "docker run -d --rm --name db postgres:16\n")
    assert "`/var/lib/postgresql/data` of `db`. The data (PostgreSQL's " in message
    assert "`--rm` deletes it when the container stops or crashes" in message
    assert message.endswith("Add `-v pgdata:/var/lib/postgresql/data`.")


def test_fix():
    assert fixed("docker run -d --rm --name db postgres:16\n") == (
        "docker run -d --rm --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"
    )


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --rm -p 9200:9200 --name search -e discovery.type=single-node elasticsearch:8.15.0\n",
    ("README.md", "```console\n$ docker run --rm -d --name couch -p 5984:5984 couchdb:3.3\n```\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL404", case)
