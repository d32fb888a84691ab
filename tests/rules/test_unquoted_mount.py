"""PSL219 as people would write it."""

import pytest

from tests.rules.told import fixes, messages, told

FOUND = [
    ("docker run --rm -v $PWD:/src alpine ls\n", [(1, "hint")]),
    ("docker run --rm -v $(pwd)/out:/out alpine ls\n", [(1, "hint")]),
    ("docker run --rm \\\n  --volume=${HOME}/x:/x \\\n  alpine ls\n", [(2, "hint")]),
    ("sudo docker run --rm --mount type=bind,source=$PWD,target=/src alpine ls\n", [(1, "hint")]),
    ("D=$PWD/data\ndocker run --rm -v $D:/data alpine ls\n", [(2, "hint")]),
    ('run() { podman run --rm -v $1:/x alpine ls; }\nrun "$PWD"\n', [(1, "hint")]),
    ("docker run --rm -v `pwd`:/src alpine ls\n", [(1, "hint")]),
    (
        'HERE=$(cd "$(dirname "$0")" && pwd)\ndocker run --rm -v $HERE/conf:/conf:ro alpine ls\n',
        [(2, "hint")],
    ),
    ("docker create -it -v ${1}:/work -w /work golang:1.22\n", [(1, "hint")]),
    ("docker container run -v $XDG_CONFIG_HOME/app:/config acme/app:1\n", [(1, "hint")]),
    (
        "docker run --rm --volume $SSH_AUTH_SOCK:/agent --volume $PWD:/app composer:2 install\n",
        [(1, "hint"), (1, "hint")],
    ),
    ("if true; then docker run --mount type=bind,src=$(pwd),dst=/a alpine:3; fi\n", [(1, "hint")]),
]

SILENT = [
    "docker run --rm -v /home/$USER/x:/x alpine ls\n",
    "docker run --rm -v /srv/${HOSTNAME}:/x alpine ls\n",
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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("docker run --rm -v $(pwd)/out:/out alpine ls\n", "$(pwd)"),
        ("docker run --rm -v `pwd`:/src alpine ls\n", "$PWD"),
        ("docker run --rm -v ${PWD}:/src alpine ls\n", "${PWD}"),
        ('HERE="$(dirname "$0")"\ndocker run --rm -v $HERE/conf:/conf alpine ls\n', "$HERE"),
        # Of two it is the one with a directory's name.
        ("docker run --rm -v $HOME/$1:/src alpine ls\n", "$HOME"),
    ],
)
def test_the_expansion_is_named_as_it_is_written(text, name):
    (message,) = messages("PSL219", text)
    assert message.startswith(f"A space in `{name}` cuts this mount in two")


def test_a_sourced_function_is_mended_where_it_is_written():
    library = "build() { docker run --rm -v $PWD/src:/src alpine make; }\n"
    assert told("PSL219", ". ./lib.sh\nbuild\n", **{"lib.sh": library}) == []
    assert told("PSL219", library, "lib.sh", **{"run.sh": ". ./lib.sh\nbuild\n"}) == [(1, "hint")]


def test_zsh_does_not_split():
    assert told("PSL219", "docker run --rm -v $PWD:/src alpine ls\n", "run.zsh") == []


def test_a_word_with_quotes_inside_is_left_to_its_author():
    assert fixes("PSL219", 'docker run --rm -v $PWD/"a b":/src alpine ls\n') == []
