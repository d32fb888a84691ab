"""PSL206 as people would write it."""

import pytest

from tests.rules.told import told, told_about

FOUND = [
    ("docker run --rm -v a1:/x -v b1:/x alpine ls\n", [(1, "error")]),
    ("docker run --rm -v a1:/x -v ./b:/x/ alpine ls\n", [(1, "error")]),
    (
        'docker run -d \\\n  -v "$PWD/a":/data \\\n  --mount source=b1,target=/data \\\n  redis:7\n',
        [(3, "error")],
    ),
    ("docker run --rm -v a1:/x --tmpfs /x alpine ls\n", [(1, "error")]),
    (
        "podman run --rm --mount type=volume,source=keep,target=/data --tmpfs /data alpine ls\n",
        [(1, "error")],
    ),
    (
        'D=/var/lib/x\nrun() { docker run --rm -v "one:$D" "$@"; }\nrun -v two:/var/lib/x alpine ls\n',
        [(3, "error")],
    ),
]

SILENT = [
    "docker run --rm -v a1:/x -v a1:/x alpine ls\n",
    "docker run --rm -v a1:/x -v b1:/x/y alpine ls\n",
    "docker run --rm -v /x -v b1:/x alpine ls\n",
    'docker run --rm -v "$A" -v b1:/x alpine ls\n',
    'if [ -n "$1" ]; then V=a1:/x; else V=b1:/x; fi\ndocker run --rm -v "$V" alpine ls\n',
    "docker run --rm -v a1:/x alpine ls\ndocker run --rm -v b1:/x alpine ls\n",
    "podman run --rm -v a1:/x -v a1:/x alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL206", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL206", text) == []


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run --rm --mount type=tmpfs,target=/scratch --mount source=work,target=/scratch alpine ls\n",
    'OPTS=(-v "$HOME/.m2:/root/.m2" -v m2:/root/.m2)\ndocker run --rm "${OPTS[@]}" maven:3 mvn -v\n',
    'docker create -v conf:/etc/app -v "$PWD/conf":/etc/app/ my/app:1\n',
    ("README.md", "```console\n$ docker run -d -v web:/srv/www -v ./www:/srv/www nginx:1.27\n```\n"),
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL206", case)


#: Texts that look like the mistake and aren't it.
FURTHER_ALIKE = [
    "docker run --rm -v a1:/x -v b1:/x/y alpine ls\n",
    "docker run --rm -v a1:/x alpine ls\ndocker run --rm -v b1:/x alpine ls\n",
    "if true; then M='-v a1:/x'; else M='-v b1:/x'; fi\ndocker run --rm $M alpine ls\n",
]


@pytest.mark.parametrize("case", FURTHER_ALIKE)
def test_further_look_alikes_are_silent(case):
    assert told_about("PSL206", case) == []
