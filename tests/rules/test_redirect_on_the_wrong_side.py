"""PSL804 as people would write it."""

import pytest

from tests.rules.told import told

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
