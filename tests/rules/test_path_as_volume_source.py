"""PSL212 as people would write it."""

import pytest

from tests.rules.told import fixed, told, told_about

FOUND = [
    ('docker run -it --mount source="$PWD"/my-data,target=/my-data ubuntu:22.04 bash\n', [(1, "error")]),
    ("docker run -d --mount src=/srv/pg,dst=/var/lib/postgresql/data postgres:16\n", [(1, "error")]),
    ("docker run --rm --mount source=./data,target=/data alpine ls /data\n", [(1, "error")]),
    ("docker run --rm --mount type=volume,source=/srv/data,target=/data alpine ls\n", [(1, "error")]),
    (
        'DATA_DIR=/srv/data\ndocker run -d \\\n  --mount "source=$DATA_DIR,target=/data" \\\n  redis:7\n',
        [(1, "error")],
    ),
    ("docker run --rm --mount source=$(pwd)/out,target=/out alpine touch /out/x\n", [(1, "error")]),
]

SILENT = [
    "docker run -d --mount source=pgdata,target=/data redis:7\n",
    'docker run -d --mount type=bind,source="$PWD/data",target=/data redis:7\n',
    "docker run -d --mount source=$VOL,target=/data redis:7\n",
    "docker run -d --mount $MOUNT redis:7\n",
    "docker run -d -v /srv/data:/data redis:7\n",
    "docker run -d --mount $TYPE,source=/srv/data,target=/data redis:7\n",
    "docker run alpine echo --mount source=/x,target=/y\n",
    "podman run -d --mount source=/srv/data,target=/data redis:7\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL212", text) == expected
    assert told("PSL208", text) == []


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL212", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("source=/srv/data,target=/x", "type=bind,source=/srv/data,target=/x"),
        ('"source=/srv/data,target=/x"', '"type=bind,source=/srv/data,target=/x"'),
        ('source="$PWD"/data,target=/x', 'type=bind,source="$PWD"/data,target=/x'),
        ("type=volume,source=/srv/data,target=/x", "type=bind,source=/srv/data,target=/x"),
        ("target=/x,source=./data", "type=bind,target=/x,source=./data"),
        ("source=data/db,target=/x", "type=bind,source=./data/db,target=/x"),
    ],
)
def test_fixes(before, after):
    text = "docker run --rm --mount {} alpine ls /x\n"
    assert fixed(text.format(before)) == text.format(after)


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    'docker create --mount "type=volume,src=$HOME/data,dst=/data" alpine:3.20\n',
    "for d in a1 b1; do docker run --rm --mount type=volume,src=/srv/$d,dst=/$d alpine ls; done\n",
    (
        "README.md",
        "```console\n$ docker run -d --mount source=$PWD/html,target=/usr/share/nginx/html nginx:1.27\n```\n",
    ),
    'M="source=/opt/conf,target=/conf,readonly"\ndocker run --rm --mount "$M" alpine ls /conf\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL212", case)
