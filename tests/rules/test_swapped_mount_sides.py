"""PSL217 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

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


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker run -d --name www -v /usr/share/nginx/html:"$(pwd)/html":ro nginx:1.27\n',
    "docker run -d -e MYSQL_ROOT_PASSWORD=x -v /var/lib/mysql:$HOME/mysql mysql:8.4\n",
    "docker create -v /data/db:/home/ada/mongo mongo:7\n",
    ("README.md", "```sh\ndocker run -d \\\n  -v /usr/src/app:$PWD \\\n  node:22 node server.js\n```\n"),
    'HERE=$(cd "$(dirname "$0")" && pwd)\nsudo docker run -d -v "/etc/nginx/conf.d:$HERE/conf.d" nginx:1.27\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL217", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    'docker run -d -v "$PWD/site":/usr/share/nginx/html nginx:1.27\n',
    "docker run -d -v /var/www/html:/var/www/html php:8-apache\n",
    "docker run --rm -v /app/data:/data alpine ls\n",
    "docker run -d -v /var/lib/mysql:/var/lib/mysql -e MYSQL_ROOT_PASSWORD=x mysql:8.4\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL217", case) == []
