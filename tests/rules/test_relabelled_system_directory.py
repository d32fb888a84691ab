"""PSL307 as people would write it."""

import pytest

from tests.rules.told import messages, told

FOUND = {
    "/etc": ("docker run -d -v /etc:/host/etc:Z agent:1\n", 1, "warning"),
    "the home directory": ('docker run --rm -v "$HOME":/work:z dev:1 ls\n', 1, "warning"),
    "with other modes": (
        "docker run -d -v /usr/share/zoneinfo:/usr/share/zoneinfo:ro,Z app:1\n",
        1,
        "warning",
    ),
    "time zones, over lines": (
        "docker run -d \\\n  -v /etc/localtime:/etc/localtime:ro,Z \\\n  app:1\n",
        2,
        "warning",
    ),
    "podman, --mount": (
        "podman run -d --mount type=bind,src=/var/log,dst=/logs,relabel=shared logs:1\n",
        1,
        "warning",
    ),
    "a variable": ("M=z\ndocker run -d -v /var:/host/var:$M agent:1\n", 2, "warning"),
    "ssh keys": ("podman run --rm -v ~/.ssh:/root/.ssh:ro,z ansible:1\n", 1, "warning"),
    "an array": ('a=(-v /etc/passwd:/etc/passwd:ro,z)\ndocker run "${a[@]}" app:1\n', 1, "warning"),
    "a function": ('run() { docker run --rm -v "$1:/x:Z" app:1; }\nrun /home\n', 1, "warning"),
    "somebody's home": ("docker run -d -v /home/deploy:/home/deploy:Z app:1\n", 1, "warning"),
    "a test": ("docker run -d --name test -v /opt:/opt:Z app:1\n", 1, "info"),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL307", text) == [(line, severity)]


SILENT = {
    "the project": 'docker run --rm -v "$PWD":/src:Z -w /src node:22 npm ci\n',
    "data": "docker run -d -v /srv/pg:/var/lib/postgresql/data:Z postgres:16\n",
    "below a home": "docker run -d -v /home/me/app:/app:Z -v $HOME/data:/data:z app:1\n",
    "its own configuration": "docker run -d -v /etc/traefik:/etc/traefik:Z -v /var/log/app:/log:z traefik:v3\n",
    "a socket, whose label nobody else needs": "docker run -d -v /var/run/docker.sock:/var/run/docker.sock:z app:1\n",
    "no label": "docker run -d -v /etc:/host/etc:ro -v /var/log:/logs agent:1\n",
    "a volume": "docker run -d -v data:/data:z app:1\n",
    "not known": 'docker run -d -v "$DIR:/data:Z" app:1\n',
    "its own data": "podman run -d -v /var/lib/app:/data:Z -v /opt/app/data:/x:Z app:1\n",
    "labels off": "docker run -d --security-opt label=disable -v /etc:/host/etc:ro agent:1\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL307", SILENT[name]) == []


def test_the_message_names_directory_and_mode():
    (message,) = messages("PSL307", "docker run -d -v /etc:/host/etc:ro,Z agent:1\n")
    assert "`Z`" in message
    assert "`/etc`" in message
