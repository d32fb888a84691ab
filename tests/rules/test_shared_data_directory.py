"""PSL413 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

DB = "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"
TWO = "docker run -d --name db2 -v pgdata:/var/lib/postgresql/data postgres:16\n"

FOUND = {
    "two of a kind": (DB + TWO, 2),
    "--mount, over several lines": (
        DB
        + "docker run --detach --name reports \\\n  --mount source=pgdata,target=/var/lib/postgresql/data \\\n  postgres:16\n",
        3,
    ),
    "one directory of the host": (
        "docker run -d --name a1 -v /srv/mysql:/var/lib/mysql mysql:8.4\n"
        "docker run -d --name a2 -v /srv/mysql:/var/lib/mysql mysql:8.4\n",
        2,
    ),
    "a loop": ("for n in 1 2; do\n  docker run -d --name db$n -v md:/var/lib/mysql mysql:8.4\ndone\n", 2),
    "a function": (
        'up() { docker run -d --name "$1" -v md:/var/lib/mysql mysql:8.4; }\nup blue\nup green\n',
        1,
    ),
    "another version": (DB + TWO.replace("postgres:16", "postgres:17"), 2),
    "podman": (
        (DB + TWO)
        .replace("docker run", "podman run")
        .replace("postgres:16", "docker.io/library/postgres:16"),
        2,
    ),
}

SILENT = {
    "stopped first": DB + "docker stop db\n" + TWO,
    "removed first": DB + "docker rm -f db\n" + TWO,
    "perhaps stopped": DB + "docker ps && docker stop db\n" + TWO,
    "read-only": DB + TWO.replace("data postgres", "data:ro postgres"),
    "a backup": DB
    + "docker run --rm -v pgdata:/var/lib/postgresql/data -v $PWD:/b alpine tar cf /b/d.tar /var/lib/postgresql/data\n",
    "volumes of their own": DB + TWO.replace("pgdata", "pgdata2"),
    "a client": DB + "docker run -d --name job -v pgdata:/var/lib/postgresql/data postgres:16 sleep 100\n",
    "uploads of two applications": "docker run -d -v f:/data nginx:1.27\ndocker run -d -v f:/data nginx:1.27\n",
    "directories of their own": (
        DB.replace("-v", "-e PGDATA=/var/lib/postgresql/data/a -v")
        + TWO.replace("-v", "-e PGDATA=/var/lib/postgresql/data/b -v")
    ),
    "another script is called between": DB + "./stop-all.sh\n" + TWO,
    "other arms": f"case $1 in\na) {DB.strip()} ;;\nb) {TWO.strip()} ;;\nesac\n",
    "the name is in use": DB + DB,
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL413", text) == [(line, "warning")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL413", SILENT[name]) == []


def test_documents_show_alternatives():
    assert told("PSL413", f"```sh\n{DB}```\n\nOr:\n\n```sh\n{TWO}```\n", "guide.md") == []


def test_lines_of_a_document_without_names_are_alternatives():
    nameless = DB.replace("--name db ", "")
    assert told("PSL413", f"```sh\n{nameless}# with other settings\n{nameless}```\n", "guide.md") == []
    assert told("PSL413", f"```sh\n{DB}{TWO}```\n", "guide.md") == [(3, "info")]


def test_one_port_of_the_host_is_enough_for_one():
    assert told("PSL413", (DB + TWO).replace("-d", "-d -p 5432:5432")) == []


def test_message():
    (message,) = messages("PSL413", DB + TWO)
    assert message.startswith("`db2` writes PostgreSQL's database files into `pgdata`, which `db` is using.")


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name blue -v mongo:/data/db mongo:7\ndocker run -d --name green --mount type=volume,src=mongo,dst=/data/db mongo:7\n",
    "docker run -d --name es1 -v es:/usr/share/elasticsearch/data elasticsearch:8.15.0\ndocker run -d --name es2 -v es:/usr/share/elasticsearch/data elasticsearch:8.15.0\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL413", case)
