"""PSL603 as people would write it."""

import pytest

from tests.rules.told import told

FOUND = [
    "docker run -d -v /var/run/docker.sock:/var/run/docker.sock traefik:v3\n",
    "docker run -d --mount type=bind,src=/run/docker.sock,dst=/run/docker.sock,ro acme/x:1\n",
    "podman run -v $XDG_RUNTIME_DIR/podman/podman.sock:/s.sock acme/x:1\n",
    "docker run -d --restart always -v //var/run/docker.sock:/var/run/docker.sock acme/agent:2\n",
    'ARGS=(-v /run/docker.sock:/run/docker.sock)\nstart() { docker run -d "${ARGS[@]}" acme/x:1; }\nstart\n',
    'S=/var/run/docker.sock\nsudo docker create -v "$S:$S" acme/x:1\n',
]

SILENT = [
    "docker run -d -v data:/var/run/docker.sock.d acme/x:1\n",
    "docker run -d -v /run/mysqld/mysqld.sock:/run/mysqld/mysqld.sock acme/x:1\n",
    "docker run acme/x:1 -v /var/run/docker.sock:/var/run/docker.sock\n",
    "docker run -d -v $SOCK:/var/run/docker.sock acme/x:1\n",
]


@pytest.mark.parametrize("text", FOUND)
def test_found(text):
    assert [severity for _, severity in told("PSL603", text)] == ["info"]


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL603", text) == []
