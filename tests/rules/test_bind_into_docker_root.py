"""PSL302 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told

FOUND = {
    "the volume's own directory": (
        "docker run -d --name web -v /var/lib/docker/volumes/site/_data:/usr/share/nginx/html nginx:1.29\n",
        1,
        "warning",
    ),
    "--mount, over lines": (
        "docker run -d --name app \\\n  --mount type=bind,source=/var/lib/docker/volumes/app/_data,target=/data \\\n  app:1\n",
        2,
        "warning",
    ),
    "a variable": (
        "VOL=/var/lib/docker/volumes/pg/_data/\ndocker run -d -v $VOL:/var/lib/postgresql/data postgres:16\n",
        2,
        "warning",
    ),
    "the name is a variable": (
        'for v in "$@"; do\n  docker run -d --name "$v" -v "/var/lib/docker/volumes/${1}_x/_data:/d" app:1\ndone\n',
        2,
        "warning",
    ),
    "a directory in the volume": (
        "docker run -d -v /var/lib/docker/volumes/site/_data/public:/srv app:1\n",
        1,
        "warning",
    ),
    "read-only": (
        "docker run --rm -v /var/lib/docker/volumes/pg/_data:/src:ro -v $PWD:/out alpine tar czf /out/pg.tgz /src\n",
        1,
        "info",
    ),
    "a function": (
        'start() { docker run -d --name "$1" -v /var/lib/docker/volumes/data/_data:/data app:1; }\nstart app\n',
        1,
        "warning",
    ),
    "podman": (
        "podman run -d -v /var/lib/containers/storage/volumes/pg/_data:/data app:1\n",
        1,
        "warning",
    ),
    "rootless": (
        'docker run -d -v "$HOME/.local/share/docker/volumes/pg/_data:/data" app:1\n',
        1,
        "warning",
    ),
    "a test": (
        "docker run -d --name app-test -v /var/lib/docker/volumes/x/_data:/data app:1\n",
        1,
        "info",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line, severity = FOUND[name]
    assert told("PSL302", text) == [(line, severity)]


SILENT = {
    "all volumes, for the portainer agent": (
        "docker run -d --name agent -v /var/run/docker.sock:/var/run/docker.sock "
        "-v /var/lib/docker/volumes:/var/lib/docker/volumes portainer/agent:2.21.0\n"
    ),
    "monitoring": "docker run -d -v /var/lib/docker/:/var/lib/docker:ro gcr.io/cadvisor/cadvisor:v0.49.1\n",
    "logs": "docker run -d -v /var/lib/docker/containers:/var/lib/docker/containers:ro elastic/filebeat:8.15.0\n",
    "an engine in a container": "docker run -d --privileged -v dind:/var/lib/docker docker:27-dind\n",
    "another directory": "docker run -d -v /srv/volumes/pg/_data:/data app:1\n",
    "the name": "docker run -d -v pg:/data app:1\n",
    "on another host's root": "docker run -d -v /mnt/disk/docker/volumes:/backup:ro app:1\n",
    "in the command": "docker run --rm -v /:/host:ro alpine ls /host/var/lib/docker/volumes/x/_data\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL302", SILENT[name]) == []


def test_the_message_names_the_volume():
    (message,) = messages("PSL302", "docker run -d -v /var/lib/docker/volumes/site/_data:/srv app:1\n")
    assert "`site`" in message
    assert "docker volume" in message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run -d -v /var/lib/docker/volumes/site/_data:/srv:z app:1\n",
            "docker run -d -v site:/srv:z app:1\n",
        ),
        (
            'docker run -d -v "/var/lib/docker/volumes/${1}_x/_data/:/srv" app:1\n',
            'docker run -d -v "${1}_x:/srv" app:1\n',
        ),
        (
            "docker run -d --mount type=bind,src=/var/lib/docker/volumes/site/_data,dst=/srv app:1\n",
            "docker run -d --mount type=volume,src=site,dst=/srv app:1\n",
        ),
    ],
)
def test_the_fix_names_the_volume(before, after):
    assert fixes("PSL302", before) == [(False, after)]


@pytest.mark.parametrize(
    "text",
    [
        # Its other uses need the path.
        "V=/var/lib/docker/volumes/s/_data\nls $V\ndocker run -d -v $V:/srv app:1\n",
        "docker run -d -v /var/lib/docker/volumes/site/_data/public:/srv app:1\n",
        # Podman's volume, or another engine's.
        "docker run -d -v /var/lib/containers/storage/volumes/site/_data:/srv app:1\n",
        # An option of a bind.
        "docker run -d --mount type=bind,src=/var/lib/docker/volumes/s/_data,dst=/s,bind-propagation=rslave app:1\n",
    ],
)
def test_no_fix(text):
    assert fixes("PSL302", text) == []


ASKED = "docker volume inspect -f '{{ .Mountpoint }}' site"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'docker run -d -v "$({ASKED})":/srv app:1\n', 1),
        (f"DIR=$({ASKED})\ndocker run -d --mount type=bind,src=$DIR,dst=/srv app:1\n", 2),
        ("docker run -d -v \"$(docker info -f '{{.DockerRootDir}}')/volumes/site/_data:/srv\" app:1\n", 1),
    ],
)
def test_found_where_the_engine_is_asked_for_the_path(text, line):
    assert told("PSL302", text) == [(line, "warning")]
    (message,) = messages("PSL302", text)
    assert "the volume `site`" in message


def test_what_the_engine_prints_becomes_the_name():
    assert fixes("PSL302", f'docker run -d -v "$({ASKED})":/srv app:1\n') == [
        (False, 'docker run -d -v "site":/srv app:1\n')
    ]
