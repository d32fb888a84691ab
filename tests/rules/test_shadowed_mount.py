"""PSL205 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    (
        "docker run --rm --mount type=volume,source=keep,target=/data --tmpfs /data alpine ls\n",
        [(1, "error")],
    ),
    (
        'docker run -d \\\n  --tmpfs /data/ \\\n  --mount type=bind,source="$PWD/d",target=/data \\\n  redis:7\n',
        [(2, "error")],
    ),
    (
        'opts=(--mount source=keep,dst=/x --tmpfs /x:size=1m)\nsudo docker run --rm "${opts[@]}" alpine ls\n',
        [(1, "error")],
    ),
    ('T=/srv/state\ndocker create --mount "type=volume,src=st,dst=$T" --tmpfs "$T" alpine\n', [(1, "error")]),
    ("docker run --rm --mount target=/x --tmpfs=/x alpine ls\n", [(1, "error")]),
]

SILENT = [
    "docker run --rm -v keep:/data --tmpfs /data alpine ls\n",
    "docker run --rm --mount source=keep,target=/data --tmpfs /data/tmp alpine ls\n",
    'docker run --rm --mount source=keep,target=/data --tmpfs "$X" alpine ls\n',
    "docker run --rm --read-only --tmpfs /tmp --tmpfs /run --mount source=keep,target=/data alpine ls\n",
    "podman run --rm --mount type=volume,source=keep,target=/data --tmpfs /data alpine ls\n",
    "docker run --rm --mount type=tmpfs,target=/a --tmpfs /b alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL205", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL205", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --name app --mount type=bind,src=/srv/state,dst=/state --tmpfs /state:rw,size=64m my/app:1\n",
    'start() { docker run -d --tmpfs "$1" --mount "source=kept,target=$1" my/app:1; }\nstart /var/lib/app\n',
    "docker container create --mount=source=kept,target=/kept/ --tmpfs=/kept my/app:1\n",
    (
        "README.md",
        "```sh\ndocker run --rm \\\n  --mount type=volume,src=kept,dst=/kept \\\n  --tmpfs /kept:size=1m \\\n  alpine ls /kept\n```\n",
    ),
    "for d in /one /two; do docker run --rm --mount source=kept,target=$d --tmpfs $d alpine ls; done\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL205", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run --rm --mount source=keep,target=/data --tmpfs /data/tmp alpine ls\n",
    "docker run --rm -v keep:/data --tmpfs /datas alpine ls\n",
    "docker run --rm --mount source=keep,target=/data alpine sh -c 'ls --tmpfs /data'\n",
    'docker run --rm --mount source=keep,target=/data --tmpfs "$SCRATCH" alpine ls\n',
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL205", case) == []
