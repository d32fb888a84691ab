"""PSL215 as people would write it."""

import pytest

from tests.rules.told import fixes, told, told_about

FOUND = [
    ("docker run --rm -v data:app alpine ls\n", [(1, "error")]),
    ('docker run --rm -v "$PWD":src -w /src alpine ls\n', [(1, "error")]),
    ("docker run -d \\\n  --mount source=a1,target=./x \\\n  alpine ls\n", [(2, "error")]),
    ('T=var/lib/x\nsudo docker run --rm -v "a1:$T" alpine ls\n', [(1, "error")]),
    ("docker run --rm --tmpfs run alpine ls\n", [(1, "error")]),
    ("docker run --rm -v /a:~/b alpine ls\n", [(1, "error")]),
]

SILENT = [
    "docker run --rm -v data:/app alpine ls\n",
    "docker run --rm -v /app alpine ls\n",
    'docker run --rm -v "data:$T" alpine ls\n',
    "docker run --rm -v /usr/share/nginx/html:./site nginx\n",
    "docker run --rm -v ubuntu:22.04 ls\n",
    "podman run --rm -v data:app alpine ls\n",
    "docker run --rm -v d:/data:ro alpine ls\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL215", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL215", text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "docker run --rm --mount source=a1,target=./x alpine ls\n",
            "docker run --rm --mount source=a1,target=/x alpine ls\n",
        ),
    ],
)
def test_fixes(before, after):
    assert [text for _, text in fixes("PSL215", before)] == [after]


@pytest.mark.parametrize(
    "option",
    [
        "-v host_dir:container_dir",
        "-v [HOST]:[CONTAINER]",
        "-v ./data:<path>",
        "--mount type=bind,src=/srv/x,dst=DST",
    ],
)
def test_placeholders_of_documents(option):
    assert told("PSL215", f"```sh\ndocker run --rm {option} alpine ls\n```\n", "README.md") == []


def test_a_relative_path_in_a_document():
    assert told("PSL215", "```sh\ndocker run --rm -v ./data:data alpine ls\n```\n", "README.md") == [
        (2, "error")
    ]


#: Further ways in which people write the mistake: a script, or a file's name, its text and the files beside it.
FURTHER = [
    "docker run -d --mount type=bind,src=/srv/conf,dst=conf my/app:1\n",
    'docker create -v "$HOME/notes":notes alpine:3.20\n',
    'run() { docker run --rm -v "$PWD:$1" -w /src alpine ls; }\nrun src\n',
]


@pytest.mark.parametrize("case", FURTHER)
def test_further_ways_are_found(case):
    assert told_about("PSL215", case)
