"""PSL808 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

DB = "docker run -d --name db -e POSTGRES_PASSWORD=x -v pgdata:/var/lib/postgresql/data postgres:16\n"

FOUND = [
    (DB + "docker run --rm -v pgdata:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n", 2),
    (
        DB
        + "docker run --rm --volumes-from db -v $PWD:/b alpine tar czf /b/x.tgz /var/lib/postgresql/data\n",
        2,
    ),
    (DB + "docker exec db tar cf - /var/lib/postgresql/data > x.tar\n", 2),
    (DB + "docker cp db:/var/lib/postgresql/data ./backup\n", 2),
    (DB + "docker run --rm -v pgdata:/d -v $PWD:/b alpine sh -c 'cd /d && tar xf /b/x.tar'\n", 2),
    (
        "docker run -d --name maria -v /srv/my:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=x mysql:8\n"
        "docker run --rm -v /srv/my:/d:ro -v $PWD:/b alpine tar cf /b/x.tar /d\n",
        2,
    ),
]

#: By programs of this machine, on the directory that is bound.
BOUND = "docker run -d --name db -e POSTGRES_PASSWORD=x -v /srv/pg:/var/lib/postgresql/data postgres:16\n"
ON_HOST = [
    "sudo tar czf /backup/pg.tgz /srv/pg\n",
    "tar -C /srv -cf - pg | gzip > /backup/pg.tgz\n",
    "cp -a /srv/pg /backup/\n",
    "rsync -a --delete /srv/pg/ backup@host:/pg/\n",
    "cd /srv/pg && tar cf /backup/pg.tar .\n",
    "tar xzf /backup/pg.tgz -C /srv/pg\n",
    "tar czf /backup/srv.tgz /srv\n",
]


@pytest.mark.parametrize("line", ON_HOST)
def test_on_this_machine(line):
    assert told("PSL808", BOUND + line) == [(2, "warning")]


@pytest.mark.parametrize(
    "line",
    [
        "docker stop db\ntar czf /backup/pg.tgz /srv/pg\n",
        "systemctl stop docker\nrsync -a /srv/pg/ /backup/pg\n",
        "cp /srv/pg/postgresql.conf /backup/\n",
        "tar czf /backup/app.tgz /srv/app\n",
        "ssh other 'tar czf /backup/pg.tgz /srv/pg'\n",
        "tar tzf /srv/pg/x.tgz\n",
        "docker exec db psql -c checkpoint\ncp -a --reflink /srv/pg /backup/pg\n",
    ],
)
def test_not_on_this_machine(line):
    assert told("PSL808", BOUND + line) == []


SILENT = [
    DB + "docker stop db\ndocker run --rm -v pgdata:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n",
    DB + "docker pause db\ndocker run --rm -v pgdata:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n",
    DB + "docker rm -f db\ndocker run --rm -v pgdata:/d -v $PWD:/b alpine tar xf /b/x.tar -C /d\n",
    DB + "docker exec db pg_dump app > x.sql\n",
    DB + "docker exec db psql -c \"select pg_backup_start('x')\"\n"
    "docker run --rm -v pgdata:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n",
    DB + "docker run --rm -v other:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n",
    DB + 'docker stop "$1"\ndocker run --rm -v pgdata:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n',
    "docker run --rm --volumes-from db -v $PWD:/b alpine tar cf /b/x.tar /var/lib/postgresql/data\n",
    "docker run -d --name w -v site:/usr/share/nginx/html nginx\n"
    "docker run --rm -v site:/d:ro -v $PWD:/b alpine tar cf /b/x.tar -C /d .\n",
    "docker run --rm -v pgdata:/d -v $PWD:/b alpine tar xf /b/x.tar -C /d\n" + DB,
    DB + "docker cp db:/var/lib/postgresql/data/postgresql.conf .\n",
]


@pytest.mark.parametrize(("text", "line"), FOUND)
def test_found(text, line):
    assert told("PSL808", text) == [(line, "warning")]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL808", text) == []


def test_the_message_names_server_and_volume():
    (message,) = messages("PSL808", FOUND[0][0])
    assert "`db` (line 1)" in message and "`pgdata`" in message


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name mongo -v mongo:/data/db mongo:7\ndocker exec mongo tar czf - -C /data/db . > mongo.tgz\n",
    "docker run -d --name influx -v influx:/var/lib/influxdb2 influxdb:2.7\ndocker cp influx:/var/lib/influxdb2 ./influx-backup\n",
    "docker run -d --name my -e MYSQL_ROOT_PASSWORD=x -v my:/var/lib/mysql mysql:8.4\ndocker run --rm -v my:/from:ro -v my-copy:/to alpine cp -a /from/. /to/\n",
    "docker run -d --name pg -e POSTGRES_PASSWORD=x -v /srv/pg:/var/lib/postgresql/data postgres:16\nsudo tar czf /backup/pg.tgz /srv/pg\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL808", case)
