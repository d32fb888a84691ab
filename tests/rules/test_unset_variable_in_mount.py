"""PSL220 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker run --rm -v $DIR/data:/data alpine ls\n", [(1, "hint")]),
    ('docker run --rm -v "$1/data":/data alpine ls\n', [(1, "hint")]),
    ('read -r DIR\ndocker run --rm -v "$DIR/data:/data" alpine ls\n', [(2, "warning")]),
    ('docker run -d \\\n  -v "${BASE:-}/data":/data \\\n  redis:7\n', [(2, "warning")]),
    ("sudo docker run -d --mount source=$VOL,target=/data redis:7\n", [(1, "hint")]),
    ('docker run --rm -v "$DIR/":/data alpine ls\n', [(1, "hint")]),
]

SILENT = [
    "set -eu\ndocker run --rm -v $DIR/data:/data alpine ls\n",
    'docker run --rm -v "${DIR:?}/data":/data alpine ls\n',
    'docker run --rm -v "${DIR:-/srv}/data":/data alpine ls\n',
    'DIR=/srv\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'DIR=$(mktemp -d)\ndocker run --rm -v "$DIR/data":/data alpine ls\n',
    'docker run --rm -v "$HOME/data":/data -v "$PWD/x":/x -v "$GITHUB_WORKSPACE/y":/y alpine ls\n',
    'docker run --rm -v "$DIR":/data alpine ls\n',
    'docker run --rm -v data:/data -v "data-$X:/x" alpine ls\n',
    'read -r DIR\ndocker run --rm -v "${DIR:?}/data:/data" alpine ls\n',
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL220", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL220", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            'docker run --rm -v "$DIR/data":/data alpine ls\n',
            'docker run --rm -v "${DIR:?}/data":/data alpine ls\n',
        ),
        (
            "docker run --rm -v ${1}/data:/data alpine ls\n",
            "docker run --rm -v ${1:?}/data:/data alpine ls\n",
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL220", before)] == [after]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d -v $DATA_DIR/pg:/var/lib/postgresql/data postgres:16\n",
    'up() { docker run -d --mount "type=bind,src=$1/conf,dst=/conf" my/app:1; }\nup "$2"\n',
    'docker create -v "${CONFIG_DIR}/":/config my/app:1\n',
    "podman run --rm -v $BUILD_ROOT/out:/out alpine ls\n",
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL220", case)
