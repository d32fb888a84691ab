"""PSL804 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    "docker run --rm -v store:/data alpine echo hi > /data/x\n",
    "docker run -d --name web -v site:/site nginx:1\ndocker exec web echo hi > /site/index.html\n",
    "docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n"
    "sudo docker exec db printf 'x' >> /var/lib/postgresql/data/postgresql.conf\n",
    "podman run --rm --mount source=store,target=/data alpine \\\n  echo hi > /data/x\n",
]

SILENT = [
    "docker run --rm -v store:/data alpine sh -c 'echo hi > /data/x'\n",
    "docker run --rm -v /data:/data alpine echo hi > /data/x\n",
    "docker run --rm -v store:/data alpine cat /data/x > /data/x\n",
    "docker run --rm -v store:/data alpine echo hi > /tmp/x\n",
    "docker run --rm -v store:/data alpine echo hi > data/x\n",
    "docker exec web echo hi > /site/x\n",
    "docker exec db pg_dump app > /var/lib/postgresql/dump.sql\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert [severity for _, severity in told("PSL804", text)] == ["info"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL804", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run --rm --volume=out:/out/ alpine printf 'done' > /out/state\n",
    'N=web\ndocker run -d --name "$N" -v conf:/etc/app my/app:1\ndocker exec "$N" echo debug=1 >> /etc/app/app.conf\n',
    "docker run -d --name my mysql:8.4\ndocker exec -u root my echo '[mysqld]' > /var/lib/mysql/extra.cnf\n",
    (
        "README.md",
        "```sh\ndocker run -d --name web -v site:/site nginx:1.27\ndocker exec web echo hello > /site/index.html\n```\n",
    ),
    "for n in a1 b1; do docker run --rm -v store:/store alpine echo $n >> /store/names; done\n",
    "sudo podman run --rm -v '/srv/x':/state alpine echo ready > /state/ready\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL804", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run --rm -v store:/data alpine sh -c 'echo hi > /data/x'\n",
    "docker run --rm -v store:/data alpine echo hi > ./x\n",
    "docker run --rm -v /data:/data alpine echo hi > /data/x\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL804", case) == []
