"""PSL209 as people would write it."""

import pytest

from tests.rules.told import fixes, told

FOUND = [
    ("mkdir data\ndocker run -d -v data:/data redis:7\n", [(2, "info")]),
    (
        'mkdir -p ./data/ logs\ndocker run -d \\\n  -v data:/data \\\n  -v "$PWD/logs":/logs \\\n  redis:7\n',
        [(3, "info")],
    ),
    (
        "cd /srv/app\nmkdir -p pgdata\nsudo docker run -d --name db -v pgdata:/var/lib/postgresql/data postgres:16\n",
        [(3, "info")],
    ),
    ("DIR=uploads\nmkdir -p $DIR\npodman run -d -v $DIR:/uploads alpine\n", [(1, "info")]),
    ("[ -d data ] || mkdir data\ndocker run -d --volume=data:/data redis:7\n", [(2, "info")]),
]

SILENT = [
    'mkdir data\ndocker run -d -v "$PWD/data/a":/data redis:7\ndocker run -d -v data:/data redis:7\n',
    "mkdir -p data\ndocker run -d -v ./data:/data redis:7\ndocker run -d -v data:/data redis:7\n",
    "docker run -d -v data:/data redis:7\n",
    "mkdir -p data\ndocker run -d -v ./data:/data redis:7\n",
    "mkdir -p data\ndocker volume create data\ndocker run -d -v data:/data redis:7\n",
    "mkdir -p /srv/data\ndocker run -d -v data:/data redis:7\n",
    "mkdir data\ncd app\ndocker run -d -v data:/data redis:7\n",
    "mkdir data\ndocker run -d --mount source=data,target=/data redis:7\n",
    "ssh web mkdir data\ndocker run -d -v data:/data redis:7\n",
    "docker run -d -v data:/data redis:7\nmkdir data\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL209", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL209", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "mkdir data\ndocker run -d -v data:/data redis:7\n",
            "mkdir data\ndocker run -d -v ./data:/data redis:7\n",
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL209", before)] == [after]


#: With the folders `src`, `conf` and `web` (which has a Dockerfile) beside the script.
THERE = {
    "src__main.py": "print()\n",
    "conf__app.ini": "a = 1\n",
    "web__Dockerfile": "FROM alpine:3.20\n",
}

FOUND_BESIDE = [
    ("docker run --rm -v src:/app python:3.12 python /app/main.py\n", [(1, "info")]),
    ("docker run -d \\\n  -v conf:/etc/app:ro \\\n  my/app:1\n", [(2, "info")]),
    ('cd "$(dirname "$0")"\ndocker run -d --volume=conf:/conf my/app:1\n', [(2, "info")]),
    ("podman run -d -v src:/srv/src my/app:1\n", [(1, "info")]),
    ('opts=(-d -v src:/src)\ndocker run "${opts[@]}" my/app:1\n', [(1, "info")]),
    ("run() { docker run --rm -v src:/src my/app:1; }\nrun\n", [(1, "info")]),
]

SILENT_BESIDE = [
    "docker run -d -v ./src:/src my/app:1\n",
    "docker run -d -v data:/data my/app:1\n",
    "docker volume create src\ndocker run -d -v src:/src my/app:1\n",
    "docker run -d -v src:/src my/app:1\ndocker run --rm -v src:/data:ro alpine:3.20 ls /data\n",
    "docker run -d -v web:/var/www my/app:1\n",
    "docker run -d -v conf:/var/lib/postgresql/data postgres:16\n",
    "cd /srv\ndocker run -d -v src:/src my/app:1\n",
    "docker run -d --mount source=src,target=/src my/app:1\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND_BESIDE)
def test_found_where_the_directory_is_in_the_project(text, expected):
    assert told("PSL209", text, **THERE) == expected


@pytest.mark.parametrize("text", SILENT_BESIDE)
def test_silent_beside_directories(text):
    assert told("PSL209", text, **THERE) == []


def test_silent_in_a_document_beside_directories():
    assert told("PSL209", "```sh\ndocker run -v src:/src my/app:1\n```\n", "README.md", **THERE) == []
