"""PSL411 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told, told_about

DB = "docker run -d --restart always --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"

FOUND = {
    "killed": (DB + "docker kill db\n", 2),
    "removed by force": (DB + "docker rm -f db\n", 2),
    "removed by force, upgraded": (
        DB + "docker container rm --force --volumes db\n" + DB.replace(":16", ":16.4"),
        2,
    ),
    "no time to stop": (DB + "docker stop -t 0 db\n", 2),
    "the name in a variable": (
        "N=shop\ndocker run -d --restart unless-stopped --name $N -v md:/var/lib/mysql mysql:8.4\ndocker kill -s KILL $N\n",
        3,
    ),
    "the captured id": (
        "id=$(docker run -d --restart always -v md:/data/db mongo:7)\ndocker kill $id\n",
        2,
    ),
    "podman": (
        DB.replace("docker run", "podman run").replace("postgres:16", "docker.io/postgres:16")
        + "podman rm -f db\n",
        2,
    ),
}

SILENT = {
    "stopped first": DB + "docker stop db\ndocker rm -f db\n",
    "before the first run": "docker rm -f db 2>/dev/null || true\n" + DB,
    "a signal to read its settings": DB + "docker kill -s HUP db\ndocker kill --signal=TERM db\n",
    "thrown away": "docker run -d --name db postgres:16\ndocker rm -f db\n",
    "a test database": DB.replace("--name db", "--name test-db") + "docker rm -f test-db\n",
    "stateless": "docker run -d --restart always --name web nginx:1.27\ndocker kill web\n",
    "another one": DB + "docker kill web\n",
    "not known which": DB + 'docker kill "$X"\n',
    "a purge": DB + "purge() { docker rm -f db; }\npurge\n",
    "not sure": DB + "docker ps && docker kill db\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL411", text) == [(line, "info")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL411", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL411", DB + "docker kill db\n")
    assert message.startswith("`docker kill` kills `db` while it runs. PostgreSQL gets no time")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker kill db", "docker stop db"),
        ("docker rm -f db", "docker stop db && docker rm db"),
        ("docker rm -fv db", "docker stop db && docker rm -v db"),
        ("sudo docker rm -f db", "sudo docker rm -f db"),
    ],
)
def test_fixes(before, after):
    assert fixed(f"{DB}{before}\n") == f"{DB}{after}\n"


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --restart always --name mq -h mq -v mq:/var/lib/rabbitmq rabbitmq:3.13\ndocker container kill mq\n",
    "docker run -d --restart always --name db -v my:/var/lib/mysql mysql:8.4\ndocker stop --time=0 db\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL411", case)
