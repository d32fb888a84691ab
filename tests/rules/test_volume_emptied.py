"""PSL422 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

DB = "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"
HOST = "docker run -d --name db -v /srv/pg:/var/lib/postgresql/data postgres:16\n"

FOUND = {
    "by another container": (
        DB + "docker stop db\ndocker run --rm -v pgdata:/d alpine sh -c 'rm -rf /d/*'\n",
        3,
    ),
    "from inside": (DB + "docker exec db sh -c 'rm -rf /var/lib/postgresql/data/*'\n", 2),
    "on the host": (HOST + "docker stop db\nsudo rm -rf /srv/pg\n", 3),
    "its content": ("DIR=/srv/pg\n" + HOST.replace("/srv/pg", "$DIR") + 'rm -rf "$DIR"/*\n', 3),
    "in a function": (DB + "next() {\n  docker run --rm -v pgdata:/d alpine rm -rf /d\n}\nnext\n", 3),
    "the engine's directory": ("docker ps\nsystemctl stop docker\nrm -rf /var/lib/docker\n", 3),
    "its volumes": ("docker ps\nsudo rm -rf /var/lib/docker/volumes/*\n", 2),
    "git clean": (
        'docker run -d --name db -v "$PWD/data:/var/lib/mysql" mysql:8.4\ngit pull\ngit clean -xfd\n',
        3,
    ),
}

SILENT = {
    "restored": (
        DB + "docker stop db\n"
        "docker run --rm -v pgdata:/d -v \"$PWD\":/b alpine sh -c 'rm -rf /d/* && tar xf /b/x.tar -C /d'\ndocker start db\n"
    ),
    "restored by the next one": (
        DB + "docker stop db\ndocker run --rm -v pgdata:/d alpine sh -c 'rm -rf /d/*'\n"
        'docker run --rm -v pgdata:/d -v "$PWD":/b alpine cp -a /b/data/. /d/\n'
    ),
    "something in it": DB + "docker exec db sh -c 'rm -rf /var/lib/postgresql/data/pg_log/*'\n",
    "a function named for it": "reset() { rm -rf /srv/pg; }\n" + HOST + "reset\n",
    "asked before": HOST + 'read -r y\n[ "$y" = y ] && rm -rf /srv/pg\n',
    "in an arm": f"case $1 in\nstart) {HOST.strip()} ;;\nwipe) rm -rf /srv/pg ;;\nesac\n",
    "a test database": HOST.replace("--name db", "--name db-test") + "rm -rf /srv/pg\n",
    "docker is taken off": "docker ps\napt-get purge -y docker-ce\nrm -rf /var/lib/docker\n",
    "moved": "docker ps\nrsync -a /var/lib/docker/ /data/docker/\nrm -rf /var/lib/docker\n",
    "git clean that spares it": 'docker run -d -v "$PWD/data:/var/lib/mysql" mysql:8.4\ngit clean -xfd -e data\ngit clean -fd\n',
    "git clean elsewhere": "docker run -d -v /srv/data:/var/lib/mysql mysql:8.4\ngit clean -xfd\n",
    "dumped": HOST + "docker exec db pg_dumpall -U postgres > all.sql\nrm -rf /srv/pg\n",
    "a cache": "docker run -d --name web -v /srv/web:/var/cache/nginx nginx:1.27\nrm -rf /srv/web\n",
    "another directory": HOST + "rm -rf /srv/other /var/lib/docker-backup\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL422", text) == [(line, "warning")]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL422", SILENT[name]) == []


def test_a_file_named_for_it():
    assert told("PSL422", HOST + "rm -rf /srv/pg\n", "uninstall.sh") == []


def test_message():
    (message,) = messages("PSL422", HOST + "rm -rf /srv/pg\n")
    assert message.startswith(
        "This deletes PostgreSQL's database files of `db`, and nothing asks first. The directory `/srv/pg`"
    )


def test_in_an_image():
    text = "FROM docker:28-dind\nRUN docker version\nRUN dockerd & sleep 9; docker pull alpine; rm -rf /var/lib/docker\n"
    assert told("PSL422", text, "Dockerfile") == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name my -v /srv/mysql:/var/lib/mysql mysql:8.4\ndocker stop my\nfind /srv/mysql -mindepth 1 -delete\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL422", case)
