"""PSL401 as people would write it."""

import pytest

from tests.rules.told import fixed, told

FOUND = [
    ("docker run -d --name app -v $PWD/data myapp\n", [(1, "warning")]),
    ('docker run -d --name app -v "$(pwd)"/data myapp\n', [(1, "warning")]),
    ("docker run -d --name app -v ~/data myapp\n", [(1, "warning")]),
    ('docker run -d --name app -v "$HOME/.config/app" myapp\n', [(1, "warning")]),
    ('cd "$(dirname "$0")"\ndocker run --rm -v "$PWD" -w /src golang:1.23 go test\n', [(2, "warning")]),
    ("docker run -d --rm --name app -v /data myapp\n", [(1, "warning")]),
    ("docker run -d --name app -v /data myapp\n", [(1, "info")]),
    ("docker run --rm -v /out alpine sh -c 'date > /out/now.txt'\n", [(1, "warning")]),
    ("docker run --rm -v /out alpine ls /out\n", [(1, "info")]),
    ("docker run -d --rm \\\n  --mount type=volume,dst=/var/lib/mysql \\\n  mysql:8.4\n", [(2, "warning")]),
    ('docker run -d --volume=/data/db --volume="$HOME/conf:/etc/mongo" mongo:7\n', [(1, "info")]),
    ("podman run -d --rm -v /var/lib/postgresql/data docker.io/postgres:16\n", [(1, "warning")]),
    ("V=/srv/files\ndocker run -d --rm -v $V myapp\n", [(2, "warning")]),
]

SILENT = [
    'docker run --rm -v "$PWD:$PWD" -v "$PWD/data" -w "$PWD" myapp\n',
    'docker run --rm -v "$PWD:/app" -v "$PWD/node_modules" myapp\n',
    "docker run -d -v $DATA/db myapp\n",
    'podman run -d -v "$MOUNT" myapp\n',
    "docker run --rm --mount type=volume,dst=/x,volume-opt=type=ext4,volume-opt=device=/dev/loop5 alpine touch /x/a\n",
    'docker run --rm -v "$PWD":/app -v /app/node_modules -w /app node:22 npm test\n',
    "docker run -d -v app:/app -v /app/tmp myapp\n",
    "docker run -d $OPTS -v /app/node_modules myapp\n",
    "docker run -d -v mydata:/data myapp\n",
    "docker run --rm --read-only --mount type=volume,target=/icanwrite busybox touch /icanwrite/here\n",
    "docker create -v /dbdata --name dbstore alpine\ndocker run --rm --volumes-from dbstore alpine ls /dbdata\n",
    "docker run -d --privileged -v /var/lib/docker docker:27-dind@sha256:" + "a" * 64 + "\n",
    "docker run -d -v $VOL myapp\n",
    "docker run -d --rm -v /tmp myapp\n",
    "docker run golang:1.23 go test -v /data\n",
    "docker run -d -v d:/data myapp\n",
    "docker run -d -v data myapp\n",
    # Docker refuses the second one, so that nothing is made.
    "docker run -d --volume=/data/db --volume=~/conf:/etc/mongo mongo:7\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL401", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL401", text) == []


def test_101_leaves_it_to_401():
    assert told("PSL101", "docker run -d --rm -v /var/lib/postgresql/data postgres:16\n") == []


def test_a_test_container_is_only_noted():
    assert told("PSL401", "docker run -d --rm --name app-test -v /data myapp\n") == [(1, "info")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run -d --name app -v /data myapp\n", "docker run -d --name app -v app-data:/data myapp\n"),
        ('docker run -d --name app -v "/data" x\n', 'docker run -d --name app -v "app-data:/data" x\n'),
        (
            "docker run -d --name app --volume=/data x\n",
            "docker run -d --name app --volume=app-data:/data x\n",
        ),
        (
            "docker run -d --name app --mount type=volume,dst=/data x\n",
            "docker run -d --name app --mount type=volume,source=app-data,dst=/data x\n",
        ),
        (
            "docker run -d --name app --mount target=/data x\n",
            "docker run -d --name app --mount source=app-data,target=/data x\n",
        ),
    ],
)
def test_fixes(before, after):
    assert fixed(before) == after


@pytest.mark.parametrize("item", ["{type: volume, target: /data}", "{target: /data, type: volume}"])
def test_the_target_of_a_mapping_takes_no_name(item):
    text = f"services:\n  app:\n    image: app:1\n    volumes:\n      - {item}\n"
    assert told("PSL401", text, name="compose.yml") == [(5, "info")]
    assert fixed(text, name="compose.yml") == text
