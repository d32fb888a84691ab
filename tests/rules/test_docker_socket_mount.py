"""PSL603 as people would write it."""

import pytest

from tests.rules.told import told, told_about

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


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker run -d --name=watchtower --volume="/var/run/docker.sock":/var/run/docker.sock containrrr/watchtower:1.7.1\n',
    (
        "README.md",
        "```sh\ndocker run -d -p 9000:9000 \\\n  -v /var/run/docker.sock:/var/run/docker.sock \\\n  -v portainer:/data \\\n  portainer/portainer-ce:2.21\n```\n",
    ),
    "nerdctl run -d -v /run/containerd/containerd.sock:/run/containerd/containerd.sock acme/x:1\ndocker run --rm -v /run/docker.sock:/run/docker.sock docker:27 docker ps\n",
    'docker create --mount "type=bind,source=/var/run/docker.sock,target=/var/run/docker.sock" gitlab/gitlab-runner:v17\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL603", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run -d -v /var/run/dbus:/var/run/dbus my/app:1\n",
    "docker run -d -v sockets:/var/run my/app:1\n",
    "docker run -d -v /run/mysqld/mysqld.sock:/mysqld.sock my/app:1\n",
    "docker run --rm -e DOCKER_HOST=tcp://docker:2375 docker:27 docker ps\n",
    (
        "README.md",
        "The agent needs `-v /var/run/docker.sock:/var/run/docker.sock`.\n\n```sh\ndocker run -d my/app:1\n```\n",
    ),
    'docker run -d -v "$SOCKET":/x.sock my/app:1\n',
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL603", case) == []
