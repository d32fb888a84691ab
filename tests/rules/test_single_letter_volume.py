"""PSL211 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    ("docker run -d -v d:/data redis:7\n", [(1, "error")]),
    ("docker run -d \\\n  --volume=m:/var/lib/mysql \\\n  mysql:8\n", [(2, "error")]),
    ('V=x\nsudo docker run --rm -v "$V:/x" alpine ls /x\n', [(2, "error")]),
    ("docker run --rm -v d:/data:ro alpine ls /data\n", [(1, "error")]),
    ("docker volume create d\n", [(1, "error")]),
    ("docker run --rm --mount type=volume,source=d,target=/x alpine ls\n", [(1, "error")]),
]

SILENT = [
    "docker run -d -v dd:/data redis:7\n",
    "podman run -d -v d:/data redis:7\n",
    "docker run -d -v c:/data:/data redis:7\n",
    "docker run -d -v 'C:\\\\data:/data' redis:7\n",
    'docker run -d -v "$D:/data" redis:7\n',
    "docker run -d -v .:/data redis:7\n",
    "docker run --rm alpine ls -v d:/data\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL211", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL211", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run --rm -v a:/a alpine:3.20 ls\n",
    "docker run -d --volume=s:/srv --name web nginx:1.27\n",
    'args=(-v "v:/v")\ndocker create "${args[@]}" alpine:3.20\n',
    ("README.md", "```sh\n$ sudo docker run -d -v x:/var/lib/x my/app:1\n```\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL211", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run -d -v db:/data redis:7\n",
    "docker run -d -v C:/data:/data redis:7\n",
    "docker volume create db\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL211", case) == []
