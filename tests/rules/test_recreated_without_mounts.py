"""PSL414 as people would write it."""

import pytest

from tests.rules.told import fixed, messages, told

UP = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"

FOUND = {
    "an upgrade": ("docker stop db\ndocker rm db\ndocker pull postgres:16\n" + UP, 4),
    "by force, before every start": ("docker rm -f db 2>/dev/null || true\n" + UP, 2),
    "a function, variables": (
        "NAME=shop\nIMAGE=mysql:8.4\nredeploy() {\n  docker stop $NAME && docker rm $NAME\n"
        '  docker run -d --restart always --name "$NAME" $IMAGE\n}\nredeploy\n',
        5,
    ),
    "if it is there": (
        "if docker ps -a | grep -q db; then\n  docker rm -f db\nfi\n" + UP,
        4,
    ),
    "podman, over several lines": (
        "podman rm -f queue\npodman run -d \\\n  --name queue \\\n  --hostname q1 \\\n  docker.io/library/rabbitmq:3\n",
        5,
    ),
    "a mount beside it": (
        "docker rm -f db\ndocker run -d --name db -v ./init:/docker-entrypoint-initdb.d mariadb:11\n",
        2,
    ),
}

SILENT = {
    "a volume": "docker stop db\ndocker rm db\ndocker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n",
    "made for the first time": UP,
    "another name": "docker rm -f old\n" + UP,
    "removed afterwards": UP + "docker rm -f db\n",
    "dumped before": (
        "docker exec db pg_dumpall -U postgres > all.sql\ndocker stop db\ndocker rm db\n"
        + UP
        + "docker exec -i db psql < all.sql\n"
    ),
    "copied before": "docker cp db:/var/lib/postgresql/data ./backup\ndocker rm -f db\n" + UP,
    "stateless": "docker rm -f web\ndocker run -d --name web nginx:1.27\n",
    "unknown options": "docker rm -f db\ndocker run -d --name db $OPTS postgres:16\n",
    "a test database": "docker rm -f test-db\ndocker run -d --name test-db postgres:16\n",
    "a reset": "reset() {\n  docker rm -f db\n  " + UP + "}\nreset\n",
    "another engine": "ssh host docker rm -f db\n" + UP,
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL414", text) == [(line, "warning")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL414", SILENT[name]) == []


def test_it_speaks_instead_of_404_and_101():
    text = "docker rm -f db\n" + UP.replace("-d", "-d --rm")
    assert told("PSL404", text) == told("PSL101", text) == []
    assert told("PSL414", text) == [(2, "warning")]


def test_messages():
    (message,) = messages("PSL414", "docker stop db\ndocker rm db\n" + UP)
    assert "of the new `db` (PostgreSQL's database files) is empty" in message
    assert "stays in an anonymous volume that nothing leads to once `docker rm` on line 2 has run" in message
    (message,) = messages("PSL414", "docker rm -fv db\n" + UP)
    assert "`docker rm` on line 1 deletes what the old `db` had there" in message


def test_fix():
    assert fixed("docker rm -f db\n" + UP) == "docker rm -f db\n" + UP.replace(
        "postgres:16", "-v pgdata:/var/lib/postgresql/data postgres:16"
    )


def test_blocks_of_a_document_are_alternatives():
    assert (
        told("PSL414", f"```sh\ndocker stop db\ndocker rm db\n```\n\nOr:\n\n```sh\n{UP}```\n", "guide.md")
        == []
    )
    assert told("PSL414", f"```sh\ndocker stop db\ndocker rm db\n{UP}```\n", "guide.md") == [(4, "info")]
