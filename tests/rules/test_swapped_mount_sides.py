"""PSL217 as people would write it."""

import pytest

from tests.rules.told import fixes, told

FOUND = [
    ('docker run -d -v /usr/share/nginx/html:"$PWD/site" nginx\n', [(1, "warning")]),
    (
        "docker run -d -e POSTGRES_PASSWORD=x -v /var/lib/postgresql/data:/home/ada/pg postgres:16\n",
        [(1, "warning")],
    ),
    ("docker run -d \\\n  -v /app:~/projects/app \\\n  node:22\n", [(2, "warning")]),
    (
        'sudo docker run -d --mount "type=bind,source=/docker-entrypoint-initdb.d,target=$PWD/init" postgres:16\n',
        [(1, "warning")],
    ),
    ("podman run -d -v /var/www/html:./public php:8-apache\n", [(1, "warning")]),
]

SILENT = [
    'docker run --rm -v "$PWD:$PWD" -w "$PWD" alpine ls\n',
    'docker run -d -v "$PWD/site":/usr/share/nginx/html nginx\n',
    "docker run --rm -v /home/ada/x:/home/ada/x alpine ls\n",
    "docker run --rm -v /srv/app:/home/node/app node:22 ls\n",
    "docker run --rm -v /tmp/.X11-unix:/tmp/.X11-unix -v /data:$HOME/data alpine ls\n",
    "docker run --rm -v /app:/home/node/app node:22 ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL217", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL217", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'docker run -d -v "/usr/share/nginx/html:$PWD/site" nginx\n',
            'docker run -d -v "$PWD/site:/usr/share/nginx/html" nginx\n',
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL217", before)] == [after]
