"""PSL309 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told

FOUND = {
    "PWD": ('docker run -d --name db -v "$PWD/pgdata":/var/lib/postgresql/data postgres:16\n', 1),
    "pwd": ("docker run -d -v $(pwd)/mysql:/var/lib/mysql mysql:8.4\n", 1),
    "a dot": ("docker run -d -v ./data/db:/data/db mongo:7\n", 1),
    "--mount, over lines": (
        'docker run -d \\\n  --mount type=bind,src="$PWD"/es,dst=/usr/share/elasticsearch/data \\\n  elasticsearch:8.15.0\n',
        2,
    ),
    "a variable": ('DATA="$(pwd)/data"\ndocker run -d -v "$DATA:/var/lib/mysql" mysql:8.4\n', 2),
    "a function": ('db() { docker run -d --name "$1" -v "$PWD/$1:/var/lib/mysql" mysql:8.4; }\ndb shop\n', 1),
    "an array": ('a=(-d -v ./reg:/var/lib/registry)\ndocker run "${a[@]}" registry:2\n', 1),
    "a restart policy": ("docker run --restart always -v ./vault:/data vaultwarden/server:1.32.0\n", 1),
    "podman": ("podman run -d -v ./pg:/var/lib/postgresql/data:Z docker.io/library/postgres:16\n", 1),
    "went elsewhere, relatively": (
        "cd deploy\ndocker run -d -v ./pg:/var/lib/postgresql/data postgres:16\n",
        2,
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_found(name):
    text, line = FOUND[name]
    assert told("PSL309", text) == [(line, "hint")]


SILENT = {
    "the script's directory": 'cd "$(dirname "$0")"\ndocker run -d -v "$PWD/pg":/var/lib/postgresql/data postgres:16\n',
    "its own directory in a variable": (
        'HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)\ndocker run -d -v "$HERE/pg":/var/lib/postgresql/data postgres:16\n'
    ),
    "a directory of the host": "docker run -d -v /srv/pg:/var/lib/postgresql/data postgres:16\n",
    "went there": "cd /srv/shop\ndocker run -d -v ./pg:/var/lib/postgresql/data postgres:16\n",
    "a tool": 'docker run --rm -v "$PWD":/src -w /src node:22 npm ci\n',
    "an image that isn't known": "docker run -d -v ./data:/data my/app:1\n",
    "a volume": "docker run -d -v pg:/var/lib/postgresql/data postgres:16\n",
    "configuration": "docker run -d -v ./my.cnf:/etc/mysql/my.cnf:ro -v d:/var/lib/mysql mysql:8.4\n",
    "a test": "docker run -d --name test-db -v ./pg:/var/lib/postgresql/data postgres:16\n",
}


@pytest.mark.parametrize("name", SILENT)
def test_silent(name):
    assert told("PSL309", SILENT[name]) == []


def test_silent_in_a_document():
    text = "```sh\ndocker run -d -v ./pg:/var/lib/postgresql/data postgres:16\n```\n"
    assert told("PSL309", text, "README.md") == []


def test_the_message_names_directory_and_container():
    (message,) = messages("PSL309", FOUND["PWD"][0])
    assert "`$PWD/pgdata`" in message
    assert "`db`" in message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'docker run -d -v "$PWD/pg":/var/lib/postgresql/data postgres:16\n',
            'docker run -d -v "$(cd "$(dirname "$0")" && pwd)/pg":/var/lib/postgresql/data postgres:16\n',
        ),
        (
            "docker run -d -v $(pwd)/pg:/var/lib/postgresql/data postgres:16\n",
            'docker run -d -v "$(cd "$(dirname "$0")" && pwd)"/pg:/var/lib/postgresql/data postgres:16\n',
        ),
        (
            "docker run -d -v ./pg:/var/lib/postgresql/data postgres:16\n",
            'docker run -d -v "$(cd "$(dirname "$0")" && pwd)"/pg:/var/lib/postgresql/data postgres:16\n',
        ),
    ],
)
def test_the_fix_counts_from_the_script(before, after):
    assert fixes("PSL309", before) == [(False, after)]
