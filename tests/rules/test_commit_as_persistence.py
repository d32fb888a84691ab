"""PSL412 as people would write it."""

import pytest

from tests.rules.told import messages, told, told_about

DB = "docker run -d --name db -e POSTGRES_PASSWORD=x postgres:16\n"

FOUND = {
    "a database in its anonymous volume": (DB + "docker commit db my/db:seeded\n", 2, "error"),
    "the id captured": (
        "id=$(docker run -d mysql:8.4)\nsudo docker container commit -m data $id shop\n",
        2,
        "error",
    ),
    "a file in a volume without a name": (
        "docker run --name job -v /out alpine sh -c 'date > /out/now.txt'\ndocker commit job result\n",
        2,
        "error",
    ),
    "exported as a backup": (DB + "docker export db > backups/db.tar\n", 2, "error"),
    "exported, from a named volume": (
        "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\ndocker export -o /backup/db.tar db\n",
        2,
        "error",
    ),
    "its image saved as a backup": (DB + 'docker save postgres:16 -o "$HOME/db-backup.tar"\n', 2, "error"),
    "podman, a variable": (
        'N=shop\npodman run -d --name $N docker.io/library/mongo:7\npodman commit "$N" shop-img\n',
        3,
        "error",
    ),
    "a named volume": (
        "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\ndocker commit db mine\n",
        2,
        "info",
    ),
}

SILENT = {
    "a stateless image": "docker run -d --name web nginx:1.27\ndocker commit web my/web\n",
    "tools installed": "docker run -it --name dev debian:12 apt-get -y install vim\ndocker commit dev my/debian\n",
    "an unknown container": "docker commit db my/db\ndocker export db > backup.tar\n",
    "piped elsewhere": DB
    + "docker export db | ssh host 'cat > backup.tar'\ndocker save postgres:16 | gzip > backup.tar.gz\n",
    "an image for another machine": DB + "docker save postgres:16 -o images/postgres.tar\n",
    "a root file system": DB + "docker export db > rootfs.tar\n",
    "dumped as well": DB + "docker exec db pg_dumpall -U postgres > all.sql\ndocker commit db my/db\n",
    "a client": "docker run --name q postgres:16 psql -h db -c 'select 1'\ndocker commit q img\n",
    "unknown mounts": "docker run -d --name db $OPTS postgres:16\ndocker commit db my/db\n",
    "before the data": "docker create --name c1 postgres:16\ndocker commit c1 copy\n",
    "a directory of the host": "docker run -d --name db -v /srv/pg:/var/lib/postgresql/data postgres:16\ndocker commit db mine\n",
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL412", text) == [(line, severity)]


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL412", SILENT[name]) == []


def test_message():
    (message,) = messages("PSL412", DB + "docker commit db my/db\n")
    assert message.startswith(
        "The image doesn't hold PostgreSQL's database files of `db`. `/var/lib/postgresql/data` is an anonymous"
    )


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    (
        "README.md",
        "```sh\ndocker run -d --name my -e MYSQL_ROOT_PASSWORD=x mysql:8.4\ndocker commit my acme/shop-db\n```\n",
    ),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL412", case)
