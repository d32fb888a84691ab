"""PSL208 as people would write it."""

import pytest

from tests.rules.told import fixed, told

FOUND = [
    ("docker run -d -v data/pg:/var/lib/postgresql/data postgres:16\n", [(1, "error")]),
    ("docker run --rm -v data/:/data alpine ls /data\n", [(1, "error")]),
    ("docker run --rm --mount type=bind,source=data,target=/data alpine ls\n", [(1, "error")]),
    ("docker run --rm -v ../shared:/shared alpine ls /shared\n", [(1, "hint")]),
    ("docker run --rm \\\n  -v .cache:/root/.cache \\\n  alpine true\n", [(2, "hint")]),
    ('SRC="conf/nginx"\ndocker run -d -v "$SRC:/etc/nginx/conf.d:ro" nginx\n', [(1, "error")]),
    (
        'args=(-v site/public:/usr/share/nginx/html:ro)\nsudo docker run -d "${args[@]}" nginx\n',
        [(1, "error")],
    ),
]

SILENT = [
    "docker run -d -v data:/data redis:7\n",
    "docker run -d -v ./data:/data redis:7\n",
    "docker run -d -v .:/app node:22 npm start\n",
    'docker run -d -v "$PWD/data":/data redis:7\n',
    "docker run -d -v $DIR/data:/data redis:7\n",
    "docker run -d -v ~/data:/data redis:7\n",
    "podman run -d -v ../data:/data redis:7\n",
    "docker run golang:1.23 go test -v ./...\n",
    "docker compose run -v ../x:/x web\n",
    "docker run -d -v C:\\\\data:/data redis:7\n",
    "docker run -d --mount source=pgdata,target=/data redis:7\n",
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text, expected):
    assert told("PSL208", text) == expected


@pytest.mark.parametrize("text", SILENT)
def test_silent(text):
    assert told("PSL208", text) == []


@pytest.mark.parametrize(
    "source", ["[PATH]", "'path to the data'", "{data}/x", "%cd%", "%cd%/x", "SRC", "HOST_DIR"]
)
def test_placeholders_of_documents(source):
    text = f"```sh\ndocker run --rm --mount type=bind,source={source},target=/x alpine true\n```\n"
    assert told("PSL208", text, "README.md") == []


def test_a_relative_path_in_a_document():
    text = "```sh\ndocker run -d -v my/site:/usr/share/nginx/html:ro nginx\n```\n"
    assert told("PSL208", text, "README.md") == [(2, "error")]


@pytest.mark.parametrize(
    ("client", "source", "expected"),
    [
        ("20.10", "./data", "error"),
        ("23.0", "./data", None),
        ("23.0", "../data", "error"),
        ("28.1", ".data", "error"),
        ("28.2", ".data", "hint"),
        ("20.10", ".", "error"),
    ],
)
def test_clients(client, source, expected):
    lines_and_severities = told(
        "PSL208",
        f"docker run -d -v {source}:/data redis:7\n",
        settings=f'client-version = "{client}"\n',
    )
    assert lines_and_severities == ([(1, expected)] if expected else [])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("-v data/pg:/x", "-v ./data/pg:/x"),
        ('-v "data/pg:/x"', '-v "./data/pg:/x"'),
        ("-v 'data/pg:/x'", "-v './data/pg:/x'"),
        ("-v ../pg:/x", '-v "$PWD"/../pg:/x'),
        ('-v "../pg:/x"', '-v "$PWD/../pg:/x"'),
        ("-v '../pg:/x'", "-v '../pg:/x'"),
        ("--volume=data/pg:/x", "--volume=./data/pg:/x"),
        ("--mount type=bind,source=data,target=/x", "--mount type=bind,source=./data,target=/x"),
    ],
)
def test_fixes(before, after):
    text = "docker run --rm {} alpine ls /x\n"
    assert fixed(text.format(before)) == text.format(after)


def test_the_fix_for_an_old_client():
    assert (
        fixed("docker run --rm -v ./data:/x alpine ls /x\n", settings='client-version = "20.10"\n')
        == 'docker run --rm -v "$PWD"/./data:/x alpine ls /x\n'
    )


def test_a_script_has_no_placeholders():
    assert told("PSL208", "docker run --rm --mount type=bind,source=SRC,target=/x alpine true\n") == [
        (1, "error")
    ]
