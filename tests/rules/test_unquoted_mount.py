"""PSL219 as people would write it."""

import pytest

from tests.rules.told import fixes, told

FOUND = [
    ("docker run --rm -v $PWD:/src alpine ls\n", [(1, "hint")]),
    ("docker run --rm -v $(pwd)/out:/out alpine ls\n", [(1, "hint")]),
    ("docker run --rm \\\n  --volume=${HOME}/x:/x \\\n  alpine ls\n", [(2, "hint")]),
    ("sudo docker run --rm --mount type=bind,source=$PWD,target=/src alpine ls\n", [(1, "hint")]),
    ("D=$PWD/data\ndocker run --rm -v $D:/data alpine ls\n", [(2, "hint")]),
    ('run() { podman run --rm -v $1:/x alpine ls; }\nrun "$PWD"\n', [(1, "hint")]),
]

SILENT = [
    'args="-v $PWD:/src --rm"\ndocker run $args alpine ls\n',
    "M=$PWD:/src\ndocker run --rm -v $M alpine ls\n",
    'docker run --rm -v "$PWD":/src alpine ls\n',
    'docker run --rm -v "$PWD:/src" alpine ls\n',
    "D=data\ndocker run --rm -v $D:/data alpine ls\n",
    "docker run --rm -v data:/data alpine ls $PWD\n",
    "docker run --rm -v ~/x:/x alpine ls\n",
    "docker run --rm $OPTS alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL219", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL219", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("docker run --rm -v $PWD:/src alpine ls\n", 'docker run --rm -v "$PWD:/src" alpine ls\n'),
        (
            "docker run --rm --volume=${HOME}/x:/x alpine ls\n",
            'docker run --rm "--volume=${HOME}/x:/x" alpine ls\n',
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL219", before)] == [after]


def test_zsh_does_not_split():
    assert told("PSL219", "docker run --rm -v $PWD:/src alpine ls\n", "run.zsh") == []


def test_a_word_with_quotes_inside_is_left_to_its_author():
    assert fixes("PSL219", 'docker run --rm -v $PWD/"a b":/src alpine ls\n') == []
